"""Amounts that experts propose below the requested ones, and the signatures that are bound to them."""

from __future__ import annotations

import pytest

from consortia.core.values import euros
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.assessments.amounts import AboveRequestedError, Wish, amounts_asked
from consortia.stages.assessments.models import LowerAmount
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.lowering import propose_lower_amounts
from consortia.stages.assessments.services.signing import (
    OtherContentError,
    digest_of,
    put_up_for_signature,
    sign_assessment,
)
from consortia.stages.assessments.services.writing import NotOpenError
from consortia.stages.experts.models import Assignment
from tests.factories import assessments as assess

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed() -> assess.Assessed:
    """Both have finished; the first leads."""
    assessed = assess.given("Ada Expert", "Bo Expert")
    for each in assessed.assignments:
        assess.finished(each)
    return assessed


def lowered(assignment: Assignment, amount: str, reason: str = "Three people can do it.") -> list[LowerAmount]:
    code = amounts_asked(assignment.submission)[0].code
    wishes = {code: Wish(proposed=euros(amount), reason=reason)}
    return propose_lower_amounts(assess.person_of(assignment), assignment, wishes)


def standing(assessed: assess.Assessed) -> dict[str, tuple[str, str]]:
    row = assessed.opened.row
    assert row is not None
    return {code: (f"{each.proposed:.2f}", each.reason) for code, each in lower_amounts_in(row).items()}


def test_the_last_word_of_the_lead_counts_and_the_whole_amount_takes_it_back(assessed: assess.Assessed) -> None:
    heading = amounts_asked(assessed.assignments[0].submission)[0]

    lowered(assessed.assignments[0], "10.00")
    again = lowered(assessed.assignments[0], "10.00")
    lowered(assessed.assignments[0], "20.00", "Two people can do it.")
    before = standing(assessed)
    lowered(assessed.assignments[0], str(heading.amount), "It is needed after all.")

    assert again == []
    assert before == {heading.code: ("20.00", "Two people can do it.")}
    assert standing(assessed) == {}
    assert LowerAmount.objects.count() == 3


@pytest.mark.parametrize(
    ("amount", "reason", "error"), [("99999999", "More.", AboveRequestedError), ("1", " ", NoReasonError)]
)
def test_never_above_the_requested_and_never_without_a_reason(
    assessed: assess.Assessed, amount: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        lowered(assessed.assignments[0], amount, reason)

    assert not LowerAmount.objects.exists()


def test_only_the_lead_proposes_and_only_until_it_is_final(assessed: assess.Assessed) -> None:
    with pytest.raises(NotOpenError):
        lowered(assessed.assignments[1], "10.00")
    assess.agreed(assessed)
    assess.signed(assessed, 0, 1)
    with pytest.raises(NotOpenError):
        lowered(assessed.assignments[0], "10.00")

    assert not LowerAmount.objects.exists()


def test_amounts_that_change_after_a_signature_take_it_away(assessed: assess.Assessed) -> None:
    assess.agreed(assessed)
    assess.signed(assessed, 1)

    lowered(assessed.assignments[0], "10.00")

    assert (assessed.state, assessed.opened.file.signed) == ("consolidating", frozenset())


def test_a_single_expert_proposes_amounts_and_puts_it_up_again() -> None:
    assessed = assess.given("Ada Expert")
    assess.finished(assessed.assignments[0])

    lowered(assessed.assignments[0], "10.00")
    put_up_for_signature(assessed.people[0], assessed.assignments[0])
    assess.signed(assessed, 0)

    assert (assessed.state, len(standing(assessed))) == ("final", 1)


def test_a_signature_is_bound_to_the_amounts_too(assessed: assess.Assessed) -> None:
    lowered(assessed.assignments[0], "10.00")
    assess.agreed(assessed)
    without = digest_of(assessed.opened.agreed)

    with pytest.raises(OtherContentError):
        sign_assessment(assessed.people[1], assessed.assignments[1], seen=without)
    assess.signed(assessed, 0, 1)

    assert assessed.state == "final"
