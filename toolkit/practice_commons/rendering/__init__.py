"""Floor 1: a stranger's text becomes safe HTML here and nowhere else."""
