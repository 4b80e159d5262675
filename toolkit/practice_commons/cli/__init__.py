"""Floor 7: one module per command group: options in, one call, render, exit code."""
