"""What a page about one organisation's profile shows, signed in or not."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from consortia.portals.shared.call_words import call_words, language_name
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.queries import adverts_open_on, experienced
from consortia.stages.past_projects.queries import experience_of


def told_of(organisation: Organisation, profile: PartnerProfile | None) -> dict[str, Any]:
    """Return the organisation, its profile with codes in words, and its running adverts."""
    words = call_words()
    known = profile or PartnerProfile(organisation=organisation)
    return {
        "organisation": organisation,
        "profile": profile,
        "kind": words.kinds.get(organisation.kind, organisation.kind),
        "country": words.countries.get(organisation.country, organisation.country),
        "fields": [words.fields.get(code, code) for code in known.fields],
        "priorities": [words.priority(code) for code in known.priorities],
        "languages": [language_name(code) for code in known.languages],
        "newcomer": str(organisation.pk) not in experienced(),
        "past": experience_of(organisation),
        "adverts": adverts_open_on(timezone.localdate()).filter(organisation=organisation),
        "words": words,
    }
