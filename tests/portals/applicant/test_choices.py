"""Choices and priorities of an application: who changes them, and that two people's changes both stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from consortia.stages.applications.models import Application
from consortia.stages.applications.services.starting import change_choices, choices_of
from consortia.stages.organisations.models import Membership
from tests.factories import applications as make
from tests.portals.applicant.planning import address, signed_in, words

STOOD = {
    "field": "HE",
    "format": "general",
    "type": "INNOVATION",
    "start": "2028-09-01",
    "months": "24",
    "language": "en",
    "acronym": "REPAIR",
}


def send(consortium: make.Consortium, **changes: str) -> Any:
    """Send the form as a page that was opened before sends it."""
    memory = {f"initial-{name}": value for name, value in STOOD.items()}
    return signed_in(consortium).post(address("choices", consortium), {**STOOD, **memory, **changes})


def somebody_else(consortium: make.Consortium, **changes: Any) -> None:
    application = Application.objects.select_related("round__edition").get()
    chosen = replace(choices_of(application), **changes)
    change_choices(consortium.lead, application, chosen, seen=application.facts_version)


def opened(consortium: make.Consortium, person: Any, name: str = "choices") -> Any:
    client = Client()
    client.force_login(person)
    return client.get(address(name, consortium))


def test_the_form_shows_what_stands_and_where_it_ends() -> None:
    page = words(opened(consortium := make.a_draft(), consortium.lead))

    assert "Projects whose main effect is in higher education." in page
    assert "The last day is 31 August 2030" in page
    assert "24 to 36 months." in page
    assert "Your application goes to:" in page or "Choose the agency" in page


def test_a_change_is_stored_and_the_rest_stays() -> None:
    consortium = make.a_draft()

    answer = send(consortium, months="30", language="pl")

    stored = Application.objects.get()
    assert answer.url == address("application", consortium)
    assert (stored.months, stored.language, stored.acronym, stored.priorities) == (30, "pl", "REPAIR", ["HE-1"])


def test_choices_that_do_not_go_together_are_explained() -> None:
    consortium = make.a_draft()

    answer = send(consortium, type="GOOD_PRACTICE")

    assert "Higher education takes only Supporting innovation" in words(answer)
    assert Application.objects.get().type == "INNOVATION"


def test_changes_of_two_people_to_different_choices_both_stay() -> None:
    consortium = make.a_draft()
    somebody_else(consortium, months=36)

    send(consortium, acronym="MEND")

    stored = Application.objects.get()
    assert (stored.months, stored.acronym) == (36, "MEND")


def test_changes_of_two_people_to_the_same_choice_stand_side_by_side() -> None:
    consortium = make.a_draft()
    somebody_else(consortium, months=36, language="de")

    answer = send(consortium, months="30", acronym="MEND")

    page = words(answer)
    assert "Ada Lindqvist changed the same choices at" in page
    assert "36 months 30 months" in page
    assert Application.objects.get().months == 36
    form = answer.context["form"]
    assert (form["months"].value(), form["language"].value(), form["acronym"].value()) == ("30", "de", "MEND")


def test_after_a_second_look_mine_is_stored() -> None:
    consortium = make.a_draft()
    somebody_else(consortium, months=36)

    send(consortium, months="30", **{"initial-months": "36"})

    assert Application.objects.get().months == 30


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"start": ""}, "Choose the first day of the project."),
        ({"start": "soon"}, "Write the day like 2028-09-01"),
        ({"months": "0"}, "A project takes at least one month."),
        ({"months": "many"}, "Write the months as a whole number"),
        ({"field": ""}, "Choose one."),
        ({"field": "YOUTH"}, "Choose one."),
    ],
)
def test_what_is_missing_is_said_at_its_field(sent: dict[str, str], said: str) -> None:
    assert said in words(send(make.a_draft(), **sent))


def test_partners_read_the_choices_and_cannot_change_them() -> None:
    consortium = make.a_draft()
    client = Client()
    client.force_login(consortium.partners[0])

    page = words(client.post(address("choices", consortium), {**STOOD, "months": "30"}))

    assert "The coordinator can change these choices." in page
    assert "31 August 2030" in page
    assert Application.objects.get().months == 24


def test_readers_of_the_coordinator_read() -> None:
    consortium = make.a_draft()
    reader = make.a_member(consortium.participations[0].organisation, Membership.Role.READER)

    assert "The coordinator can change these choices." in words(opened(consortium, reader))


@pytest.mark.parametrize("name", ["choices", "priorities", "application"])
def test_strangers_find_nothing(name: str) -> None:
    assert opened(make.a_draft(), make.a_person(), name).status_code == 404


def test_priorities_show_their_text_weight_and_themes() -> None:
    page = words(opened(consortium := make.a_draft(), consortium.lead, "priorities"))

    assert "Projects here make education, training and youth work fair and open to everyone." in page
    assert "Highly relevant" in page
    assert "themes within it" in page
    assert "media literacy" in page


def test_priorities_of_other_fields_are_tucked_away() -> None:
    answer = opened(consortium := make.a_draft(), consortium.lead, "priorities")

    counting = [group.field.code if group.field else "" for group in answer.context["groups"] if group.counts]
    assert counting == ["", "HE"]
    assert "<details" in answer.content.decode()


def tick(consortium: make.Consortium, before: dict[str, list[str]], **now: list[str]) -> Any:
    memory = {f"initial-{name}": codes for name, codes in before.items()}
    return signed_in(consortium).post(address("priorities", consortium), {**now, **memory})


def test_priorities_are_stored_in_the_order_of_the_call() -> None:
    consortium = make.a_draft()

    answer = tick(consortium, {"he": ["HE-1"]}, he=["HE-2", "HE-1"], horizontal=["H-2"])

    assert answer.url == address("application", consortium)
    assert Application.objects.get().priorities == ["H-2", "HE-1", "HE-2"]


def test_a_priority_is_taken_out() -> None:
    consortium = make.a_draft()

    tick(consortium, {"he": ["HE-1"]}, horizontal=["H-1"])

    assert Application.objects.get().priorities == ["H-1"]


def test_what_two_people_tick_at_once_both_stays_and_is_told() -> None:
    consortium = make.a_draft()
    somebody_else(consortium, priorities=("HE-1", "HE-3"))
    client = signed_in(consortium)

    client.post(
        address("priorities", consortium), {"he": ["HE-1"], "initial-he": ["HE-1"], "horizontal": ["H-2"]}, follow=False
    )

    assert Application.objects.get().priorities == ["H-2", "HE-1", "HE-3"]
    assert "both choices are kept" in words(client.get(address("application", consortium)))


def test_partners_read_the_chosen_priorities() -> None:
    consortium = make.a_draft()

    page = words(opened(consortium, consortium.partners[0], "priorities"))

    assert "HE-1" in page
    assert "The coordinator can change this choice." in page
