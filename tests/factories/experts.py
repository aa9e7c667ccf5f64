"""Experts, engagements and assignments, made through the services as people make them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from consortia.stages.applications.models import Application
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Engagement, Expert
from consortia.stages.experts.services.assigning import assign
from consortia.stages.experts.services.declaring import declaration_digest, declare
from consortia.stages.experts.services.describing import Profile, keep_profile
from consortia.stages.experts.services.inviting import Terms, accept_engagement, invite_address, invite_expert
from consortia.stages.people.models import Person
from tests.factories import applications as make

LINK: Final = "http://testserver/expert/invitations/{token}/"
TERMS: Final = Terms(most=10)


def an_expert(name: str = "", **said: object) -> Expert:
    """An expert in the pool from a country of no usual consortium; `said` is what the profile holds."""
    return an_expert_of(make.a_person(name), **said)


def an_expert_of(person: Person, **said: object) -> Expert:
    """The same, of somebody who is there already."""
    usual: dict[str, object] = {"country": "BE", "languages": ("en",), "fields": ("HE",), "in_pool": True}
    return keep_profile(person, Profile(**{**usual, "domain": f"of-{person.pk}.example", **said}))  # type: ignore[arg-type]  # passed on


def invited(officer: Person, agency: str, round_: Round, expert: Expert | None = None) -> Engagement:
    """An engagement that the expert has not answered."""
    expert = expert or an_expert()
    if expert.in_pool:
        return invite_expert(officer, agency, round_, expert, terms=TERMS, link=LINK)
    return invite_address(officer, agency, round_, expert.person.email, terms=TERMS, link=LINK)


def engaged(officer: Person, agency: str, round_: Round, expert: Expert | None = None) -> Engagement:
    """An engagement that the expert has accepted and declared for."""
    expert = expert or an_expert()
    engagement, person = invited(officer, agency, round_, expert), expert.person
    engagement = accept_engagement(person, engagement)
    declare(person, engagement, name=person.name, seen=declaration_digest(round_))
    return Engagement.objects.select_related("declaration", "expert__person", "round__edition").get(pk=engagement.pk)


def a_submitted_application(**options: object) -> make.Consortium:
    """An application that was received; its agency is that of the coordinator's country."""
    consortium = make.a_ready_application(**options)
    application = consortium.application
    now = datetime.now().astimezone()
    request = f"request-{application.reference}"
    submit_application(consortium.lead, application, request_id=request, declared_by="A. Person", arrived_at=now)
    application.refresh_from_db()
    return consortium


def assigned(officer: Person, application: Application, expert: Expert | None = None, **options: object) -> Assignment:
    """An expert, engaged by the application's agency, who assesses it."""
    engagement = engaged(officer, application.agency, application.round, expert)
    return assign(officer, engagement, application, **options)  # type: ignore[arg-type]  # passed on
