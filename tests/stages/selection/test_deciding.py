"""From final points to letters: drawn, proposed, approved by another person, published, and moved on afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import IllegalMoveError
from consortia.core.values import euros
from consortia.stages.agencies.services import NoReasonError, appoint
from consortia.stages.letters.models import Letter
from consortia.stages.selection.results import result_of
from consortia.stages.selection.services.cascading import decline_grant, grow_envelope
from consortia.stages.selection.services.deciding import (
    OutdatedListError,
    decide_list,
    propose_list,
    publish_list,
    take_list_back,
)
from consortia.stages.selection.services.drawing import draw_list
from consortia.stages.selection.services.telling import write_result_letters
from tests.factories import agencies
from tests.factories import selection as make

FOUR = ((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28), (12, 8, 8, 12))


def test_the_whole_way_from_experts_to_letters() -> None:
    made = make.a_round_of_experts((24, 16, 16, 24), (28, 18, 18, 28))
    make.published(made)

    written = write_result_letters(made.drawn.pk)
    again = write_result_letters(made.drawn.pk)

    assert made.told() == ["HE 1 #2 awarded", "HE 2 #1 awarded"]
    assert (written, again) == (2, 2)
    letters = Letter.objects.filter(kind="selection-result").order_by("to")
    assert [each.to for each in letters] == sorted(each.lead.email for each in made.consortia)


def test_whoever_proposed_never_approves_even_as_a_director() -> None:
    made = make.a_round(*FOUR)
    appoint(made.member, make.AGENCY, "director", by=None)
    make.proposed(made)

    with pytest.raises(PermissionDenied):
        decide_list(made.member, made.selection, approve=True)

    assert made.selection.state == "proposed"


def test_a_director_who_sat_in_the_session_does_not_approve() -> None:
    made = make.a_round(*FOUR)
    appoint(made.director, make.AGENCY, "committee", by=None)
    make.drawn(made)
    session = make.sat(made)
    session.present.add(made.director)
    propose_list(made.member, made.selection, reason="As the experts say.")

    with pytest.raises(PermissionDenied):
        decide_list(made.director, made.selection, approve=True)

    assert made.selection.state == "proposed"


def test_a_member_who_did_not_sit_in_a_session_does_not_propose() -> None:
    made = make.drawn(make.a_round(*FOUR))

    with pytest.raises(PermissionDenied):
        propose_list(made.member, made.selection, reason="As the experts say.")


def test_a_director_gives_the_lists_back_with_a_reason_and_they_are_drawn_up_again() -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)

    with pytest.raises(NoReasonError):
        decide_list(made.director, made.selection, approve=False, words=" ")
    decide_list(made.director, made.selection, approve=False, words="Look at position 3 again.")

    assert made.selection.state == "drawing-up"


def test_only_its_author_takes_a_proposal_back() -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)

    with pytest.raises(PermissionDenied):
        take_list_back(made.officer, made.selection)
    take_list_back(made.member, made.selection)

    assert made.selection.state == "drawing-up"


def test_a_list_is_neither_proposed_nor_approved_once_what_it_was_drawn_from_has_changed() -> None:
    made = make.drawn(make.a_round(*FOUR))
    make.sat(made)
    make.money(made, "HE", made.grant)

    with pytest.raises(OutdatedListError):
        propose_list(made.member, made.selection, reason="As the experts say.")
    draw_list(made.officer, made.selection)
    propose_list(made.member, made.selection, reason="As the experts say.")
    make.money(made, "HE", made.grant * 3)
    with pytest.raises(OutdatedListError):
        decide_list(made.director, made.selection, approve=True)

    assert made.selection.state == "proposed"


def test_nothing_is_published_before_it_is_approved() -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)

    with pytest.raises(IllegalMoveError):
        publish_list(made.director, made.selection)

    assert [result_of(each) for each in made.applications] == [None] * 4


def test_an_applicant_has_a_result_after_publication_only() -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)
    decide_list(made.director, made.selection, approve=True)
    before = result_of(made.applications[0])

    publish_list(made.director, made.selection)
    after = result_of(made.applications[0])

    assert before is None
    assert after is not None
    assert (after.place.outcome, after.place.grant) == ("awarded", made.grant)


def test_another_agency_decides_nothing_here() -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)
    stranger = agencies.somebody("director", agency=agencies.ELSEWHERE)

    with pytest.raises(PermissionDenied):
        decide_list(stranger, made.selection, approve=True)


def test_when_one_declines_the_next_on_the_reserve_list_is_awarded_and_both_are_told() -> None:
    made = make.published(make.a_round(*FOUR))
    write_result_letters(made.drawn.pk)
    Letter.objects.all().delete()

    decline_grant(made.consortia[0].lead, made.selection, made.applications[0], reason="We have other money.")
    write_result_letters(made.drawn.pk)

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 declined", "HE 3 #2 awarded", "HE 4 #4 below-threshold"]
    assert sorted(Letter.objects.filter(kind="selection-result").values_list("to", flat=True)) == sorted(
        [made.consortia[0].lead.email, made.consortia[1].lead.email]
    )


def test_when_an_envelope_grows_the_next_is_awarded_and_the_money_of_the_round_says_so() -> None:
    made = make.published(make.a_round(*FOUR))
    lead = made.people["team-lead"]

    grow_envelope(lead, made.selection, "HE", by=euros(made.grant), reason="Money from another field.")

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 awarded", "HE 3 #2 awarded", "HE 4 #4 below-threshold"]
    assert made.round.envelopes.get(field="HE").amount == made.grant * 3 + make.ROOM
    assert [(each.kind, each.list.number) for each in made.selection.changes.all()] == [("grown", 2)]


def test_before_publication_nobody_declines() -> None:
    made = make.drawn(make.a_round(*FOUR))

    with pytest.raises(IllegalMoveError):
        decline_grant(made.consortia[0].lead, made.selection, made.applications[0], reason="No.")


def test_a_stranger_declines_for_nobody() -> None:
    made = make.published(make.a_round(*FOUR))

    with pytest.raises(PermissionDenied):
        decline_grant(made.consortia[1].lead, made.selection, made.applications[0], reason="No.")

    assert made.selection.published_at is not None
    assert made.selection.published_at <= datetime.now(UTC)
