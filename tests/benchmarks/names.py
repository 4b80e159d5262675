"""What is measured of ours alone, by name."""

from __future__ import annotations

ALONE = (
    STATUS_COLD,
    STATUS,
    STATUS_COMMIT,
    CHECK_ONE,
    CHECK_COLD,
    CHECK_WARM,
    CHECK_QUIET,
    DIGEST,
    HELP,
) = (
    "commons status, cold",
    "commons status, nothing changed",
    "commons status, after one commit",
    "commons check PATH, that file changed",
    "commons check, cold",
    "commons check, warm",
    "commons check --quiet, warm",
    "commons digest, JSON, the commonest priority, warm",
    "commons --help",
)
WITHIN = OF_COLD, OF_SAME, OF_COMMIT = (
    "Catalogue.of, cold",
    "Catalogue.of, nothing changed",
    "Catalogue.of, after one commit",
)
"""Measured within one process."""
