"""What the pages about experts are about, and who may open them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404

from consortia.portals.agency.subjects import an_agency
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Engagement, Expert
from consortia.stages.experts.permissions import may_engage, may_read_profile, may_see_experts
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True)
class AgencyRound:
    """A round as one agency runs it."""

    agency: str
    round: Round


@dataclass(frozen=True, slots=True)
class AgencyExpert:
    """An expert as one agency sees them."""

    agency: str
    expert: Expert


def an_agency_round(agency: str, round_id: int) -> AgencyRound:
    """Return a round of an agency."""
    found = Round.objects.select_related("edition").defer("edition__content")
    return AgencyRound(an_agency(agency), get_object_or_404(found, pk=round_id))


def an_agency_expert(agency: str, expert_id: int) -> AgencyExpert:
    """Return an expert of an agency; whether it may read the profile, the rights say."""
    found = Expert.objects.select_related("person", "employer")
    return AgencyExpert(an_agency(agency), get_object_or_404(found, pk=expert_id))


def an_agency_engagement(agency: str, engagement_id: int) -> Engagement:
    """Return an engagement of this agency and no other."""
    found = Engagement.objects.select_related("expert__person", "round__edition", "invited_by", "declaration")
    engagement = get_object_or_404(found, pk=engagement_id)
    if engagement.agency != an_agency(agency):
        raise Http404
    return engagement


def sees_round(person: Person | AnonymousUser, subject: AgencyRound) -> bool:
    """Whether the person sees whom the agency asked for a round."""
    return may_see_experts(person, subject.agency)


def engages_in_round(person: Person | AnonymousUser, subject: AgencyRound) -> bool:
    """Whether the person invites experts to a round and says who assesses what."""
    return may_engage(person, subject.agency)


def reads_expert(person: Person | AnonymousUser, subject: AgencyExpert) -> bool:
    """Whether the person may read this profile for the agency."""
    return may_read_profile(person, subject.expert, subject.agency)


def sees_engagement(person: Person | AnonymousUser, engagement: Engagement) -> bool:
    """Whether the person sees an engagement of the agency."""
    return may_see_experts(person, engagement.agency)
