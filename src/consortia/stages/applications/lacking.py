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
from consortia.analysis.places import fold_name
from consortia.stages.applications.snapshots import View
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.joined import Joined, as_one, doubles, joined_records
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.past import past_consortia
from consortia.stages.partnering.queries import Short, bodies_of, experienced, profiles_by_id, profiles_in_short
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
    joined = joined_records()
    said = profiles_in_short()
    free = _free(said, own, joined)
    text = words_of_subjects(" ".join((view.rows.application.title, *(each.text for each in view.rows.answers))))
    asked = words_of(text)
    candidates = [_candidate(each, asked) for each in free]
    past = as_one(past_consortia(), joined.standing([*own, *(each.organisation for each in free)]))
    wished = (*_kinds(view, past), *_skills(text, view, said, candidates))
    lacks = (*broken_by_consortium(view.rows.call, view.value, candidates), *wished)
    found = {fit.candidate.id: fit for fit in fits(view.rows.call, view.value, candidates, wished)}
    told = _told_by_the_past(view, past, {each.id for each in candidates})
    best = sorted(found.values(), key=lambda fit: (-_worth(fit, told), fit.candidate.id))
    return Lacking(lacks=lacks, suggestions=_suggestions(best[:most], told, past))


def _free(said: Sequence[Short], own: Sequence[UUID], joined: Joined) -> list[Short]:
    """Return who could be asked, one a body; a member under another of its records is no candidate."""
    members = {each for one in own for each in joined.of(one)}
    asked = [each for each in said if each.welcomes_offers and each.organisation not in members]
    linked = {each.organisation for each in asked if each.organisation in joined.groups}
    profiles = PartnerProfile.objects.filter(organisation_id__in=linked).order_by("organisation_id") if linked else ()
    left_out = doubles(list(profiles), joined)
    return [each for each in asked if each.organisation not in left_out]


def _worth(fit: Fit, told: Mapping[str, tuple[Reason, ...]]) -> float:
    met = any(reason.code == "worked-together" for reason in told.get(fit.candidate.id, ()))
    return fit.score + (PAST_WORK if met else 0)


def _suggestions(
    best: Sequence[Fit], told: Mapping[str, tuple[Reason, ...]], past: Sequence[Consortium]
) -> tuple[PartnerSuggestion, ...]:
    """Keep those who help with something or worked with a member before, and break no rule."""
    kept = [fit for fit in best if (fit.helps or told.get(fit.candidate.id)) and not fit.breaks]
    profiles = profiles_by_id(fit.candidate.id for fit in kept)
    known = experienced() if past else frozenset[str]()
    return tuple(
        PartnerSuggestion(
            profile=profiles[fit.candidate.id],
            fit=fit,
            reasons=told.get(fit.candidate.id, ()),
            newcomer=fit.candidate.id not in known,
        )
        for fit in kept
        if fit.candidate.id in profiles
    )


def _candidate(said: Short, asked: frozenset[str]) -> Candidate:
    """Return a candidate with those of its words that the text has too: only they can be a skill that lacks."""
    return Candidate(
        id=str(said.organisation),
        country=said.country,
        kind=said.kind,
        charter=said.charter,
        words=asked.intersection(fold_name(said.words).split()),
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


def _skills(text: str, view: View, said: Sequence[Short], candidates: Sequence[Candidate]) -> tuple[Lack, ...]:
    present = {p.organisation_id for p in view.rows.participations}
    profiles = {each.organisation: each for each in said if each.organisation in present}
    members = [
        words_of(f"{p.organisation.name} {p.organisation.city} {p.organisation.profile}")
        | (words_of(profiles[p.organisation_id].words) if p.organisation_id in profiles else frozenset())
        for p in view.rows.participations
    ]
    return lacking_skills(text, members, [each.words for each in candidates])


def _told_by_the_past(view: View, past: Sequence[Consortium], among: set[str]) -> Mapping[str, tuple[Reason, ...]]:
    """Return what speaks for those who worked with a member, or with somebody who did; the others have no such past."""
    present = [str(p.organisation_id) for p in view.rows.participations]
    near = _near(past, set(present))
    if not near & among:
        return {}
    known = profiles_by_id({member for each in past for member in each.members} | set(present))
    history = history_of(bodies_of(sorted(known.values(), key=lambda each: each.organisation_id)), past)
    found = suggest_partners(history, present, among=near & among, limit=len(near))
    return {
        each.body.id: each.reasons
        for each in found
        if any(reason.code in {"worked-together", "partners-in-common"} for reason in each.reasons)
    }


def _near(past: Sequence[Consortium], present: set[str]) -> set[str]:
    """Return whom a member worked with, and whom those worked with."""
    met = {member for each in past if present & set(each.members) for member in each.members}
    return {member for each in past if met & set(each.members) for member in each.members} - present
