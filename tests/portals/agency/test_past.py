"""Pages of those who look after past projects: lists with what was left out, names that may be one body."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consortia.stages.past_projects.models import ImportRun, SameName
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.past_projects.services.joining_names import suggest_same_names
from tests.factories import agencies
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.reading import words
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, GRANT, SECOND

pytestmark = pytest.mark.django_db
LISTS, NAMES = "/agency/past/lists/", "/agency/past/names/"


@pytest.fixture
def officer() -> Client:
    return as_person(agencies.people_of("DE01")["officer"])


def read_in_with(wrong: int) -> ImportRun:
    bad = [{**FIRST, "Project Identifier": f"=bad{number}", GRANT: f"{number} beans"} for number in range(wrong)]
    return import_results(io.BytesIO(lists.as_csv([*bad, SECOND])), name="harvest.csv").run


def of(run: ImportRun, rest: str = "") -> str:
    return f"{LISTS}{run.key}/{rest}"


def test_a_list_shows_what_became_of_it_and_each_row_left_out(officer: Client) -> None:
    run = read_in_with(1)

    listed, shown = words(officer.get(LISTS)), words(officer.get(of(run)))

    assert "harvest.csv" in listed
    assert "read to the end 2 1 0 0 1" in listed
    assert f"Line 2, {GRANT} Found “0 beans” Expected a sum in euros" in shown
    assert FIRST["Project Title"] in shown


def test_rows_known_from_an_earlier_reading_are_said_to_stand_there(officer: Client) -> None:
    read_in_with(2)
    again = read_in_with(2)

    shown = words(officer.get(of(again)))

    assert "2 rows were left out by an earlier reading already, and stand there." in shown
    assert "Line 2" not in shown


def test_rows_left_out_come_as_a_file_in_which_nothing_is_a_formula(officer: Client) -> None:
    run = read_in_with(2)

    answer = officer.get(of(run, "left-out.csv"))

    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streamed answer
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0] == ["Line", "Column", "Found", "Expected", "The row as it stood there"]
    assert [row[2] for row in rows[1:]] == ["“0 beans”", "“1 beans”"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_rows_ask_the_same_few_questions_for_one_and_for_three(officer: Client, count: int) -> None:
    runs = [read_in_with(count) for _ in range(count)]
    officer.get(LISTS)

    with CaptureQueriesContext(connection) as asked_lists:
        officer.get(LISTS)
    with CaptureQueriesContext(connection) as asked_rows:
        officer.get(of(runs[0]))

    assert (len(asked_lists), len(asked_rows)) == (5, 6)


@pytest.mark.parametrize("count", [1, 3])
def test_names_ask_the_same_few_questions_for_one_and_for_three(officer: Client, count: int) -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings(more=count // 2))), name="list.csv")
    suggest_same_names()
    officer.get(NAMES)

    with CaptureQueriesContext(connection) as asked:
        officer.get(NAMES)

    assert SameName.objects.count() == count
    assert len(asked) == 8


def test_a_pair_is_shown_with_its_reasons_decided_and_undone(officer: Client) -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings())), name="list.csv")
    suggest_same_names()
    pair = SameName.objects.get()

    before = words(officer.get(NAMES))
    answer = officer.post(f"{NAMES}?text=haus", {"pair": pair.pk, "decide": "same"})
    decided = words(officer.get(NAMES))
    officer.post(NAMES, {"pair": pair.pk, "decide": "undo"})

    assert "Haus am Fluss and Haus am Fluß e.V." in before
    assert "One body with a confidence of 99 %: Nothing differs but case, accents and the form in law" in before
    assert answer.headers["Location"] == f"{NAMES}?text=haus"
    assert "“Haus am Fluss” and “Haus am Fluß e.V.” count as one body now. Both names stay." in decided
    assert "One body, as " in decided
    assert SameName.objects.get().state == "open"


@pytest.mark.parametrize("typed", [{"pair": "1", "decide": "burn"}, {}, {"pair": "9" * 40, "decide": "same"}])
def test_a_form_that_names_nothing_is_refused(officer: Client, typed: dict[str, str]) -> None:
    assert officer.post(NAMES, typed).status_code in {400, 404}
