"""What one side of an offer may see of the other: the one place that hands out names and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import Offer
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An offer as one side sees it. `name` and `email` are empty until both agreed."""

    offer: Offer
    other: Organisation
    came: bool
    state: str
    name: str = ""
    email: str = ""

    @property
    def may_answer(self) -> bool:
        """Whether this side can still accept or decline."""
        return self.came and self.state == Offer.State.WAITING

    @property
    def may_take_back(self) -> bool:
        """Whether this side sent it and sees no answer."""
        return not self.came and self.state == Offer.State.WAITING


def contact_for(person: Person, offer: Offer, own: Sequence[Organisation]) -> Contact:
    """Return an offer as the organisations of a person see it; to its sender a declined one waits like any other."""
    came = any(each.pk == offer.to_organisation_id for each in own)
    other = offer.from_organisation if came else offer.to_organisation
    hidden = not came and offer.state == Offer.State.DECLINED
    state = Offer.State.WAITING if hidden else Offer.State(offer.state)
    if state != Offer.State.ACCEPTED:
        return Contact(offer=offer, other=other, came=came, state=state)
    known = offer.sender if came else offer.answered_by
    if known is None or known == person:
        return Contact(offer=offer, other=other, came=came, state=state)
    return Contact(offer=offer, other=other, came=came, state=state, name=known.name, email=known.email)
