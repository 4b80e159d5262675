"""What consent lets a digest print. The whole rule is in this module, so that people can argue with it.

| consent        | quoted and cited | author printed | councils printed and counted |
|----------------|------------------|----------------|------------------------------|
| `named`        | yes              | yes            | yes                          |
| `council-only` | yes              | no             | yes                          |
| `anonymous`    | yes              | no             | no                           |
| `none`, absent | no               | no             | no                           |

1. A citation leads to the published page, which is public and shows what its contributor chose to publish there.
   `anonymous` and `council-only` rule what the digest itself prints, and the digest says so.
2. An anonymous contribution is counted as a contribution and never as a council: in no total, table or order. Its
   council therefore stays in the list of councils not heard by name, since leaving it out would give it away by
   subtraction. The council counts are a floor, and the digest says so. It is counted together with contributions that
   gave no council, so that nobody learns even whether it has one.
3. Words are never altered. A passage, title, source or figure that itself contains a name that consent hides is left
   out whole, and the gap is shown. A source with such a name in any part is given by its year alone. A contribution
   whose id contains such a name cannot be cited without printing it, so it is counted and not used.
4. The role (officer, councillor, partner, resident) is printed: it says in what capacity somebody speaks, and singles
   nobody out.

How a name is recognised in a text is in `hidden_names`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from practice_commons.digest.account import Account
from practice_commons.digest.hidden_names import HiddenName, author_name, contains, council_name, within_id
from practice_commons.digest.phrasing import council_label
from practice_commons.digest.testimony import Credit
from practice_commons.model.council import Council, Register
from practice_commons.model.terms import Consent

_HIDES_AUTHOR = frozenset({Consent.COUNCIL_ONLY, Consent.ANONYMOUS, Consent.NONE})
_HIDES_COUNCILS = frozenset({Consent.ANONYMOUS, Consent.NONE})


@dataclass(frozen=True)
class Attribution:
    """The rule, for one register on one day."""

    register: Register
    day: dt.date
    _credits: dict[Account, Credit] = field(default_factory=dict, repr=False, compare=False)
    _names: dict[Account, tuple[HiddenName, ...]] = field(default_factory=dict, repr=False, compare=False)
    _present: dict[str, tuple[Council, ...]] = field(default_factory=dict, repr=False, compare=False)

    def councils(self, account: Account) -> tuple[Council, ...]:
        """Return the councils of a contribution that may be printed and counted."""
        if account.consent in _HIDES_COUNCILS:
            return ()
        found = (self.register.find(slug) for slug in account.councils)
        return tuple([council for council in found if council is not None])

    def present(self, council: Council) -> tuple[Council, ...]:
        """Return the councils that stand for a council on the day."""
        found = self._present.get(council.slug)
        if found is None:
            found = self._present[council.slug] = self.register.successors(council, self.day)
        return found

    def credit(self, account: Account) -> Credit:
        """Return whom to credit for a contribution."""
        found = self._credits.get(account)
        if found is None:
            hides_author = account.consent in _HIDES_AUTHOR
            home = self.register.find(account.author_council) if account.author_council and not hides_author else None
            found = self._credits[account] = Credit(
                author=None if hides_author else account.author,
                role=account.role,
                councils=tuple([council_label(one, self.day) for one in self.councils(account)]),
                author_council=council_label(home, self.day) if home and home.slug not in account.councils else None,
                reporting=account.reporting,
                retold=account.retells is not None,
                consent=account.consent,
            )
        return found

    def may_print(self, account: Account, text: str) -> bool:
        """Say whether a text that a contribution holds can be printed without breaking its consent."""
        return not contains(text, self._hidden(account))

    def may_cite(self, account: Account) -> bool:
        """Say whether a contribution can be cited by its id without breaking its consent."""
        return not within_id(account.id, self._hidden(account))

    def _hidden(self, account: Account) -> tuple[HiddenName, ...]:
        found = self._names.get(account)
        if found is None:
            found = self._names[account] = tuple(dict.fromkeys(self._hiding(account)))
        return found

    def _hiding(self, account: Account) -> Iterator[HiddenName]:
        names: list[HiddenName] = []
        if account.consent in _HIDES_AUTHOR:
            printed = " ".join(f"{one.name} {one.official_name}" for one in self.councils(account))
            names.append(author_name(account.author, printed))
        if account.consent in _HIDES_COUNCILS:
            for reference in dict.fromkeys((*account.councils, *account.references)):
                council = self.register.find(reference)
                if council is None:
                    names.append(council_name(reference))
                else:
                    names += [council_name(name) for name in self._called(council)]
        return (name for name in names if name.whole or name.telling)

    def _called(self, council: Council) -> Iterator[str]:
        """Yield everything that a council and those that succeeded it are called: a successor narrows it down."""
        for one in (council, *self.present(council)):
            yield from filter(None, (one.name, one.official_name, one.gss, *one.former_gss))
