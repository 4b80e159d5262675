"""Strangers' files, all at once, in a real browser: what is refused is named, what is published is inert."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from browser_site import build
from hostile import Hostile, table
from places import ROOT

INLINE = r"""[...document.scripts].filter(s => !s.src && s.type !== 'application/ld+json')
    .map(s => s.textContent.replace(/\.+\/?/g, '').slice(0, 40))"""


@pytest.fixture(scope="module")
def besieged(tmp_path_factory) -> tuple[Path, dict[str, Hostile], str]:
    """The good fixtures with every hostile file among them, each under an id of its own, built."""
    root = tmp_path_factory.mktemp("besieged")
    shutil.copytree(ROOT / "tests/fixtures/good", root, dirs_exist_ok=True)
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", root)
    laid = {}
    for number, one in enumerate(table()):
        path = re.sub(r"/hostile\.md$", f"/hostile-{number}.md", one.path)
        data = re.sub(rb"^id: hostile$", f"id: hostile-{number}".encode(), one.data, count=1, flags=re.MULTILINE)
        if lay(root / path, data, one.mode):
            laid[path] = one._replace(data=data)
    return root, laid, build(root, root / "site", expected=1)


def lay(path: Path, data: bytes, mode: str) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == "120000":
            path.symlink_to(os.fsdecode(data))
        elif mode == "160000":
            return False
        else:
            path.write_bytes(data)
            path.chmod(0o755 if mode == "100755" else 0o644)
    except OSError:
        return False
    return True


def test_each_refused_file_is_named_with_its_reason_and_the_rest_is_published(besieged):
    root, laid, said = besieged
    site = root / "site"
    assert (site / "c").is_dir()
    assert len(laid) > 90
    left_out = dict(re.findall(r"^Left out: (.+)\n((?:  .+\n)+)", said, re.MULTILINE))
    for path, one in laid.items():
        number = re.search(rb"^id: (hostile(-\d+)?)$", one.data, re.MULTILINE)
        published = number is not None and (site / f"c/{number[1].decode()}/index.html").exists()
        if one.rule is None:
            assert published, f"{one.name} should be published"
        elif path in left_out:
            # Of two names that collide, one is told of it.
            assert one.rule in left_out[path] or one.rule == "path-collision", f"{one.name}: {left_out[path]}"
        else:
            assert not published or one.name.startswith(("name-", "folder-", "deep-"))
    for path in (ROOT / "tests/fixtures/good/communities").glob("*/*.md"):
        identity = re.search(r"^id: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
        if identity and path.name.lower() != "how-to-count.md":
            assert (site / f"c/{identity[1]}/index.html").exists(), f"{path} was taken down with the rest"


def test_nothing_that_a_stranger_wrote_leaves_its_page_or_brings_a_file(besieged):
    site = besieged[0] / "site"
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith((".svg", "page.html")) or "bundle.x" in name]
    assert not [path for path in site.rglob("*") if path.is_symlink()]
    assert b"root:" not in b"".join((site / name).read_bytes() for name in names if name.endswith(".html"))


def test_every_page_is_inert(besieged, page):
    site = besieged[0] / "site"
    dialogs = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    pages = [
        *site.glob("c/hostile*/index.html"),
        *(
            site / name
            for name in (
                "index.html",
                "communities/customer-contact/index.html",
                "communities/index.html",
                "open/index.html",
                "people/index.html",
                "search/index.html",
                "tags/index.html",
            )
        ),
    ]
    assert len(pages) > 25
    page.goto((site / "councils/index.html").as_uri())
    ours = page.evaluate(INLINE)
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("window.hostile") is None, path
        for link in page.locator("main a").all():
            assert not re.match(r"\s*(javascript|vbscript|data):", link.get_attribute("href") or "", re.IGNORECASE)
        assert page.evaluate(INLINE) == ours, path
        assert page.locator("h1").count() == 1
    assert dialogs == []
