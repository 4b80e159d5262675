"""Other people named: forty and more cases both ways. What is not found is not claimed to be nobody's name."""

from __future__ import annotations

import pytest

from practice_commons.checks.review.manuscript import read_manuscript
from practice_commons.checks.review.named_people import named_people

NAMED = {
    "Mr Smith came.": "S…",
    "Mrs. O’Brien came.": "O…",
    "Ms Sarah Green came.": "S… G…",
    "Dr Ward wrote it.": "W…",
    "Cllr Jo Ali chairs it.": "J… A…",
    "Councillor Chapple's own start": "C…",
    "Councillor Bill\nChapple of Buckinghamshire": "B… C…",
    "Professor Tony Bovaird": "T… B…",
    "Sir Michael Lyons": "M… L…",
    "Lord Smith of Leigh": "S…",
    "Rev Ann Jones-Evans": "A… J…",
    "PC Singh of the ward team": "S…",
    "Tony Bovaird told a conference": "T… B…",
    "Tony Bovaird, head of a school, said so.": "T… B…",
    "When Julia Bennett warned of it": "J… B…",
    "In June Ravi Patel said that it works.": "R… P…",
    "June Patel said that it works.": "J… P…",
    "Siân ap Rhys said so": "S… a… R…",
    "Ludwig van der Berg explained it": "L… v… d… B…",
    "J. Smith reported it": "J… S…",
    "It works, said Maria García.": "M… G…",
    "We were told by Wei Zhang that": "W… Z…",
    "our officer Jane Doe rang": "J… D…",
    "Our housing officer, Jane Doe, rang": "J… D…",
    "a resident Mohammed Khan asked us": "M… K…",
    "the tenant John Hill left": "J… H…",
    "her carer Blessing Okafor": "B… O…",
    "their colleague Łukasz Nowak": "Ł… N…",
    "Anne-Marie D'Souza also said": "A… D…",
    "**Tom Phillips** said": "",
    "Tom Phillips suggested it": "T… P…",
    "Sarah West recalled": "S… W…",
    "Cllr May was there": "M…",
    "the patient Ada Byron": "A… B…",
    "Inspector Morse attended": "M…",
    "Dame Julie Mellor": "J… M…",
    "Baroness Hanham answered": "H…",
    "Dave Briggs wrote about it": "D… B…",
    "Miss Jean Brodie": "J… B…",
    "Mx Sam Lee": "S… L…",
    "Nurse Mary Seacole": "M… S…",
    "&#77;r Smith came.": "S…",
}
NOBODY = [
    "The Lord Mayor of Leeds said so.",
    "The Lord Mayor of Kings Lynn said so.",
    "Lord Chancellor",
    "the Councillor Development Charter",
    "Modern Councillor had two halves",
    "Councillors and officers said so",
    "The Council said so.",
    "Kent County Council said so.",
    "Camden Council told us",
    "South Somerset told us",
    "West Sussex reported a fall",
    "Tower Hamlets said so",
    "Milton Keynes said so",
    "Waltham Forest said so",
    "West Lancashire wrote to us",
    "The Audit Commission said so",
    "Local Government Association said so",
    "Learning Pool reported three things",
    "Ipsos MORI asked people",
    "South East Employers reported it",
    "The Improvement Hub described it",
    "In June Kent said so",
    "On Monday Camden wrote to us",
    "Adult Social Care told us",
    "Our Customer Services team said so",
    "Customer Services said so",
    "our officer Customer Services",
    "Total Place said little",
    "We said Yes Minister",
    "They said The End",
    "It said Please Wait",
    "said one officer",
    "a resident said so",
    "a tenant in Acacia Avenue",
    "The Times reported it",
    "High Court judges said",
    "New Zealand wrote to us",
    "MP and MPs said so",
    "Citizens Advice told us",
    "Universal Credit reported it",
    "Red Cross said so",
    "Deputy Leader said so",
    "Sir Or Madam",
    "the Dr",
    "Mr",
    "mr smith came",
    "He said so, and Kent agreed",
    "An officer said",
]


def people(text: str, known: tuple[str, ...] = ()) -> list[str]:
    return [one.shown for one in named_people(read_manuscript(text.encode()), known)]


@pytest.mark.parametrize(("text", "shown"), NAMED.items())
def test_named(text, shown):
    assert people(text) == ([shown] if shown else [])


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text):
    assert people(text) == []


def test_there_are_enough_cases():
    assert len(NAMED) >= 40
    assert len(NOBODY) >= 40


def test_known_names_pass():
    text = "Blaenau Gwent said so. In June Merthyr Tydfil told us. Comhairle nan Eilean Siar wrote. Jo Ali said so."
    assert people(text, ("Blaenau Gwent", "Merthyr Tydfil", "Comhairle nan Eilean Siar")) == ["J… A…"]


def test_each_person_is_named_once():
    assert people("Councillor Bill Chapple came. Cllr Chapple left. Bill Chapple said so.") == ["B… C…"]


HEAD = """---
kind: event
title: A meeting
author:
  name: John Hayes
  role: officer
source:
  author: Ingrid Koehler
sessions:
  - title: One
    speakers: [Tony Bovaird, Learning Pool]
team:
  - role: officer
    name: Ada Byron
  - role: councillor
    name: A visitor
---
"""


def test_authors_pass_and_fields_for_names_are_looked_at():
    data = f"{HEAD}John Hayes said it, Dr Hayes wrote it, Ingrid Koehler told us, and Jo Ali said no.\n"
    found = list(named_people(read_manuscript(data.encode())))
    assert [(one.line, one.shown) for one in found] == [(14, "A… B…"), (11, "T… B…"), (18, "J… A…")]
    assert found[-1].column == data.splitlines()[17].index("Jo Ali") + 1
