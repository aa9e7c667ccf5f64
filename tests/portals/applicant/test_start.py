"""Beginning an application: one thing a page, what does not go together, using an earlier one again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consortia.stages.applications.models import Answer, Application, Participation
from consortia.stages.calls.models import Round
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.portals.applicant.planning import words

TITLE = {"title": "Wood without waste", "acronym": "WOOD"}
DATES = {"start": "2028-10-01", "months": "30"}


@pytest.fixture
def writer() -> Person:
    person = make.a_person()
    make.an_organisation(person, name="Folk high school")
    return person


def begin(person: Person, round_: Round | None = None, *, post: bool = False, **chosen: Any) -> Any:
    client = Client()
    client.force_login(person)
    sent = {**({"round": round_.pk} if round_ else {}), **chosen}
    address = reverse("applicant:start", query=sent)
    return client.post(address) if post else client.get(address)


def test_the_round_is_asked_first(writer: Person) -> None:
    make.a_round()

    page = words(begin(writer))

    assert "For which round do you apply?" in page
    assert "Education and training" in page
    assert "Training" in page


def test_a_round_from_the_call_page_is_chosen_already(writer: Person) -> None:
    assert "Which field is your project most about?" in words(begin(writer, make.a_round()))


def test_only_the_fields_of_the_round_are_offered(writer: Person) -> None:
    form = begin(writer, make.a_round()).context["form"]

    assert [code for code, _label in form.fields["field"].choices] == ["HE", "VET", "SCH", "AE"]


def test_a_round_with_one_field_asks_for_no_field(writer: Person) -> None:
    assert "In which form do you work together?" in words(begin(writer, make.a_round(field="YOUTH")))


def test_what_does_not_go_together_is_explained_and_not_offered(writer: Person) -> None:
    answer = begin(writer, make.a_round(field="YOUTH"))

    assert [code for code, _label in answer.context["form"].fields["format"].choices] == [
        "general",
        "transnational-youth-initiative",
    ]
    assert "Not possible with what you chose Partnership of schools only" in words(answer)
    assert "exist in school education only" in words(answer)


def test_where_only_one_choice_is_left_it_is_taken_and_can_be_looked_at(writer: Person) -> None:
    round_ = make.a_round()

    assert "What is your project called?" in words(begin(writer, round_, field="HE"))
    page = words(begin(writer, round_, field="HE", change="type"))
    assert "Higher education takes only projects that support innovation." in page


def test_going_on_without_a_choice_says_what_to_choose(writer: Person) -> None:
    answer = begin(writer, make.a_round(), at="field")

    assert "Choose the field your project is most about." in words(answer)
    assert "error-summary" in answer.content.decode()


def test_dates_are_suggested_from_the_call(writer: Person) -> None:
    answer = begin(writer, make.a_round(), field="HE", **TITLE)

    assert answer.context["form"].initial["start"].isoformat() == "2028-09-01"
    assert answer.context["form"].initial["months"] == 24
    assert "Between 1 September 2028 and 31 December 2028." in words(answer)
    assert "24 to 36 months." in words(answer)


def test_a_field_without_a_window_suggests_no_day(writer: Person) -> None:
    chosen = {"format": "general", "type": "GOOD_PRACTICE"}
    answer = begin(writer, make.a_round(field="YOUTH"), **chosen, **TITLE)

    assert answer.context["form"].initial["start"] is None
    assert answer.context["form"].initial["months"] == 6


def test_all_answers_stand_together_before_anything_is_made(writer: Person) -> None:
    page = words(begin(writer, make.a_round(), field="HE", **TITLE, **DATES))

    assert "Check your answers" in page
    assert "Folk high school" in page
    assert "1 October 2028 to 31 March 2031, 30 months" in page
    assert not Application.objects.exists()


def test_dates_that_break_a_rule_are_told_at_the_end(writer: Person) -> None:
    page = words(begin(writer, make.a_round(), field="HE", **TITLE, **{**DATES, "months": "12"}))

    assert "This breaks a rule of the call" in page


def test_a_click_makes_the_application(writer: Person) -> None:
    round_ = make.a_round()

    answer = begin(writer, round_, field="HE", **TITLE, **DATES, post=True)

    made = Application.objects.get()
    assert answer.url == reverse("applicant:application", kwargs={"reference": made.reference})
    assert (made.title, made.acronym, made.field) == ("Wood without waste", "WOOD", "HE")
    assert (made.type, made.format, made.months, made.round) == ("INNOVATION", "general", 30, round_)


def test_a_click_sent_twice_makes_one_application(writer: Person) -> None:
    client = Client()
    client.force_login(writer)
    address = reverse("applicant:start", query={"round": make.a_round().pk, "field": "HE", **TITLE, **DATES})
    drawn = client.get(address).context["drawn"]

    answers = [client.post(address, {"drawn": drawn}) for _click in range(2)]
    another = client.post(address, {"drawn": client.get(address).context["drawn"]})

    assert answers[0].url == answers[1].url
    assert another.url != answers[0].url
    assert Application.objects.count() == 2


def test_nobody_chooses_the_number_of_an_application(writer: Person) -> None:
    client = Client()
    client.force_login(writer)
    address = reverse("applicant:start", query={"round": make.a_round().pk, "field": "HE", **TITLE, **DATES})

    client.post(address, {"drawn": "MYOWNNUMBER"})

    assert Application.objects.get().reference != "MYOWNNUMBER"


def test_the_way_back_leads_to_the_question_before(writer: Person) -> None:
    round_ = make.a_round()

    at_first, at_title, at_dates = (
        begin(writer).content.decode(),
        begin(writer, round_, field="HE").content.decode(),
        begin(writer, round_, field="HE", **TITLE).content.decode(),
    )

    assert "My applications</a></p>" in at_first
    assert f'<a href="?round={round_.pk}&amp;field=HE&amp;change=field">Back to the question before</a>' in at_title
    assert "change=title" in at_dates


def test_answers_survive_on_the_way_back(writer: Person) -> None:
    answer = begin(writer, make.a_round(), field="HE", **TITLE, **DATES, change="title")

    page = answer.content.decode()
    assert 'value="Wood without waste"' in page
    assert '<input type="hidden" name="months" value="30">' in page


def test_another_field_asks_anew_what_no_longer_fits(writer: Person) -> None:
    chosen = {"field": "VET", "format": "general", "type": "GOOD_PRACTICE"}
    round_ = make.a_round()

    assert "What is your project called?" in words(begin(writer, round_, **chosen))
    begin(writer, round_, **{**chosen, "field": "HE"}, **TITLE, **DATES, post=True)
    assert Application.objects.get().type == "INNOVATION"


def test_a_title_that_is_missing_is_asked_for(writer: Person) -> None:
    assert "Give the project a title." in words(begin(writer, make.a_round(), field="HE", title=" ", at="title"))


def test_somebody_of_several_organisations_chooses_one(writer: Person) -> None:
    make.an_organisation(writer, name="Town library")

    page = words(begin(writer, make.a_round()))

    assert "Which organisation applies?" in page
    assert "Town library" in page


def test_an_organisation_one_does_not_write_for_cannot_apply(writer: Person) -> None:
    other = make.an_organisation(make.a_person())
    make.an_organisation(writer, name="Town library")

    answer = begin(writer, make.a_round(), organisation=other.pk, field="HE", **TITLE, **DATES, post=True)

    assert "Which organisation applies?" in words(answer)
    assert not Application.objects.exists()


def test_a_closed_round_is_told_and_others_are_offered(writer: Person) -> None:
    make.a_round()
    closed = make.a_round(deadline=make.datetime(2020, 1, 1).astimezone())

    assert "does not take applications any more" in words(begin(writer, closed))


def test_without_an_organisation_one_is_led_to_it_and_back() -> None:
    round_ = make.a_round()

    answer = begin(make.a_person(), round_)

    assert "First, your organisation" in words(answer)
    assert f"next=%2Fapplications%2Fstart%2F%3Fround%3D{round_.pk}" in answer.content.decode()


def test_readers_are_told_why_they_cannot_begin() -> None:
    make.a_round()
    organisation = make.an_organisation(make.a_person(), name="Town library")

    assert "You read along at Town library" in words(begin(make.a_member(organisation, Membership.Role.READER)))


def test_no_open_round_is_said(writer: Person) -> None:
    assert "No round is open" in words(begin(writer))


def test_an_earlier_application_is_used_again() -> None:
    consortium = make.a_draft()
    reference = consortium.application.reference
    round_ = consortium.application.round

    page = words(begin(consortium.lead, round_, earlier=reference))
    answer = begin(consortium.lead, round_, earlier=reference, post=True)

    assert "Check what is copied" in page
    assert "The partners. You invite them anew" in page
    made = Application.objects.get(copied_from=consortium.application)
    assert made.reference in answer.url
    assert [each.role for each in Participation.objects.filter(application=made)] == ["coordinator"]
    assert Answer.objects.filter(application=made, question="title").exists() or made.title


def test_an_earlier_application_goes_only_into_rounds_of_its_field() -> None:
    consortium = make.a_draft()
    youth = make.a_round(field="YOUTH")

    answer = begin(consortium.lead, youth, earlier=consortium.application.reference)

    assert [code for code, _label in answer.context["form"].fields["round"].choices] == [
        str(consortium.application.round_id)
    ]


def test_what_one_may_not_read_cannot_be_used_again(writer: Person) -> None:
    reference = make.a_draft().application.reference

    assert begin(writer, earlier=reference).status_code == 404


def test_somebody_without_an_account_signs_in_first_and_keeps_the_round() -> None:
    answer = Client().get(reverse("applicant:start", query={"round": 7}))

    assert answer.status_code == 302
    assert "round%3D7" in answer.url
