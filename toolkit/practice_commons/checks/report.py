"""Problems, said in the formats that people and machines read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from practice_commons import __version__
from practice_commons.checks import rules  # noqa: F401 - importing it registers every rule
from practice_commons.checks.registry import RULES
from practice_commons.model.problem import Problem, Severity

FORMATS = ("text", "json", "github", "sarif", "junit")
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that act on a terminal, are unseen or reorder what is shown, and halves of characters."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def shown(words: str) -> str:
    r"""Return words with every character that is not plainly seen spelt out, as in `\x1b` or `\u202e`."""
    return _UNSAFE.sub(_spelt, words)


def report(problems: Sequence[Problem], form: str, checked: int) -> str:
    """Return the report of problems in one of FORMATS, ending in a new line unless empty.

    `checked` counts the contributions that were looked at.
    """
    return _WRITERS[form](problems, checked)


def summary(problems: Sequence[Problem], checked: int) -> str:
    """Return the sentence that sums a check up."""
    errors, warnings = counts(problems)
    return f"{_many(checked, 'contribution')} checked: {_many(errors, 'error')}, {_many(warnings, 'warning')}"


def counts(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return how many errors and warnings there are."""
    errors = sum(problem.is_error for problem in problems)
    return errors, len(problems) - errors


def _text(problems: Sequence[Problem], _: int) -> str:
    lines: list[str] = []
    for problem in problems:
        lines.append(shown(str(problem)))
        if problem.hint:
            lines.append(f"  {shown(problem.hint)}")
    return "".join(f"{line}\n" for line in lines)


def _json(problems: Sequence[Problem], checked: int) -> str:
    errors, warnings = counts(problems)
    found = [
        {
            "path": shown(problem.path),
            "line": problem.line,
            "column": problem.column,
            "rule": problem.rule,
            "severity": problem.severity.value,
            "message": shown(problem.message),
            "hint": shown(problem.hint),
        }
        for problem in problems
    ]
    return _dump({"version": 1, "checked": checked, "errors": errors, "warnings": warnings, "problems": found})


def _github(problems: Sequence[Problem], _: int) -> str:
    """Workflow commands: one line each, so that a stranger's text can neither end one nor begin another."""
    lines = []
    for problem in problems:
        place = f"file={_property(problem.path)}"
        if problem.line:
            place += f",line={problem.line},col={problem.column}"
        said = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
        title = _property(f"commons check: {problem.rule}")
        words = "\n".join(shown(line) for line in said.split("\n"))
        lines.append(f"::{problem.severity} {place},title={title}::{_data(words)}\n")
    return "".join(lines)


def _sarif(problems: Sequence[Problem], _: int) -> str:
    used = sorted({problem.rule for problem in problems})
    place = {rule: at for at, rule in enumerate(used)}
    return _dump(
        {
            "$schema": _SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "commons check",
                            "semanticVersion": __version__,
                            "rules": [_sarif_rule(rule) for rule in used],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [
                        {
                            "ruleId": problem.rule,
                            "ruleIndex": place[problem.rule],
                            "level": problem.severity.value,
                            "message": {"text": shown(" ".join(filter(None, (f"{problem.message}.", problem.hint))))},
                            "locations": [{"physicalLocation": _sarif_location(problem)}],
                        }
                        for problem in problems
                    ],
                }
            ],
        }
    )


def _sarif_rule(identity: str) -> dict[str, object]:
    rule = RULES.get(identity)
    documentation = rule.documentation if rule else identity
    level = rule.severity.value if rule else Severity.ERROR.value
    return {
        "id": identity,
        "shortDescription": {"text": documentation.split("\n", 1)[0]},
        "help": {"text": documentation, "markdown": documentation},
        "defaultConfiguration": {"level": level},
    }


def _sarif_location(problem: Problem) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(problem.path)}}
    if problem.line:
        location["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    return location


def _junit(problems: Sequence[Problem], checked: int) -> str:
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    failing = sum(any(one.is_error for one in found) for found in by_path.values())
    clean = max(0, checked - failing)
    top = ET.Element("testsuites")
    suite = ET.SubElement(
        top, "testsuite", name="commons check", tests=str(clean + len(by_path)), failures=str(failing), errors="0"
    )
    for path, found in by_path.items():
        case = ET.SubElement(suite, "testcase", classname="commons", name=shown(path))
        errors = [problem for problem in found if problem.is_error]
        if errors:
            failure = ET.SubElement(case, "failure", message=shown(errors[0].message), type=errors[0].rule)
            failure.text = _text(errors, checked)
        if warnings := [problem for problem in found if not problem.is_error]:
            ET.SubElement(case, "system-out").text = _text(warnings, checked)
    ET.indent(top)
    return ET.tostring(top, encoding="unicode", xml_declaration=False) + "\n"


_WRITERS = {"text": _text, "json": _json, "github": _github, "sarif": _sarif, "junit": _junit}


def _spelt(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - a byte that is no UTF-8, as Python carries it in a file's name
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(shown(words)).replace(":", "%3A").replace(",", "%2C").replace(";", "%3B")


def _uri(path: str) -> str:
    data = b"".join(  # a byte that is no UTF-8 is itself; half a character, as Windows allows in names, is kept
        one.encode("utf-8", "surrogateescape" if "\udc80" <= one <= "\udcff" else "surrogatepass") for one in path
    )
    safe = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
    return "".join(chr(byte) if byte in safe else f"%{byte:02X}" for byte in data)


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
