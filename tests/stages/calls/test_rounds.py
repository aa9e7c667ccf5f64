from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consortia.core.call.provisional import provisional_parts
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.applications.services.deadlines import move_deadline_of_round, write_letters_of_move
from consortia.stages.calls.models import DeadlineMove, Envelope, EnvelopeChange, Round, TeamMember
from consortia.stages.calls.services import (
    ProvisionalPartsError,
    load_editions,
    open_rounds,
    set_envelope,
    set_team,
)
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from tests.factories import agencies
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def test_an_edition_opens_for_real_when_every_provisional_part_is_accepted_by_name() -> None:
    edition, director = load_editions()[0], agencies.somebody("director")
    call = call_of_edition(edition.edition_hash)
    places = {each.place for each in provisional_parts(call)}

    opened = open_rounds(director, edition, years_later=0, accepted=places)

    kept = Event.objects.get(verb="accept-provisional-parts")
    assert {each.training for each in opened} == {False}
    assert [each.deadline for each in opened] == [call.deadline(each.fields[0], each.number) for each in call.rounds]
    assert {each["place"] for each in kept.facts["parts"]} == places
    assert all(each["name"] and each["source"] for each in kept.facts["parts"])
    assert kept.actor == str(director.pk)


def test_one_part_that_is_not_accepted_keeps_the_edition_shut() -> None:
    edition = load_editions()[0]
    first, *others = (each.place for each in provisional_parts(call_of_edition(edition.edition_hash)))

    with pytest.raises(ProvisionalPartsError) as lacking:
        open_rounds(agencies.somebody("director"), edition, years_later=0, accepted=others)

    assert lacking.value.places == (first,)
    assert not Round.objects.exists()


@pytest.mark.parametrize("role", ["officer", "team-lead", "committee"])
def test_rounds_are_run_by_directors_alone(role: str) -> None:
    round_, person = make.a_round(), agencies.somebody(role)

    with pytest.raises(PermissionDenied):
        open_rounds(person, round_.edition, years_later=0, accepted=())
    with pytest.raises(PermissionDenied):
        move_deadline_of_round(person, round_, round_.deadline + timedelta(days=1), reason="It was down.")

    assert (Round.objects.count(), DeadlineMove.objects.count()) == (1, 0)


def test_a_moved_deadline_is_told_to_everybody_once() -> None:
    consortium, director = make.a_draft(), agencies.somebody("director", agency=agencies.ELSEWHERE)
    withdrawn = make.a_draft(round_=consortium.application.round)
    Application.objects.filter(pk=withdrawn.application.pk).update(state="withdrawn")
    elsewhere = make.a_draft()
    after = consortium.application.round.deadline + timedelta(days=2)

    moved = move_deadline_of_round(director, consortium.application.round, after, reason="The site was down.")
    first, second = write_letters_of_move(moved.pk), write_letters_of_move(moved.pk)

    letters = Letter.objects.filter(kind="deadline-moved")
    told = {consortium.lead.email, *(each.email for each in consortium.partners), director.email}
    assert {each.to for each in letters} == told
    assert (letters.count(), first, second) == (len(told), len(told), len(told))
    assert all("The site was down." in each.body for each in letters)
    assert elsewhere.lead.email not in told
    assert Round.objects.get(pk=moved.round_id).deadline == after
    assert (moved.by, moved.reason) == (director, "The site was down.")


def test_no_letter_is_promised_for_a_move_that_did_not_hold() -> None:
    round_ = make.a_round()

    with pytest.raises(ValueError, match="Say why"):
        move_deadline_of_round(agencies.somebody("director"), round_, round_.deadline, reason=" ")

    assert not DeadlineMove.objects.exists()


def test_an_envelope_keeps_each_change_with_its_reason() -> None:
    round_, lead = make.a_round(), agencies.somebody("team-lead")

    for amount, reason in (("1000000", "The plan of the year."), ("1200000", "The reserve."), ("1200000", "Again.")):
        set_envelope(lead, agencies.AGENCY, round_, field="HE", amount=Decimal(amount), reason=reason)

    changes = list(EnvelopeChange.objects.order_by("id").values_list("before", "after", "reason"))
    assert Envelope.objects.get().amount == Decimal("1200000.00")
    assert changes == [
        (None, Decimal("1000000.00"), "The plan of the year."),
        (Decimal("1000000.00"), Decimal("1200000.00"), "The reserve."),
    ]


def test_an_envelope_needs_a_reason_a_field_of_the_round_and_a_leader_of_that_agency() -> None:
    round_, lead, sum_ = make.a_round(), agencies.somebody("team-lead"), Decimal(5)

    with pytest.raises(NoReasonError):
        set_envelope(lead, agencies.AGENCY, round_, field="HE", amount=sum_, reason=" ")
    with pytest.raises(ValueError, match="YOUTH"):
        set_envelope(lead, agencies.AGENCY, round_, field="YOUTH", amount=sum_, reason="x")
    for person, agency in ((lead, agencies.ELSEWHERE), (agencies.somebody("officer"), agencies.AGENCY)):
        with pytest.raises(PermissionDenied):
            set_envelope(person, agency, round_, field="HE", amount=sum_, reason="x")

    assert not Envelope.objects.exists()


def test_the_database_refuses_a_second_envelope_and_a_negative_one() -> None:
    round_ = make.a_round()
    Envelope.objects.create(agency="DE01", round=round_, field="HE", amount=1)

    for amount, field in ((1, "HE"), (-1, "SCH")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Envelope.objects.create(agency="DE01", round=round_, field=field, amount=amount)

    assert Envelope.objects.count() == 1


def test_a_team_is_set_as_a_whole_and_of_people_who_work_there() -> None:
    round_, lead, officer = make.a_round(), agencies.somebody("team-lead"), agencies.somebody("officer")
    set_team(lead, agencies.AGENCY, round_, [(officer, "HE"), (lead, "")])

    set_team(lead, agencies.AGENCY, round_, [(officer, "SCH"), (lead, "")])
    with pytest.raises(PermissionDenied):
        set_team(lead, agencies.AGENCY, round_, [(agencies.somebody("committee"), "")])

    assert set(TeamMember.objects.values_list("person", "field")) == {(officer.pk, "SCH"), (lead.pk, "")}
