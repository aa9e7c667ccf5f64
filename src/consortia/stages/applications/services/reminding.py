"""Reminder letters before a deadline, on the days each person chose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortia.stages.applications.models import Application, Participation
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person

# No one can choose an earlier reminder than this, so older rounds need not be looked at.
FARTHEST_DAYS = 60


def write_reminders(now: datetime) -> int:
    """Write today's reminders for drafts whose deadline comes near; one letter a person, application and day."""
    near = Application.objects.filter(
        state=Application.State.DRAFT,
        round__deadline__gt=now,
        round__deadline__lte=now + timedelta(days=FARTHEST_DAYS),
    ).select_related("round")
    return sum(_remind(application, now) for application in near)


def _remind(application: Application, now: datetime) -> int:
    left = (application.round.deadline - now).days
    people = [person for person in _writers(application) if left + 1 in person.reminder_days]
    for person in people:
        write_letter(
            "reminder",
            person.email,
            subject=ngettext("One day left for “%(title)s”", "%(days)d days left for “%(title)s”", left + 1)
            % {"days": left + 1, "title": application.title},
            body=_(
                "The application “%(title)s” is still a draft. Its deadline is %(deadline)s (UTC).\n\n"
                "Go on here: %(link)s\n\nYou can choose on which days you are reminded: %(profile)s"
            )
            % {
                "title": application.title,
                "deadline": f"{application.round.deadline:%d.%m.%Y %H:%M}",
                "link": f"{settings.SITE_ADDRESS}/applications/{application.reference}/",
                "profile": f"{settings.SITE_ADDRESS}/profile/",
            },
            about=str(application.pk),
            once_key=f"reminder:{application.pk}:{person.pk}:{application.round.deadline:%Y%m%d%H%M}:{left + 1}",
        )
    return len(people)


def _writers(application: Application) -> list[Person]:
    memberships = Membership.objects.filter(
        organisation__participations__application=application,
        organisation__participations__state=Participation.State.ACCEPTED,
        admitted_at__isnull=False,
    ).exclude(role=Membership.Role.READER)
    return [membership.person for membership in memberships.select_related("person")]
