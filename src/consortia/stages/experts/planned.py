"""A round of an agency as a plan needs it: applications, experts who are ready, conflicts, wishes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from consortia.analysis.fit import Brief, Expertise
from consortia.analysis.planning import Asked, Chance, Pair, Ready, RoundInputs
from consortia.core.call.award import ExpertRules
from consortia.documents.proof import canonical_json, digest_of
from consortia.stages.applications.models import Submission
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.conflicts import Conflicts, conflicts_in
from consortia.stages.experts.models import Assignment, Engagement, PairWish, Plan
from consortia.stages.experts.queries import applications_in, engaged_in
from consortia.stages.organisations.queries import plain

COUNTRY: Final = "same-country"


class NoExpertRulesError(Exception):
    """The call does not say how many experts assess an application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a plan is reckoned from, with the digest of its facts."""

    inputs: RoundInputs
    facts: Mapping[str, Any]
    sha256: str


def gather(agency: str, round_: Round, *, keeping: Plan | None = None, chance: Chance | None = None) -> Gathered:
    """Return the inputs of a plan as they stand now; what was published stays as it is."""
    rules = _rules(round_)
    engaged = engaged_in(agency, round_)
    experts = [each.expert for each in engaged if each.expert is not None]
    submissions = list(_submissions(agency, round_))
    conflicts = conflicts_in(agency, round_, experts)
    applications = tuple(_asked(submission, rules) for submission in submissions)
    running, pins, forbids = _wishes(agency, round_)
    closed, same_country = _closed(engaged, applications, conflicts)
    inputs = RoundInputs(
        applications=applications,
        experts=tuple(_ready(each, agency) for each in engaged),
        conflicts=closed,
        same_country=same_country,
        forbidden=forbids - running,
        pinned=pins | running,
        kept=_kept(keeping),
        chance=chance,
    )
    facts = facts_of(inputs)
    return Gathered(inputs=inputs, facts=facts, sha256=digest_of(canonical_json(facts)))


def facts_of(inputs: RoundInputs) -> dict[str, Any]:
    """Return inputs as plain values; texts stand there by their digest."""
    return {
        "applications": [
            {
                "application": each.id,
                "needs": each.needs,
                "external": each.external,
                "language": each.language,
                "field": each.brief.field,
                "priorities": sorted(each.brief.priorities),
                "text": digest_of(each.brief.text),
            }
            for each in inputs.applications
        ],
        "experts": [
            {
                "engagement": each.id,
                "load": each.load,
                "employer": digest_of(each.employer),
                "external": each.external,
                "away": each.away,
                "languages": sorted(each.languages),
                "fields": sorted(each.expertise.fields),
                "priorities": sorted(each.expertise.priorities),
                "texts": [digest_of(text) for text in each.expertise.texts],
            }
            for each in inputs.experts
        ],
        **{
            name: sorted([*pair] for pair in getattr(inputs, name))
            for name in ("conflicts", "same_country", "forbidden", "pinned", "kept")
        },
        **_chance_facts(inputs.chance),
    }


def _rules(round_: Round) -> ExpertRules:
    selection = call_of_round(round_).selection
    if selection is None:
        raise NoExpertRulesError
    return selection.experts


def _submissions(agency: str, round_: Round) -> list[Submission]:
    counting = Submission.objects.filter(
        application__in=applications_in(agency, round_).order_by(), state=Submission.State.CURRENT
    )
    return list(counting.select_related("application").order_by("application__reference"))


def _asked(submission: Submission, rules: ExpertRules) -> Asked:
    """Return what an application asks for, by the grant that was requested and the text that was frozen."""
    application = submission.application
    frozen = json.loads(submission.snapshot)
    above = Decimal(submission.budget["grant"]) > rules.single_expert_up_to.amount
    document = frozen["document"]
    texts = [document["title"], document["summary"], *(each["text"] for each in frozen["answers"])]
    return Asked(
        brief=Brief(
            id=application.reference,
            text="\n\n".join(dict.fromkeys(filter(None, texts))),
            field=document["field"],
            priorities=frozenset(document["priorities"]),
        ),
        needs=rules.minimum_above if above else rules.minimum_up_to,
        external=above and rules.external_above > 0,
        language=frozen["language"],
    )


def _ready(engagement: Engagement, agency: str) -> Ready:
    expert = engagement.expert
    assert expert is not None  # noqa: S101  # the database holds that who accepted is known
    employer = str(expert.employer_id) if expert.employer_id else plain(expert.employer_name)
    due = engagement.due_on
    until = expert.available_to
    return Ready(
        expertise=Expertise(
            id=str(engagement.pk),
            texts=tuple(part.strip() for part in expert.works.split("\n\n") if part.strip()),
            fields=frozenset(expert.fields),
            priorities=frozenset(expert.priorities),
        ),
        load=min(engagement.most, expert.capacity),
        # Of somebody who named none nobody knows that it is another's.
        employer=agency if engagement.internal else employer or f"of {engagement.pk}",
        external=not engagement.internal,
        languages=frozenset(expert.languages),
        away=bool(due and ((until and until < due) or (expert.available_from and expert.available_from > due))),
    )


def _closed(
    engaged: Sequence[Engagement], applications: Sequence[Asked], conflicts: Conflicts
) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Return the pairs that a conflict closes, and those that only the applicant's country does."""
    closed: set[Pair] = set()
    country: set[Pair] = set()
    for each in engaged:
        for asked in applications:
            kinds = {tie.kind for tie in conflicts.standing(str(each.expert_id), asked.id)}
            if COUNTRY in kinds:
                country.add((str(each.pk), asked.id))
            if kinds - {COUNTRY}:
                closed.add((str(each.pk), asked.id))
    return frozenset(closed), frozenset(country)


def _wishes(agency: str, round_: Round) -> tuple[frozenset[Pair], frozenset[Pair], frozenset[Pair]]:
    """Return pairs that are published, pinned and forbidden."""
    wishes = PairWish.objects.filter(
        engagement__agency=agency, engagement__round=round_, taken_back_at__isnull=True
    ).values_list("engagement", "application__reference", "kind")
    running = Assignment.objects.filter(
        engagement__agency=agency,
        engagement__round=round_,
        ended_at__isnull=True,
        role=Assignment.Role.ASSESSOR,
    ).values_list("engagement", "application__reference")
    pairs = [((str(engagement), reference), kind) for engagement, reference, kind in wishes]
    return (
        frozenset((str(engagement), reference) for engagement, reference in running),
        frozenset(pair for pair, kind in pairs if kind == PairWish.Kind.PIN),
        frozenset(pair for pair, kind in pairs if kind == PairWish.Kind.FORBID),
    )


def _kept(plan: Plan | None) -> frozenset[Pair]:
    found = plan.result.get("pairs", ()) if plan is not None else ()
    return frozenset((each["expert"], each["application"]) for each in found)


def _chance_facts(chance: Chance | None) -> dict[str, Any]:
    """Nothing where nothing is drawn, so that the digests of such plans stay what they were."""
    return {"chance": {"most": str(chance.most), "seed": chance.seed}} if chance else {}
