from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consortia.stages.agencies.services import NoReasonError
from consortia.stages.experts.models import Assignment, Declaration, Engagement, Expert
from consortia.stages.experts.permissions import may_read_profile
from consortia.stages.experts.queries import Sought, engagements_of, experts_known_to
from consortia.stages.experts.services.declaring import (
    NotAcceptedError,
    OtherWordsError,
    declaration_digest,
    declaration_words,
    declare,
)
from consortia.stages.experts.services.describing import Profile, keep_profile, profile_of, usual_domain
from consortia.stages.experts.services.inviting import (
    AlreadyEngagedError,
    AnotherAddressError,
    AnsweredError,
    accept_engagement,
    decline_engagement,
    end_engagement,
    invite_address,
    invite_expert,
)
from consortia.stages.experts.services.replacing import replace_expert
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from tests.factories import agencies, experts
from tests.factories import applications as make

AGENCY = agencies.AGENCY
PUBLIC = "gmail.com"


def by_letter(officer: Person, email: str) -> Engagement:
    """An invitation to an address."""
    return invite_address(officer, AGENCY, make.a_round(), email, terms=experts.TERMS, link=experts.LINK)


def test_a_profile_is_kept_as_it_was_said() -> None:
    person = make.a_person()
    said = Profile(fields=("HE",), languages=("en", "fr"), country="BE", employer_name="Workshop", capacity=4)

    expert = keep_profile(person, said)
    changed = keep_profile(person, Profile(country="FI"))

    assert (profile_of(changed), changed.pk) == (Profile(country="FI"), expert.pk)


def test_a_public_mail_provider_is_taken_for_nobodys_employer() -> None:
    assert usual_domain(make.a_person(email="one@harbour.example")) == "harbour.example"
    assert usual_domain(make.a_person(email=f"one@{PUBLIC}")) == ""


def test_only_the_pool_and_those_who_agreed_are_known_to_an_agency() -> None:
    officer, elsewhere = agencies.somebody("officer"), agencies.somebody("officer", agency=agencies.ELSEWHERE)
    open_, hidden = experts.an_expert(), experts.an_expert(in_pool=False)
    engagement = by_letter(officer, hidden.person.email)
    before = set(experts_known_to(AGENCY))

    accept_engagement(hidden.person, engagement)

    assert before == {open_}
    assert set(experts_known_to(AGENCY)) == {open_, hidden}
    assert set(experts_known_to(agencies.ELSEWHERE)) == {open_}
    assert may_read_profile(officer, hidden, AGENCY)
    assert not may_read_profile(elsewhere, hidden, agencies.ELSEWHERE)
    assert not may_read_profile(officer, hidden, agencies.ELSEWHERE)


def test_a_hidden_profile_is_not_invited_by_its_number() -> None:
    officer, hidden = agencies.somebody("officer"), experts.an_expert(in_pool=False)

    with pytest.raises(PermissionDenied):
        invite_expert(officer, AGENCY, make.a_round(), hidden, terms=experts.TERMS, link=experts.LINK)

    assert not Engagement.objects.exists()


def test_a_search_asks_for_words_field_language_and_country() -> None:
    one = experts.an_expert("Ada", works="Repair cafés", fields=("VET",), languages=("fr",), country="FI")
    experts.an_expert("Bo", works="Choirs", fields=("AE",), languages=("fi",), country="BE")
    asked = (
        Sought(text="repair"),
        Sought(field="VET"),
        Sought(language="fr"),
        Sought(country="FI"),
        Sought(text="ada"),
    )

    assert [list(experts_known_to(AGENCY, sought)) for sought in asked] == [[one]] * 5


def test_an_invitation_by_letter_says_nothing_of_a_profile_and_is_answered_by_its_address() -> None:
    officer, expert = agencies.somebody("officer"), experts.an_expert(in_pool=False)

    engagement = by_letter(officer, expert.person.email.upper())
    with pytest.raises(AnotherAddressError):
        accept_engagement(make.a_person(), engagement)
    accepted = accept_engagement(expert.person, engagement)

    assert engagement.expert is None
    assert (accepted.state, accepted.expert) == ("accepted", expert)
    expert.person.refresh_from_db()
    assert expert.person.portals == ["expert"]


def test_somebody_without_a_profile_gets_one_by_accepting() -> None:
    person = make.a_person()

    engagement = accept_engagement(person, by_letter(agencies.somebody("officer"), person.email))

    assert engagement.expert == Expert.objects.get(person=person)


def test_an_invitation_from_the_pool_is_answered_by_that_expert_only() -> None:
    engagement = experts.invited(agencies.somebody("officer"), AGENCY, make.a_round())

    with pytest.raises(AnotherAddressError):
        decline_engagement(experts.an_expert().person, engagement, reason="No time.")

    engagement.refresh_from_db()
    assert engagement.state == "invited"


def test_who_declines_says_why_and_the_officer_is_told() -> None:
    officer, expert = agencies.somebody("officer"), experts.an_expert()
    engagement = experts.invited(officer, AGENCY, make.a_round(), expert)

    with pytest.raises(NoReasonError):
        decline_engagement(expert.person, engagement, reason=" ")
    declined = decline_engagement(expert.person, engagement, reason="I am away until autumn.")

    assert (declined.state, declined.reason) == ("declined", "I am away until autumn.")
    letter = Letter.objects.get(kind="engagement-answered")
    assert letter.to == officer.email
    assert "I am away until autumn." in letter.body
    expert.person.refresh_from_db()
    assert expert.person.portals == []


def test_an_answer_is_given_once() -> None:
    expert = experts.an_expert()
    engagement = experts.invited(agencies.somebody("officer"), AGENCY, make.a_round(), expert)
    accept_engagement(expert.person, engagement)

    with pytest.raises(AnsweredError):
        decline_engagement(expert.person, engagement, reason="On second thoughts.")

    assert Engagement.objects.get().state == "accepted"


def test_nobody_is_invited_twice_to_a_round_and_may_be_again_after_declining() -> None:
    officer, expert, round_ = agencies.somebody("officer"), experts.an_expert(), make.a_round()
    engagement = experts.invited(officer, AGENCY, round_, expert)

    with pytest.raises(AlreadyEngagedError):
        experts.invited(officer, AGENCY, round_, expert)
    with pytest.raises(AlreadyEngagedError):
        invite_address(officer, AGENCY, round_, expert.person.email, terms=experts.TERMS, link=experts.LINK)
    decline_engagement(expert.person, engagement, reason="Not now.")
    again = experts.invited(officer, AGENCY, round_, expert)

    assert list(engagements_of(expert.person)) == [again]


def test_two_agencies_may_ask_the_same_expert() -> None:
    expert, round_ = experts.an_expert(), make.a_round()

    experts.invited(agencies.somebody("officer"), AGENCY, round_, expert)
    experts.invited(agencies.somebody("officer", agency=agencies.ELSEWHERE), agencies.ELSEWHERE, round_, expert)

    assert sorted(each.agency for each in engagements_of(expert.person)) == sorted([AGENCY, agencies.ELSEWHERE])


@pytest.mark.parametrize("role", ["committee", "director"])
def test_only_those_who_handle_files_invite(role: str) -> None:
    with pytest.raises(PermissionDenied):
        by_letter(agencies.somebody(role), "one@example.org")


def test_the_words_that_were_declared_are_frozen() -> None:
    expert, round_ = experts.an_expert("Ada Lindqvist"), make.a_round()
    engagement = experts.invited(agencies.somebody("officer"), AGENCY, round_, expert)

    with pytest.raises(NotAcceptedError):
        declare(expert.person, engagement, name="Ada", seen=declaration_digest(round_))
    accept_engagement(expert.person, engagement)
    with pytest.raises(OtherWordsError):
        declare(expert.person, engagement, name="Ada", seen="something else")
    with pytest.raises(PermissionDenied):
        declare(make.a_person(), engagement, name="Ada", seen=declaration_digest(round_))
    declared = declare(expert.person, engagement, name="Ada Lindqvist", seen=declaration_digest(round_))
    again = declare(expert.person, engagement, name="Somebody", seen=declaration_digest(round_))

    assert (declared.words, declared.name, again) == (declaration_words(round_), "Ada Lindqvist", declared)
    assert [each["code"] for each in declared.words] == ["confidentiality", "conflict-of-interest", "independence"]
    assert Declaration.objects.count() == 1


def test_the_database_refuses_an_acceptance_by_nobody() -> None:
    engagement = by_letter(agencies.somebody("officer"), "one@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        Engagement.objects.filter(pk=engagement.pk).update(state="accepted")

    assert Engagement.objects.get().state == "invited"


def test_ending_an_engagement_ends_what_was_given_and_says_why() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    assignment = experts.assigned(officer, application)

    with pytest.raises(NoReasonError):
        end_engagement(officer, assignment.engagement, reason="")
    end_engagement(officer, assignment.engagement, reason="A tie came to light.")

    assignment.refresh_from_db()
    assert assignment.ended_reason == "A tie came to light."
    assert "A tie came to light." in Letter.objects.get(kind="engagement-ended").body


def test_a_successor_takes_over_in_the_same_role_and_nobody_else_is_disturbed() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    leaving = experts.assigned(officer, application, leads=True)
    staying = experts.assigned(officer, application)
    successor = experts.engaged(officer, application.agency, application.round)

    left = replace_expert(officer, leaving.engagement, successor, reason="Ill.")

    taken = Assignment.objects.get(engagement=successor)
    leaving.refresh_from_db()
    staying.refresh_from_db()
    assert (left, taken.leads, leaving.replaced_by, staying.ended_at) == ([], True, taken, None)
    leaving.engagement.refresh_from_db()
    assert (leaving.engagement.state, leaving.engagement.replaced_by) == ("replaced", successor)


def test_what_a_successor_must_not_have_is_named() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    leaving = experts.assigned(officer, application)
    tied = experts.engaged(officer, application.agency, application.round, experts.an_expert(country="DE"))

    left = replace_expert(officer, leaving.engagement, tied, reason="Ill.")

    assert left == [application.reference]
    assert not Assignment.objects.filter(ended_at__isnull=True).exists()


def test_an_expert_of_another_agency_is_no_successor() -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    leaving = experts.assigned(officer, application)
    there = agencies.somebody("officer", agency=agencies.ELSEWHERE)
    other = experts.engaged(there, agencies.ELSEWHERE, application.round)

    with pytest.raises(PermissionDenied):
        replace_expert(officer, leaving.engagement, other, reason="Ill.")

    assert Assignment.objects.get().ended_at is None
