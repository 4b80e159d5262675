"""The one door to MkDocs and Material: pages in, dressed files out.

MkDocs 1.6.1 is the last of its line, and Material is maintained until 5 May 2027 (see docs/architecture.md, “The way
out”): nothing outside this module imports either. It uses only their public events. A contribution's text never
passes through Python-Markdown and its frontmatter never reaches MkDocs; a page's HTML is handed over finished. One
Jinja environment is shared by all builds, so that templates are compiled once; theme files are taken once, from the
hub's build; MkDocs writes nothing itself.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from practice_commons.failure import Failure
from practice_commons.rendering.markdown import text
from practice_commons.site import address
from practice_commons.site.extras import Extras
from practice_commons.site.offline import WORKER
from practice_commons.site.page import Section
from practice_commons.site.shape import SECTION_FILES, SHAPES, Hole, Shape, Shell
from practice_commons.site.wardrobe import Wardrobe

_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_OFFLINE = (WORKER, "assets/offline.js")
_INDEX = "index.md"


class Theme:
    """The site's clothes: one `mkdocs.yml`, one environment, one navigation, for the hub and every community."""

    def __init__(
        self, root: Path, site_name: str, site_url: str, notice: str, scratch: Path, extras: Extras | None = None
    ) -> None:
        """Take the `mkdocs.yml` of the commons in a folder. Raises Failure when MkDocs refuses it."""
        self._configuration = root / "mkdocs.yml"
        if not self._configuration.is_file():
            raise Failure(f"{self._configuration} is missing", "Copy it from a commons made with: commons init")
        self._docs = root / "docs"
        self._scratch = scratch
        self._facts = {"site_name": site_name, "site_url": site_url}
        self._notice = notice
        self.offline = extras is not None and extras.offline
        self._environment: jinja2.Environment | None = None
        self.shells: dict[Shape, Shell] = {}
        self.welcome: Shell | None = None
        self.guides: tuple[tuple[str, str], ...] = ()
        """Title and file of each guide in `docs/`, in the order of `nav`; known once the hub is built."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Make the shells of every shape, and iterate over (path, bytes) of all that Material makes itself.

        That is the guides in `docs/`, the page for a lost reader, and the theme's own files. Where the stewards wrote
        a welcome, `docs/index.md`, the home page's content follows it.
        """
        docs = self._docs
        if not docs.is_dir():
            docs = self._scratch / "docs"
            docs.mkdir(parents=True, exist_ok=True)
        config = self._load(docs, self._scratch / "dressed")
        welcomed = (docs / _INDEX).is_file()
        events = _Events(self, [one for one in SHAPES if not (welcomed and one.depth == 0)])
        yield from self._run(config, events)
        yield from events.assets()

    def wardrobe(self) -> Wardrobe:
        """Return the shells that were made."""
        return Wardrobe(self.shells, self.welcome, self._facts["site_url"])

    def _run(self, config: MkDocsConfig, events: _Events) -> Iterator[tuple[str, bytes]]:
        config.plugins = PluginCollection()
        config.plugins["practice-commons"] = events
        with _said(f"MkDocs could not build {self._docs}"):
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        yield from events.files()

    def _load(self, docs: Path, site: Path) -> MkDocsConfig:
        theme = os.fspath(Path(str(resources.files("practice_commons.site"))) / "theme")
        stream = StringIO(self._configuration.read_text("utf-8"))
        stream.name = os.fspath(self._configuration)
        with _said(f"MkDocs refuses {self._configuration}"):
            config = load_config(
                stream,
                docs_dir=os.fspath(docs),
                site_dir=os.fspath(site),
                use_directory_urls=False,
                plugins=[],
                strict=False,
                **self._facts,
            )
        config.theme.dirs.insert(0, theme)
        config.theme["font"] = False
        if self.offline:
            config.theme.static_templates.add(address.OFFLINE)
        if config.docs_dir != os.fspath(self._docs):
            config.nav = None
        return config

    def environment(self, own: jinja2.Environment) -> jinja2.Environment:
        """Return the environment that every build shares: the first one."""
        if self._environment is None:
            own.globals |= {
                "sections": [(section.value, SECTION_FILES[section]) for section in SECTION_FILES],
                "guides_section": Section.GUIDES.value,
                "notice": text(self._notice),
                "theme": self,
                "offline": address.OFFLINE if self.offline else "",
            }
            self._environment = own
        return self._environment


@contextmanager
def _said(what: str) -> Iterator[None]:
    """Turn MkDocs' refusal into a Failure that tells what MkDocs logged; keep its chatter from the user."""
    logger = logging.getLogger("mkdocs")
    heard: list[str] = []
    listener = logging.Handler(logging.ERROR)
    listener.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(listener)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    except MkDocsException as error:
        raise Failure(f"{what}: {' '.join(heard) or error}", "Mend what it names; see the MkDocs manual.") from error
    finally:
        logger.removeHandler(listener)
        logger.propagate = before


class _ShapePage(Page):
    """A page of marks: MkDocs has nothing to read and nothing to render, and Material dresses it as any other."""

    def __init__(self, shape: Shape, file: File, config: MkDocsConfig) -> None:
        super().__init__(Hole.TITLE.mark, file, config)
        self.shape = shape
        self.meta = {hole.value: hole.mark for hole in Hole} | {"section": shape.section.value, "own": shape.own}
        self.canonical_url = Hole.CANONICAL.mark

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Read nothing."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Leave a mark for the content. The one entry of the contents is where the link to skip the header leads."""
        self.content = Hole.CONTENT.mark
        self.toc = TableOfContents([AnchorLink("Top", "top", 1)])


class _Settings(Config):  # type: ignore[no-untyped-call]
    """Our events have no settings."""


class _Events(BasePlugin[_Settings]):  # type: ignore[no-untyped-call]
    """Our side of one build, through MkDocs' public events."""

    def __init__(self, theme: Theme, shapes: Sequence[Shape]) -> None:
        self.theme, self.shapes = theme, shapes
        self.done: dict[str, bytes] = {}
        self.kept: list[File] = []

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the theme's files out of MkDocs' hands, and put the finished pages in."""
        for file in list(files):
            if not file.is_documentation_page():
                files.remove(file)
                self.kept.append(file)
            elif file.src_uri.split("/")[0] in address.RESERVED:
                raise Failure(
                    f"docs/{file.src_uri} lies where the site has files of its own", "Give it another folder or name."
                )
        for shape in self.shapes:
            source = shape.path.removesuffix(".html") + ".md"
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            _ShapePage(shape, file, config)
        return files

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Learn the guides' titles, for the navigation of every other page."""
        self.theme.guides = tuple(_guides(nav.items))

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let the home page's own parts follow what the stewards wrote."""
        if isinstance(page, _ShapePage):
            return html
        if page.file.src_uri == _INDEX:
            page.meta = {"section": Section.HOME.value, "own": True, "description": Hole.DESCRIPTION.mark}
            page.meta["head"] = Hole.HEAD.mark
            page.canonical_url = config.site_url
            return html + Hole.CONTENT.mark
        description = text(str(page.meta.get("description", "")))
        page.meta = {"section": Section.GUIDES.value, "description": description, "guide": True}
        return html

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG002
        """Share one environment between all builds: templates are compiled once."""
        return self.theme.environment(env)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep the finished page, or cut the shell, and leave MkDocs nothing to write."""
        if isinstance(page, _ShapePage):
            self.theme.shells[page.shape] = Shell.cut(output)
            return ""
        if page.file.src_uri == _INDEX:
            self.theme.welcome = Shell.cut(output, (Hole.DESCRIPTION, Hole.HEAD, Hole.CONTENT))
            return ""
        self.done[page.file.dest_uri] = output.encode("utf-8")
        return ""

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep the page for a lost reader and that for keeping the site; the sitemap is our own."""
        if template_name in {"404.html", address.OFFLINE}:
            self.done[template_name] = output_content.encode("utf-8")
        return ""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Iterate over the pages that were dressed."""
        yield from self.done.items()

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Iterate over the theme's files, and what lies in `docs/` beside the guides."""
        for file in self.kept:
            unused = file.dest_uri.startswith(_UNUSED) or file.dest_uri.endswith(".map")
            unused |= file.dest_uri in _OFFLINE and not self.theme.offline
            if not unused and file.abs_src_path is not None:
                yield file.dest_uri, Path(file.abs_src_path).read_bytes()


def _guides(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        if getattr(item, "is_page", False) and item.file.src_uri != _INDEX:
            yield text(str(item.title or item.file.name)), item.file.dest_uri
        elif getattr(item, "children", None):
            yield from _guides(item.children)
