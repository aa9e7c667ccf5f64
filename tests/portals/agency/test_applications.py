from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from consortia.stages.agencies.services import appoint, recuse
from consortia.stages.calls.models import Round
from consortia.stages.journal.models import Event
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, SavedView
from tests.factories import agencies, screening
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

LIST = f"/agency/{agencies.AGENCY}/applications/"


@pytest.fixture
def officer(client: Client) -> Person:
    person = agencies.somebody("officer", name="Olga Ortega")
    client.force_login(person)
    return person


def some_files(*titles: str, round_: Round | None = None) -> list[File]:
    round_ = round_ or make.a_round()
    return [screening.a_file(round_=round_, title=title) for title in titles]


def listed(client: Client, query: str = "") -> list[str]:
    return [each.title for each in client.get(f"{LIST}?{query}").context["page"].object_list]


def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for titles in (("One",), ("Two", "Three")):
        some_files(*titles)

        with django_assert_num_queries(14):
            page = client.get(LIST)

        assert page.status_code == 200
    assert page.context["page"].paginator.count == 3


def test_filters_words_and_order_narrow_the_list(client: Client, officer: Person) -> None:
    one, two, three = some_files("Repair cafés", "Heat pumps", "Choirs")
    File.objects.filter(pk=two.pk).update(handler=officer, state="checking", country="ES", requested=5)

    assert listed(client, "state=checking") == ["Heat pumps"]
    assert listed(client, f"handler={officer.pk}") == ["Heat pumps"]
    assert set(listed(client, "handler=nobody")) == {"Repair cafés", "Choirs"}
    assert listed(client, "country=ES&field=HE&type=INNOVATION") == ["Heat pumps"]
    assert listed(client, "text=CAFÉS+repair") == ["Repair cafés"]
    assert listed(client, f"text={three.reference}") == ["Choirs"]
    assert listed(client, "sort=title") == ["Choirs", "Heat pumps", "Repair cafés"]
    assert listed(client, "sort=-title") == ["Repair cafés", "Heat pumps", "Choirs"]
    assert listed(client, f"round={one.round_id}&sort=requested")[0] == "Heat pumps"


@pytest.mark.parametrize("query", ["round=x", "handler=x", "handler=%27", "state=none", "round=999999999999999999999"])
def test_what_nobody_could_choose_finds_nothing(client: Client, officer: Person, query: str) -> None:
    some_files("One")

    assert listed(client, query) == []


def test_another_agency_sees_none_of_it(client: Client) -> None:
    (file,) = some_files("Secret garden")
    stranger = agencies.somebody("director", agency=agencies.ELSEWHERE)
    appoint(stranger, agencies.ELSEWHERE, "officer", by=None)
    client.force_login(stranger)
    theirs = f"/agency/{agencies.ELSEWHERE}/applications"

    pages = [client.get(f"{theirs}/"), client.get(f"/agency/{agencies.ELSEWHERE}/")]
    files = [b"".join(client.get(f"{theirs}.{kind}").streaming_content) for kind in ("csv", "xlsx")]

    assert all(file.reference not in page.content.decode() for page in pages)
    assert file.reference.encode() not in files[0]
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(files[1])).get_sheet_by_index(0).to_python()) == 1
    for address in (LIST, f"{LIST}{file.reference}/", f"{LIST}{file.reference}/papers/application.pdf"):
        assert client.get(address).status_code == 404
    assert client.get(f"{theirs}/{file.reference}/").status_code == 404
    assert client.post(f"{theirs}/", {"act": "assign", "file": file.pk, "handler": stranger.pk}).status_code == 302
    file.refresh_from_db()
    assert file.handler is None


def test_several_are_handed_over_each_with_its_record(client: Client, officer: Person) -> None:
    one, two, three = some_files("One", "Two", "Three")

    client.post(LIST, {"act": "assign", "which": "ticked", "file": [one.pk, two.pk], "handler": officer.pk})

    assert set(File.objects.filter(handler=officer)) == {one, two}
    assert Event.objects.filter(verb="assign", actor=str(officer.pk)).count() == 2
    three.refresh_from_db()
    assert three.handler is None


def test_all_that_match_are_handed_over_and_no_other(client: Client, officer: Person) -> None:
    one, _two = some_files("One", "Two")

    client.post(f"{LIST}?text=one", {"act": "assign", "which": "all", "handler": officer.pk})

    assert list(File.objects.filter(handler=officer)) == [one]


def test_files_stay_where_the_new_handler_keeps_away_and_are_named(client: Client, officer: Person) -> None:
    one, two = some_files("One", "Two")
    colleague = agencies.somebody("officer", name="Cleo Colleague")
    recuse(colleague, agencies.AGENCY, str(two.application_id), reason="A cousin leads it.", by=officer)

    page = client.post(LIST, {"act": "assign", "which": "all", "handler": colleague.pk}, follow=True)

    assert list(File.objects.filter(handler=colleague)) == [one]
    assert [str(each) for each in page.context["messages"]] == [
        "1 application is now handled by Cleo Colleague.",
        f"Left as they are, since Cleo Colleague keeps away from them: {two.reference}.",
    ]


def test_checks_pass_together_where_they_are_ready_and_the_others_are_named(client: Client, officer: Person) -> None:
    ready, new = some_files("Ready", "New")
    screening.answer_all(officer, ready)

    page = client.post(LIST, {"act": "pass", "which": "all"}, follow=True)

    assert list(File.objects.order_by("id").values_list("state", flat=True)) == ["eligible", "received"]
    said = [str(each) for each in page.context["messages"]]
    assert said == [
        "The formal check of 1 application is passed.",
        f"Left as they are, since no check is under way: {new.reference}.",
    ]


def test_a_director_reads_the_list_and_changes_nothing(client: Client) -> None:
    (file,) = some_files("One")
    director = agencies.somebody("director")
    client.force_login(director)

    answer = client.post(LIST, {"act": "assign", "file": file.pk, "handler": director.pk})

    file.refresh_from_db()
    assert (answer.status_code, file.handler) == (403, None)
    assert "Several at once" not in client.get(LIST).content.decode()


def test_the_file_holds_what_the_list_shows_and_no_formula(client: Client, officer: Person) -> None:
    evil = '=HYPERLINK("http://evil.example")'
    some_files(evil, "Other")

    as_csv = b"".join(client.get(f"/agency/{agencies.AGENCY}/applications.csv?text=evil").streaming_content)
    as_xlsx = b"".join(client.get(f"/agency/{agencies.AGENCY}/applications.xlsx?text=evil").streaming_content)

    rows = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Title", f"'{evil}"]
    assert [row[1] for row in book] == ["Title", evil]
    assert rows[0] == book[0]


def test_the_files_cost_the_same_for_one_and_for_three(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for titles in (("One",), ("Two", "Three")):
        some_files(*titles)

        with django_assert_num_queries(7):
            rows = b"".join(client.get(f"/agency/{agencies.AGENCY}/applications.csv").streaming_content)

    assert rows.count(b"\r\n") == 4


def test_a_view_is_saved_shared_found_again_and_taken_away(client: Client, officer: Person) -> None:
    colleague = agencies.somebody("officer")
    client.post(f"{LIST}views/?field=HE&sort=title&page=3", {"name": "Mine"})
    client.post(f"{LIST}views/?state=received", {"name": "Ours", "shared": "on"})

    mine = [each.name for each in client.get(LIST).context["views"]]
    client.force_login(colleague)
    theirs = [each.name for each in client.get(LIST).context["views"]]
    view = SavedView.objects.get(name="Ours")
    refused = client.post(f"{LIST}views/", {"forget": view.pk}).status_code
    client.force_login(officer)
    client.post(f"{LIST}views/", {"forget": view.pk})

    assert (mine, theirs, refused) == (["Mine", "Ours"], ["Ours"], 404)
    assert list(SavedView.objects.values_list("name", "query")) == [("Mine", "field=HE&sort=title")]


def test_a_shared_view_stays_within_its_agency(client: Client, officer: Person) -> None:
    client.post(f"{LIST}views/", {"name": "Ours", "shared": "on"})
    client.force_login(agencies.somebody("officer", agency=agencies.ELSEWHERE))

    assert list(client.get(f"/agency/{agencies.ELSEWHERE}/applications/").context["views"]) == []
