from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consortia.stages.agencies.models import Post, Proposal
from consortia.stages.agencies.permissions import agencies_of_person, roles_of
from consortia.stages.agencies.services import (
    AlreadyProposedError,
    NoReasonError,
    appoint,
    decide,
    end_post,
    propose,
    take_back,
)
from tests.factories import agencies
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def a_proposal(person_role: str = "officer") -> Proposal:
    officer = agencies.somebody(person_role)
    return propose(officer, "extension", "abc", agency=agencies.AGENCY, reason="The site was down.")


def test_only_a_director_appoints() -> None:
    director = agencies.somebody("director")
    officer, newcomer = agencies.somebody("officer"), make.a_person()

    appoint(newcomer, agencies.AGENCY, "officer", by=director)
    with pytest.raises(PermissionDenied):
        appoint(newcomer, agencies.AGENCY, "director", by=officer)

    assert roles_of(newcomer, agencies.AGENCY) == {"officer"}


def test_a_director_appoints_nobody_in_another_agency() -> None:
    director = agencies.somebody("director")

    with pytest.raises(PermissionDenied):
        appoint(make.a_person(), agencies.ELSEWHERE, "officer", by=director)

    assert not Post.objects.filter(agency=agencies.ELSEWHERE).exists()


def test_a_post_that_ended_gives_no_right_and_can_be_given_again() -> None:
    officer = agencies.somebody("officer")

    end_post(Post.objects.get(person=officer), by=None)
    without = (roles_of(officer, agencies.AGENCY), agencies_of_person(officer), officer.posts.count())
    appoint(officer, agencies.AGENCY, "officer", by=None)

    assert without == (frozenset(), (), 1)
    assert roles_of(officer, agencies.AGENCY) == {"officer"}


def test_the_portal_is_named_on_the_person_while_a_post_is_held() -> None:
    officer = agencies.somebody("officer")
    appoint(officer, agencies.AGENCY, "team-lead", by=None)
    held = []
    for post in Post.objects.filter(person=officer).order_by("id"):
        officer.refresh_from_db()
        held.append(list(officer.portals))
        end_post(post, by=None)
    officer.refresh_from_db()

    assert [*held, officer.portals] == [["agency"], ["agency"], []]


def test_who_proposes_does_not_decide() -> None:
    lead = agencies.somebody("team-lead")
    proposal = propose(lead, "extension", "abc", agency=agencies.AGENCY, reason="The site was down.")

    with pytest.raises(PermissionDenied):
        decide(lead, proposal, approve=True)

    proposal.refresh_from_db()
    assert proposal.outcome == "open"


def test_the_database_refuses_a_decision_by_who_proposed() -> None:
    proposal = a_proposal()

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(outcome="approved", decided_by=proposal.proposed_by)

    assert Proposal.objects.get().outcome == "open"


@pytest.mark.parametrize("role", ["officer", "committee"])
def test_officers_and_committee_members_do_not_approve(role: str) -> None:
    proposal = a_proposal()

    with pytest.raises(PermissionDenied):
        decide(agencies.somebody(role), proposal, approve=True)

    assert Proposal.objects.get().outcome == "open"


def test_another_agency_does_not_decide() -> None:
    proposal = a_proposal()

    with pytest.raises(PermissionDenied):
        decide(agencies.somebody("director", agency=agencies.ELSEWHERE), proposal, approve=True)

    assert Proposal.objects.get().outcome == "open"


def test_a_refusal_says_why() -> None:
    proposal, lead = a_proposal(), agencies.somebody("team-lead")

    with pytest.raises(NoReasonError):
        decide(lead, proposal, approve=False, words="  ")
    decided = decide(lead, proposal, approve=False, words="The log shows no failure.")

    assert (decided.outcome, decided.decided_by, decided.words) == ("refused", lead, "The log shows no failure.")


def test_what_is_decided_is_not_decided_again() -> None:
    proposal, lead = a_proposal(), agencies.somebody("team-lead")
    decide(lead, proposal, approve=True)

    with pytest.raises(PermissionDenied):
        decide(agencies.somebody("director"), proposal, approve=False, words="No.")

    assert Proposal.objects.get().outcome == "approved"


def test_the_same_thing_is_proposed_once_at_a_time() -> None:
    proposal = a_proposal()

    with pytest.raises(AlreadyProposedError):
        propose(proposal.proposed_by, "extension", "abc", agency=agencies.AGENCY, reason="Again.")
    take_back(proposal.proposed_by, proposal)
    again = propose(proposal.proposed_by, "extension", "abc", agency=agencies.AGENCY, reason="Again.")

    assert [each.outcome for each in Proposal.objects.order_by("id")] == ["taken-back", "open"]
    assert again.reason == "Again."


def test_a_proposal_without_reason_is_not_taken() -> None:
    officer = agencies.somebody("officer")

    with pytest.raises(NoReasonError):
        propose(officer, "extension", "abc", agency=agencies.AGENCY, reason=" ")

    assert not Proposal.objects.exists()
