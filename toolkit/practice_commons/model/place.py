"""Where on a site a contribution is: known to commands that load no models."""

from __future__ import annotations

HERE = "this commons"
"""What stands for this commons where others are called by the names of peers: no peer's has a space."""


def place_of(identity: str) -> str:
    """Return where on a site the contribution with an id is: `c/<id>/`, and `c/<peer>/<id>/` for a peer's."""
    return f"c/{identity.replace(':', '/')}/"
