"""Text files written the same way on every system: UTF-8, plain line endings, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from practice_commons.failure import Failure


def write_new(
    path: Path, text: str, hint: str = "Give another name with --output, or overwrite it with --force."
) -> None:
    """Write a file that must not be there yet, and the folders that it lies in. Raises Failure when it is."""
    with _said(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _said(path), path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise Failure(f"{path} is there already", hint) from None


def replace(path: Path, said: str | bytes, *, folders: bool = True) -> bool:
    """Write a file, whatever was there; say whether anything changed. Whoever reads it sees the old file or the new.

    Makes the folders that it lies in, unless told not to. Raises Failure.
    """
    data = said.encode() if isinstance(said, str) else said
    if path.is_file() and path.read_bytes() == data:
        return False
    with _said(path):
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).chmod(0o666 & ~_mask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return True


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn the system's refusal into a sentence. Raises Failure; a file that is there already is for the caller."""
    try:
        yield
    except FileExistsError:
        if path.exists():
            raise
        raise Failure(f"{path} cannot be written: {path.parent} is not a folder") from None
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None


def as_typed(path: Path) -> str:
    """Return a path as the user would type it where they are: short where it can be, quoted if it has spaces."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        short = str(path)
    if short.startswith(".."):
        short = str(path.resolve())
    return f'"{short}"' if " " in short else short


def _mask() -> int:
    """Return the user's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
