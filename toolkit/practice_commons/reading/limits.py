"""How much of a stranger's file we are willing to read."""

FILE_BYTES = 512 * 1024
FRONTMATTER_BYTES = 16 * 1024
DEPTH = 8
"""Levels of nesting in YAML."""
TREE_ENTRIES = 250_000
"""Files in one commons: four times the size that we build for."""
IMAGE_BYTES = 2 * 1024 * 1024
"""A picture's size: enough for a photograph of a wall of notes, and fair to readers on a slow line."""
DIGEST_BYTES = 16 * 1024 * 1024
"""A published digest's size: some three thousand contributions, each with every passage that is used."""
