"""What a draft's body says to its author: for each kind, and under each heading that a kind requires."""

from __future__ import annotations

from practice_commons.model.terms import Kind

_HEADINGS = {
    "Context": "What was the problem, for whom, and where? Say enough for a colleague to see if theirs is like it.",
    "What we did": "What did you do, in what order, and who took part? Name the money and the time if you can.",
    "What changed": "What is different now, and how do you know? Give figures from before and after if you have them.",
    "What did not work": "What would you not do again? This helps colleagues more than anything else you write.",
    "Lessons": "What should somebody who tries this know first? A short list is best.",
}
_BODIES = {
    Kind.CASE_STUDY: "Tell the story under these headings.",
    Kind.EXAMPLE: "What did you do, what came of it, and how do you know? A few paragraphs are enough.",
    Kind.QUESTION: "What have you tried, and what would an answer change? Delete this if the summary says it all.",
    Kind.ANSWER: "Answer from your own experience if you can. Say where you are unsure.",
    Kind.RESOURCE: "What is it for, who has used it, and what should a colleague know before using it?",
    Kind.GUIDANCE: "Say what to do, in what order, and why. Say what is the law and what is advice.",
    Kind.EVENT: "Who is it for, what will happen, and how do people join? Afterwards, add what was said and agreed.",
    Kind.OFFER: "Who could use it, and what would it take? Delete this if the lines above say it all.",
    Kind.REQUEST: "What have you tried, and what would help most? Delete this if the lines above say it all.",
    Kind.CALL: "Why is this asked now, who will read the examples, and what will be done with them?",
    Kind.CHALLENGE: "What did the team see, what did the council make of it, and what happened next?",
    Kind.MODULE: "Write the lesson. Take one idea at a time, and give a person something to do with each.",
    Kind.NEWS: "What happened, whom does it concern, and what should a colleague do about it, if anything?",
}


def under_heading(heading: str) -> str:
    """Return what to write under a required heading."""
    return _HEADINGS[heading]


def in_body(kind: Kind) -> str:
    """Return what to write in the body of a kind."""
    return _BODIES[kind]
