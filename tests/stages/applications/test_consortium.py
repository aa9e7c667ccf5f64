from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from consortia.stages.applications.models import Answer, Application, Invitation, Participation, PlanRow, PlanRowVersion
from consortia.stages.applications.permissions import may_answer, may_read
from consortia.stages.applications.services import consortium as service
from consortia.stages.applications.services.consortium import (
    AlreadyInvitedError,
    AlreadyTakesPartError,
    InvitationClosedError,
    NobodyToAskError,
    TooManyInvitationsError,
    accept_invitation,
    change_part,
    change_role,
    decline_invitation,
    hand_over_coordination,
    invite_by_email,
    invite_organisation,
    part_with_organisation,
    send_invitation_again,
    take_back_invitation,
    view_without,
    what_parting_touches,
)
from consortia.stages.applications.services.mandates import changes_since, digests_for, give_mandate, sight_of
from consortia.stages.applications.services.submitting import withdraw_application
from consortia.stages.applications.snapshots import view_of
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership
from tests.factories import applications as make

LINK = "https://apply.example.org/invitations/{token}/"
PARTNER = Participation.Role.PARTNER
ASSOCIATED = Participation.Role.ASSOCIATED


def invited(consortium: make.Consortium, *, country: str = "FI", role: str = PARTNER) -> Invitation:
    person = make.a_person()
    organisation = make.an_organisation(person, country=country)
    invite_organisation(consortium.lead, consortium.application, organisation, role=role, link=LINK)
    return Invitation.objects.get(email=person.email)


def test_inviting_an_organisation_writes_to_everybody_who_could_answer() -> None:
    consortium = make.a_draft()
    keeper = make.a_person()
    organisation = make.an_organisation(keeper, country="FI")
    writer = make.a_member(organisation)
    make.a_member(organisation, Membership.Role.READER)

    part = invite_organisation(
        consortium.lead, consortium.application, organisation, role=PARTNER, message="Join us.\nPlease.", link=LINK
    )

    letters = {
        letter.to: letter for letter in Letter.objects.filter(kind="invitation", to__in=[keeper.email, writer.email])
    }
    token = Invitation.objects.get(email=writer.email).token
    assert (part.key, part.state, part.role) == ("o4", Participation.State.INVITED, PARTNER)
    assert set(letters) == {keeper.email, writer.email}
    assert f"https://apply.example.org/invitations/{token}/" in letters[writer.email].body
    assert "> Join us.\n> Please." in letters[writer.email].body
    assert "Brussels time" in letters[writer.email].body
    assert "Training" in letters[writer.email].body


def test_an_organisation_is_not_invited_twice() -> None:
    consortium = make.a_draft()
    organisation = consortium.participations[1].organisation

    with pytest.raises(AlreadyTakesPartError):
        invite_organisation(consortium.lead, consortium.application, organisation, role=PARTNER, link=LINK)


def test_an_organisation_of_which_nobody_has_an_account_cannot_be_asked() -> None:
    consortium = make.a_draft()

    with pytest.raises(NobodyToAskError):
        invite_organisation(consortium.lead, consortium.application, make.an_organisation(), role=PARTNER, link=LINK)

    assert consortium.application.participations.count() == 3


def test_nobody_is_invited_as_coordinator() -> None:
    consortium = make.a_draft()
    organisation = make.an_organisation(make.a_person(), country="FI")

    with pytest.raises(PermissionDenied):
        invite_organisation(consortium.lead, consortium.application, organisation, role="coordinator", link=LINK)


@pytest.mark.parametrize("role", [Membership.Role.READER, Membership.Role.WRITER])
def test_only_the_coordinators_writers_invite(role: str) -> None:
    consortium = make.a_draft()
    partner = consortium.participations[1].organisation
    person = make.a_member(partner, role)

    with pytest.raises(PermissionDenied):
        invite_by_email(person, consortium.application, "x@example.org", role=PARTNER, link=LINK)
    with pytest.raises(PermissionDenied):
        invite_organisation(person, consortium.application, make.an_organisation(person), role=PARTNER, link=LINK)


def test_an_open_invitation_to_the_same_address_is_found_before_a_second_one() -> None:
    consortium = make.a_draft()
    first = invite_by_email(consortium.lead, consortium.application, "a@example.org", role=PARTNER, link=LINK)

    with pytest.raises(AlreadyInvitedError) as refused:
        invite_by_email(consortium.lead, consortium.application, "A@Example.org", role=PARTNER, link=LINK)

    assert refused.value.invitation == first


def test_very_many_open_invitations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft()
    monkeypatch.setattr(service, "MOST_OPEN_INVITATIONS", 1)
    invite_by_email(consortium.lead, consortium.application, "a@example.org", role=PARTNER, link=LINK)

    with pytest.raises(TooManyInvitationsError):
        invite_by_email(consortium.lead, consortium.application, "b@example.org", role=PARTNER, link=LINK)


def test_a_letter_is_sent_again_at_most_once_a_day() -> None:
    consortium = make.a_draft()
    invitation = invite_by_email(consortium.lead, consortium.application, "a@example.org", role=PARTNER, link=LINK)

    send_invitation_again(consortium.lead, invitation, link=LINK)
    send_invitation_again(consortium.lead, invitation, link=LINK)

    assert Letter.objects.filter(to="a@example.org", kind="invitation").count() == 2
    with pytest.raises(PermissionDenied):
        send_invitation_again(consortium.partners[0], invitation, link=LINK)


def test_accepting_takes_the_place_with_the_people_on_record() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    organisation = invitation.participation.organisation  # type: ignore[union-attr]  # invited above
    Membership.objects.filter(organisation=organisation).update(is_legal_representative=True, position="Rector")
    person = organisation.memberships.get().person

    part = accept_invitation(person, invitation, organisation)

    letter = Letter.objects.filter(kind="invitation-answered").first()
    assert (part.state, part.contact, part.legal_representative) == (Participation.State.ACCEPTED, person, person.name)
    assert part.legal_representative_position == "Rector"
    assert may_read(person, consortium.application)
    assert letter is not None
    assert (letter.to, organisation.name in letter.subject) == (consortium.lead.email, True)


def test_accepting_by_email_takes_a_new_place_with_any_organisation_one_writes_for() -> None:
    consortium = make.a_draft()
    invitation = invite_by_email(consortium.lead, consortium.application, "x@example.org", role=ASSOCIATED, link=LINK)
    person = make.a_person(email="another@example.org")
    organisation = make.an_organisation(person, country="FI")

    part = accept_invitation(person, invitation, organisation)

    invitation.refresh_from_db()
    assert (part.role, part.state, part.key) == (ASSOCIATED, Participation.State.ACCEPTED, "o4")
    assert (invitation.accepted, invitation.participation) == (True, part)


def test_one_answer_settles_it_for_all_colleagues() -> None:
    consortium = make.a_draft()
    keeper = make.a_person()
    organisation = make.an_organisation(keeper, country="FI")
    colleague = make.a_member(organisation)
    invite_organisation(consortium.lead, consortium.application, organisation, role=PARTNER, link=LINK)
    own = Invitation.objects.get(email=keeper.email)

    accept_invitation(keeper, own, organisation)

    with pytest.raises(InvitationClosedError):
        decline_invitation(colleague, Invitation.objects.get(email=colleague.email))


def test_an_invitation_is_answered_only_for_its_own_organisation() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    other = make.a_person()
    foreign = make.an_organisation(other)

    with pytest.raises(PermissionDenied):
        accept_invitation(other, invitation, foreign)
    with pytest.raises(PermissionDenied):
        accept_invitation(other, invitation, invitation.participation.organisation)  # type: ignore[union-attr]  # invited above


def test_an_organisation_that_takes_part_cannot_accept_a_second_invitation() -> None:
    consortium = make.a_draft()
    invitation = invite_by_email(consortium.lead, consortium.application, "x@example.org", role=PARTNER, link=LINK)

    with pytest.raises(AlreadyTakesPartError):
        accept_invitation(consortium.partners[0], invitation, consortium.participations[1].organisation)


def test_declining_needs_no_account_and_tells_the_coordinator() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)

    decline_invitation(None, invitation)

    part = Participation.objects.get(pk=invitation.participation_id)
    letter = Letter.objects.filter(kind="invitation-answered").first()
    assert part.state == Participation.State.DECLINED
    assert letter is not None
    assert part.organisation.name in letter.subject


def test_declining_by_email_names_the_address() -> None:
    consortium = make.a_draft()
    invitation = invite_by_email(consortium.lead, consortium.application, "x@example.org", role=PARTNER, link=LINK)
    Invitation.objects.filter(pk=invitation.pk).update(invited_by=None)

    decline_invitation(None, invitation)

    invitation.refresh_from_db()
    assert invitation.accepted is False
    assert not Letter.objects.filter(kind="invitation-answered", subject__contains="x@example.org").exists()


def test_taking_back_closes_all_letters_about_the_same_organisation() -> None:
    consortium = make.a_draft()
    keeper = make.a_person()
    organisation = make.an_organisation(keeper, country="FI")
    colleague = make.a_member(organisation)
    part = invite_organisation(consortium.lead, consortium.application, organisation, role=PARTNER, link=LINK)

    take_back_invitation(consortium.lead, Invitation.objects.get(email=keeper.email))

    part.refresh_from_db()
    assert part.state == Participation.State.WITHDRAWN
    with pytest.raises(InvitationClosedError):
        accept_invitation(colleague, Invitation.objects.get(email=colleague.email), organisation)


def test_taking_back_one_address_leaves_the_others_open() -> None:
    consortium = make.a_draft()
    one, other = (
        invite_by_email(consortium.lead, consortium.application, f"{name}@example.org", role=PARTNER, link=LINK)
        for name in ("one", "other")
    )

    take_back_invitation(consortium.lead, one)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.cancelled_at is None, other.cancelled_at is None) == (False, True)


def test_nobody_joins_an_application_that_was_withdrawn() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    withdraw_application(consortium.lead, consortium.application)
    organisation = invitation.participation.organisation  # type: ignore[union-attr]  # invited above

    with pytest.raises(InvitationClosedError):
        accept_invitation(organisation.memberships.get().person, invitation, organisation)


def test_an_organisation_that_comes_back_finds_its_place_and_its_texts() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[2]
    part_with_organisation(consortium.lead, part)

    invite_organisation(consortium.lead, consortium.application, part.organisation, role=PARTNER, link=LINK)
    invitation = Invitation.objects.get(email=consortium.partners[1].email, answered_at=None, cancelled_at=None)
    back = accept_invitation(consortium.partners[1], invitation, part.organisation)

    assert (back.pk, back.key) == (part.pk, part.key)
    assert Answer.objects.filter(application=consortium.application, scope=back.key).exclude(text="").exists()


def test_changing_a_part_is_for_its_people_and_the_lead() -> None:
    consortium = make.a_draft()
    part = consortium.participations[1]

    change_part(consortium.partners[0], part, legal_representative="Prof. Elena Ruiz")
    change_part(consortium.lead, part, legal_representative_position="Rectora", contact=consortium.partners[0])
    with pytest.raises(PermissionDenied):
        change_part(consortium.partners[1], part, legal_representative="Nobody")

    part.refresh_from_db()
    assert (part.legal_representative, part.legal_representative_position) == ("Prof. Elena Ruiz", "Rectora")


def test_changing_a_role_changes_what_the_invitation_asks() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    part = invitation.participation
    assert part is not None

    change_role(consortium.lead, part, ASSOCIATED)

    invitation.refresh_from_db()
    part.refresh_from_db()
    assert (part.role, invitation.role) == (ASSOCIATED, ASSOCIATED)


def test_the_coordinator_changes_only_by_handing_over() -> None:
    consortium = make.a_draft()

    with pytest.raises(PermissionDenied):
        change_role(consortium.lead, consortium.participations[0], PARTNER)
    with pytest.raises(PermissionDenied):
        change_role(consortium.lead, consortium.participations[1], Participation.Role.COORDINATOR)
    with pytest.raises(PermissionDenied):
        change_role(consortium.partners[0], consortium.participations[1], ASSOCIATED)


def test_handing_over_keeps_texts_tells_everybody_and_settles_the_agency() -> None:
    consortium = make.a_ready_application()
    texts = list(
        Answer.objects.filter(application=consortium.application).order_by("pk").values_list("text", flat=True)
    )

    hand_over_coordination(consortium.lead, consortium.participations[1])

    application = Application.objects.get(pk=consortium.application.pk)
    roles = dict(application.participations.values_list("key", "role"))
    assert roles == {"o1": PARTNER, "o2": Participation.Role.COORDINATOR, "o3": PARTNER}
    assert application.agency == "ES01"
    assert list(Answer.objects.filter(application=application).order_by("pk").values_list("text", flat=True)) == texts
    assert set(Letter.objects.filter(kind="coordination").values_list("to", flat=True)) == {
        person.email for person in consortium.partners
    }


def test_handing_over_needs_a_partner_that_has_accepted_and_the_lead() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    assert invitation.participation is not None

    with pytest.raises(PermissionDenied):
        hand_over_coordination(consortium.lead, invitation.participation)
    with pytest.raises(PermissionDenied):
        hand_over_coordination(consortium.partners[0], consortium.participations[1])


def test_a_new_coordinator_makes_every_mandate_need_a_new_look() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[2]
    mandate = give_mandate(
        consortium.partners[1], part, signatory="X", seen=digests_for(view_of(consortium.application), part)
    )

    hand_over_coordination(consortium.lead, consortium.participations[1])

    changes = changes_since(mandate, sight_of(view_of(consortium.application), part))
    names = [each.organisation.name for each in consortium.participations]
    assert [(each.aspect, each.then, each.now) for each in changes if each.aspect == "coordinator"] == [
        ("coordinator", names[0], names[1])
    ]


def plan_of(application: Application) -> dict[str, Any]:
    return {row.key: row.values for row in PlanRow.objects.filter(application=application)}


def test_parting_takes_the_organisation_out_of_the_plan_and_keeps_it_on_record() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    touched = what_parting_touches(part)

    done = part_with_organisation(consortium.lead, part)

    part.refresh_from_db()
    named = [
        {entry.get("from") or entry.get("organisation") for entry in row.get("travellers", row.get("work"))}
        for row in plan_of(consortium.application).values()
    ]
    assert done == touched
    assert {(each.heading, each.entries, each.fate) for each in touched} == {
        ("transnational-meetings", 1, "removed"),
        ("intellectual-outputs", 1, "removed"),
        ("", 4, "kept"),
    }
    assert part.state == Participation.State.WITHDRAWN
    assert named == [{"o3"}, {"o1", "o3"}]
    assert PlanRowVersion.objects.filter(reason=f"{part.organisation.name} left").count() == 2
    assert not may_read(consortium.partners[0], consortium.application)


def test_what_the_organisation_hosted_goes_to_the_coordinator() -> None:
    consortium = make.a_ready_application()
    PlanRow.objects.filter(application=consortium.application, key="m1").update(
        values={"host": "o2", "travellers": [{"from": "o3", "people": 1, "distance_km": 0}]}
    )
    part = consortium.participations[1]

    touched = what_parting_touches(part)
    part_with_organisation(consortium.lead, part)

    assert ("transnational-meetings", "moved") in {(each.heading, each.fate) for each in touched}
    assert plan_of(consortium.application)["m1"]["host"] == "o1"


def test_what_would_be_without_an_organisation_is_what_then_is() -> None:
    consortium = make.a_ready_application(countries=("DE", "ES", "PL", "FI"))
    part = consortium.participations[1]

    before = view_of(consortium.application)
    tried = view_without(before, part)
    part_with_organisation(consortium.lead, part)

    assert tried.budget == view_of(consortium.application).budget
    assert tried.document == view_of(consortium.application).document
    assert before.budget.grant.amount > tried.budget.grant.amount


def test_a_partner_leaves_by_itself_and_everybody_is_told() -> None:
    consortium = make.a_ready_application()

    part_with_organisation(consortium.partners[0], consortium.participations[1])

    assert set(Letter.objects.filter(kind="parted").values_list("to", flat=True)) == {
        consortium.lead.email,
        consortium.partners[1].email,
    }


def test_parting_is_not_for_other_partners_nor_with_the_coordinator_nor_twice() -> None:
    consortium = make.a_draft()
    part = consortium.participations[1]

    with pytest.raises(PermissionDenied):
        part_with_organisation(consortium.partners[1], part)
    with pytest.raises(PermissionDenied):
        part_with_organisation(consortium.lead, consortium.participations[0])
    part_with_organisation(consortium.lead, part)
    with pytest.raises(PermissionDenied):
        part_with_organisation(consortium.lead, part)


def test_an_invited_organisation_can_be_taken_out_before_it_answers() -> None:
    consortium = make.a_draft()
    invitation = invited(consortium)
    assert invitation.participation is not None

    part_with_organisation(consortium.lead, invitation.participation)

    invitation.refresh_from_db()
    assert invitation.cancelled_at is not None


def test_an_associated_partner_writes_only_about_itself() -> None:
    consortium = make.a_draft()
    person = make.a_partner(consortium.lead, consortium.application, country="FI", role=ASSOCIATED)

    assert may_answer(person, consortium.application, "o4")
    assert not may_answer(person, consortium.application, "")


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_for_one_organisation_at_once_take_one_place() -> None:
    consortium = make.a_draft()
    person = make.a_person()
    organisation = make.an_organisation(person, country="FI")
    invitations = [
        invite_by_email(consortium.lead, consortium.application, f"{name}@example.org", role=PARTNER, link=LINK)
        for name in ("one", "other")
    ]

    def accepting(invitation: Invitation) -> str:
        try:
            accept_invitation(person, invitation, organisation)
        except AlreadyTakesPartError:
            return "already"
        finally:
            connections.close_all()
        return "accepted"

    with ThreadPoolExecutor(max_workers=2) as pool:
        ends = sorted(pool.map(accepting, invitations))

    assert ends == ["accepted", "already"]
    assert consortium.application.participations.filter(organisation=organisation).count() == 1
