"""What an organisation says about itself to those who look for partners."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.queries import plain
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.permissions import may_describe
from consortia.stages.partnering.queries import marked
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a profile holds; fields, priorities and languages are codes."""

    offers: str = ""
    seeks: str = ""
    experience: str = ""
    fields: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    listed: bool = False
    welcomes_offers: bool = True


@transaction.atomic
def describe_organisation(person: Person, organisation: Organisation, said: Description) -> PartnerProfile:
    """Write the partner profile of an organisation; the journal keeps what stood before."""
    if not may_describe(person, organisation):
        raise PermissionDenied
    profile = PartnerProfile.objects.select_for_update().filter(organisation=organisation).first()
    before = asdict(description_of(profile)) if profile is not None else None
    profile = profile or PartnerProfile(organisation=organisation)
    for name, value in asdict(said).items():
        setattr(profile, name, list(value) if isinstance(value, tuple) else value)
    profile.search_text = _search_text(said)
    profile.save()
    record("describe-organisation", organisation, by=person, facts={"before": before})
    return profile


def description_of(profile: PartnerProfile) -> Description:
    """Return what a profile holds."""
    return Description(
        offers=profile.offers,
        seeks=profile.seeks,
        experience=profile.experience,
        fields=tuple(profile.fields),
        priorities=tuple(profile.priorities),
        languages=tuple(profile.languages),
        listed=profile.listed,
        welcomes_offers=profile.welcomes_offers,
    )


def _search_text(said: Description) -> str:
    codes = [*(marked("field", code) for code in said.fields), *(marked("language", code) for code in said.languages)]
    return " ".join([plain(f"{said.offers} {said.seeks} {said.experience}"), *codes])
