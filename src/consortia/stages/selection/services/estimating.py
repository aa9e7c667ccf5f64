"""How sure the order is: the shadow ranking beside the official one, which it informs and never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.analysis.uncertainty import Assessment, NotFitting, Requested, Shadow, shadow_ranking
from consortia.core.assessment import points_of, total_of
from consortia.stages.assessments.snapshots import value_of
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Certainty, RankingList
from consortia.stages.selection.permissions import may_see_certainty, sight_of
from consortia.stages.selection.queries import envelope_totals, individual_assessments, places_in
from consortia.stages.selection.rules import Rules, rules_of_edition
from consortia.stages.selection.tasks import estimate_certainty


@transaction.atomic
def ask_for_estimate(person: Person, drawn: RankingList) -> Certainty:
    """Have the certainty of a list estimated; asked twice, it is estimated once."""
    if not may_see_certainty(sight_of(person, drawn.selection)):
        raise PermissionDenied
    certainty, made = Certainty.objects.get_or_create(list=drawn, defaults={"asked_by": person})
    if made:
        record("ask-for-estimate", drawn, by=person, facts={"number": drawn.number})
        estimate_certainty.enqueue(drawn.pk)
    return certainty


def keep_estimate(list_id: int) -> Certainty:
    """Estimate how sure a list is and store it; the same list gives the same numbers each time."""
    certainty = Certainty.objects.select_related("list__selection__round__edition").get(list=list_id)
    certainty.found = facts_of(estimated(certainty.list), certainty.list)
    certainty.save(update_fields=["found"])
    return certainty


def estimated(drawn: RankingList) -> Shadow:
    """Return the shadow ranking of a list, from the individual assessments behind its points."""
    rules = rules_of_edition(drawn.edition_hash)
    places = list(places_in(drawn))
    return shadow_ranking(
        _marks(drawn, rules),
        [
            Requested(application=each.application.reference, envelope=each.envelope, amount=float(each.proposed))
            for each in places
        ],
        {each.envelope: float(each.amount.amount) for each in envelope_totals(drawn)},
        seed=int(drawn.fingerprint[:8], 16),
        threshold=float(rules.award.threshold_total),
        not_fitting=_not_fitting(rules),
    )


def facts_of(shadow: Shadow, drawn: RankingList) -> dict[str, Any]:
    """Return a shadow ranking as plain values; experts have numbers here, in an order that tells nothing of them."""
    numbers = expert_numbers(shadow, drawn)
    return {
        "standings": [asdict(each) for each in shadow.standings],
        "severities": sorted(
            ({**asdict(each), "expert": numbers[each.expert]} for each in shadow.severities),
            key=lambda each: int(each["expert"]),
        ),
        "deviations": dict(shadow.deviations),
        "parts": shadow.parts,
        "unassessed": list(shadow.unassessed),
        "level": shadow.level,
        "draws": shadow.draws,
        "seed": shadow.seed,
    }


def expert_numbers(shadow: Shadow, drawn: RankingList) -> Mapping[str, int]:
    """Return a number for each expert, in the order of a hash that is another for each list."""
    keys = {
        each.expert: hashlib.sha256(f"{drawn.fingerprint}\n{each.expert}".encode()).hexdigest()
        for each in shadow.severities
    }
    return {expert: number for number, expert in enumerate(sorted(keys, key=lambda each: keys[each]), 1)}


def _marks(drawn: RankingList, rules: Rules) -> list[Assessment]:
    """Return the total that each expert gave alone, before anything was agreed on."""
    marks = []
    for each in individual_assessments(drawn):
        points = points_of(value_of(each), rules.award)
        if points is not None and each.assignment is not None:
            application = each.assignment.application.reference
            expert = str(each.assignment.engagement.expert_id)
            marks.append(Assessment(application=application, expert=expert, points=float(total_of(points.values()))))
    return marks


def _not_fitting(rules: Rules) -> NotFitting:
    return "stop" if rules.ranking.when_money_ends == "strict-stop" else "go-on"
