"""The words that a synthetic commons is made of: subjects of local government, priorities and the commonest words.

All lists are our own. A subject's first terms become tags below the subject's own; every term turns up in the text.
"""

from __future__ import annotations

SUBJECTS = {
    "housing": (
        "homelessness", "council housing", "housing repairs", "empty homes", "private renting", "supported housing",
        "housing register", "temporary accommodation", "damp and mould", "home adaptations",
        "right to buy", "tenancies",
    ),
    "adult social care": (
        "home care", "care homes", "carers", "safeguarding adults", "direct payments", "reablement",
        "hospital discharge", "learning disability", "dementia", "day centres", "mental health", "assistive technology",
    ),
    "children and families": (
        "fostering", "adoption", "early help", "youth work", "children in care", "care leavers",
        "family hubs", "child protection", "social workers", "troubled families", "parenting", "youth justice",
    ),
    "schools": (
        "school places", "school transport", "special educational needs", "school meals", "attendance", "early years",
        "governors", "school improvement", "exclusions", "nursery places", "admissions", "classrooms",
    ),
    "planning": (
        "local plans", "planning enforcement", "conservation areas", "building control", "planning appeals",
        "neighbourhood plans", "listed buildings", "green belt", "site visits",
        "section agreements", "viability", "design codes",
    ),
    "transport": (
        "buses", "cycling", "parking", "road safety", "walking", "concessionary fares",
        "traffic orders", "speed limits", "school streets", "park and ride", "congestion", "timetables",
    ),
    "highways": (
        "potholes", "street lighting", "winter gritting", "street works", "drainage", "bridges",
        "footpaths", "rights of way", "kerbs", "road markings", "verges", "resurfacing",
    ),
    "waste": (
        "recycling", "waste collection", "food waste", "fly-tipping", "garden waste", "litter",
        "household tips", "bulky waste", "composting", "bin lorries", "landfill", "reuse shops",
    ),
    "environment": (
        "climate action", "air quality", "flood risk", "trees", "biodiversity", "energy efficiency",
        "carbon budgets", "solar panels", "noise", "contaminated land", "water quality", "pollinators",
    ),
    "public health": (
        "healthy weight", "smoking", "drugs and alcohol", "sexual health", "health visiting", "loneliness",
        "social prescribing", "immunisation", "health inequality", "oral health", "falls prevention", "food banks",
    ),
    "culture and leisure": (
        "libraries", "museums", "parks", "leisure centres", "playgrounds", "allotments",
        "archives", "theatres", "festivals", "swimming pools", "public art", "heritage",
    ),
    "economy": (
        "town centres", "business rates", "apprenticeships", "markets", "inward investment", "broadband",
        "regeneration", "tourism", "high streets", "small firms", "skills", "job clubs",
    ),
    "money": (
        "budget setting", "council tax", "reserves", "procurement", "treasury management", "audit",
        "fees and charges", "capital programme", "debt collection", "grants", "contract management", "savings plans",
    ),
    "welfare": (
        "housing benefit", "universal credit", "debt advice", "free school meals", "fuel poverty", "crisis grants",
        "council tax support", "appeals", "money advice", "hardship funds", "take-up campaigns", "foodstuffs",
    ),
    "community safety": (
        "antisocial behaviour", "domestic abuse", "hate crime", "neighbourhood watch",
        "licensing", "closed circuit television",
        "trading standards", "food hygiene", "scams", "dog control", "taxi licensing", "street drinking",
    ),
    "democracy": (
        "elections", "scrutiny", "standing orders", "petitions", "parish councils", "public questions",
        "committee papers", "member induction", "ward walks", "electoral registration", "casework", "polling stations",
    ),
    "staff": (
        "recruitment", "sickness absence", "pay and grading", "appraisal", "home working", "coaching",
        "trade unions", "agency workers", "team meetings", "exit interviews", "job design", "mentoring",
    ),
    "digital": (
        "web forms", "open data", "data protection", "telephone systems", "cloud services", "cyber security",
        "customer accounts", "accessibility", "chat services", "records management", "mapping", "content design",
    ),
    "partnership": (
        "shared services", "combined authorities", "voluntary sector", "town twinning",
        "joint commissioning", "pooled budgets",
        "police", "fire and rescue", "health boards", "universities", "housing associations", "faith groups",
    ),
    "resilience": (
        "emergency planning", "rest centres", "business continuity", "flood wardens",
        "severe weather", "community response",
        "evacuation", "warning systems", "sandbags", "power cuts", "rehearsals", "recovery",
    ),
}  # fmt: skip

PRIORITIES = (
    "Affordable homes", "Ending rough sleeping", "Care at home", "Care workforce", "Children in care closer to home",
    "Special educational needs funding", "School place planning", "Bus services", "Road maintenance funding",
    "Active travel", "Waste reform", "Climate adaptation", "Net zero homes", "Clean air", "Flood resilience",
    "Prevention in public health", "Health and care together", "Library futures", "Town centre renewal",
    "Skills devolution", "Long-term settlements", "Council tax reform", "Help with living costs", "Safer streets",
    "Councillor support", "Recruiting planners", "Digital inclusion", "Data sharing with partners",
    "Devolution to places", "Emergency preparedness",
)  # fmt: skip

COMMONEST = tuple(
    """
    the of to and a in we that it was for on with as they is this at not by from had be our have were which or but one
    all their an more there been when who what if would so some can out up no people council about them than will its
    only other time into could then two may first any these after now staff before made over such new how like also
    must even through most where much well many very should while each between because those work three years under
    last most service residents officers councillors team year week month still found asked told began changed cost
    took gave kept heard saw used needed wanted tried worked stopped helped learnt
    """.split()  # noqa: SIM905 - a list of words reads best as words
)

ASPECTS = (
    "", "in rural areas", "in towns", "and data", "and costs", "with partners", "for beginners", "in practice",
    "and residents", "after reorganisation",
)  # fmt: skip

HEADINGS = (
    "Background", "What it cost", "Who was involved", "Results so far", "What residents said", "Risks", "Timetable",
    "What we would change", "The figures", "Next steps", "Questions we are asked", "How it began", "Support for staff",
    "What the committee decided", "Where to find out more",
)  # fmt: skip

TITLES = (
    "{aim} {term}", "{term} at {place}", "how {place} changed {term}", "what we learnt about {term}",
    "{term} and {other}", "fewer complaints about {term}", "{term}, two years on", "a fresh start for {term}",
    "the true cost of {term}", "who decides about {term}", "{term} before and after {other}",
    "{aim} {term} with {other}",
)  # fmt: skip

AIMS = ("better", "simpler", "fairer", "cheaper", "quicker", "rethinking", "joining up", "measuring", "explaining")

PUBLISHERS = ("Synthetic Association", "Synthetic Institute", "Synthetic Press", "Synthetic Audit Office")
