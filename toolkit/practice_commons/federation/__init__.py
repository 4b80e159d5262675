"""Floor 4: a network of commons, each with its own Git, by pins that people move and that anybody can verify."""
