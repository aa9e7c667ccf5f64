"""Names of past projects that may be one body: suggested by the machine, decided by people, undone as easily."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.analysis.same_body import Written, likely_pairs
from consortia.analysis.same_body.pairs import SUGGESTED
from consortia.stages.journal.services import record
from consortia.stages.organisations.joining import keep_pairs, put_decision, verb_of
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, SameName
from consortia.stages.past_projects.permissions import may_look_after_past
from consortia.stages.people.models import Person

# Ids of pairs stand in the order of their letters; so many digits put numbers in that order too.
_DIGITS: Final = 20


def names_wait() -> bool:
    """Whether some names were not compared yet."""
    return PastOrganisation.objects.filter(compared=False).exists()


def suggest_same_names(countries: int | None = None) -> int:
    """Compare the names of each country in which some are new; return how many pairs are new. Decisions stand.

    `countries` is how many are done at most, so that a worker can see to other things between them.
    """
    new = PastOrganisation.objects.filter(compared=False)
    waiting = list(new.order_by("country").values_list("country", flat=True).distinct()[:countries])
    return sum(_compare(country) for country in waiting)


def compare_names_anew() -> None:
    """Let all names be compared once more, for example since what makes two of them alike was learnt anew."""
    PastOrganisation.objects.update(compared=False)


@transaction.atomic
def say_same_name(person: Person, pair: SameName) -> None:
    """Say that two names are one body. Both stay as they were typed; pages and counts then see one."""
    _decide(person, pair, SameName.State.SAME)


@transaction.atomic
def say_different_names(person: Person, pair: SameName) -> None:
    """Say that two names are two bodies; they are not suggested again."""
    _decide(person, pair, SameName.State.DIFFERENT)


@transaction.atomic
def undo_same_name(person: Person, pair: SameName) -> None:
    """Take a decision back: the pair stands again as it did before."""
    _decide(person, pair, SameName.State.OPEN)


@transaction.atomic
def _compare(country: str) -> int:
    """Set all names of a country beside each other; the same names give the same pairs, whenever they came."""
    # First, so that names which come in meanwhile wait for the next time.
    PastOrganisation.objects.filter(country=country, compared=False).update(compared=True)
    pairs = likely_pairs(list(written_names(country)), least=SUGGESTED)
    return keep_pairs(SameName.objects.filter(one__country=country), pairs, int)


def written_names(country: str) -> Iterator[Written]:
    """Yield the names of a country as they are compared, each with the town that was typed last."""
    parts = PastParticipation.objects.filter(organisation__country=country).exclude(town="")
    towns = dict(parts.order_by("id").values_list("organisation_id", "town"))
    names = PastOrganisation.objects.filter(country=country).order_by("id").values_list("pk", "name")
    for number, name in names:
        yield Written(id=f"{number:0{_DIGITS}}", name=name, country=country, town=towns.get(number, ""))


def _decide(person: Person, pair: SameName, state: SameName.State) -> None:
    if not may_look_after_past(person):
        raise PermissionDenied
    pair = SameName.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair.pk)
    before = put_decision(pair, state, person)
    if before is None:
        return
    for own, other in ((pair.one, pair.other), (pair.other, pair.one)):
        record(verb_of(state), own, by=person, facts={"other": str(other.pk), "before": before})
