"""Records that may be one body: suggested by the machine, decided by people, undone as easily."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from consortia.analysis.same_body import Written, likely_pairs
from consortia.analysis.same_body.pairs import SUGGESTED
from consortia.stages.journal.services import record
from consortia.stages.organisations.joining import keep_pairs, put_decision, verb_of
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import SameBody
from consortia.stages.partnering.permissions import may_decide_same_body
from consortia.stages.people.models import Person


def suggest_same_bodies() -> int:
    """Compare the records of each country in which some are new or changed; return how many pairs are new.

    Decisions stand. Pairs that may be one body wait for people.
    """
    waiting = Organisation.objects.filter(compared=False).order_by("country")
    return sum(_compare(country) for country in list(waiting.values_list("country", flat=True).distinct()))


def compare_all_anew() -> None:
    """Let all records be compared once more, for example since what makes two of them alike was learnt anew."""
    Organisation.objects.update(compared=False)


@transaction.atomic
def say_same_body(person: Person, pair: SameBody) -> None:
    """Say that two records are one body. Both stay as they are; lists and searches then know."""
    _decide(person, pair, SameBody.State.SAME)


@transaction.atomic
def say_different_bodies(person: Person, pair: SameBody) -> None:
    """Say that two records are two bodies; they are not suggested again."""
    _decide(person, pair, SameBody.State.DIFFERENT)


@transaction.atomic
def undo_decision(person: Person, pair: SameBody) -> None:
    """Take a decision back: the pair stands again as it did before."""
    _decide(person, pair, SameBody.State.OPEN)


@transaction.atomic
def _compare(country: str) -> int:
    records = Organisation.objects.filter(country=country)
    # First, so that what changes meanwhile waits for the next time.
    records.filter(compared=False).update(compared=True)
    pairs = likely_pairs([_written(each) for each in records.order_by("id")], least=SUGGESTED)
    return keep_pairs(SameBody.objects.filter(Q(one__country=country) | Q(other__country=country)), pairs, UUID)


def _decide(person: Person, pair: SameBody, state: SameBody.State) -> None:
    pair = SameBody.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair.pk)
    if not may_decide_same_body(person, pair):
        raise PermissionDenied
    before = put_decision(pair, state, person)
    if before is None:
        return
    for own, other in ((pair.one, pair.other), (pair.other, pair.one)):
        record(verb_of(state), own, by=person, facts={"other": str(other.pk), "before": before})


def _written(organisation: Organisation) -> Written:
    return Written(
        id=str(organisation.pk), name=organisation.name, country=organisation.country, town=organisation.city
    )
