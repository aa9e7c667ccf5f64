"""Letters as they were written: in a demonstration everybody's, elsewhere one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.page import page
from consortia.stages.letters.queries import letters_matching, letters_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.letters.models import Letter
    from consortia.stages.people.models import Person

LETTERS_A_PAGE: Final = 25

# A letter that opens an account is for whoever holds the mailbox, not for whoever sits at an open browser.
KEYS_INSIDE: Final = ("password-reset-key", "email-confirmation", "email-confirmation-signup")


def outbox_is_open() -> bool:
    """Whether all letters lie open: only where none leaves the site and nothing on it is real."""
    return not settings.MAIL_CONFIGURED and (settings.DEMO or settings.DEBUG)


def may_open_outbox(user: Person | AnonymousUser) -> bool:
    """Whether a person may look at letters here."""
    return outbox_is_open() or user.is_authenticated


@page("outbox/", name="outbox", title=_("Letters"), rights=may_open_outbox)
def outbox(request: HttpRequest) -> HttpResponse:
    """Show letters, the newest first."""
    text = request.GET.get("text", "").strip()[:200]
    letters = Paginator(_letters_for(request.user, text), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    sees_all = _sees_all(request.user)
    told = {"letters": letters, "text": text, "sees_all": sees_all, "sent": settings.MAIL_CONFIGURED}
    return render(request, "public/outbox.html", told)


def _sees_all(user: Person | AnonymousUser) -> bool:
    """Whoever runs the site opens the first accounts from here, as long as no mail server is set."""
    return outbox_is_open() or (user.is_staff and not settings.MAIL_CONFIGURED)


def _letters_for(user: Person | AnonymousUser, text: str) -> QuerySet[Letter]:
    if _sees_all(user):
        return letters_matching(text)
    own = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    return letters_to(own).exclude(kind__in=KEYS_INSIDE)
