"""Floor 1: bytes at a path in a tree become documents and vocabularies. Nobody above touches YAML or Git."""
