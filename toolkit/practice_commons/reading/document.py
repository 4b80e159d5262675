"""A contribution's file as read: fields with their places, body, and Git's own id for the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from practice_commons.model.problem import Problem, Severity
from practice_commons.reading import characters, limits, plain_yaml, strict_yaml
from practice_commons.reading.git import blob_id
from practice_commons.reading.strict_yaml import Mark, Marks, Place, StrictYamlError, Value

FIRST_LINE = 2
"""The line of the file on which the frontmatter begins."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read and not judged.

    `fields` holds text, lists and mappings as the frontmatter gives them; `marks` returns their lines and columns in
    the file, which are looked for only then. `body` is the Markdown after the frontmatter and `body_line` the line of
    the file on which it begins.
    """

    path: str
    blob: str
    fields: Mapping[str, Value]
    marks: Callable[[], Mapping[Place, Mark]]
    body: str
    body_line: int

    def mark(self, *place: str | int) -> Mark:
        """Return the line and column of a field, or of the nearest field that encloses it; the top when absent."""
        return strict_yaml.nearest_mark(self.marks(), place)


class StrictHandler(YAMLHandler):
    """python-frontmatter's YAML handler, strict: nothing guessed, nothing expanded, nothing stripped.

    Usable with that library as it is: `frontmatter.load(path, handler=StrictHandler())`.
    """

    FM_BOUNDARY = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)

    def detect(self, text: str) -> bool:
        """Say whether the text begins with frontmatter, at its very first character."""
        return self.FM_BOUNDARY.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """Return the frontmatter and the body, byte for byte. Raises StrictYamlError when it does not end."""
        end = text.find("\n---", 3)
        if text.startswith("---\n") and text.startswith("\n", end + 4) and end > 0:  # nearly always, and quicker
            return text[4 : end + 1], text[end + 5 :]
        parts = self.FM_BOUNDARY.split(text, 2)
        if len(parts) != 3 or parts[0] != "":  # noqa: PLR2004 - before, between and after the two boundaries
            raise StrictYamlError(
                "frontmatter-missing", (1, 1), "frontmatter has no end", "Close it with a line of three hyphens: ---"
            )
        return parts[1], parts[2]

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        """Return the fields. Raises StrictYamlError."""
        if len(fm) * 4 > limits.FRONTMATTER_BYTES and len(fm.encode()) > limits.FRONTMATTER_BYTES:
            raise StrictYamlError(
                "frontmatter-too-large",
                (1, 1),
                f"frontmatter is over {limits.FRONTMATTER_BYTES // 1024} KiB",
                "Move long text into the body.",
            )
        if not fm.strip():
            return {}
        fields = plain_yaml.read(fm)
        return strict_yaml.parse(fm, FIRST_LINE)[0] if fields is None else fields


def read_text(path: str, data: bytes) -> str | Problem:
    """Return the text of a file with line endings made plain, or the problem that keeps it from being read."""
    if len(data) > limits.FILE_BYTES:
        return _problem(
            path,
            (1, 1),
            "file-too-large",
            f"is over {limits.FILE_BYTES // 1024} KiB, the limit",
            "Split it, or link to a longer document.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8: in most editors, Save as, Encoding."
        return _problem(path, (line, 1), "not-utf-8", "is not UTF-8 text", hint)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := characters.refused(text):
        rule, offset, said, hint = found
        return _problem(path, _mark(text, offset), rule, said, hint)
    return text


def read_document(path: str, data: bytes, algorithm: str = "sha1") -> Document | tuple[Problem, ...]:
    """Read a contribution's bytes. Whatever they are, the result is a Document or the problems: nothing is raised."""
    text = read_text(path, data)
    if isinstance(text, Problem):
        return (text,)
    handler = StrictHandler()
    if not handler.detect(text):
        hint = "Begin the file with a line of three hyphens, then the facts as `key: value`, then three hyphens again."
        return (_problem(path, (1, 1), "frontmatter-missing", "does not begin with frontmatter", hint),)
    try:
        head, body = handler.split(text)
        fields = handler.load(head)
    except StrictYamlError as error:
        return (_problem(path, error.mark, error.rule, error.message, error.hint),)
    line = text.count("\n", 0, len(text) - len(body)) + 1
    return Document(path, blob_id(data, algorithm), fields, Marks(head, FIRST_LINE), body, line)


def _mark(text: str, offset: int) -> Mark:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _problem(path: str, mark: Mark, rule: str, message: str, hint: str) -> Problem:
    return Problem(path, mark[0], mark[1], rule, Severity.ERROR, message, hint)
