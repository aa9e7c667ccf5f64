"""What experts say of themselves, and the conflicts they name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.analysis.conflicts import is_public_mail
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.experts.models import DeclaredConflict, Expert
from consortia.stages.experts.queries import assignments_of
from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.people.models import Person

MOST_IN_A_ROUND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a profile holds; fields, priorities, languages and country are codes of the call files."""

    fields: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""
    town: str = ""
    employer: Organisation | None = None
    employer_name: str = ""
    domain: str = ""
    works: str = ""
    ties: str = ""
    capacity: int = MOST_IN_A_ROUND
    available_from: date | None = None
    available_to: date | None = None
    identifier: str = ""
    in_pool: bool = False


@transaction.atomic
def keep_profile(person: Person, said: Profile) -> Expert:
    """Keep what an expert says of themselves; the journal tells which parts changed, not what they say."""
    expert = Expert.objects.select_for_update().filter(person=person).first() or Expert(person=person)
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in _values(said).items()}
    changed = sorted(name for name, value in told.items() if getattr(expert, name) != value)
    for name, value in told.items():
        setattr(expert, name, value)
    expert.save()
    record("describe-expert", expert, by=person, facts={"changed": changed})
    return expert


def profile_of(expert: Expert) -> Profile:
    """Return what a profile holds."""
    values = {name: getattr(expert, name) for name in Profile.__dataclass_fields__}
    lists: dict[str, Any] = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Profile(**{**values, **lists})


def usual_domain(person: Person) -> str:
    """Return the domain of a person's address where it may be the employer's; empty for a public mail provider."""
    domain = person.email.rpartition("@")[2].casefold()
    return "" if is_public_mail(domain) else domain


@transaction.atomic
def declare_conflict(person: Person, application: Application, *, reason: str) -> DeclaredConflict:
    """Name a conflict with an application that one was given; the agency is shown it at once."""
    if not reason.strip():
        raise NoReasonError(_("Say in a few words what ties you to this application."))
    if not assignments_of(person).filter(application=application).exists():
        raise PermissionDenied
    declared, _made = DeclaredConflict.objects.get_or_create(
        expert=Expert.objects.get(person=person), application=application, defaults={"reason": reason.strip()}
    )
    record("declare-conflict", declared, by=person, facts={"application": application.reference})
    return declared


def _values(said: Profile) -> dict[str, object]:
    # asdict would copy the organisation.
    return {name: getattr(said, name) for name in Profile.__dataclass_fields__}
