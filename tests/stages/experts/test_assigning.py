from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consortia.stages.experts.models import Assignment
from consortia.stages.experts.queries import assignments_of
from consortia.stages.experts.services.assigning import NotAssignableError, assign, end_assignment
from tests.factories import agencies, experts


def test_an_expert_sees_what_was_assigned_until_it_ends() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    assignment = experts.assigned(officer, application)
    assert assignment.engagement.expert is not None
    person = assignment.engagement.expert.person
    before = list(assignments_of(person))

    end_assignment(officer, assignment, reason="A tie came to light.")

    assert before == [assignment]
    assert list(assignments_of(person)) == []
    assert Assignment.objects.get().ended_reason == "A tie came to light."


def test_an_application_is_given_as_it_was_submitted() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)

    assignment = experts.assigned(officer, application, leads=True, reason="Reads German.")

    assert assignment.submission == application.submissions.get()
    assert (assignment.role, assignment.leads, assignment.reason) == ("assessor", True, "Reads German.")


def test_nothing_is_given_before_the_declaration() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    engagement = experts.invited(officer, application.agency, application.round)

    with pytest.raises(NotAssignableError, match="not-declared"):
        assign(officer, engagement, application)

    assert not Assignment.objects.exists()


def test_an_application_of_another_agency_is_not_given() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=agencies.ELSEWHERE)
    engagement = experts.engaged(officer, agencies.ELSEWHERE, application.round)

    with pytest.raises(NotAssignableError, match="another-round"):
        assign(officer, engagement, application)

    assert not Assignment.objects.exists()


@pytest.mark.parametrize("role", ["committee", "director"])
def test_only_those_who_handle_files_assign(role: str) -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    engagement = experts.engaged(officer, application.agency, application.round)

    with pytest.raises(PermissionDenied):
        assign(agencies.somebody(role, agency=application.agency), engagement, application)

    assert not Assignment.objects.exists()


def test_the_same_application_is_given_once() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    assignment = experts.assigned(officer, application)

    with pytest.raises(NotAssignableError, match="assigned-already"):
        assign(officer, assignment.engagement, application)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            engagement=assignment.engagement,
            application=application,
            submission=assignment.submission,
            assigned_by=officer,
        )

    assert Assignment.objects.count() == 1
