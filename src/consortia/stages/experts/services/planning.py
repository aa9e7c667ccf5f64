"""Plans of a round: reckoned as drafts, tuned by wishes, published as a whole."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from fractions import Fraction
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.analysis.planning import Chance, RoundPlan, plan_round
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.calls.models import Round
from consortia.stages.experts.conflicts import conflicts_in
from consortia.stages.experts.models import Engagement, PairWish, Plan
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.planned import Gathered, gather
from consortia.stages.experts.queries import applications_in, engaged_in
from consortia.stages.experts.services.assigning import give_all
from consortia.stages.experts.tasks import reckon_later
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person

# So many pairs are reckoned while the officer waits; more go to the worker.
MOST_AT_ONCE: Final = 20_000
SEEDS: Final = 2**32


class StalePlanError(Exception):
    """Something that the plan rests on has changed since: it must be reckoned again before it is published."""


class BarredError(Exception):
    """A conflict stands between the two, so they cannot be pinned."""


@transaction.atomic
def begin_plan(
    person: Person, agency: str, round_: Round, *, keep: bool = False, most_likely: int | None = None
) -> Plan:
    """Reckon a new draft; large rounds go to the worker.

    `keep` changes as few pairs of the newest draft as can be. `most_likely` draws the plan so that no pair that is not
    fixed is likelier than so many per cent; the seed is drawn here, so that nobody can choose a plan by it, and kept.
    """
    if not may_engage(person, agency):
        raise PermissionDenied
    # Locked, so that two officers at once get two numbers.
    Round.objects.select_for_update().get(pk=round_.pk)
    former = Plan.objects.filter(agency=agency, round=round_)
    newest = former.exclude(state=Plan.State.RECKONING).first()
    number = (former.aggregate(last=Max("number"))["last"] or 0) + 1
    plan = Plan.objects.create(
        agency=agency,
        round=round_,
        number=number,
        made_by=person,
        keeps=newest if keep else None,
        most_likely=most_likely,
        seed=None if most_likely is None else secrets.randbelow(SEEDS),
    )
    drawn = {} if most_likely is None else {"most_likely": most_likely, "seed": plan.seed}
    record("plan-round", plan, by=person, facts={"number": number, "keep": keep, **drawn})
    if applications_in(agency, round_).count() * len(engaged_in(agency, round_)) <= MOST_AT_ONCE:
        return reckon(plan)
    reckon_later.enqueue(plan.pk)
    return plan


@transaction.atomic
def reckon(plan: Plan) -> Plan:
    """Reckon a plan from what stands now; harmless twice."""
    gathered = _gathered(plan)
    plan.inputs, plan.inputs_sha256 = dict(gathered.facts), gathered.sha256
    plan.result, plan.state = facts_of_plan(plan_round(gathered.inputs)), Plan.State.DRAFT
    plan.save(update_fields=["inputs", "inputs_sha256", "result", "state"])
    earlier = Plan.objects.filter(agency=plan.agency, round=plan.round_id, state=Plan.State.DRAFT)
    earlier.filter(number__lt=plan.number).update(state=Plan.State.REPLACED)
    return plan


def facts_of_plan(plan: RoundPlan) -> dict[str, object]:
    """Return a plan as plain values."""
    return asdict(plan)


def is_current(plan: Plan) -> bool:
    """Whether everything the plan rests on still stands as it did."""
    return _gathered(plan).sha256 == plan.inputs_sha256


def _gathered(plan: Plan) -> Gathered:
    chance = None
    if plan.most_likely is not None and plan.seed is not None:
        chance = Chance(most=Fraction(plan.most_likely, 100), seed=plan.seed)
    return gather(plan.agency, plan.round, keeping=plan.keeps, chance=chance)


@transaction.atomic
def publish_plan(person: Person, plan: Plan) -> int:
    """Give every application of the plan to its experts, who see them from now on; return how many were given."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("round__edition", "keeps").get(pk=plan.pk)
    if not may_engage(person, plan.agency):
        raise PermissionDenied
    if plan.state != Plan.State.DRAFT or not is_current(plan):
        raise StalePlanError
    made = give_all(person, plan.agency, plan.round, plan.result["pairs"])
    plan.state, plan.published_by, plan.published_at = Plan.State.PUBLISHED, person, timezone.now()
    plan.save(update_fields=["state", "published_by", "published_at"])
    record("publish-plan", plan, by=person, facts={"given": len(made), "inputs": plan.inputs_sha256})
    return len(made)


@transaction.atomic
def wish(person: Person, engagement: Engagement, application: Application, *, kind: str, reason: str) -> PairWish:
    """Pin or forbid a pair for the plans to come; what was said of the pair before is taken back."""
    if not may_engage(person, engagement.agency) or application.agency != engagement.agency:
        raise PermissionDenied
    if not reason.strip():
        raise NoReasonError(_("Say why: whoever looks at the plan reads it."))
    if kind == PairWish.Kind.PIN and _stands_against(engagement, application):
        raise BarredError
    standing = PairWish.objects.filter(engagement=engagement, application=application, taken_back_at__isnull=True)
    standing.update(taken_back_at=timezone.now())
    made = PairWish.objects.create(
        engagement=engagement, application=application, kind=kind, reason=reason.strip(), by=person
    )
    record(f"{kind}-pair", made, by=person, facts={"application": application.reference})
    return made


@transaction.atomic
def take_wish_back(person: Person, made: PairWish) -> None:
    """Let plans decide about a pair again."""
    if not may_engage(person, made.engagement.agency):
        raise PermissionDenied
    made.taken_back_at = timezone.now()
    made.save(update_fields=["taken_back_at"])
    record("take-wish-back", made, by=person)


def _stands_against(engagement: Engagement, application: Application) -> bool:
    experts = [engagement.expert] if engagement.expert is not None else []
    found = conflicts_in(engagement.agency, engagement.round, experts)
    return bool(found.standing(str(engagement.expert_id), application.reference))
