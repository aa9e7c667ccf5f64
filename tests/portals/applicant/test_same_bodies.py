from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import SameBody
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.factories.partnering import a_pair, who_runs_the_site
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.conftest import editions
from tests.portals.public.reading import words

__all__ = ["editions"]

pytestmark = pytest.mark.usefixtures("editions")

PAGE = "/organisations/same/"


def said(person: Person, address: str = PAGE) -> str:
    return words(as_person(person).get(address))


def two_records(keeper: Person) -> tuple[Organisation, Organisation]:
    return make.an_organisation(keeper, name="Orlevia Werk GmbH"), make.an_organisation(keeper, name="Orlévia Werk")


@pytest.fixture
def keeper() -> Person:
    return make.a_person()


def test_a_pair_is_shown_with_both_records_its_confidence_and_the_reasons(keeper: Person) -> None:
    a_pair(*two_records(keeper), confidence=0.999)

    shown = said(keeper)

    assert "Orlevia Werk GmbH" in shown
    assert "Orlévia Werk Leipzig Germany Higher education institution" in shown
    # Rounded down: nothing that a person should look at is certain.
    assert "One body with a confidence of 99 %:" in shown
    assert "Nothing differs but case, accents and the form in law" in shown
    assert "In the same town" in shown


@pytest.mark.parametrize(("wish", "word"), [("same", "One body"), ("different", "Two bodies")])
def test_a_decision_is_kept_shown_with_who_took_it_and_undone(keeper: Person, wish: str, word: str) -> None:
    pair = a_pair(*two_records(keeper))
    client = as_person(keeper)

    answer = client.post(PAGE, {"pair": pair.pk, "decide": wish})
    pair.refresh_from_db()
    decided, shown = pair.state, said(keeper)
    client.post(PAGE, {"pair": pair.pk, "decide": "undo"})
    pair.refresh_from_db()

    assert answer.headers["Location"] == PAGE
    assert decided == wish
    assert f"{word}, as {keeper.name} said on" in shown
    assert "They are one" not in shown
    assert (pair.state, pair.decided_by) == ("open", None)
    assert "They are one" in said(keeper)


def test_who_keeps_one_of_the_two_sees_the_pair_and_decides_nothing(keeper: Person) -> None:
    pair = a_pair(make.an_organisation(keeper), make.an_organisation(make.a_person(), name="Somebody else"))

    shown = said(keeper)
    answer = as_person(keeper).post(PAGE, {"pair": pair.pk, "decide": "same"})

    assert "Somebody else" in shown
    assert "Who keeps both records decides" in shown
    assert "They are one" not in shown
    assert answer.status_code == 403
    assert SameBody.objects.get().state == "open"


def test_a_stranger_and_a_writer_find_no_pair_and_cannot_reach_one(keeper: Person) -> None:
    one, other = two_records(keeper)
    pair = a_pair(one, other)

    for person in (make.a_person(), make.a_member(one)):
        shown = said(person)
        answer = as_person(person).post(PAGE, {"pair": pair.pk, "decide": "same"})

        assert "No two records wait for you" in shown
        assert "Orlevia" not in shown
        assert answer.status_code == 404


def test_who_runs_the_site_sees_and_decides_all(keeper: Person) -> None:
    pair, staff = a_pair(*two_records(keeper)), who_runs_the_site()

    shown = said(staff)
    as_person(staff).post(PAGE, {"pair": pair.pk, "decide": "same"})

    assert "They are one" in shown
    assert SameBody.objects.get().decided_by == staff


@pytest.mark.parametrize(
    ("given", "code"),
    [({"decide": "merge"}, 400), ({}, 400), ({"decide": "same", "pair": "9" * 30}, 404), ({"decide": "same"}, 404)],
)
def test_what_no_button_sends_is_refused(keeper: Person, given: dict[str, str], code: int) -> None:
    pair = a_pair(*two_records(keeper))
    told = {"pair": str(pair.pk), **given} if code == 400 else given

    answer = as_person(keeper).post(PAGE, told)

    assert answer.status_code == code
    assert SameBody.objects.get().state == "open"


def test_pages_of_organisations_lead_to_pairs_that_wait_until_they_are_decided(keeper: Person) -> None:
    one, other = two_records(keeper)
    pair, own = a_pair(one, other), f"/organisations/{one.pk}/"
    before = [said(keeper, own), said(keeper, "/organisations/"), said(make.a_person(), own)]

    as_person(keeper).post(PAGE, {"pair": pair.pk, "decide": "different"})

    assert [
        "One other record may be this body" in before[0],
        "One pair of records may be one body" in before[1],
        "One other record may be this body" in before[2],
    ] == [True, True, False]
    assert "may be this body" not in said(keeper, own)
    assert "may be one body" not in said(keeper, "/organisations/")


def test_fifteen_pairs_stand_on_a_page_and_undecided_ones_come_first(keeper: Person) -> None:
    records = [make.an_organisation(keeper, name=f"Record {number}") for number in range(17)]
    for number, each in enumerate(records[1:]):
        a_pair(records[0], each, confidence=0.99 - number / 100)
    surest = SameBody.objects.order_by("-confidence")[0]

    as_person(keeper).post(PAGE, {"pair": surest.pk, "decide": "different"})

    first, second = said(keeper), said(keeper, f"{PAGE}?page=2")
    assert (first.count("They are one"), first.count("Undo")) == (15, 0)
    assert (second.count("They are one"), second.count("Undo")) == (0, 1)
    assert "1 to 15 of 16" in first


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_few_questions_for_one_and_for_three(keeper: Person, count: int) -> None:
    for _ in range(count):
        a_pair(*two_records(keeper))
    client = as_person(keeper)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)

    assert len(asked) == 6
