"""What waits for whom on the overview: each thing by name, with its age and the page on which one goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortia.portals.agency.waiting import MOST, Waits, waiting_in
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import recuse
from consortia.stages.applications.models import Application
from consortia.stages.calls.models import Round
from consortia.stages.experts.conflicts import LIFTING, conflicts_in, lifting_subject
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.services.lifting import propose_lifting
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from tests.factories import agencies, experts, screening
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.factories import selection as select
from tests.portals.applicant.acting import client_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def waits_for(person: Person, agency: str) -> list[tuple[str, str, str]]:
    found = waiting_in(agency, person, now=timezone.now())
    return [(each.what, each.about, each.whom) for each in found.named]


def named(application: Application) -> str:
    return f"{application.reference}, {application.title}"


def late(application: Application) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Engagement.objects.filter(assignments__application=application).update(due_on=yesterday)


def test_an_assessment_that_is_late_is_named_with_its_expert_and_its_page() -> None:
    given = assess.given("Ada Expert", "Bo Expert")
    assess.finished(given.assignments[0])
    late(given.application)

    found = waiting_in(given.application.agency, given.officer, now=timezone.now()).named

    parts = {"agency": given.application.agency, "reference": given.application.reference}
    assert found == (
        Waits(
            what="Assessment is late",
            about=named(given.application),
            href=reverse("agency:assessment", kwargs=parts),
            whom="Bo Expert",
            since=found[0].since,
            late=True,
        ),
    )
    assert found[0].since.date() == timezone.localdate() - timedelta(days=1)


def test_what_is_not_consolidated_or_signed_names_whose_turn_it_is() -> None:
    given = assess.given("Ada Expert", "Bo Expert")
    for assignment in given.assignments:
        assess.finished(assignment)
    agency = given.application.agency
    before = waits_for(given.officer, agency)
    assess.agreed(given)
    assess.signed(given, 0)

    after = waits_for(given.officer, agency)

    assert before == [("Not consolidated yet", named(given.application), "Ada Expert")]
    assert after == [("Not signed yet", named(given.application), "Bo Expert")]


def test_a_third_expert_is_waited_for_by_the_agency() -> None:
    given = assess.given("Ada Expert", "Bo Expert")
    assess.finished(given.assignments[0])
    assess.finished(given.assignments[1], assess.WEAK)

    found = waits_for(given.officer, given.application.agency)

    assert found == [("A third expert is needed", named(given.application), "an officer or team lead")]


def test_checked_applications_with_no_expert_after_the_deadline_ask_for_a_plan() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    File.objects.update(state=File.State.ELIGIBLE)
    before = waits_for(officer, file.agency)
    Round.objects.update(deadline=NOW - timedelta(days=3))

    found = waiting_in(file.agency, officer, now=NOW).named

    assert before == []
    assert [(each.what, each.href) for each in found] == [
        ("No plan of experts", reverse("agency:plan", kwargs={"agency": file.agency, "round_id": file.round_id}))
    ]
    assert found[0].about.startswith("1 application of the round of")


def test_an_open_appeal_is_named_until_somebody_who_keeps_away_looks() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    select.as_if_published(application, officer)

    seen = waits_for(officer, application.agency)
    recuse(officer, application.agency, str(application.pk), reason="A friend.", by=officer)

    assert seen == [("Appeal", named(application), "an officer, to receive it")]
    assert waits_for(officer, application.agency) == []


def test_nobody_reads_of_late_work_on_what_they_keep_away_from() -> None:
    given = assess.given("Ada Expert", "Bo Expert")
    late(given.application)
    recuse(
        given.officer,
        given.application.agency,
        str(given.application.pk),
        reason="A friend.",
        by=given.officer,
    )

    page = client_of(given.officer).get(f"/agency/{given.application.agency}/").content.decode()

    assert given.application.reference not in page
    assert "Ada Expert" not in page


def test_more_than_can_be_named_are_counted_with_a_way_to_them() -> None:
    given = assess.given(*(f"Expert {number}" for number in range(MOST + 2)))
    late(given.application)

    found = waiting_in(given.application.agency, given.officer, now=timezone.now())

    assert len(found.named) == MOST
    assert [each.words for each in found.further] == ["2 more assessments are late"]


def test_the_overview_costs_the_same_for_one_and_for_three_that_wait() -> None:
    round_ = make.a_round()
    first = assess.given("Ada Expert", "Bo Expert", application=assess.received(round_=round_))
    late(first.application)
    client, counts = client_of(first.officer), []
    for more in (0, 2):
        for _number in range(more):
            late(assess.given("New One", "New Two", application=assess.received(round_=round_)).application)
        client.get(f"/agency/{first.application.agency}/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/agency/{first.application.agency}/")
        counts.append(len(captured))
        assert len(page.context["named"]) == 2 + 2 * more

    assert counts == [18, 18]


def test_a_tie_that_an_officer_would_lift_is_decided_by_another(client: Client) -> None:
    application = experts.a_submitted_application().application
    agency, expert = application.agency, experts.an_expert("Ada Expert", country="DE")
    officer, lead = (agencies.somebody(role, agency=agency) for role in ("officer", "team-lead"))
    reason = "Nobody else reads it."
    propose_lifting(officer, expert, application, kinds=["same-country"], reason=reason)
    proposal = Proposal.objects.get(kind=LIFTING)
    address = f"/agency/{agency}/decisions/{proposal.pk}/"
    client.force_login(lead)

    page = client.get(address).content.decode()
    client.post(address, {"act": "approve", "words": ""})

    pair = (str(expert.pk), application.reference)
    assert ("Ada Expert" in page, "lives in the applicant&#x27;s country" in page) == (True, True)
    assert Proposal.objects.get(subject=lifting_subject(*pair)).outcome == "approved"
    assert conflicts_in(agency, application.round, [expert]).standing(*pair) == ()


def test_a_round_leads_to_its_applications_experts_assessments_and_selection() -> None:
    given = assess.given("Ada Expert", "Bo Expert")
    screening.take_in()
    agency, number = given.application.agency, given.application.round_id

    page = client_of(given.officer).get(reverse("agency:round", kwargs={"agency": agency, "number": number}))

    assert [(each["title"], each["hint"]) for each in page.context["steps"]] == [
        ("Applications", "1 received"),
        ("Experts", "2 of 2 who were asked accepted"),
        ("Conflicts of interest", ""),
        ("Who assesses what", "1 of 1 applications are with experts"),
        ("Assessments", "0 of 1 are final"),
        ("Selection", "not begun"),
    ]
    assert all(client_of(given.officer).get(each["href"]).status_code == 200 for each in page.context["steps"])
