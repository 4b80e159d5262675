"""The form's own words: its questions, and what the words of closed vocabularies mean to somebody who meets them."""

from __future__ import annotations

from practice_commons.drafting.keys import Key
from practice_commons.model.terms import Kind

QUESTIONS = {
    "kind": "What would you like to share?",
    "community": "Which community is it for?",
    "title": "What is its title?",
    "summary": "What is it about, in one or two sentences?",
    "date": "When did it happen, or when was it written?",
    "date_known_to": "How exactly do you know the date?",
    "body": "Tell the story",
    "councils": "Which councils is it about?",
    "tags": "Which subjects does it touch?",
    "priorities": "Which policy priorities does it speak to?",
    "practice": "Which strand of practice does it serve?",
    "outcome": "What came of it?",
    "evidence": "How do you know?",
    "measures": "Do you have figures from before and after?",
    "stance": "Where does your experience stand on these priorities?",
    "asks": "What would help, and from whom?",
    "source": "Does it retell something that was published?",
    "author": "Who are you?",
    "consent": "How may we use it when we speak up for local government?",
    "licence": "Do you agree that others may use it?",
    "email": "Where can we send you an answer?",
    "language": "What language is it written in?",
    "responds_to": "What does it respond to?",
    "review_by": "When should somebody read it again?",
    "format": "What form does it take?",
    "publisher": "Who provides it?",
    "link": "Where can it be found?",
    "applies_to": "Whom or what does it apply to?",
    "wanted_by": "By when is an answer wanted?",
    "starts": "When does it start?",
    "ends": "When does it end?",
    "place": "Where is it?",
    "online": "Can people take part online?",
    "sessions": "What is on the programme?",
    "what": "What exactly?",
    "until": "Until when?",
    "status": "Does it still stand?",
    "question": "What examples do you seek?",
    "priority": "Which policy priority will the examples inform?",
    "deadline": "What is the last day for examples?",
    "asked_regions": "Do you ask councils of some regions only?",
    "asked_types": "Do you ask councils of some types only?",
    "asked_councils": "Do you ask some councils by name?",
    "closed_because": "If it is closed, why?",
    "host": "Which council was challenged?",
    "team": "Who was in the team?",
    "lines_of_enquiry": "What did the team look into?",
    "recommendations": "What did the team recommend?",
    "report_date": "When was the report given?",
    "review_date": "When does the team return?",
    "minutes": "How many minutes does it take?",
    "lessons": "What will a learner be able to do?",
    "quiz": "Would you like to add a quiz?",
}
STORY = "Plain text is fine. A blank line begins a new paragraph. A line that begins with ## is a heading."
COUNCILS = "You can add several. Former councils are in the list too."
EMAIL = (
    "We use it only to answer you about this. It is encrypted, never published, and deleted 30 days after the decision."
)
_LABELS = {
    "of": "Who could give it",
    "ask": "What would help",
    "name": "Name",
    "council": "Council",
    "before": "Figure before",
    "after": "Figure after",
    "unit": "Unit of both figures",
    "period": "Time between the two",
    "note": "Anything readers must know",
    "reporting": "I report what others said or did, rather than what I did myself",
    "listed": "List me on the page of people, so that others can find me",
    "role": "In what capacity do you write?",
    "answer": "Number of the right answer",
    "options": "Answers to choose from",
    "contribution": "Id of the contribution that reports it",
}
_HINTS = {
    "author-name": "Your name, or a name you make up. It is published.",
    "author-council": "Begin to type its name. Leave it blank if you are not from a council.",
    "title": "A title that tells a colleague whether to read on, for example “One call, one answer”.",
    "summary": "For example, “We cut repeat calls by a third.”",
    "date": "For example, 27 3 2026.",
    "tags": "Choose up to 12. They help colleagues to find it.",
    "priorities": "Choose up to 6. It is how experience is gathered for those who decide on policy.",
    "language": "A code such as en-GB, cy for Welsh, or ga for Irish.",
    "measures": "Say what was measured, and what changed. Add as many figures as you have.",
    "stance": "Say what your experience shows. You can disagree.",
    "asks": "Say one thing at a time. It is the raw material of what we ask for.",
    "responds_to": "Its id, or the address of its page.",
    "priority": "Leave it blank if it serves none in particular.",
}
TERMS = {
    ("practice", "development"): ("Development", "Working out what to do next, and trying it."),
    ("practice", "challenge"): ("Challenge", "Helping peers to see what they do not see themselves."),
    ("practice", "support"): ("Support", "Helping those who struggle."),
    ("outcome", "worked"): ("It worked", ""),
    ("outcome", "mixed"): ("Some of it worked", ""),
    ("outcome", "did-not-work"): ("It did not work", "This helps colleagues more than anything else."),
    ("outcome", "too-early"): ("It is too early to say", ""),
    ("evidence", "view"): ("It is my view", "Nobody has measured or written down what changed."),
    ("evidence", "described-change"): ("I can describe what changed", "People noticed it, without figures."),
    ("evidence", "before-after"): ("I have figures from before and after", ""),
    ("evidence", "comparison"): ("I can compare", "With places, or people, where it was not done."),
    ("evidence", "independent-evaluation"): ("Somebody independent has evaluated it", ""),
    ("consent", "named"): ("Yes, with my name", "For example in a briefing for ministers, with your name and council."),
    ("consent", "council-only"): ("Yes, with my council’s name but not mine", ""),
    ("consent", "anonymous"): ("Yes, but name neither me nor my council", ""),
    ("consent", "none"): ("No", "It is published here and used nowhere else."),
    ("stance", "supports"): ("It supports the priority", ""),
    ("stance", "challenges"): ("It challenges the priority", ""),
    ("stance", "mixed"): ("Some of both", ""),
    ("date_known_to", "day"): ("To the day", ""),
    ("date_known_to", "month"): ("To the month", "The day is not shown."),
    ("date_known_to", "year"): ("To the year", "The day and the month are not shown."),
    ("status", "open"): ("Yes, it is open", ""),
    ("status", "closed"): ("No, it is closed", ""),
}


_MISSING = {
    "kind": "Choose what you would like to share",
    "community": "Choose a community",
    "title": "Enter a title",
    "summary": "Enter a summary",
    "date": "Enter the date",
    "body": "Write the story",
    "name": "Enter a name",
    "role": "Choose a capacity",
    "consent": "Choose how we may use it",
    "licence": "Tick the box if you agree that others may use it",
    "team": "Add at least one member of the team",
    "lessons": "Enter at least one thing that a learner will be able to do",
}


def missing(key: str, said: str) -> str:
    """Return what is said where an answer is needed and none was given."""
    if key in _MISSING:
        return _MISSING[key]
    return f"Answer the question: {said}" if said.endswith("?") else f"Enter {said[0].lower()}{said[1:]}"


def question(key: str) -> str:
    """Return a page's question."""
    return QUESTIONS.get(key, key.replace("_", " ").capitalize())


def label(name: str) -> str:
    """Return what a part of an answer is called."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def hint(place: str, key: Key) -> str:
    """Return what is said under a question: ours, or what the schema says with its example."""
    if place in _HINTS:
        return _HINTS[place]
    example = f" For example, {key.example}." if isinstance(key.example, str | int) and not key.words else ""
    return f"{key.description}{example}"


def term(key: str, word: str) -> tuple[str, str]:
    """Return a closed vocabulary's word as people read it, and what it means."""
    return TERMS.get((key, word), (word.replace("-", " ").capitalize(), ""))


def a(kind: Kind) -> str:
    """Return a kind with its article: “an event”."""
    name = kind.label[0].lower() + kind.label[1:]
    if kind is Kind.NEWS:
        return "news"
    return name if kind is Kind.GUIDANCE else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
