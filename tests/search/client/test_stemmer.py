"""The browser stems as Whoosh does: real words, words made of every ending, and any letters at all."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from whoosh.lang.porter2 import stem

WORD = re.compile(r"\w+(?:\.?\w+)*")
ENDINGS = re.findall(
    r"\S+",
    """
    s es ies ied ed edly eed eedly ing ingly ingness sses us ss y ly li ization ational fulness ousness iveness
    tional biliti bility lessli lessly entli ently ation alism aliti ality ousli ously iviti ivity fulli fully
    enci ency anci ancy abli ably izer ator alli ally bli bly ogi logi logy ogy alize icate iciti icity ative ical
    ness ful al ance ence er ic able ible ant ement ment ent ism ate iti ity ous ive ize ise sion tion ion ll l e
    le at bl iz ated bling izing nning ppedly yed ying yly ays eys oys 2s .s _s és
    """,
)
BEGINNINGS = re.findall(
    r"\S+",
    """
    gener arsen commun y yy ay eyy oyo by say pay toy hop hopp bed bedd fil fill tann fall fizz rap trap bow tow
    ow disturb e ee a ai b c str sk skr inn out cann herr earr proc exc succ sens rel cond vari digit conform
    radic diff vile analog callous form sensit tripl electr hope good deb adopt irrit repl adjust depend act
    homolog commune generat arsenal beaut anim sprink kin knight pro ad rate control roll cease bath bathe i ion
    ié über naïv cafe café 𝐀 a𝐀 𝐀a 𐐨y æon ﬁn ſto 3d 2nd v1.0 a.b x_y _ yY Yy no1y ma²
    """,
)
EXCEPTIONS = re.findall(
    r"\S+",
    """
    skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes inning
    outing canning herring earring proceed exceed succeed constructor prototype __proto__ hasownproperty
    """,
)


def written() -> set[str]:
    """Return words of the text at hand, the commons' and then Python's: English, names, numbers, and names' parts."""
    found: set[str] = set()
    paths = [*sorted((ROOT / "communities").rglob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    for path in [*paths, *sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py"))]:
        text = path.read_text("utf-8", "ignore").lower()
        found.update(WORD.findall(text), re.findall(r"[a-z]+", text))
        if len(found) > 90_000:
            break
    return found


def composed() -> set[str]:
    """Return every beginning with every two endings, and the exceptions with each."""
    pairs = itertools.product(BEGINNINGS, ["", *ENDINGS], ["", "s", "ed", "ly", "ing", "ness"])
    return {"".join(parts) for parts in pairs} | {a + b for a in EXCEPTIONS for b in ["", "s", "es", "ed", "ly"]}


def scattered() -> set[str]:
    """Return strings of letters and digits of every script, some with an English ending."""
    chance = random.Random("stems")
    letters = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isalnum()]
    plain = "aaeeiioouuyyYbcdfglmnprstwxz_.0"
    return {
        "".join(chance.choice(chance.choice([plain, plain, plain, letters])) for _ in range(chance.randint(1, 7)))
        + chance.choice(["", *ENDINGS])
        for _ in range(40_000)
    }


@pytest.fixture(scope="module")
def words() -> list[str]:
    return sorted(written() | composed() | scattered())


def test_the_same_stems_as_whoosh(client: Callable[[str, Any], Any], words: list[str]) -> None:
    assert len(words) >= 100_000
    ours = client(r"words => words.split('\n').map(PracticeCommons.stem).join('\n')", "\n".join(words)).split("\n")
    assert len(ours) == len(words)
    assert [(word, mine) for word, mine in zip(words, ours, strict=True) if mine != stem(word)] == []


WITNESS = r"""
const {readFileSync} = require("fs");
require("vm").runInThisContext(readFileSync(process.argv[1], "utf8"));
const theirs = require(process.argv[2]).newStemmer("english");
const different = [];
for (const word of JSON.parse(readFileSync(0, "utf8"))) {
  const ours = PracticeCommons.stem(word);
  if (ours !== theirs.stem(word)) different.push([word, ours, theirs.stem(word)]);
}
console.log(JSON.stringify(different));
"""


@pytest.mark.skipif(
    not (os.environ.get("SNOWBALL_STEMMERS") and shutil.which("node")),
    reason="SNOWBALL_STEMMERS is to name the folder of npm's snowball-stemmers 0.6.0, and node to be there",
)
def test_a_second_witness_stems_them_alike(scripts: Path, words: list[str]) -> None:
    # It counts units where Whoosh counts characters, and keeps a capital Y, which no word in lower case has.
    asked = [word for word in words if "Y" not in word and max(word) <= "\uffff"]
    command = ["node", "-e", WITNESS, str(scripts / "stemmer.js"), os.environ["SNOWBALL_STEMMERS"]]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
