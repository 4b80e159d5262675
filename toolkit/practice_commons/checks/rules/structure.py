"""The body: that it is there, has the headings that its kind asks for, and steps down by one level at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, content_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.terms import Kind
from practice_commons.reading.vocabularies import Vocabularies

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content

TOP = 2
"""The level that a body begins with: level 1 is the page's title."""
WRITE = "**Write:**"
"""What begins each line by which a draft of a case study tells what a person has yet to write."""


@content_rule()
def body_missing(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A contribution has a body, where its kind needs one.

    Why: A case study or an answer is its text. (A question, an offer or a request may be said in its facts alone.)

    Bad:

        ---
        kind: answer
        title: Ask them what they need
        ---

    Good:

        ---
        kind: answer
        title: Ask them what they need
        ---
        We asked every caller one question, and wrote down the answers.

    Fix: Write the text below the second line of three hyphens.
    """
    contribution = content.contribution
    if contribution and contribution.body_required and content.rendered.is_empty:
        said = f"a contribution of kind {contribution.kind} needs a body"
        yield Finding(content.document.body_line, 1, said, "Write it below the second line of three hyphens.")


@content_rule()
def required_heading(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A case study has the headings Context, What we did, What changed, What did not work and Lessons, in this order.

    Why: Readers find what they need in any case study at once, and what did not work is never left out.

    Bad:

        ## What we did
        ## Lessons

    Good:

        ## Context
        ## What we did
        ## What changed
        ## What did not work
        ## Lessons

    Fix: Add the heading named, at level 2 (two number signs), in its place. Other headings may stand between. If there
    is nothing to say under one, say that.
    """
    if content.contribution is None or content.rendered.excess:
        return
    wanted = content.contribution.required_headings
    found = [(heading.text.casefold(), heading.line) for heading in content.rendered.headings if heading.level == TOP]
    names = [name for name, _ in found]
    after = -1
    for heading in wanted:
        name = heading.casefold()
        if name not in names:
            said = f"the heading {quoted(heading)} is missing"
            yield Finding(content.document.body_line, 1, said, f"Add the line: ## {heading}")
        elif names.index(name) < after:
            line = content.line(found[names.index(name)][1])
            order = ", ".join(wanted)
            yield Finding(line, 1, f"the heading {quoted(heading)} is out of its place", f"The order is: {order}.")
        else:
            after = names.index(name)


@content_rule()
def unfinished_draft(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A case study that was drafted from other contributions has been finished.

    Why: A draft holds what others said, and marks what only its author can say. Published with the marks, it says
    nothing of its own.

    Bad:

        ## Lessons

        **Write:** What should somebody who tries this know first?

    Good:

        ## Lessons

        Count for a month before you change anything.

    Fix: Write what the line asks for, in your own words, and delete the line.
    """
    if content.contribution is None or content.contribution.kind is not Kind.CASE_STUDY:
        return
    for at, line in enumerate(content.document.body.split("\n")):
        if line.startswith(WRITE):
            yield Finding(
                content.document.body_line + at,
                1,
                "a line of the draft is still here",
                "Write what it asks for, and delete it.",
            )


@content_rule()
def heading_order(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Headings begin at level 2 and step down by one level at a time.

    Why: People who use a screen reader move from heading to heading. A missing level sounds like a missing part.
    Level 1 is the page's title, which comes from `title`.

    Bad:

        # Our story
        #### Costs

    Good:

        ## Our story
        ### Costs

    Fix: Change the number of number signs at the start of the line named.
    """
    level = TOP - 1
    for heading in content.rendered.headings:
        line = content.line(heading.line)
        signs = "#" * min(level + 1, 6)
        if heading.level < TOP:
            said = f"the heading {quoted(heading.text)} is at level 1, which is the page's title"
            yield Finding(line, 1, said, "Begin the line with ## instead.")
            continue
        if heading.level > level + 1:
            said = f"the heading {quoted(heading.text)} is at level {heading.level} after level {level}"
            yield Finding(line, 1, said, f"Begin the line with {signs} instead.")
        elif not heading.text:
            yield Finding(line, 1, "a heading is empty", "Give it words, or delete the line.")
        level = heading.level
