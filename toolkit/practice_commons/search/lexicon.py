"""What planning a query asks of an index: its words as written, those beginning so, and those like one."""

from __future__ import annotations

from typing import Protocol


class Lexicon(Protocol):
    """The words of an index."""

    @property
    def documents(self) -> int:
        """Return the number of documents."""

    def frequency(self, word: str) -> int:
        """Return the number of documents that hold a word."""

    def stemmed(self, stem: str) -> int:
        """Return the number of documents that hold a stem in the field in which most of them do."""

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return indexed words that begin so, `most` at most, each with the number of documents that hold it."""

    def resembling(self, word: str, edits: int) -> set[tuple[str, int]]:
        """Return the words with the same first letter within some edits of a word, each with its distance.

        An edit adds, takes out or changes a letter. Two neighbours swapped are one edit, but then the only one.
        """
