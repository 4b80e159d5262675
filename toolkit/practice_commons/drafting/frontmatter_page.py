"""The reference page of the frontmatter: every key of every kind, and an example of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from practice_commons.drafting.example import example
from practice_commons.drafting.keys import Key, own_keys, shared_keys
from practice_commons.drafting.markdown import fenced, opening, plain, table
from practice_commons.drafting.schema import purpose_of, title_of
from practice_commons.drafting.template import scalar
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

_INTRODUCTION = """\
A contribution is one text file. It begins with its *frontmatter*: facts as `key: value`, between two lines of three
hyphens. The rest of the file is the body, in [GitHub Flavored Markdown](https://github.github.com/gfm/).

This page lists every key. You need few of them: those marked “yes” under “Needed”. A key with nothing after it counts
as left out. A key that is not listed here is refused, so that a slip of the pen is not lost.

- `commons new` writes a draft with every key in it, and this guidance beside each.
- `commons schema` prints the same definitions as JSON Schema, for editors and other software.
- [The rules](rules/index.md) say what else is checked.

Put quotes around text that holds a colon followed by a space, or that begins with a character such as `%`, `[` or `"`.
"""


def page() -> str:
    """Return the page."""
    lines = [*opening("Frontmatter"), _INTRODUCTION, "## Kinds", ""]
    lines += table(("Kind", "What it is"), ((f"[`{kind}`](#{kind})", purpose_of(kind)) for kind in Kind))
    lines += ["## Keys that every kind has", ""]
    shared = [_without_kind(key) for key in shared_keys()]
    lines += key_table(shared)
    lines += tables_inside(shared, "###")
    for kind in Kind:
        lines += _kind(kind)
    return "\n".join(lines).rstrip("\n") + "\n"


def _kind(kind: Kind) -> list[str]:
    keys = own_keys(kind)
    model = KINDS[kind]
    lines = [f"## {title_of(kind)}", "", f"`kind: {kind}`", "", purpose_of(kind), ""]
    if keys:
        lines += ["Besides the keys that every kind has:", "", *key_table(keys), *tables_inside(keys, "###")]
    else:
        lines += ["It has the keys that every kind has, and no others.", ""]
    if model.required_headings:
        lines += ["Its body has these headings, each a line that begins with `## `:", ""]
        lines += [*(f"- {heading}" for heading in model.required_headings), ""]
    elif not model.body_required:
        lines += ["Its body may be left out.", ""]
    lines += ["A complete example, with every key that a contributor may fill in. Use those that help.", ""]
    return lines + fenced(example(kind), "markdown")


def key_table(keys: Iterable[Key]) -> list[str]:
    """Return the lines of a table of keys."""
    return table(("Key", "What goes there", "Needed", "What it means"), (_row(key) for key in keys))


def tables_inside(keys: Iterable[Key], level: str) -> list[str]:
    """Return the lines of a table, under a heading of its own, for each key that has keys inside it."""
    lines: list[str] = []
    for key in keys:
        if key.parts:
            lines += [f"{level} Inside `{key.name}`", "", *key_table(key.parts), *tables_inside(key.parts, f"{level}#")]
    return lines


def _row(key: Key) -> tuple[str, str, str, str]:
    form = key.form[0].upper() + key.form[1:]
    if key.words and key.words != ("yes", "no"):
        form = f"{form}: {', '.join(f'`{word}`' for word in key.words)}"
    if key.limit:
        form = f"{form}; at most {key.limit}"
    said = [plain(key.description)]
    if key.example is not None:
        shown = key.example if isinstance(key.example, list) else [key.example]
        ends_itself = str(shown[-1]).endswith(".")
        said.append(f"For example: {', '.join(f'`{scalar(one)}`' for one in shown)}{'' if ends_itself else '.'}")
    if key.default not in (None, []) and "Left out" not in key.description:
        said.append(f"Left out, it is `{scalar(key.default)}`.")
    return f"`{key.name}`", form, "yes" if key.required else "no", " ".join(said)


def _without_kind(key: Key) -> Key:
    """Return `kind` as all kinds have it: the keys were taken from one of them, which allows one word only."""
    if not key.fixed:
        return key
    return Key(key.name, "one of these words", key.description, required=True, words=tuple(kind.value for kind in Kind))
