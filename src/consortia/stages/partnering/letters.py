"""What the letters about offers say. Before both agree no letter names a person or an address."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consortia.stages.partnering.models import Offer
from consortia.stages.people.models import Person


def offer_words(offer: Offer) -> tuple[str, str]:
    """Return subject and text of the letter to the organisation that is offered contact."""
    told = {
        "own": offer.from_organisation.name,
        "city": offer.from_organisation.city,
        "to": offer.to_organisation.name,
        "message": offer.message,
    }
    subject = _("%(own)s would like to work with %(to)s") % told
    body = (
        _(
            "%(own)s (%(city)s) offers contact to %(to)s:\n\n%(message)s\n\n"
            "Open “Offers” on the site to accept or decline. If you accept, both of you see each other's e-mail"
            " address; if you decline, nobody is told."
        )
        % told
    )
    return subject, body


def accepted_words(offer: Offer, *, reader: Person, other: Person) -> tuple[str, str]:
    """Return subject and text of the letter to either side after both agreed."""
    sends = reader == offer.sender
    told = {
        "theirs": (offer.to_organisation if sends else offer.from_organisation).name,
        "person": other.name,
        "email": other.email,
    }
    subject = _("You and %(theirs)s agreed to be in contact") % told
    body = _("%(person)s of %(theirs)s has the address %(email)s, and was told yours. Write to each other.") % told
    return subject, body
