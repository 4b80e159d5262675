"""The rules, by subject. Importing this package registers them all."""

from practice_commons.checks.rules import (  # noqa: F401
    calendar,
    councils,
    files,
    licences,
    links,
    markup,
    patience,
    pictures,
    places,
    plain_english,
    reading,
    records,
    references,
    sense,
    structure,
    vocabulary,
)
