"""How the agency of the demo world finds its experts: invitations, answers, declarations, the plan of a round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from consortia.demo.clock import Tale
from consortia.demo.names import material
from consortia.demo.office import Office
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Engagement, Expert, PairWish
from consortia.stages.experts.services.declaring import declaration_digest, declare
from consortia.stages.experts.services.inviting import Terms, accept_engagement, decline_engagement, invite_expert
from consortia.stages.experts.services.planning import begin_plan, publish_plan, wish
from consortia.stages.experts.services.replacing import replace_expert

MOST: Final = 4
INVITED, ANSWERED, PLANNED, REPLACED = 42, 40, 34, 30
"""Days before today at which experts are invited, begin to answer, get applications, and one of them is replaced."""
DUE_IN: Final = timedelta(days=12)


def engage_for_round(office: Office, round_: Round) -> Tale:
    """Invite, hear, plan and publish; one expert is replaced soon afterwards."""
    told = material("experts")["experts"]
    first = [each for each in told if not each.get("successor")]
    yield office.ago(INVITED)
    for each in first:
        _invite(office, round_, office.experts[each["code"]])
    for number, each in enumerate(first):
        yield office.ago(ANSWERED - number // 2) + timedelta(hours=2 * (number % 2))
        _hear(office, round_, each)
    yield office.ago(PLANNED)
    _plan(office, round_)
    for each in first:
        if each.get("replaced_by"):
            yield office.ago(REPLACED)
            _replace(office, round_, each)


def ready(office: Office, round_: Round, expert: Expert) -> Engagement:
    """Invite an expert who accepts and declares at once; return the engagement with what assigning reads of it."""
    _invite(office, round_, expert)
    _accept(office, round_, expert)
    return engagement_of(office, round_, expert)


def engagement_of(office: Office, round_: Round, expert: Expert) -> Engagement:
    """Return what the agency has asked of an expert for a round."""
    found = Engagement.objects.select_related("declaration", "expert__person", "expert__employer", "round__edition")
    return found.get(agency=office.agency, round=round_, expert=expert)


def _invite(office: Office, round_: Round, expert: Expert) -> None:
    told = material("experts")
    now = office.stage.clock.now()
    terms = Terms(
        most=MOST,
        briefing=told["briefing"],
        reading_pack=told["reading_pack"],
        answer_by=(now + timedelta(days=7)).date(),
        due_on=(now + timedelta(days=INVITED) + DUE_IN).date(),
    )
    link = settings.SITE_ADDRESS + reverse("expert:invitation", kwargs={"token": "TOKEN"}).replace("TOKEN", "{token}")
    invite_expert(office.people["officer"], office.agency, round_, expert, terms=terms, link=link)


def _hear(office: Office, round_: Round, told: Mapping[str, Any]) -> None:
    expert = office.experts[told["code"]]
    if told.get("declines"):
        decline_engagement(expert.person, engagement_of(office, round_, expert), reason=told["declines"])
    else:
        _accept(office, round_, expert)


def _accept(office: Office, round_: Round, expert: Expert) -> None:
    engagement = accept_engagement(expert.person, engagement_of(office, round_, expert))
    declare(expert.person, engagement, name=expert.person.name, seen=declaration_digest(round_))


def _plan(office: Office, round_: Round) -> None:
    officer = office.people["officer"]
    for pin in material("experts")["pins"]:
        engagement = engagement_of(office, round_, office.experts[pin["expert"]])
        application = office.application(pin["application"])
        wish(officer, engagement, application, kind=PairWish.Kind.PIN, reason=pin["reason"])
    publish_plan(officer, begin_plan(officer, office.agency, round_, keep=False))


def _replace(office: Office, round_: Round, told: Mapping[str, Any]) -> None:
    leaving = engagement_of(office, round_, office.experts[told["code"]])
    successor = ready(office, round_, office.experts[told["replaced_by"]])
    replace_expert(office.people["officer"], leaving, successor, reason=material("experts")["reason_replaced"])
