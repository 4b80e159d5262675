"""Words of the shared vocabulary: tags, policy priorities and communities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, commons_rule, content_rule, placed_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import Call
from practice_commons.model.problem import Severity
from practice_commons.reading.strict_yaml import Place
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import PRIORITIES, TAGS, Vocabularies

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Placed


@placed_rule()
def unknown_tag(placed: Placed) -> Iterator[Finding]:
    """Tags are words of the shared vocabulary.

    Why: When everybody uses the same word for the same thing, one click finds all of it.

    Bad:

        tags: [custommer-service]

    Good:

        tags: [customer-service]

    Fix: Use a tag from `communities/tags.yml`. If a word is missing there, ask a facilitator to add it.
    """
    contribution, vocabularies = placed.contribution, placed.vocabularies
    if contribution is None or TAGS in vocabularies.unread:
        return
    for at, tag in enumerate(contribution.tags):
        if tag not in vocabularies.tags:
            hint = did_you_mean(tag, vocabularies.tags) or f"Choose one from {TAGS}, or ask for it to be added."
            yield Finding(*placed.mark("tags", at), f"{quoted(tag)} is not a tag of this commons", hint)


@placed_rule()
def unknown_priority(placed: Placed) -> Iterator[Finding]:
    """Policy priorities are those of the commons, wherever they are named.

    Why: Experience is gathered under a priority to inform advocacy. What names no known priority is never gathered.

    Bad:

        priorities: [avoidable-contacts]

    Good:

        priorities: [avoidable-contact]

    Fix: Use an id from `communities/priorities.yml`. This goes for `priorities`, the keys of `stance`, the `priority`
    of an ask, and the `priority` of a call.
    """
    contribution, vocabularies = placed.contribution, placed.vocabularies
    if contribution is None or PRIORITIES in vocabularies.unread:
        return
    for place, priority in _priorities(contribution):
        if priority not in vocabularies.priorities:
            hint = did_you_mean(priority, vocabularies.priorities) or f"Choose one from {PRIORITIES}."
            said = f"{quoted(priority)} is not a policy priority of this commons"
            yield Finding(*placed.mark(*place), said, hint)


@placed_rule()
def unknown_community(placed: Placed) -> Iterator[Finding]:
    """A contribution belongs to a community of practice that exists.

    Why: The community's people look after it, and its page shows it.

    Bad:

        community: costumer-contact

    Good:

        community: customer-contact

    Fix: Use the name of a folder in `communities/`.
    """
    vocabularies = placed.vocabularies
    named = placed.contribution.community if placed.contribution else None
    file = f"communities/{named}/community.yml"
    if named and named not in vocabularies.communities and file not in vocabularies.unread:
        known = sorted(vocabularies.communities)
        hint = did_you_mean(named, known) or f"Choose one: {', '.join(known[:12])}"
        yield Finding(*placed.mark("community"), f"there is no community {quoted(named)}", hint)


@content_rule(Severity.WARNING)
def priority_not_listed(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A stance, or an ask, is on a priority that the contribution lists among its `priorities`.

    Why: The priority's page gathers what lists it. A stance on a priority that is not listed is easily overlooked.

    Bad:

        priorities: [transparency]
        stance:
          co-production: supports

    Good:

        priorities: [transparency, co-production]
        stance:
          co-production: supports

    Fix: Add the priority to `priorities`, or take the stance out.
    """
    if content.contribution is None:
        return
    for place, priority in _priorities(content.contribution):
        if place[0] in {"stance", "asks"} and priority not in content.contribution.priorities:
            said = f"{quoted(priority)} is not among the contribution's own priorities"
            yield Finding(*content.document.mark(*place), said, "Add it to 'priorities'.")


@commons_rule()
def vocabulary_links(vocabularies: Vocabularies) -> Iterator[Finding]:
    """The tags that communities and other tags refer to exist.

    Why: A theme gathers what carries its tags. With a mistyped tag, it gathers nothing and nobody notices.

    Bad:

        themes:
          - title: Joint teams
            tags: [peer-reviews]

    Good:

        themes:
          - title: Joint teams
            tags: [peer-review]

    Fix: Use tags from `communities/tags.yml`, in the themes of a `community.yml` and in `broader` of `tags.yml` itself.
    """
    tags = vocabularies.tags
    if TAGS in vocabularies.unread:
        return
    for identity, tag in tags.items():
        for broader in tag.broader:
            if broader not in tags or broader == identity:
                said = f"tag {quoted(identity)} has the broader tag {quoted(broader)}, which is not another tag"
                yield Finding(0, 0, said, did_you_mean(broader, tags) or "Add that tag, or take it out.", TAGS)
    for slug, community in vocabularies.communities.items():
        for theme in community.themes:
            for named in theme.tags:
                if named not in tags:
                    said = f"theme {quoted(theme.title)} has the tag {quoted(named)}, which does not exist"
                    hint = did_you_mean(named, tags) or f"Choose one from {TAGS}."
                    yield Finding(0, 0, said, hint, f"communities/{slug}/community.yml")


def _priorities(contribution: Contribution) -> Iterator[tuple[Place, str]]:
    for at, priority in enumerate(contribution.priorities):
        yield ("priorities", at), priority
    for priority in contribution.stance:
        yield ("stance", priority), priority
    for at, ask in enumerate(contribution.asks):
        if ask.priority:
            yield ("asks", at, "priority"), ask.priority
    if isinstance(contribution, Call):
        yield ("priority",), contribution.priority
