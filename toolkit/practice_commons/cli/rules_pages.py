"""The reference pages of the rules, made from their docstrings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from practice_commons.checks.registry import RULES, Rule
from practice_commons.drafting.markdown import fenced, opening, table

_SECTION = re.compile(r"^(What|Why|Bad|Good|Fix):[ \t]*(.*)$")
_TITLES = {
    "What": "",
    "Why": "Why",
    "Bad": "An example that is found",
    "Good": "The same, mended",
    "Fix": "How to mend it",
}
_MATTERS = {"error": "An error: the file is not published until it is mended.", "warning": "A warning: advice."}


def index() -> str:
    """Return the page that lists every rule."""
    lines = [
        *opening("Rules"),
        (
            "What `commons check` looks at. An error keeps a file from being published until it is mended, and "
            "everything else is published all the same. A warning is advice."
        ),
        "",
    ]
    rows = [(f"[`{rule.id}`]({rule.id}.md)", rule.severity.value, _summary(rule)) for rule in _rules()]
    return "\n".join([*lines, *table(("Rule", "Severity", "What it asks"), rows)])


def pages() -> Iterator[tuple[str, str]]:
    """Iterate over (rule id, page)."""
    for rule in _rules():
        lines = [*opening(rule.id), _MATTERS[rule.severity.value], ""]
        for name, text in _sections(rule.documentation):
            if _TITLES[name]:
                lines += [f"## {_TITLES[name]}", ""]
            lines += _block(name, text)
        lines += ["[All rules](index.md)", ""]
        yield rule.id, "\n".join(lines)


def _rules() -> list[Rule]:
    import practice_commons.checks.rules  # noqa: F401 - importing it registers every rule

    return [RULES[identity] for identity in sorted(RULES)]


def _summary(rule: Rule) -> str:
    return " ".join(rule.documentation.split("\n\n", 1)[0].split())


def _sections(documentation: str) -> list[tuple[str, str]]:
    """Return a docstring's sections, in its order; what stands before the first is What."""
    found: list[tuple[str, list[str]]] = [("What", [])]
    for line in documentation.split("\n"):
        if match := _SECTION.match(line):
            found.append((match[1], [match[2]]))
        else:
            found[-1][1].append(line)
    return [(name, "\n".join(lines).strip("\n")) for name, lines in found if "".join(lines).strip()]


def _block(name: str, text: str) -> list[str]:
    """Return a section's lines: an example as code, everything else as it stands."""
    plain = textwrap.dedent(text)
    if name in {"Bad", "Good"} and not plain.lstrip().startswith("```"):
        return fenced(plain.strip("\n"), "markdown")
    return [plain.strip(), ""]
