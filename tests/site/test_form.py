"""Pages lead to the web form, where there is one: to change them, and to reply."""

from __future__ import annotations

import shutil
from pathlib import Path

from places import ROOT

from practice_commons.cli.building import Wanted, publish
from practice_commons.site.extras import Extras

QUESTION = """\
---
id: who-knows
kind: question
title: Who knows?
summary: Somebody does.
date: 2026-01-01
community: customer-contact
author:
  name: A. Officer
  role: officer
---
Tell us, please.
"""


def test_pages_lead_to_the_form_where_there_is_one(git_commons: Path) -> None:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    site = git_commons / "site"

    def read(path: str) -> str:
        return (site / path).read_text("utf-8")

    publish(git_commons, site, quiet=True)
    assert "Suggest a change to this page" not in read("c/one-form/index.html")
    publish(git_commons, site, quiet=True, wanted=Wanted(Extras(form="/contribute/")))
    assert '<a href="/contribute/?about=one-form">' in read("c/one-form/index.html")
    assert '<a href="/contribute/">' in read("index.html")
    assert '<a href="/contribute/">' in read("communities/customer-contact/index.html")
    question = git_commons / "communities/customer-contact/asked.md"
    question.write_text(QUESTION, "utf-8")
    publish(git_commons, site, quiet=True, wanted=Wanted(Extras(form="/contribute/")))
    assert '?responds_to=who-knows&amp;kind=answer">Answer this question</a>' in read("c/who-knows/index.html")
    commons = git_commons / "communities/commons.yml"
    commons.write_text(commons.read_text("utf-8") + "form_url: https://form.example.org/contribute\n", "utf-8")
    publish(git_commons, site, quiet=True)
    assert '<a href="https://form.example.org/contribute/?about=one-form">' in read("c/one-form/index.html")
