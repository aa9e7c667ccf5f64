from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consortia.stages.applications.models import Application, Invitation, Participation
from consortia.stages.applications.services.consortium import invite_by_email, invite_organisation
from consortia.stages.applications.services.submitting import withdraw_application
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership, Organisation
from tests.factories import applications as make
from tests.portals.applicant.acting import at, client_of, words_of

LINK = "http://testserver/invitations/{token}/"
PARTNER = Participation.Role.PARTNER


def asked_by_email(consortium: make.Consortium, email: str = "somebody@example.org") -> Invitation:
    return invite_by_email(consortium.lead, consortium.application, email, role=PARTNER, message="Join us.", link=LINK)


def asked_organisation(consortium: make.Consortium) -> tuple[Invitation, Organisation]:
    person = make.a_person()
    organisation = make.an_organisation(person, country="FI")
    invite_organisation(consortium.lead, consortium.application, organisation, role=PARTNER, link=LINK)
    return Invitation.objects.get(email=person.email), organisation


def door(invitation: Invitation) -> str:
    return reverse("applicant:invitation", kwargs={"token": invitation.token})


def test_the_list_names_everybody_with_role_invitation_and_mandate() -> None:
    consortium = make.a_draft()
    _invitation, organisation = asked_organisation(consortium)
    asked_by_email(consortium)

    said = words_of(client_of(consortium.lead).get(at(consortium, "consortium")))

    assert "4 organisations from 4 countries." in said
    assert "Leipzig, Germany · yours Higher education institution Coordinator Accepted none needed" in said
    assert f"{organisation.name} Tampere, Finland Higher education institution Partner Invited Missing" in said
    assert "somebody@example.org Invited on" in said


def test_only_the_lead_finds_buttons() -> None:
    consortium = make.a_draft()
    asked_by_email(consortium)

    lead = words_of(client_of(consortium.lead).get(at(consortium, "consortium")))
    partner = words_of(client_of(consortium.partners[0]).get(at(consortium, "consortium")))

    buttons = ("Invite an organisation", "Send again", "Take back", "Hand the coordination over")
    assert all(button in lead for button in buttons)
    assert not any(button in partner for button in buttons)


def test_the_page_costs_the_same_queries_with_one_and_with_three_partners(
    django_assert_max_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for countries in (("DE", "ES"), ("DE", "ES", "PL", "FI")):
        consortium = make.a_draft(countries=countries)
        asked_by_email(consortium)
        client = client_of(consortium.lead)
        client.get(at(consortium, "consortium"))
        with CaptureQueriesContext(connection) as captured:
            client.get(at(consortium, "consortium"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_letter_is_sent_again_and_an_invitation_taken_back() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)
    client = client_of(consortium.lead)

    again = client.post(at(consortium, "consortium"), {"again": invitation.pk}, follow=True)
    back = client.post(at(consortium, "consortium"), {"back": invitation.pk}, follow=True)
    too_late = client.post(at(consortium, "consortium"), {"back": invitation.pk}, follow=True)

    assert "goes out again" in words_of(again)
    assert "The invitation is taken back" in words_of(back)
    assert "was answered in the meantime" in words_of(too_late)
    assert Letter.objects.filter(kind="invitation", to="somebody@example.org").count() == 2


def test_the_buttons_of_the_list_refuse_partners_and_unknown_invitations() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)

    partner = client_of(consortium.partners[0]).post(at(consortium, "consortium"), {"back": invitation.pk})
    unknown = client_of(consortium.lead).post(at(consortium, "consortium"), {"back": "x"})

    assert (partner.status_code, unknown.status_code) == (403, 404)


def test_missing_mandates_are_asked_for() -> None:
    consortium = make.a_draft()

    answer = client_of(consortium.lead).post(at(consortium, "consortium"), {"mandates": "ask"}, follow=True)

    assert "2 organisations are asked for their mandates by letter" in words_of(answer)


def test_an_organisation_is_found_and_invited() -> None:
    consortium = make.a_draft()
    person = make.a_person()
    organisation = make.an_organisation(person, country="FI", name="Tampereen ammattikorkeakoulu")
    client = client_of(consortium.lead)

    found = client.get(at(consortium, "invite"), {"text": "ammattikorkea", "country": "FI"})
    answer = client.post(
        f"{at(consortium, 'invite')}?organisation={organisation.pk}",
        {"role": "associated", "message": "Spread it in Finland."},
        follow=True,
    )

    letter = Letter.objects.get(to=person.email, kind="invitation")
    token = Invitation.objects.get(email=person.email).token
    assert "Tampereen ammattikorkeakoulu" in words_of(found)
    assert "Tampereen ammattikorkeakoulu is invited" in words_of(answer)
    assert f"http://testserver/invitations/{token}/" in letter.body


def test_the_search_marks_those_who_take_part_already_and_says_when_nobody_is_found() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.lead)

    here = words_of(client.get(at(consortium, "invite"), {"text": "Leipzig"}))
    nobody = words_of(client.get(at(consortium, "invite"), {"text": "no such thing"}))

    assert "In your consortium" in here
    assert "No organisation like this is on record" in nobody


@pytest.mark.parametrize("wanted", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_organisation_that_is_not_there_is_absent(wanted: str) -> None:
    consortium = make.a_draft()

    assert client_of(consortium.lead).get(f"{at(consortium, 'invite')}?organisation={wanted}").status_code == 404


def test_inviting_says_what_stands_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from consortia.stages.applications.services import consortium as service

    consortium = make.a_draft()
    client = client_of(consortium.lead)
    present = consortium.participations[1].organisation
    empty = make.an_organisation(country="FI")
    staffed = make.an_organisation(make.a_person(), country="FI")

    def invite(organisation: Organisation, **sent: str) -> str:
        address = f"{at(consortium, 'invite')}?organisation={organisation.pk}"
        return words_of(client.post(address, {"role": "partner", **sent}))

    twice, nobody, no_role = invite(present), invite(empty), invite(staffed, role="")
    monkeypatch.setattr(service, "MOST_OPEN_INVITATIONS", 0)
    many = invite(staffed)

    assert "is in your consortium already" in twice
    assert "Nobody of this organisation has an account here" in nobody
    assert "Choose the role of the organisation." in no_role
    assert "Very many of your invitations wait" in many


def test_somebody_is_invited_by_email_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from consortia.stages.applications.services import consortium as service

    consortium = make.a_draft()
    client = client_of(consortium.lead)
    address = f"{at(consortium, 'invite')}?way=email"
    sent = {"email": "new@example.org", "role": "partner", "message": ""}

    first = words_of(client.post(address, sent, follow=True))
    again = words_of(client.post(address, sent))
    wrong = words_of(client.post(address, {**sent, "email": "not an address"}))
    own = words_of(client.post(address, {**sent, "email": consortium.lead.email.upper()}))
    monkeypatch.setattr(service, "MOST_OPEN_INVITATIONS", 0)
    many = words_of(client.post(address, {**sent, "email": "other@example.org"}))

    assert "The letter to new@example.org is on its way." in first
    assert "An invitation to this address is still open" in again
    assert "name@example.org" in wrong
    assert "This is your own address." in own
    assert "Very many of your invitations wait" in many


def test_the_link_explains_itself_to_somebody_without_an_account() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)

    answer = Client().get(door(invitation))

    said = words_of(answer)
    onward = quote(door(invitation), safe="")
    assert "Ada Lindqvist invites your organisation as partner." in said
    assert "Join us." in said
    assert consortium.participations[0].organisation.name in said
    assert f"/account/signup/?next={onward}" in answer.content.decode()
    assert f"/account/login/?next={onward}" in answer.content.decode()


def test_an_unknown_link_is_absent() -> None:
    assert Client().get(reverse("applicant:invitation", kwargs={"token": "nothing"})).status_code == 404


def test_saying_yes_without_an_account_leads_to_the_sign_in_page_and_back() -> None:
    invitation = asked_by_email(make.a_draft())

    answer = Client().post(door(invitation), {"accept": "yes"})

    assert answer["Location"] == f"/account/login/?next={quote(door(invitation), safe='')}"


def test_saying_no_needs_no_account() -> None:
    invitation = asked_by_email(make.a_draft())

    answer = Client().post(door(invitation), {"decline": "yes"}, follow=True)
    again = Client().post(door(invitation), {"decline": "yes"}, follow=True)

    assert "This invitation was declined" in words_of(answer)
    assert "This invitation was declined" in words_of(again)


def test_a_person_accepts_with_the_organisation_they_write_for() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)
    person = make.a_person()
    organisation = make.an_organisation(person, country="FI")
    client = client_of(person)

    shown = words_of(client.get(door(invitation)))
    unchosen = words_of(client.post(door(invitation), {"accept": "yes"}))
    answer = client.post(door(invitation), {"accept": "yes", "organisation": str(organisation.pk)})

    assert organisation.name in shown
    assert "Choose the organisation that takes part." in unchosen
    assert answer["Location"] == at(consortium, "application")
    assert consortium.application.participations.filter(organisation=organisation, state="accepted").exists()


def test_a_person_without_an_organisation_is_led_to_one_and_back() -> None:
    invitation = asked_by_email(make.a_draft())
    person = make.a_person()
    client = client_of(person)

    shown = client.get(door(invitation))

    register = f"{reverse('applicant:organisation_new')}?next={quote(door(invitation), safe='')}"
    assert register in shown.content.decode()
    sent = {"name": "Folkeuniversitetet", "kind": "ngo", "country": "NO", "city": "Oslo", "position": "Adviser"}
    assert client.post(register, sent)["Location"] == door(invitation)


def test_registering_leads_on_only_within_this_site() -> None:
    make.a_round()
    client = client_of(make.a_person())
    sent = {"name": "Folkeuniversitetet", "kind": "ngo", "country": "NO", "city": "Oslo", "position": "Adviser"}

    answer = client.post(f"{reverse('applicant:organisation_new')}?next=https://evil.example/", sent)

    assert answer["Location"].startswith("/organisations/")


def test_an_invited_organisation_answers_through_its_own_people() -> None:
    consortium = make.a_draft()
    invitation, organisation = asked_organisation(consortium)
    stranger = client_of(make.a_person())
    member = client_of(organisation.memberships.get().person)

    strangers = words_of(stranger.get(door(invitation)))
    refused = stranger.post(door(invitation), {"accept": "yes"})
    members = words_of(member.get(door(invitation)))
    accepted = member.post(door(invitation), {"accept": "yes"}, follow=True)

    assert f"You do not write for {organisation.name} here" in strangers
    assert refused.status_code == 403
    assert f"You answer for {organisation.name}." in members
    assert accepted.redirect_chain[0][0] == at(consortium, "application")


def test_an_organisation_that_took_another_way_in_is_told() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)
    person = make.a_person()
    organisation = make.an_organisation(person, country="FI")
    invite_organisation(consortium.lead, consortium.application, organisation, role=PARTNER, link=LINK)

    answer = client_of(person).post(door(invitation), {"accept": "yes", "organisation": str(organisation.pk)})

    assert f"{organisation.name} takes part in this application already." in words_of(answer)


def test_a_closed_invitation_says_what_became_of_it() -> None:
    consortium = make.a_draft()
    taken_back, accepted, withdrawn = (asked_by_email(consortium, f"{name}@example.org") for name in "abc")
    Invitation.objects.filter(pk=taken_back.pk).update(cancelled_at=timezone.now())
    Invitation.objects.filter(pk=accepted.pk).update(answered_at=timezone.now(), accepted=True)
    withdraw_application(consortium.lead, consortium.application)

    said = [words_of(client_of(consortium.lead).get(door(each))) for each in (taken_back, accepted, withdrawn)]

    assert "This invitation was taken back" in said[0]
    assert "This invitation was accepted" in said[1]
    assert "This application was withdrawn" in said[2]
    assert "Open the application" in said[1]


def test_after_the_deadline_the_invitation_says_so() -> None:
    consortium = make.a_draft()
    invitation = asked_by_email(consortium)
    Application.objects.get(pk=consortium.application.pk).round.__class__.objects.update(deadline=timezone.now())

    assert "The deadline has passed" in words_of(Client().get(door(invitation)))


def test_a_part_names_contact_and_legal_representative() -> None:
    consortium = make.a_draft()
    person = consortium.partners[0]
    client = client_of(person)
    address = at(consortium, "participation", key="o2")
    sent = {
        "part": "save",
        "contact": str(person.pk),
        "legal_representative": "Prof. Elena Ruiz",
        "legal_representative_position": "Rectora",
    }

    answer = client.post(address, sent)

    part = consortium.application.participations.get(key="o2")
    assert answer["Location"] == at(consortium, "consortium")
    assert (part.contact, part.legal_representative) == (person, "Prof. Elena Ruiz")
    assert "Prof. Elena Ruiz, Rectora" in words_of(client_of(consortium.partners[1]).get(address))


def test_a_contact_person_belongs_to_the_organisation() -> None:
    consortium = make.a_draft()

    answer = client_of(consortium.lead).post(
        at(consortium, "participation", key="o2"), {"part": "save", "contact": str(consortium.lead.pk)}
    )

    assert "Contact person" in words_of(answer)
    assert consortium.application.participations.get(key="o2").contact == consortium.partners[0]


def test_the_lead_changes_a_role_and_others_do_not() -> None:
    consortium = make.a_draft()
    address = at(consortium, "participation", key="o2")

    refused = client_of(consortium.partners[0]).post(address, {"change-role": "yes", "role": "associated"})
    changed = client_of(consortium.lead).post(address, {"change-role": "yes", "role": "associated"})
    wrong = client_of(consortium.lead).post(address, {"change-role": "yes", "role": "coordinator"})

    assert (refused.status_code, changed["Location"], wrong.status_code) == (403, address, 200)
    assert consortium.application.participations.get(key="o2").role == Participation.Role.ASSOCIATED


def test_parting_shows_everything_before_it_is_done() -> None:
    consortium = make.a_ready_application()
    address = at(consortium, "part_with", key="o2")
    client = client_of(consortium.lead)

    shown = words_of(client.get(address))
    done = words_of(client.post(address, follow=True))

    assert "Kick-off meeting Transnational project meetings 1 entry of it is taken out." in shown
    assert "4 answers about the organisation The form Kept" in shown
    assert "Without it the application breaks a rule" in shown
    assert "no longer takes part. Its texts are kept." in done
    assert client.get(address).status_code == 404


def test_what_an_organisation_hosts_is_said_to_move() -> None:
    consortium = make.a_ready_application()
    consortium.application.plan_rows.filter(key="m1").update(
        values={"host": "o2", "travellers": [{"from": "o2", "people": 1, "distance_km": 0}]}
    )

    shown = words_of(client_of(consortium.lead).get(at(consortium, "part_with", key="o2")))

    assert "1 entry of it is taken out. It is held by the coordinator instead." in shown


def test_a_partner_leaves_and_then_no_longer_sees_the_application() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.partners[0])

    answer = client.post(at(consortium, "part_with", key="o2"))

    assert answer["Location"] == reverse("applicant:home")
    assert client.get(at(consortium, "consortium")).status_code == 404


def test_nobody_parts_with_the_coordinator() -> None:
    consortium = make.a_draft()

    assert client_of(consortium.lead).get(at(consortium, "part_with", key="o1")).status_code == 403


def test_those_who_left_are_still_named() -> None:
    consortium = make.a_draft()
    name = consortium.participations[2].organisation.name
    client = client_of(consortium.lead)
    client.post(at(consortium, "part_with", key="o3"))

    said = words_of(client.get(at(consortium, "consortium")))

    assert f"One organisation that no longer takes part {name}" in said
    assert "Save" not in words_of(client.get(at(consortium, "participation", key="o3"))).split()


def test_the_coordination_is_handed_over() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.lead)

    unchosen = words_of(client.post(at(consortium, "hand_over"), {}))
    done = words_of(client.post(at(consortium, "hand_over"), {"key": "o2"}, follow=True))

    assert "Choose the organisation that coordinates from now on." in unchosen
    assert "coordinates from now on. Everybody who takes part gets a letter." in done
    assert client.get(at(consortium, "hand_over")).status_code == 403


def test_nobody_to_hand_over_to_leads_to_an_invitation() -> None:
    consortium = make.a_draft(countries=("DE",))

    assert "No other organisation has accepted yet" in words_of(
        client_of(consortium.lead).get(at(consortium, "hand_over"))
    )


def test_a_reader_sees_the_consortium_without_changing_it() -> None:
    consortium = make.a_draft()
    reader = make.a_member(consortium.participations[0].organisation, Membership.Role.READER)
    client = client_of(reader)

    assert client.get(at(consortium, "consortium")).status_code == 200
    assert client.post(at(consortium, "participation", key="o1"), {"part": "save"}).status_code == 403
    assert client.post(at(consortium, "consortium"), {"mandates": "ask"}).status_code == 403
