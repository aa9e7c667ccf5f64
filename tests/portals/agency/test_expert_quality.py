"""How the experts of a round worked, as those see it who lead the team."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortia.stages.agencies.services import recuse
from consortia.stages.applications.models import Application
from consortia.stages.assessments.quality import quality_in
from tests.factories import agencies
from tests.factories import assessments as assess
from tests.portals.applicant.acting import client_of, words_of

pytestmark = pytest.mark.django_db


def page_of(application: Application) -> str:
    return reverse("agency:expert_quality", kwargs={"agency": application.agency, "round_id": application.round_id})


def test_figures_stand_beside_how_many_assessments_they_rest_on() -> None:
    assessed = assess.given("Ada Expert", "Bo Expert")
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1], assess.MIDDLING)
    application = assessed.application
    lead = agencies.somebody("team-lead", agency=application.agency)

    page = words_of(client_of(lead).get(page_of(application)))
    ada, bo = quality_in(application.agency, application.round, lead)

    assert (ada.name, ada.figures.assessments, ada.figures.leniency, bo.figures.leniency) == ("Ada Expert", 1, 12, -12)
    assert (ada.figures.spread, ada.figures.drift, ada.part, bo.part) == (None, None, 1, 1)
    assert "+12.0" in page
    assert "mostly chance" in page


def test_experts_whom_no_application_connects_are_in_groups_of_their_own() -> None:
    one = assess.given("Ada Expert")
    other = assess.given("Bo Expert", application=assess.received(round_=one.application.round))
    for each in (one, other):
        assess.finished(each.assignments[0])
    lead = agencies.somebody("team-lead", agency=one.application.agency)

    page = words_of(client_of(lead).get(page_of(one.application)))

    assert "2 groups that no application connects" in page


def test_unfinished_assessments_and_applications_one_keeps_away_from_are_left_out() -> None:
    assessed = assess.given("Ada Expert", "Bo Expert")
    application = assessed.application
    lead = agencies.somebody("team-lead", agency=application.agency)
    assess.finished(assessed.assignments[0])
    assess.filled(assessed.assignments[1])
    before = [each.name for each in quality_in(application.agency, application.round, lead)]

    recuse(lead, application.agency, str(application.pk), reason="A friend applies.", by=lead)

    assert before == ["Ada Expert"]
    assert quality_in(application.agency, application.round, lead) == []


def test_the_page_costs_the_same_with_one_and_with_three_applications() -> None:
    first = assess.given("Ada Expert", "Bo Expert")
    lead = agencies.somebody("director", agency=first.application.agency)
    client, costs = client_of(lead), []
    everyone = [first]
    for number in (0, 2):
        everyone += [
            assess.given(f"Expert {place}", application=assess.received(round_=first.application.round))
            for place in range(number)
        ]
        for each in everyone[-number or -1 :]:
            assess.finished(each.assignments[0])

        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(first.application))
        costs.append(len(queries))

    assert costs == [12, 12]
