"""Who works in an application, and when each of them wrote last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from consortia.stages.applications.models import AnswerVersion, Application
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A person of the consortium: for which organisations, and when they wrote last."""

    person: Person
    organisations: tuple[str, ...]
    reads_only: bool
    wrote_at: datetime | None


def writers_of(application: Application) -> list[Writer]:
    """Return everybody who takes part, those who wrote last first."""
    last = dict(
        AnswerVersion.objects.filter(answer__application=application)
        .order_by()
        .values_list("author")
        .annotate(wrote_at=Max("at"))
    )
    memberships: dict[Person, list[Membership]] = {}
    for membership in people_taking_part(application).order_by("person__name", "id"):
        memberships.setdefault(membership.person, []).append(membership)
    writers = [
        Writer(
            person=person,
            organisations=tuple(dict.fromkeys(each.organisation.name for each in own)),
            reads_only=all(each.role == Membership.Role.READER for each in own),
            wrote_at=last.get(person.pk),
        )
        for person, own in memberships.items()
    ]
    return sorted(
        writers, key=lambda writer: (-writer.wrote_at.timestamp() if writer.wrote_at else 0.0, writer.person.name)
    )
