from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.applications.permissions import may_lead, may_read, standing_of
from consortia.stages.one_look import one_look
from consortia.stages.organisations.models import Membership
from tests.factories.applications import Consortium, a_draft


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def leave(consortium: Consortium) -> None:
    Membership.objects.filter(person=consortium.lead).delete()


def test_within_one_look_the_database_is_asked_once(consortium: Consortium) -> None:
    with CaptureQueriesContext(connection) as asked, one_look():
        found = [may_read(consortium.lead, consortium.application), may_lead(consortium.lead, consortium.application)]

    assert (found, len(asked)) == ([True, True], 1)


def test_one_look_tells_people_and_applications_apart(consortium: Consortium) -> None:
    other = a_draft()

    with one_look():
        found = [
            standing_of(person, each.application).leads
            for each in (consortium, other)
            for person in (consortium.lead, other.lead, consortium.partners[0])
        ]

    assert found == [True, False, False, False, True, False]


def test_after_a_look_and_without_one_every_question_hears_what_holds(consortium: Consortium) -> None:
    with one_look():
        within = may_read(consortium.lead, consortium.application)
    leave(consortium)

    assert (within, may_read(consortium.lead, consortium.application)) == (True, False)
    with one_look():
        assert not may_read(consortium.lead, consortium.application)


def test_a_look_ends_with_an_error_too(consortium: Consortium) -> None:
    with pytest.raises(ZeroDivisionError), one_look():
        _ = 1 / (not may_read(consortium.lead, consortium.application))
    leave(consortium)

    assert not may_read(consortium.lead, consortium.application)
