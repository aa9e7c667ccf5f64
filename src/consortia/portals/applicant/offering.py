"""Sending an offer from a page, with words for what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext as _

from consortia.portals.shared.acting import person_of
from consortia.stages.partnering.services.offering import (
    MOST_A_DAY,
    QUIET,
    AlreadyOfferedError,
    NotWelcomeError,
    TooManyOffersError,
    send_offer,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortia.portals.applicant.partnering_forms import OfferForm
    from consortia.stages.organisations.models import Organisation
    from consortia.stages.partnering.models import Advert


def offer_contact(request: HttpRequest, to: Organisation, form: OfferForm, advert: Advert | None) -> bool:
    """Send the offer and say so; else say at the form why not. Return whether it went out."""
    given = form.cleaned_data
    try:
        send_offer(person_of(request), given["own"], to, message=given["message"], advert=advert)
    except TooManyOffersError:
        form.add_error(
            None,
            _("You sent %(most)d offers since this time yesterday, which is the most. Send this one tomorrow.")
            % {"most": MOST_A_DAY},
        )
    except AlreadyOfferedError:
        form.add_error(
            None,
            _(
                "Your organisation wrote to them in the last %(days)d days, or you are in contact already. Look at your"
                " offers."
            )
            % {"days": QUIET.days},
        )
    except NotWelcomeError:
        form.add_error(None, _("This organisation takes no offers here. Its website may tell how to reach it."))
    else:
        messages.success(
            request,
            _("Your offer is sent. If %(name)s accepts, both of you get the other's address by letter.")
            % {"name": to.name},
        )
        return True
    return False
