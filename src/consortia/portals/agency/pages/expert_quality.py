"""How the experts of a round worked, for those who lead the team: figures, and what they do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.assessing import AssessedRound, an_assessed_round, follows_round
from consortia.portals.agency.frame import agency_context
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.agencies.permissions import may_lead_team
from consortia.stages.assessments.quality import quality_in
from consortia.stages.calls.snapshots import call_of_round

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person


def leads_round(person: Person | AnonymousUser, subject: AssessedRound) -> bool:
    """Whether the person leads the team whose experts these are."""
    return may_lead_team(person, subject.agency)


@page(
    "<str:agency>/rounds/<int:round_id>/assessments/experts/",
    name="expert_quality",
    title=_("How experts worked"),
    rights=leads_round,
    of=an_assessed_round,
    sees=follows_round,
)
def expert_quality(request: HttpRequest, subject: AssessedRound) -> HttpResponse:
    """Show spread, leniency, drift and turn-around of each expert, with how many assessments they rest on."""
    experts = quality_in(subject.agency, subject.round, person_of(request))
    told = {
        "round": subject.round,
        "call": call_of_round(subject.round),
        "experts": experts,
        "parts": max((each.part for each in experts), default=0),
        "training": subject.round.training,
    }
    context = agency_context(request, subject.agency, "assessment_rounds", **told)
    return render(request, "agency/assessments/experts.html", context)
