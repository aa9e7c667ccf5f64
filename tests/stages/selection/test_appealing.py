"""Appeals: sent, received, assessed anew by others, decided in four eyes, with the list's history kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.values import euros
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.experts.models import Assignment
from consortia.stages.experts.services.assigning import NotAssignableError
from consortia.stages.letters.models import Letter
from consortia.stages.selection.models import Appeal
from consortia.stages.selection.queries import experts_for_appeal
from consortia.stages.selection.services.appealing import (
    NoAppealError,
    NotAssessedAnewError,
    TakesAwardAwayError,
    assess_anew,
    propose_outcome,
    receive_appeal,
    send_appeal,
    settle_appeal,
)
from consortia.stages.selection.services.telling import write_appeal_letters, write_result_letters
from tests.factories import agencies, experts
from tests.factories import selection as make

FOUR = ((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28), (12, 8, 8, 12))


def received(made: make.Made, number: int) -> Appeal:
    return receive_appeal(made.officer, make.appealed(made, number), now=datetime.now(UTC))


def test_an_appeal_needs_reasons_a_writer_and_a_published_result() -> None:
    made = make.drawn(make.a_round(*FOUR))
    now = datetime.now(UTC)

    with pytest.raises(NoAppealError):
        make.appealed(made, 2)
    make.published(made)
    with pytest.raises(PermissionDenied):
        send_appeal(made.consortia[0].lead, made.selection, made.applications[1], reasons="Look.", arrived_at=now)
    with pytest.raises(NoReasonError):
        make.appealed(made, 2, reasons=" \n ")
    make.appealed(made, 2)
    with pytest.raises(NoAppealError):
        make.appealed(made, 2)

    assert [(each.state, each.late) for each in Appeal.objects.all()] == [("sent", False)]


def test_what_comes_after_the_term_is_kept_and_marked_as_late() -> None:
    made = make.published(make.a_round(*FOUR))
    arrived = datetime.now(UTC) + timedelta(days=31)

    appeal = send_appeal(
        made.consortia[1].lead, made.selection, made.applications[1], reasons="Look again.", arrived_at=arrived
    )

    assert (appeal.late, appeal.reasons) == (True, "Look again.")


def test_the_result_can_stay_and_the_applicant_reads_why() -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = received(made, 2)

    propose_outcome(made.officer, appeal, outcome="upheld", words="The comments speak of this project.")
    settled = settle_appeal(made.people["team-lead"], appeal, approve=True)
    write_appeal_letters(settled.pk)
    write_appeal_letters(settled.pk)

    assert (settled.state, settled.outcome, made.drawn.number) == ("decided", "upheld", 1)
    letter = Letter.objects.get(kind="selection-appeal")
    assert "The comments speak of this project." in letter.body


def test_whoever_proposed_does_not_decide() -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = received(made, 2)
    lead = made.people["team-lead"]

    propose_outcome(lead, appeal, outcome="upheld", words="The comments speak of this project.")

    with pytest.raises(PermissionDenied):
        settle_appeal(lead, appeal, approve=True)


def test_points_that_are_not_final_cannot_count() -> None:
    made = make.published(make.a_round(*FOUR))

    with pytest.raises(NotAssessedAnewError):
        propose_outcome(made.officer, received(made, 2), outcome="changed", words="They were right.")


def test_new_points_bring_a_new_version_and_the_earlier_one_is_kept() -> None:
    made = make.published(make.a_round(*FOUR, room_for=3))
    appeal = received(made, 4)
    make.finally_given(made.applications[3], (26, 17, 17, 26), appeal=True)

    propose_outcome(made.officer, appeal, outcome="changed", words="It was read wrongly.", growth=euros(made.grant))
    settle_appeal(made.people["team-lead"], appeal, approve=True)

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #4 awarded", "HE 3 #1 awarded", "HE 4 #2 awarded"]
    kinds = [(each.kind, each.list.number) for each in made.selection.changes.all()]
    assert kinds == [("appeal", 2), ("grown", 2)]
    first = made.selection.lists.get(number=1)
    assert first.places.get(application=made.applications[3]).total == 40
    assert write_result_letters(made.drawn.pk) == 0


def test_new_points_never_take_a_published_award_from_somebody_else() -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = received(made, 4)
    make.finally_given(made.applications[3], (30, 20, 20, 30), appeal=True)

    with pytest.raises(TakesAwardAwayError) as refused:
        propose_outcome(made.officer, appeal, outcome="changed", words="It was read wrongly.")

    assert (refused.value.losing, refused.value.lacking) == (1, euros(made.grant))


def test_only_experts_who_never_had_the_application_assess_it_anew() -> None:
    made = make.published(make.a_round_of_experts((24, 16, 16, 24)))
    appeal = received(made, 1)
    before = [each.engagement for each in Assignment.objects.filter(application=made.applications[0])]
    others = [experts.engaged(made.officer, make.AGENCY, made.round) for _number in range(2)]

    with pytest.raises(NotAssignableError):
        assess_anew(made.officer, appeal, before)
    given = assess_anew(made.officer, appeal, others)

    assert [(each.role, each.leads) for each in given] == [("appeal", True), ("appeal", False)]
    assert Appeal.objects.get().state == "reassessing"


def test_only_experts_without_a_tie_to_the_application_are_offered_for_an_appeal() -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = received(made, 2)
    free = experts.engaged(made.officer, make.AGENCY, made.round)
    experts.engaged(made.officer, make.AGENCY, made.round, make.conflicted(made.applications[1]))

    offered = experts_for_appeal(appeal)

    assert offered == [free]


def test_an_officer_of_another_agency_receives_nothing() -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = make.appealed(made, 2)

    with pytest.raises(PermissionDenied):
        receive_appeal(agencies.somebody("officer", agency=agencies.ELSEWHERE), appeal, now=datetime.now(UTC))
