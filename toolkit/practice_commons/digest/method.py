"""How a digest is made, said in it: the rules, what should make a reader careful, and how to make it again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from practice_commons.digest.account import Account
from practice_commons.digest.digest import Coverage
from practice_commons.digest.inclusion import Bounds
from practice_commons.digest.phrasing import SILENCE, verb
from practice_commons.digest.wording import THRESHOLD
from practice_commons.model.wording import count

RULES = (
    (
        "What is in it: every published contribution that is filed under the priority, takes a stance on it, or "
        "calls for examples of it. Calls and events are listed; no finding or count rests on them, since they ask "
        "or announce."
    ),
    (
        "People code, software counts. Contributors and moderators say what an experience supports, what came of "
        "it, how that is known, and what they ask for. Software groups, counts and ranks what they coded. It never "
        "decides what anybody thinks."
    ),
    (
        "Findings: asks in nearly the same words are put together. Two asks are near-identical when they share at "
        f"least {THRESHOLD:.0%} of their words and pairs of neighbouring words, and have the same numbers and the "
        "same words that turn a meaning round, such as “not”, “stop” or “less”. Every wording that was put together"
        " is shown. Where staff have settled on a finding, its words and its grouping are theirs and are marked so; "
        "they are kept in the commons beside the contributions, and cited like them."
    ),
    (
        "Ranking: by the number of distinct councils, then by the strongest evidence, then by the number of "
        "contributions, then by the alphabet. An ask that names no priority of its own counts under each of its "
        "contribution's."
    ),
    (
        "Councils for, mixed and against: where their experience stands on the priority as a whole, as coded, not "
        "on the wording of an ask. Each council counts once in a finding. One with experience on both sides is "
        "mixed. A council and those that it succeeded count as one."
    ),
    (
        "Councils that have ended are shown under the name they had. For coverage, their experience is credited to "
        "the councils that took over from them."
    ),
    (
        "Trends count councils and never contributions: each council once in a quarter. What is known to the year "
        "only is in no quarter."
    ),
    SILENCE + (" Coverage is an exact count of councils and has no margin of error."),
    (
        "Strength of evidence is as contributors graded it, from a view to an independent evaluation. Figures "
        "before and after, without a comparison, do not show what caused a change."
    ),
    (
        "Figures belong to a contribution, which may serve other priorities too. They are printed as given. No "
        "change is computed, because definitions can differ."
    ),
    (
        "Quotations are exact. Nothing is altered; a passage that is cut short ends at the end of a sentence or "
        "paragraph, and says so."
    ),
    (
        "Consent: a contribution without consent for advocacy is counted as left out, and nothing of it is shown. "
        "With “council only”, the author is not printed. With “anonymous”, neither the author nor the council is "
        "printed, and the council is not counted as a council anywhere, so that it cannot be worked out. Council "
        "counts are therefore the least there can be. A passage that itself contains such a name is left out whole."
        " A citation leads to the published page, which is public and shows what its contributor chose to publish "
        "there."
    ),
    (
        "Citations have the form id@commit: the id is the contribution's permanent address, and the commit is the "
        "change that gave it the text used here. Anybody with the files can check every one."
    ),
)


def cautions(accounts: Sequence[Account], coverage: Coverage, commit: str | None, unreadable: int) -> tuple[str, ...]:
    """Return what should make a reader careful with this digest in particular."""
    said = []
    loose = sum(account.commit is None for account in accounts)
    if commit is None or loose:
        what = "These files are not"
        if commit is not None:
            what = f"{count(loose, 'contribution')} used here {verb(loose, 'is', 'are')} not"
        said.append(
            f"{what} committed to Git yet. Statements cited “@uncommitted” cannot be checked by anybody else. Commit"
            " the files and make the digest again before you use it."
        )
    second_hand = sum(not one.first_hand for one in coverage.heard)
    if second_hand:
        speaks, ask = (
            ("is", "the council before you say that it holds")
            if second_hand == 1
            else ("are", "these councils before you say that they hold")
        )
        said.append(
            f"{count(second_hand, 'council')} {speaks} heard only through reports by others or retellings of published"
            f" work. Ask {ask} a view."
        )
    retold = sum(account.retells is not None for account in accounts)
    if retold:
        which = (
            "Everything used here retells"
            if retold == len(accounts)
            else (f"{retold:,} of the {count(len(accounts), 'contribution')} used {verb(retold, 'retells', 'retell')}")
        )
        said.append(f"{which} published work. Annex A says which.")
    if unreadable:
        said.append(
            f"{count(unreadable, 'file')} in the commons could not be published because of errors, and"
            f" {verb(unreadable, 'is', 'are')} in no count. List them with: commons check"
        )
    return tuple(said)


def command(priority: str, bounds: Bounds, commit: str | None) -> str:
    """Return the command that makes this digest again."""
    words = ["commons", "digest", priority]
    given = (
        ("--since", bounds.since),
        ("--until", bounds.until),
        ("--community", bounds.community),
        ("--nation", bounds.nation),
        ("--after", bounds.after),
        ("--at", commit),
    )
    for name, value in given:
        if value is not None:
            words += [name, str(value)]
    return shlex.join(words)
