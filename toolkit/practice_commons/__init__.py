"""Practice Commons: a knowledge commons that a whole sector owns, in plain files.

A commons is a Git tree of contributions; everything else is a view of it. The floors of this package, and which
way imports may point, are drawn in `docs/architecture.md`.
"""

__version__ = "0.1.0"
