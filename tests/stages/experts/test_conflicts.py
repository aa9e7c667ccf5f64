from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.agencies.services import decide
from consortia.stages.experts.conflicts import conflicts_in
from consortia.stages.experts.models import Expert
from consortia.stages.experts.services.assigning import NotAssignableError, assign
from consortia.stages.experts.services.describing import declare_conflict
from consortia.stages.experts.services.lifting import NothingToLiftError, propose_lifting
from consortia.stages.organisations.models import Organisation
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, PastProject
from tests.factories import agencies, experts
from tests.factories import applications as make

PUBLIC = "gmail.com"


def ties(consortium: make.Consortium, expert: Expert) -> dict[str, dict[str, object]]:
    """The ties of an expert to an application, by kind."""
    application = consortium.application
    found = conflicts_in(application.agency, application.round, [expert])
    return {tie.kind: dict(tie.path) for tie in found.of(str(expert.pk), application.reference)}


def a_past_project(number: str, *bodies: Organisation | str) -> None:
    """A funded project with these partners, registered or only named (in Belgium)."""
    project = PastProject.objects.create(identifier=number, title="Tools", year=2014)
    for at, body in enumerate(bodies):
        name = body if isinstance(body, str) else body.name
        past, _made = PastOrganisation.objects.get_or_create(
            name=name,
            plain_name=name.lower(),
            country="BE",
            digest=f"{name}",
            organisation=None if isinstance(body, str) else body,
        )
        PastParticipation.objects.create(project=project, organisation=past, role="partner", number=at, name=name)


def test_an_expert_from_nowhere_near_has_no_conflict() -> None:
    assert ties(experts.a_submitted_application(), experts.an_expert()) == {}


def test_the_employer_in_the_consortium_and_a_member_are_found() -> None:
    consortium = experts.a_submitted_application()
    partner = consortium.participations[1].organisation

    by_employer = ties(consortium, experts.an_expert(employer=partner))
    member = make.a_member(partner)
    by_membership = ties(consortium, experts.an_expert_of(member))

    assert by_employer["same-organisation"]["how"] == "employer"
    assert by_membership["same-organisation"] == {
        "how": "member",
        "own": partner.name,
        "organisation": partner.name,
        "role": "partner",
    }


def test_a_domain_of_somebody_who_writes_is_found_and_a_public_one_is_not() -> None:
    consortium = experts.a_submitted_application()
    partner = consortium.participations[1].organisation
    own = make.a_person(email="somebody@harbour.example.net")
    partner.memberships.create(person=own, admitted_at=partner.created_at)
    public = make.a_person(email=f"somebody@{PUBLIC}")
    partner.memberships.create(person=public, admitted_at=partner.created_at)

    assert ties(consortium, experts.an_expert(domain="law.harbour.example.net")) == {
        "same-domain": {
            "own": "law.harbour.example.net",
            "organisation": partner.name,
            "domain": "harbour.example.net",
        }
    }
    person = make.a_person(email=f"expert@{PUBLIC}")
    assert ties(consortium, experts.an_expert_of(person, domain="gmail.com")) == {}


def test_a_part_in_the_round_at_another_agency_is_found_and_the_application_is_not_named() -> None:
    consortium = experts.a_submitted_application()
    other = experts.a_submitted_application(countries=("FI", "ES", "PL"), round_=consortium.application.round)
    employer = other.participations[1].organisation

    found = ties(consortium, experts.an_expert(employer=employer))

    assert consortium.application.agency != other.application.agency
    assert found["employer-in-round"] == {"own": employer.name, "application": ""}


def test_a_part_in_the_round_at_the_same_agency_names_the_application() -> None:
    consortium = experts.a_submitted_application()
    other = experts.a_submitted_application(round_=consortium.application.round)
    employer = other.participations[1].organisation

    found = ties(consortium, experts.an_expert(employer=employer))

    assert found["employer-in-round"] == {"own": employer.name, "application": other.application.reference}


def test_a_part_in_another_round_is_no_conflict() -> None:
    consortium = experts.a_submitted_application()
    other = experts.a_submitted_application(countries=("FI", "ES", "PL"))
    employer = other.participations[0].organisation

    assert "employer-in-round" not in ties(consortium, experts.an_expert(employer=employer))


@pytest.mark.parametrize("registered", [True, False])
def test_the_latest_project_together_is_found(*, registered: bool) -> None:
    consortium = experts.a_submitted_application()
    partner = consortium.participations[1].organisation
    employer = make.an_organisation(make.a_person(), country="BE", name="Far Workshop")
    for number in ("2014-1", "2014-2"):
        a_past_project(number, employer if registered else "Far Workshop", partner)
    a_past_project("2014-3", "Somebody else", partner)
    expert = experts.an_expert(employer=employer) if registered else experts.an_expert(employer_name="Far Workshop")

    found = ties(consortium, expert)

    assert found == {
        "worked-together": {
            "own": "Far Workshop",
            "organisation": partner.name,
            "project": "2014-2",
            "title": "Tools",
            "year": 2014,
        }
    }


def test_the_country_of_the_applicant_needs_a_decision() -> None:
    consortium = experts.a_submitted_application()

    assert ties(consortium, experts.an_expert(country="DE")) == {"same-country": {"country": "DE"}}


def test_a_declared_conflict_bars_at_once() -> None:
    consortium = experts.a_submitted_application()
    officer = agencies.somebody("officer", agency=consortium.application.agency)
    assignment = experts.assigned(officer, consortium.application)
    expert = assignment.engagement.expert
    assert expert is not None

    declare_conflict(expert.person, consortium.application, reason="My sister coordinates it.")

    assert ties(consortium, expert) == {"declared": {"reason": "My sister coordinates it."}}


def test_a_conflict_is_declared_only_with_what_one_was_given() -> None:
    consortium = experts.a_submitted_application()

    with pytest.raises(PermissionDenied):
        declare_conflict(experts.an_expert().person, consortium.application, reason="I know them.")


def test_a_tie_keeps_an_application_from_the_expert_until_two_officers_lift_it() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    engagement = experts.engaged(officer, application.agency, application.round, experts.an_expert(country="DE"))
    expert = engagement.expert
    assert expert is not None
    proposal = propose_lifting(officer, expert, application, kinds=["same-country"], reason="Nobody else reads it.")

    with pytest.raises(NotAssignableError, match="conflict"):
        assign(officer, engagement, application)
    decide(agencies.somebody("team-lead", agency=application.agency), proposal, approve=True)

    assert assign(officer, engagement, application).application == application


def test_what_bars_cannot_be_lifted() -> None:
    consortium = experts.a_submitted_application()
    application = consortium.application
    officer = agencies.somebody("officer", agency=application.agency)
    expert = experts.an_expert(employer=consortium.participations[1].organisation)

    with pytest.raises(NothingToLiftError):
        propose_lifting(officer, expert, application, kinds=["same-organisation"], reason="No matter.")


def test_a_round_costs_the_same_queries_however_many_there_are() -> None:
    consortium = experts.a_submitted_application()
    application, round_ = consortium.application, consortium.application.round
    some = [experts.an_expert(employer=consortium.participations[0].organisation)]
    counted = []
    for _turn in range(2):
        read = list(Expert.objects.select_related("person", "employer").filter(pk__in=[each.pk for each in some]))
        with CaptureQueriesContext(connection) as queries:
            conflicts_in(application.agency, round_, read)
        counted.append(len(queries))
        experts.a_submitted_application(round_=round_)
        some += [experts.an_expert(employer_name="Far Workshop"), experts.an_expert(domain="far.example")]

    assert counted == [7, 7]
