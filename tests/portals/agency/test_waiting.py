"""What waits after the formal check, as the overview of an agency names it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consortia.portals.agency.waiting import Waits, waiting_after_check
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Engagement
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from tests.factories import agencies, experts, screening
from tests.factories import assessments as assess
from tests.factories import selection as make
from tests.portals.applicant.acting import client_of, words_of


def waits(agency: str = agencies.AGENCY) -> list[Waits]:
    return waiting_after_check(agency, kept_away=())


@pytest.fixture
def assessed() -> assess.Assessed:
    return assess.given("Ada Expert", "Bo Expert")


def test_an_expert_past_the_day_is_named_as_late(assessed: assess.Assessed) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Engagement.objects.filter(pk=assessed.assignments[1].engagement_id).update(due_on=yesterday)

    (late,) = waits(assessed.application.agency)

    assert (late.text, late.status) == ("1 assessment is late", "overdue")
    assert late.hint.endswith("longest wait 1 day")
    assert late.href == reverse(
        "agency:assessments",
        kwargs={"agency": assessed.application.agency, "round_id": assessed.application.round_id},
    )


def test_what_experts_have_not_signed_is_named_until_they_have(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    agreeing = waits(assessed.application.agency)
    assess.agreed(assessed)
    signing = waits(assessed.application.agency)
    assess.signed(assessed, 0, 1)

    assert [each.text for each in agreeing] == ["1 application waits for its experts to agree"]
    assert [each.text for each in signing] == ["1 consolidated assessment is not signed by all"]
    assert waits(assessed.application.agency) == []


def test_totals_far_apart_wait_for_the_agency(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1], assess.WEAK)

    (third,) = waits(assessed.application.agency)

    assert (third.text, third.word) == ("1 application waits for a third expert", "Waits for you")


def test_a_closed_round_without_experts_leads_to_its_plan() -> None:
    file = screening.a_file(experts.a_submitted_application().application.submissions.get())
    File.objects.filter(pk=file.pk).update(state=File.State.ELIGIBLE)
    before = waits(file.agency)
    Round.objects.filter(pk=file.round_id).update(deadline=timezone.now() - timedelta(days=1))

    (found,) = waits(file.agency)

    assert before == []
    assert found.text == "1 application that passed has no expert"
    assert found.href == reverse("agency:plan", kwargs={"agency": file.agency, "round_id": file.round_id})


def test_an_appeal_waits_until_it_is_decided_and_is_absent_for_who_keeps_away() -> None:
    made = make.published(make.a_round((30, 20, 20, 20), (28, 20, 20, 20), (20, 15, 15, 15)))
    appeal = make.appealed(made, 2)
    agency, reference = appeal.selection.agency, appeal.application.reference

    (found,) = waits(agency)

    assert found.text == f"Appeal: {reference}"
    # Of another application of the same round as well: its list would tell of the one kept away from.
    for kept_away in (reference, made.applications[0].reference):
        assert waiting_after_check(agency, kept_away=(kept_away,)) == []


def test_the_overview_shows_what_waits(assessed: assess.Assessed) -> None:
    officer: Person = assessed.officer
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1], assess.WEAK)

    page = words_of(client_of(officer).get(f"/agency/{assessed.application.agency}/"))

    assert "1 application waits for a third expert" in page
