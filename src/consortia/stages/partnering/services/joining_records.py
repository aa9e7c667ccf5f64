"""Records that may be one body: suggested by the machine, decided by people, undone as easily."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.analysis.same_body import Written, likely_pairs
from consortia.analysis.same_body.pairs import SUGGESTED
from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import SameBody
from consortia.stages.partnering.permissions import may_decide_same_body
from consortia.stages.people.models import Person


@transaction.atomic
def suggest_same_bodies() -> int:
    """Compare all records and suggest pairs that may be one body; return how many are new. Decisions stand."""
    records = Organisation.objects.order_by("id")
    pairs = likely_pairs([_written(each) for each in records], least=SUGGESTED)
    known = {(str(one), str(other)): pk for one, other, pk in SameBody.objects.values_list("one_id", "other_id", "pk")}
    new = []
    for pair in pairs:
        reasons = [{"code": reason.code, "facts": dict(reason.facts)} for reason in pair.reasons]
        if pair.ids in known:
            SameBody.objects.filter(pk=known[pair.ids]).update(confidence=pair.confidence, reasons=reasons)
        else:
            one, other = map(UUID, pair.ids)
            new.append(SameBody(one_id=one, other_id=other, confidence=pair.confidence, reasons=reasons))
    SameBody.objects.bulk_create(new)
    # What was only suggested and is no longer likely, for example after a correction, goes again.
    _forget(known[ids] for ids in known.keys() - {pair.ids for pair in pairs})
    return len(new)


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


def _decide(person: Person, pair: SameBody, state: SameBody.State) -> None:
    pair = SameBody.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair.pk)
    if not may_decide_same_body(person, pair):
        raise PermissionDenied
    before = pair.state
    if before == state:
        return
    decided = state != SameBody.State.OPEN
    pair.state = state
    pair.decided_by, pair.decided_at = (person, timezone.now()) if decided else (None, None)
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    verb = f"say-{state}" if decided else "undo-same-body"
    for own, other in ((pair.one, pair.other), (pair.other, pair.one)):
        record(verb, own, by=person, facts={"other": str(other.pk), "before": before})


def _forget(keys: Iterable[int]) -> None:
    SameBody.objects.filter(pk__in=list(keys), state=SameBody.State.OPEN).delete()


def _written(organisation: Organisation) -> Written:
    return Written(
        id=str(organisation.pk), name=organisation.name, country=organisation.country, town=organisation.city
    )
