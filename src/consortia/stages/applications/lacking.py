"""What the consortium of an application lacks, and whom among the organisations with a profile it could ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from consortia.analysis.lacks import (
    Candidate,
    Fit,
    Lack,
    broken_by_consortium,
    fits,
    lacking_kinds,
    lacking_skills,
)
from consortia.analysis.partners import Consortium, Reason, history_of, suggest_partners, words_of
from consortia.stages.applications.snapshots import View
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.joined import Joined, as_one, doubles, joined_records
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.past import past_consortia
from consortia.stages.partnering.queries import bodies_of, experienced, words_about
from consortia.stages.past_projects.comparing import words_of_subjects

# Of fewer past consortia with a member in common no custom can be told.
LEAST_SIMILAR: Final = 5
MOST_SUGGESTED: Final = 10
# Past work with a member counts beside what lacks, but less than a rule.
PAST_WORK: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSuggestion:
    """An organisation that could be asked, what it would help with, and what is known of the past."""

    profile: PartnerProfile
    fit: Fit
    reasons: tuple[Reason, ...]
    newcomer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What lacks, the most pressing first, and whom one could ask, the best fit first."""

    lacks: tuple[Lack, ...]
    suggestions: tuple[PartnerSuggestion, ...]


def what_is_lacking(view: View, *, most: int = MOST_SUGGESTED) -> Lacking:
    """Look at rules, at what similar consortia have and at the text; suggest those who help, with their reasons."""
    own = [p.organisation_id for p in view.rows.participations]
    everybody = list(PartnerProfile.objects.select_related("organisation").order_by("organisation_id"))
    joined = joined_records()
    free = _free(everybody, own, joined)
    candidates = [_candidate(each) for each in free]
    past = as_one(past_consortia(), joined.standing([*own, *(each.organisation_id for each in free)]))
    wished = (*_kinds(view, past), *_skills(view, everybody, candidates))
    lacks = (*broken_by_consortium(view.rows.call, view.value, candidates), *wished)
    found = {fit.candidate.id: fit for fit in fits(view.rows.call, view.value, candidates, wished)}
    told = _told_by_the_past(view, everybody, past, {each.id for each in candidates})
    best = sorted(found.values(), key=lambda fit: (-_worth(fit, told), fit.candidate.id))
    return Lacking(lacks=lacks, suggestions=_suggestions(best[:most], free, told, past))


def _free(everybody: Sequence[PartnerProfile], own: Sequence[UUID], joined: Joined) -> list[PartnerProfile]:
    """Return who could be asked, one a body; a member under another of its records is no candidate."""
    members = {each for one in own for each in joined.of(one)}
    asked = [each for each in everybody if each.welcomes_offers and each.organisation_id not in members]
    left_out = doubles(asked, joined)
    return [each for each in asked if each.organisation_id not in left_out]


def _worth(fit: Fit, told: Mapping[str, tuple[Reason, ...]]) -> float:
    met = any(reason.code == "worked-together" for reason in told.get(fit.candidate.id, ()))
    return fit.score + (PAST_WORK if met else 0)


def _suggestions(
    best: Sequence[Fit],
    free: Sequence[PartnerProfile],
    told: Mapping[str, tuple[Reason, ...]],
    past: Sequence[Consortium],
) -> tuple[PartnerSuggestion, ...]:
    """Keep those who help with something or worked with a member before, and break no rule."""
    profiles = {str(each.organisation_id): each for each in free}
    known = experienced() if past else frozenset[str]()
    return tuple(
        PartnerSuggestion(
            profile=profiles[fit.candidate.id],
            fit=fit,
            reasons=told.get(fit.candidate.id, ()),
            newcomer=fit.candidate.id not in known,
        )
        for fit in best
        if (fit.helps or told.get(fit.candidate.id)) and not fit.breaks
    )


def _candidate(profile: PartnerProfile) -> Candidate:
    own = profile.organisation
    return Candidate(
        id=str(own.pk), country=own.country, kind=own.kind, charter=own.charter, words=words_of(words_about(profile))
    )


def _kinds(view: View, past: Sequence[Consortium]) -> tuple[Lack, ...]:
    """Return the kinds that most past consortia of the members had and this one has not."""
    own = {str(p.organisation_id) for p in view.rows.participations}
    similar = [each for each in past if own & set(each.members)]
    if len(similar) < LEAST_SIMILAR:
        return ()
    members = {member for each in similar for member in each.members}
    kind_of = {str(pk): kind for pk, kind in Organisation.objects.filter(pk__in=members).values_list("pk", "kind")}
    having = Counter(kind for each in similar for kind in {kind_of.get(m, "") for m in each.members} if kind)
    shares = {kind: times / len(similar) for kind, times in having.items()}
    return lacking_kinds([p.organisation.kind for p in view.rows.participations], shares)


def _skills(view: View, everybody: Sequence[PartnerProfile], candidates: Sequence[Candidate]) -> tuple[Lack, ...]:
    profiles = {each.organisation_id: each for each in everybody}
    members = [
        words_of(f"{p.organisation.name} {p.organisation.city} {p.organisation.profile}")
        | (words_of(words_about(profiles[p.organisation_id])) if p.organisation_id in profiles else frozenset())
        for p in view.rows.participations
    ]
    text = " ".join((view.rows.application.title, *(answer.text for answer in view.rows.answers)))
    return lacking_skills(words_of_subjects(text), members, [each.words for each in candidates])


def _told_by_the_past(
    view: View, everybody: Sequence[PartnerProfile], past: Sequence[Consortium], among: set[str]
) -> Mapping[str, tuple[Reason, ...]]:
    if not past:
        return {}
    present = [str(p.organisation_id) for p in view.rows.participations]
    found = suggest_partners(history_of(bodies_of(everybody), past), present, among=among, limit=len(among))
    return {
        each.body.id: each.reasons
        for each in found
        if any(reason.code in {"worked-together", "partners-in-common"} for reason in each.reasons)
    }
