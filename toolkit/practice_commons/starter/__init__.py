"""Floor 3: what a new commons starts with.

`files/` is written for new commons, with `$names` to be filled in. `copies/` are copies of this commons' own files,
written by `commons reference --write` and held to their originals by its `--check`: the package must carry them, since
somebody who installs it has no checkout, and nobody should have two registers of councils to keep.
"""
