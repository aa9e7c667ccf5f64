"""How an agency follows the assessments of a round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortia.stages.applications.models import Application
from consortia.stages.experts.models import Engagement
from tests.factories import agencies, experts
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.portals.applicant.acting import client_of, words_of


@pytest.fixture
def assessed() -> assess.Assessed:
    return assess.given("Ada Expert", "Bo Expert")


def the_list(application: Application) -> str:
    return reverse("agency:assessments", kwargs={"agency": application.agency, "round_id": application.round_id})


def the_file(application: Application) -> str:
    return reverse("agency:assessment", kwargs={"agency": application.agency, "reference": application.reference})


def test_the_list_tells_who_is_late_and_whose_totals_lie_apart(assessed: assess.Assessed) -> None:
    Engagement.objects.filter(pk=assessed.assignments[1].engagement_id).update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    assess.finished(assessed.assignments[0])
    client = client_of(assessed.officer)
    late = words_of(client.get(the_list(assessed.application)))
    assess.finished(assessed.assignments[1], assess.WEAK)

    apart = words_of(client.get(the_list(assessed.application)))

    assert "Bo Expert: late, was due on" in late
    assert "Ada Expert: finished on" in late
    assert "Waits for a third expert 40" in apart


def test_the_list_is_filtered_by_state(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    client = client_of(assessed.officer)

    pages = [words_of(client.get(the_list(assessed.application), {"state": code})) for code in ("assessing", "final")]

    assert [assessed.application.reference in page for page in pages] == [True, False]
    assert "No assessment here" in pages[1]


def test_points_of_an_unfinished_assessment_stay_with_the_expert(assessed: assess.Assessed) -> None:
    assess.filled(assessed.assignments[0], assess.GOOD, comment="Not yet meant for anybody.")

    page = words_of(client_of(assessed.officer).get(the_file(assessed.application)))

    assert "Not yet meant for anybody." not in page
    assert "80 of 100" not in page


def test_the_file_shows_points_reasons_and_what_happened(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1], assess.MIDDLING)

    page = words_of(client_of(assessed.officer).get(the_file(assessed.application)))

    assert "The totals lie 12 points apart; from 30 on a third expert is asked" in page
    assert "Ada Expert, 80 of 100" in page
    assert page.index("Ada Expert: 24 of 30") < page.index("Bo Expert: 20 of 30")
    assert page.count("Individual assessment finished") == 2


def test_an_officer_opens_again_with_a_reason(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    client = client_of(assessed.officer)
    verb = f"take-up {assessed.assignments[0].pk}"

    without = words_of(client.post(the_file(assessed.application), {"do": verb, "reason": ""}))
    answer = client.post(the_file(assessed.application), {"do": verb, "reason": "C3 is about another project."})

    assert "Say why: the expert reads it" in without
    assert (answer.status_code, assessed.opened.file.finished) == (302, frozenset())
    assert "C3 is about another project." in words_of(client.get(the_file(assessed.application)))


def test_a_final_one_is_opened_again_and_experts_who_do_not_agree_get_a_third(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    assess.signed(assessed, 0, 1)
    client = client_of(assessed.officer)
    client.post(the_file(assessed.application), {"do": "reopen", "reason": "C4 names a person."})
    reopened = assessed.state

    client.post(the_file(assessed.application), {"do": "ask-another", "reason": "They do not agree."})

    assert (reopened, assessed.state) == ("consolidating", "third-expert")


def test_a_move_that_is_not_possible_now_is_told(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])

    page = words_of(client_of(assessed.officer).post(the_file(assessed.application), {"do": "reopen", "reason": "x"}))

    assert "the assessment has moved on meanwhile" in page


def test_a_director_reads_and_does_not_act(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    director = client_of(agencies.somebody("director", agency=assessed.application.agency))

    looked = director.get(the_file(assessed.application))
    acted = director.post(the_file(assessed.application), {"do": "reopen", "reason": "x"})

    assert (looked.status_code, acted.status_code) == (200, 403)
    assert "Open again" not in words_of(looked)


def test_the_list_asks_as_often_for_three_as_for_one() -> None:
    round_ = make.a_round()
    pool = [experts.an_expert(), experts.an_expert()]
    first = assess.given(pool=pool, application=assess.received(round_=round_))
    assess.finished(first.assignments[0])
    client = client_of(first.officer)
    counts = []
    for more in (0, 2):
        for _number in range(more):
            given = assess.given("New One", "New Two", application=assess.received(round_=round_))
            assess.finished(given.assignments[0])
        client.get(the_list(first.application))
        with CaptureQueriesContext(connection) as captured:
            page = words_of(client.get(the_list(first.application)))
        counts.append(len(captured))
        assert page.count("finished on") == 1 + more

    assert counts == [15, 15]


def test_an_officer_gives_it_to_a_third_expert_where_totals_lie_apart(assessed: assess.Assessed) -> None:
    for assignment, points in zip(assessed.assignments, (assess.GOOD, assess.WEAK), strict=True):
        assess.finished(assignment, points)
    application = assessed.application
    third = experts.engaged(assessed.officer, application.agency, application.round, experts.an_expert("Cy Expert"))
    client = client_of(assessed.officer)
    offered = words_of(client.get(the_file(application)))

    nobody = client.post(the_file(application), {"do": "give", "reason": "The totals lie apart."})
    client.post(the_file(application), {"do": "give", "expert": third.pk, "reason": "The totals lie apart."})

    assert "Cy Expert (0)" in offered
    assert "Choose who assesses as well." in words_of(nobody)
    assert [(each.role, each.reason) for each in third.assignments.all()] == [("third", "The totals lie apart.")]


def test_only_who_arranges_gives_it_to_a_third_expert(assessed: assess.Assessed) -> None:
    for assignment, points in zip(assessed.assignments, (assess.GOOD, assess.WEAK), strict=True):
        assess.finished(assignment, points)
    application = assessed.application
    third = experts.engaged(assessed.officer, application.agency, application.round)
    director = client_of(agencies.somebody("director", agency=application.agency))

    refused = director.post(the_file(application), {"do": "give", "expert": third.pk, "reason": "Because."})

    assert refused.status_code == 403
    assert not third.assignments.exists()
