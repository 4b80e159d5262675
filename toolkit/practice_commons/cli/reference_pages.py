"""Every file that is written from the code, as text: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from practice_commons.cli import commands_page, rules_pages
from practice_commons.drafting import frontmatter_page, records_page
from practice_commons.drafting.markdown import is_written
from practice_commons.starter.contents import COPIED, TEMPLATES, copied, templates

REFERENCE = "docs/reference"
FORGE = ".github"
COPIES = "toolkit/practice_commons/starter/copies"


def pages(root: Path) -> Mapping[str, str]:
    """Return every written file of the commons in a folder: path, with forward slashes, to text.

    The toolkit's own checkout also has copies of what a new commons takes from it.
    """
    from practice_commons.digest import json_schema
    from practice_commons.site import introduction

    found = {
        f"{REFERENCE}/digest.schema.json": json_schema.text(),
        f"{REFERENCE}/commons.schema.json": introduction.schema(),
        f"{REFERENCE}/frontmatter.md": frontmatter_page.page(),
        f"{REFERENCE}/records.md": records_page.page(),
        f"{REFERENCE}/commands.md": commands_page.page(),
        f"{REFERENCE}/rules/index.md": rules_pages.index(),
        **{f"{REFERENCE}/rules/{identity}.md": page for identity, page in rules_pages.pages()},
        **templates(),
    }
    if (root / FORGE).is_dir():
        found |= _forge(root)
    if (root / COPIES).is_dir():
        found |= {f"{COPIES}/{path}": copied(path, (root / path).read_text("utf-8")) for path in COPIED}
    return dict(sorted(found.items()))


def _forge(root: Path) -> dict[str, str]:
    """Return the files by which GitHub asks for contributions, and asks those to look at them who may decide."""
    from practice_commons.cli.room import now
    from practice_commons.moderation import codeowners, issue_forms
    from practice_commons.moderation.policy import Policy
    from practice_commons.reading.tree import open_tree
    from practice_commons.reading.vocabularies import read_vocabularies

    lists, _ = read_vocabularies(open_tree(root, now()))
    titles = {slug: one.title for slug, one in lists.communities.items()}
    return {**issue_forms.files(titles), **codeowners.files(Policy(lists.commons, lists.communities))}


def extra(root: Path, known: Mapping[str, str]) -> Iterator[str]:
    """Iterate over the files that were written from the code once, and now no longer are."""
    for folder in (REFERENCE, TEMPLATES):
        for file in sorted((root / folder).rglob("*.md")):
            path = file.relative_to(root).as_posix()
            if path not in known and is_written(file.read_text("utf-8", "replace")):
                yield path
