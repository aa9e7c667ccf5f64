"""Under which names of past projects a registered organisation may have taken part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet

from consortia.analysis.same_body import Pair, Reason, Written, likely_pairs
from consortia.analysis.same_body.pairs import SUGGESTED
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.queries import LONGEST_TEXT, plain
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation

# Shorter words are mostly the small ones of a language.
TELLING: Final = 4
MOST_COMPARED: Final = 600
MOST_FOUND: Final = 30
_OWN: Final = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyName:
    """A name that may stand for an organisation, with a confidence from 0 to 1 and what speaks for it."""

    name: PastOrganisation
    confidence: float
    reasons: tuple[Reason, ...]


def names_linked_to(organisation: Organisation) -> QuerySet[PastOrganisation]:
    """Return the names that somebody said stand for this organisation."""
    return PastOrganisation.objects.filter(organisation=organisation).order_by("plain_name", "id")


def likely_names_of(organisation: Organisation) -> tuple[LikelyName, ...]:
    """Return names of its country that may stand for an organisation and are linked to none, the surest first."""
    near = {each.pk: each for each in _near(organisation)}
    towns = _towns(near.values())
    written = [
        Written(id=str(each.pk), name=each.name, country=each.country, town=towns.get(each.pk, ""))
        for each in near.values()
    ]
    own = Written(id=_OWN, name=organisation.name, country=organisation.country, town=organisation.city)
    pairs = likely_pairs([own, *written], least=SUGGESTED)
    return tuple(_likely(near, pair) for pair in pairs if _OWN in pair.ids)[:MOST_FOUND]


def free_names(organisation: Organisation, text: str) -> QuerySet[PastOrganisation]:
    """Return names linked to nobody in which every word of a text stands: of the organisation's country, or of none."""
    found = names_free_for(organisation)
    for word in plain(text[:LONGEST_TEXT]).split():
        found = found.filter(plain_name__contains=word)
    return found.order_by("plain_name", "country", "id")


def names_free_for(organisation: Organisation) -> QuerySet[PastOrganisation]:
    """Return the names that may be linked to an organisation: linked to nobody, and published in no other country."""
    return PastOrganisation.objects.filter(organisation=None, country__in=("", organisation.country))


def _near(organisation: Organisation) -> Iterator[PastOrganisation]:
    """Yield names of the country that share a telling word; an acronym counts as one."""
    words = [word for word in plain(organisation.name).split() if len(word) >= TELLING]
    words = sorted(set(words), key=lambda word: (-len(word), word))[:6] or plain(organisation.name).split()[:1]
    if not words:
        return
    met = reduce(or_, (Q(plain_name__contains=word) for word in words))
    free = PastOrganisation.objects.filter(met, organisation=None, country=organisation.country)
    yield from free.order_by("id")[:MOST_COMPARED]


def _towns(names: Iterable[PastOrganisation]) -> Mapping[int, str]:
    typed = PastParticipation.objects.filter(organisation__in=list(names)).exclude(town="").order_by("id")
    return dict(typed.values_list("organisation_id", "town"))


def _likely(near: Mapping[int, PastOrganisation], pair: Pair) -> LikelyName:
    other = next(each for each in pair.ids if each != _OWN)
    return LikelyName(name=near[int(other)], confidence=pair.confidence, reasons=pair.reasons)
