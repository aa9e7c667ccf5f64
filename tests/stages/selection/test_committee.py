"""Sessions, recusals and minutes; amounts below the requested ones."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import IllegalMoveError
from consortia.core.values import euros
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.amounts import AboveRequestedError, NothingLeftError, Wish
from consortia.stages.assessments.models import AssessmentFile, LowerAmount
from consortia.stages.selection.models import Minutes
from consortia.stages.selection.permissions import sight_of
from consortia.stages.selection.services.committee import keep_away, open_session, write_minutes
from consortia.stages.selection.services.deciding import is_outdated, propose_list
from consortia.stages.selection.services.drawing import NotFinalError, draw_list
from consortia.stages.selection.services.lowering import propose_amounts
from tests.factories import selection as make

THREE = ((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28))


def submission_of(made: make.Made, number: int) -> Submission:
    return Submission.objects.select_related("application").get(application=made.applications[number - 1])


def wish(amount: str, reason: str = "Management is counted twice.") -> dict[str, Wish]:
    return {"project-management": Wish(proposed=euros(amount), reason=reason)}


def test_drawing_again_gives_the_same_version_while_nothing_has_changed() -> None:
    made = make.drawn(make.a_round(*THREE))

    again = draw_list(made.officer, made.selection)

    assert (again.number, made.selection.lists.count(), made.selection.scores.count()) == (1, 1, 3)


def test_while_points_are_not_final_nothing_is_drawn_and_what_lacks_is_named() -> None:
    made = make.drawn(make.a_round(*THREE))
    make.not_final(made.applications[1])

    with pytest.raises(NotFinalError) as refused:
        draw_list(made.officer, made.selection)

    assert [(each.what, each.reference) for each in refused.value.missing] == [
        ("assessment", made.applications[1].reference)
    ]


def test_a_lower_amount_counts_in_the_next_list_and_frees_money_for_the_next() -> None:
    made = make.drawn(make.a_round(*THREE))
    make.money(made, "HE", made.grant * 2 + euros("11800").amount)

    propose_amounts(made.officer, made.selection, submission_of(made, 2), wish("1000.00"))
    draw_list(made.officer, made.selection)

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 awarded", "HE 3 #2 awarded"]
    assert made.place(2).money == euros("11800.00")


def said_by_experts(made: make.Made, number: int, amount: str) -> LowerAmount:
    """What experts proposed under project management, and signed."""
    file = AssessmentFile.objects.get(submission__application=made.applications[number - 1])
    asked = next(each for each in file.submission.budget["headings"] if each["code"] == "project-management")
    return LowerAmount.objects.create(
        file=file, heading=asked["code"], requested=asked["amount"], proposed=amount, reason="Twice.", by=made.officer
    )


def test_what_experts_propose_below_the_requested_is_in_the_first_list() -> None:
    made = make.a_round(*THREE)
    make.money(made, "HE", made.grant * 2 + euros("11800").amount)
    said_by_experts(made, 2, "1000.00")

    make.drawn(made)

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 awarded", "HE 3 #2 awarded"]
    assert made.place(2).money == euros("11800.00")
    assert [each.reason for each in made.selection.lowerings.all()] == ["Twice."]


def test_between_experts_and_agency_the_last_word_counts() -> None:
    made = make.a_round(*THREE)
    said_by_experts(made, 1, "1000.00")
    make.drawn(made)
    propose_amounts(made.officer, made.selection, submission_of(made, 1), wish("2000.00"))

    by_the_agency = draw_list(made.officer, made.selection)
    said_by_experts(made, 1, "3000.00")
    outdated = is_outdated(made.selection, by_the_agency)
    draw_list(made.officer, made.selection)

    assert outdated
    assert [f"{each.proposed:.2f}" for each in made.selection.lowerings.all()] == ["1000.00", "2000.00", "3000.00"]
    assert not is_outdated(made.selection, made.drawn)


@pytest.mark.parametrize(
    ("amount", "reason", "error"),
    [("24000.01", "More.", AboveRequestedError), ("1.00", " ", NoReasonError)],
)
def test_never_above_the_requested_and_never_without_a_reason(amount: str, reason: str, error: type[Exception]) -> None:
    made = make.drawn(make.a_round(*THREE))

    with pytest.raises(error):
        propose_amounts(made.officer, made.selection, submission_of(made, 1), wish(amount, reason))

    assert not made.selection.lowerings.exists()


def test_lower_amounts_leave_something() -> None:
    made = make.drawn(make.a_round(*THREE))
    submission = submission_of(made, 1)
    nothing = {
        str(each["code"]): Wish(proposed=euros(0), reason="No.")
        for each in submission.budget["headings"]
        if euros(each["amount"])
    }

    with pytest.raises(NothingLeftError):
        propose_amounts(made.officer, made.selection, submission, nothing)


def test_amounts_stand_once_the_list_is_proposed() -> None:
    made = make.a_round(*THREE)
    make.proposed(made)

    with pytest.raises(IllegalMoveError):
        propose_amounts(made.officer, made.selection, submission_of(made, 1), wish("1000.00"))


def test_a_director_proposes_no_amounts() -> None:
    made = make.drawn(make.a_round(*THREE))

    with pytest.raises(PermissionDenied):
        propose_amounts(made.director, made.selection, submission_of(made, 1), wish("1000.00"))


def test_whoever_keeps_away_sees_nothing_of_the_list_and_does_not_propose() -> None:
    made = make.drawn(make.a_round(*THREE))
    make.sat(made)

    keep_away(made.member, made.selection, made.applications[0], reason="My sister works there.", by=made.member)

    sight = sight_of(made.member, made.selection)
    assert (sight.hidden, sight.kept_from) == ({"HE"}, {made.applications[0].pk})
    with pytest.raises(PermissionDenied):
        propose_list(made.member, made.selection, reason="As the experts say.")
    with pytest.raises(PermissionDenied):
        propose_amounts(made.member, made.selection, submission_of(made, 2), wish("1000.00"))


def test_only_members_of_the_committee_sat_in_its_session() -> None:
    made = make.drawn(make.a_round(*THREE))

    session = open_session(
        made.officer, made.selection, held_on=date(2028, 5, 4), present=[made.member.pk, made.officer.pk]
    )

    assert list(session.present.all()) == [made.member]


def test_two_who_write_minutes_at_once_keep_both_versions_and_the_later_says_so() -> None:
    made = make.drawn(make.a_round(*THREE))
    session = make.sat(made)
    write_minutes(made.member, session, "HE", "Opened at ten.", grew_from=0)

    write_minutes(made.officer, session, "HE", "Opened at ten. All agree.", grew_from=1)
    late = write_minutes(made.member, session, "HE", "Opened at ten. One asks.", grew_from=1)
    same = write_minutes(made.member, session, "HE", "Opened at ten. One asks.\r\n", grew_from=3)

    assert late is not None
    assert (late.number, late.beside, same) == (3, True, None)
    assert [each.text for each in Minutes.objects.order_by("number")] == [
        "Opened at ten.", "Opened at ten. All agree.", "Opened at ten. One asks."
    ]  # fmt: skip
