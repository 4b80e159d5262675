"""Floor 0: plain, frozen data. No input, no output, no other floor."""
