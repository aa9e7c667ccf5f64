"""The pages of past projects: search, a project, an organisation, an idea beside them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client

from consortia.portals.public.pages.projects import web_address
from consortia.stages.past_projects.models import PastOrganisation, PastProject
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.past_projects.services.indexing import ensure_index
from tests.portals.public.reading import words
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, ROWS, SECOND

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("1")</script> & <b>vegetables</b>'
# What each page asks of the database, however much it shows.
SEARCH, PROJECT, ORGANISATION, COMPARE = 3, 7, 5, 3


@pytest.fixture
def three() -> None:
    read_in()


def read_in(rows: object = ROWS, source: str = "A list of nowhere") -> None:
    import_results(io.BytesIO(lists.as_csv(rows)), name="overview.csv", told_by=source)  # type: ignore[arg-type]  # rows
    ensure_index()


def address_of(identifier: str) -> str:
    return f"/projects/{PastProject.objects.get(identifier=identifier).pk}/"


@pytest.mark.usefixtures("three")
def test_search_shows_what_was_found_with_marks(client: Client) -> None:
    answer = client.get("/projects/", {"q": "vegetables"})

    text = words(answer)
    assert "One project" in text
    assert FIRST["Project Title"] in text
    assert SECOND["Project Title"] not in text
    assert "<mark>vegetables</mark>" in answer.content.decode()
    assert "€ 112 527.93" in text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.usefixtures("three")
def test_limits_are_taken_from_the_address_and_stay_chosen(client: Client) -> None:
    answer = client.get("/projects/", {"country": ["FI", "UK"], "least": "30 000", "most": "150.000"})

    page = answer.content.decode()
    assert "A radio in every yard" in page
    assert FIRST["Project Title"] not in page
    assert 'value="FI" form="project-search" checked' in page
    assert 'value="30 000"' in page


@pytest.mark.usefixtures("three")
def test_a_sum_that_cannot_be_read_is_named_beside_its_field(client: Client) -> None:
    answer = client.get("/projects/", {"least": "lots"})

    assert "Type a sum in euros, such as 90 000." in words(answer).replace("\u00a0", " ").replace("\u202f", " ")
    assert "3 projects" in words(answer)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "query", ["page=99", "page=x", "page=-1", "year=20x6", "order=odd", "field=%00", "q=%00%22", "country=" + "x" * 900]
)
def test_an_odd_address_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"/projects/?{query}").status_code == 200


def test_before_any_list_the_page_says_what_to_do(client: Client) -> None:
    assert "No project is here yet" in words(client.get("/projects/"))


@pytest.mark.usefixtures("three")
def test_where_nothing_is_found_there_is_a_way_out(client: Client) -> None:
    answer = client.get("/projects/", {"q": "zeppelin"})

    assert "Nothing like this" in words(answer)
    assert 'href="/projects/compare/"' in answer.content.decode()


@pytest.mark.usefixtures("three")
def test_words_that_no_project_has_together_are_said_to_be_let_go(client: Client) -> None:
    assert "No project has all these words. These have some of them." in words(
        client.get("/projects/", {"q": "zeppelin bees"})
    )


def test_what_lists_hold_stays_text(client: Client) -> None:
    read_in([{**FIRST, "Project Title": HOSTILE, "Project Summary": HOSTILE, "Partner 1 name": HOSTILE}])
    organisation = PastOrganisation.objects.get(name=HOSTILE)

    pages = [
        client.get("/projects/", {"q": "vegetables"}),
        client.get(address_of(FIRST["Project Identifier"])),
        client.get(f"/projects/organisations/{organisation.pk}/"),
        client.post("/projects/compare/", {"idea": "alert script vegetables bees diary soil pupils"}),
    ]

    assert [b"<script>alert" in page.content for page in pages] == [False] * 4
    assert "&lt;b&gt;<mark>vegetables</mark>" in pages[0].content.decode()


@pytest.mark.usefixtures("three")
def test_a_project_shows_its_consortium_and_where_it_comes_from(client: Client) -> None:
    answer = client.get(address_of(FIRST["Project Identifier"]))

    text = words(answer)
    for said in (
        "Colegio del Puente Undécimo",
        "Σχολείο της Θάλασσας",
        "Greece",
        "Good practice",
        "They keep a diary of bees",
    ):
        assert said in text
    assert "A list of nowhere: overview.csv, line 2, read in on" in text
    assert "European Commission" not in text
    assert 'href="http://www.gardens.example"' in answer.content.decode()


@pytest.mark.usefixtures("three")
def test_an_organisation_shows_its_projects_and_partners_drawn_and_as_a_table(client: Client) -> None:
    organisation = PastOrganisation.objects.get(plain_name="szkola nad rzeka")

    answer = client.get(f"/projects/organisations/{organisation.pk}/")

    text = words(answer)
    assert "2 past projects are known." in text
    assert "3 partners are named." in text
    assert (
        answer.content.decode().count('<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-partners"') == 2
    )
    assert "SZKOLA NAD RZEKA" in text


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("address", ["/projects/999999/", "/projects/organisations/999999/"])
def test_what_is_not_here_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_project_that_no_list_describes_is_not_shown(client: Client) -> None:
    content = b"project_identifier,role,organisation_name\nP-1,coordinator,House\n"
    import_results(io.BytesIO(content), name="list.csv")
    (project,) = PastProject.objects.all()

    assert client.get(f"/projects/{project.pk}/").status_code == 404
    assert "No project is here yet" in words(client.get("/projects/"))


@pytest.mark.usefixtures("three")
def test_an_idea_is_compared_and_not_kept(client: Client) -> None:
    idea = "Pupils plant vegetables and keep a diary of soil. A zeppelin carries the harvest."

    text = words(client.post("/projects/compare/", {"idea": idea}))

    assert text.index("What is new") < text.index("zeppelin", text.index("What is new")) < text.index("What comes near")
    assert FIRST["Project Title"] in text
    assert words(client.get("/projects/compare/")).count("zeppelin") == 0


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("idea", "said"),
    [("", "Problem: What exists already"), ("x" * 30_001, "over its limit"), ("hm", "Nothing comes near")],
)
def test_an_idea_that_cannot_be_compared_gets_a_sentence(client: Client, idea: str, said: str) -> None:
    assert said in words(client.post("/projects/compare/", {"idea": idea}))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.parts.example", "http://www.parts.example"),
        (" https://a.example/b?c ", "https://a.example/b?c"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("see our page", ""),
        ("ftp://a.example", ""),
        ("//a.example", ""),
    ],
)
def test_only_addresses_of_pages_become_links(text: str, address: str) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_one_as_for_three(
    client: Client, count: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    partners = {f"Partner {place} name": f"House {place}" for place in range(1, count + 1)}
    read_in(
        [
            {
                **FIRST,
                **partners,
                "Project Identifier": f"N-{number}",
                "Project Title": "Gardens, bridges and lanterns",
                "Project Summary": f"{'abcd'[number]} " * 50,
            }
            for number in range(count + 1)
        ]
    )
    organisation = PastOrganisation.objects.get(plain_name="house 1")

    with django_assert_num_queries(SEARCH):  # type: ignore[attr-defined]  # a context manager
        client.get("/projects/", {"q": "gardens"})
    with django_assert_num_queries(ORGANISATION):  # type: ignore[attr-defined]  # as above
        client.get(f"/projects/organisations/{organisation.pk}/")
    with django_assert_num_queries(PROJECT):  # type: ignore[attr-defined]  # as above
        client.get(address_of("N-0"))
    with django_assert_num_queries(COMPARE):  # type: ignore[attr-defined]  # as above
        client.post("/projects/compare/", {"idea": "lanterns over gardens and bridges"})
