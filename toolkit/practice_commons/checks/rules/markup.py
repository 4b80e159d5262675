"""What a body may hold besides Markdown, and words for those who do not see its pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, content_rule
from practice_commons.checks.wording import quoted, short
from practice_commons.model.problem import Severity
from practice_commons.reading import characters
from practice_commons.reading.vocabularies import Vocabularies

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content

_ENTITY = re.compile(r"&#[xX]?[0-9a-fA-F]{1,8};")
_FILE_NAME = re.compile(r"[\w ().-]{0,100}\.(png|jpe?g|gif|webp|svg|bmp|tiff?|heic)", re.IGNORECASE)
_CAMERA_NAME = re.compile(r"(img|dsc|dscn|image|picture|photo|screenshot|untitled)[\W_]{0,3}\d{0,12}", re.IGNORECASE)


@content_rule()
def too_much_markup(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A body makes a page of a reasonable size: no repeated markup, no deep nesting.

    Why: Nobody writes more by hand. A file that does is broken, or meant to slow the site down for everybody.

    Bad:

        > > > > > > > > (and so on, a thousand times) a quotation in a quotation

    Good:

        > A quotation.

    Fix: Split the contribution, or write its HTML as Markdown. The limits are 800,000 characters of HTML, 20,000 of
    them written by hand, nested a hundred levels deep.
    """
    if content.rendered.excess:
        said = f"the body {content.rendered.excess}"
        yield Finding(content.document.body_line, 1, said, "Make it smaller and simpler.")


@content_rule()
def unsafe_html(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A body holds only the HTML that may be published, and links only to web pages, e-mail and this commons.

    Why: Scripts, frames, styles and hidden comments could harm readers or imitate the site's own parts. What would be
    taken out is refused instead, so that what you send is what is published.

    Bad:

        <p style="color: red" onclick="alert('hello')">Look</p>

    Good:

        **Look**

    Fix: Write it in Markdown, or delete it. A few elements are welcome, without other attributes: `br`, `sub`, `sup`,
    `kbd`, `abbr`, `mark`, `details` and `summary`. A comment (`<!-- … -->`) is refused too: readers would not see it,
    but everybody could read it.
    """
    for removed in content.rendered.removed:
        if "comment" in removed.what:
            hint = "Delete the comment, or make it part of the text."
        elif removed.what.startswith(("href=", "src=")):
            hint = "Begin a web address with https://, or name a file of this commons."
        else:
            hint = "Write it in Markdown, or delete it. To show it as text, put it between backticks."
        yield Finding(content.line(removed.line), 1, f"holds {short(removed.what)}, which may not be published", hint)


@content_rule()
def hidden_character(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A body spells out no control character, and none that changes the order in which text is shown.

    Why: Written as a number (`&#x202e;`) such a character passes unseen, and then makes text read differently.

    Bad:

        The file is called report&#x202e;txt.exe

    Good:

        The file is called report.

    Fix: Delete the code that begins with `&#`.
    """
    if "&" not in content.document.body or characters.refused(content.rendered.html) is None:
        return
    for match in _ENTITY.finditer(content.document.body):
        if characters.refused(html.unescape(match[0])):
            line = content.line(content.document.body.count("\n", 0, match.start()) + 1)
            yield Finding(line, 1, f"{match[0]} stands for a hidden character", "Delete it.")
            return


@content_rule()
def missing_alternative(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Every picture has words that say what it shows.

    Why: People who do not see the picture hear these words instead. Without them they hear nothing, or a file name.

    Bad:

        ![](images/calls.png)

    Good:

        ![Bar chart: repeat calls fell from 41 to 29 in a hundred between April and March](images/calls.png)

    Fix: Write what the picture tells between the square brackets. A picture that tells nothing is better left out.
    """
    for link in content.rendered.links:
        if link.alternative is not None and not link.alternative.strip():
            said = f"the picture {quoted(link.address)} has no alternative text"
            yield Finding(content.line(link.line), 1, said, "Say between the square brackets what it shows.")


@content_rule(Severity.WARNING)
def alternative_is_a_file_name(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """The words for a picture say what it shows, not what its file is called.

    Why: “IMG 2041 dot J P G” tells a listener nothing.

    Bad:

        ![IMG_2041.jpg](images/workshop.jpg)

    Good:

        ![Twelve officers and residents round a table, sorting cards](images/workshop.jpg)

    Fix: Describe the picture in a sentence, as you would on the telephone.
    """
    for link in content.rendered.links:
        words = (link.alternative or "").strip()
        if words and len(words) <= 120 and (_FILE_NAME.fullmatch(words) or _CAMERA_NAME.fullmatch(words)):  # noqa: PLR2004
            said = f"the alternative text {quoted(words)} is a file name"
            yield Finding(content.line(link.line), 1, said, "Say what the picture shows.")
