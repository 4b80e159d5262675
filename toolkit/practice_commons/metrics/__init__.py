"""Floor 4: what shows that a commons is worth having, beyond counts of what is in it."""
