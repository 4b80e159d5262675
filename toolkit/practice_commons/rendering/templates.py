"""Jinja templates in which every value is escaped, unless this package made it HTML."""

from __future__ import annotations

import contextlib
import functools
import os
import zlib
from collections.abc import Iterable
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from practice_commons.model.wording import count, dated, day, known
from practice_commons.rendering.markdown import Html


@functools.cache
def environment(package: str) -> jinja2.Environment:
    """Return the environment of a package's `templates` folder. A missing value is an error, never an empty space."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"day": day, "known": known, "html": markup, "plural": count, "dated": dated}
    return made


def keep_compiled(package: str, folder: Path) -> None:
    """Keep a package's compiled templates in a folder: compiling them takes longer than a changed page."""
    environment(package).bytecode_cache = _Compiled(folder)


class _Compiled(jinja2.BytecodeCache):
    """Jinja's cache of compiled templates in files, each sealed: a damaged one is compiled again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template's code, if it is kept and whole."""
        try:
            seal, _, code = (self._folder / bucket.key).read_bytes().partition(b"\n")
        except OSError:
            return
        if seal == b"%08x" % zlib.crc32(code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code; where it cannot be kept, it is compiled again next time."""
        code = bucket.bytecode_to_string()
        beside = self._folder / f"{bucket.key}.{os.getpid()}.new"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(b"%08x\n" % zlib.crc32(code) + code)
            beside.replace(self._folder / bucket.key)


def fill(package: str, template: str, **values: object) -> Html:
    """Return a template filled with values."""
    return Html(_template(package, template).render(values))


def piece(package: str, template: str, macro: str, *values: object) -> Html:
    """Return what a macro of a template makes of values: quicker than a template of its own, for small pieces."""
    return Html(getattr(_module(package, template), macro)(*values))


def joined(pieces: Iterable[Html]) -> Html:
    """Return pieces of HTML one after the other."""
    return Html("".join(pieces))


@functools.cache
def _template(package: str, template: str) -> jinja2.Template:
    found = environment(package).get_template(template)
    found.globals = dict(found.globals)  # what Jinja gives is a ChainMap, which it copies slowly for every page
    return found


@functools.cache
def _module(package: str, template: str) -> object:
    return _template(package, template).module


def markup(safe: Html) -> Markup:
    """Tell a template that this is HTML already. Only `Html`, which only this package makes, may be given."""
    return Markup(safe)  # noqa: S704 - Html has been through the sanitiser
