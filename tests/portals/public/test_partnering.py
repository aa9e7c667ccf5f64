from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consortia.stages.partnering.past import Section, organisations_with_a_past, past_consortia, past_section
from consortia.stages.partnering.queries import Tie, ties
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, PastProject
from tests.factories.partnering import a_described, a_joined_pair, a_keeper, an_advert
from tests.portals.public.conftest import editions
from tests.portals.public.reading import words

__all__ = ["editions"]

pytestmark = pytest.mark.usefixtures("editions")


def a_past_name(name: str, **more: object) -> PastOrganisation:
    return PastOrganisation.objects.create(name=name, plain_name=name.lower(), digest=name, country="DE", **more)


def a_past_project(number: str, *names: PastOrganisation, year: int = 2015, field: str = "HE") -> PastProject:
    project = PastProject.objects.create(identifier=number, title=number, year=year, field=field, described=True)
    for place, each in enumerate(names):
        role = "partner" if place else "coordinator"
        PastParticipation.objects.create(
            project=project, organisation=each, role=role, number=place, name=each.name, country="DE", town="Leipzig"
        )
    return project


def said(address: str) -> str:
    return words(Client().get(address))


def test_without_past_projects_the_network_says_so() -> None:
    assert "No past projects are on record here yet" in said("/network/")


def test_ties_count_projects_and_years_over_linked_and_unlinked_names() -> None:
    profile = a_described()
    old, new = (
        a_past_name("Old", organisation=profile.organisation),
        a_past_name("New", organisation=profile.organisation),
    )
    other = a_past_name("Other")
    a_past_project("p1", old, other, year=2014)
    a_past_project("p2", new, other, year=2016)

    found = ties(Section())

    ends = sorted([str(profile.organisation_id), f"past-{other.pk}"])
    assert found == (Tie(a=ends[0], b=ends[1], projects=2, years=(2014, 2016)),)
    assert organisations_with_a_past() == {str(profile.organisation_id)}
    assert [each.members for each in past_consortia()] == [(str(profile.organisation_id),)] * 2


def test_the_past_of_joined_records_is_told_under_one_of_them() -> None:
    one, twin = a_described(), a_described()
    old, new = a_past_name("Old", organisation=one.organisation), a_past_name("New", organisation=twin.organisation)
    other = a_past_name("Other")
    a_past_project("p1", old, other, year=2014)
    a_past_project("p2", new, other, old, year=2016)
    apart = ties(Section())

    a_joined_pair(one.organisation, twin.organisation)

    first = str(min(one.organisation_id, twin.organisation_id))
    ends = sorted([first, f"past-{other.pk}"])
    assert len(apart) == 3
    assert ties(Section()) == (Tie(a=ends[0], b=ends[1], projects=2, years=(2014, 2016)),)
    assert [len(past_section(Section(around=str(each.organisation_id)))) for each in (one, twin)] == [2, 2]
    assert said(f"/network/?around={one.organisation_id}") == said(f"/network/?around={twin.organisation_id}")


def test_the_public_list_shows_the_record_that_says_more_and_keeps_both_addresses() -> None:
    short, long = a_described(offers="Bells."), a_described(offers="Bells, clocks and towers.")

    a_joined_pair(short.organisation, long.organisation)

    assert long.organisation.name in said("/directory/")
    assert short.organisation.name not in said("/directory/")
    assert "Bells." in said(f"/directory/{short.organisation_id}/")


def test_a_section_keeps_a_field_a_year_or_the_projects_of_one_body() -> None:
    a, b, c = (a_past_name(name) for name in "ABC")
    a_past_project("p1", a, b, year=2014, field="HE")
    a_past_project("p2", b, c, year=2015, field="VET")

    def numbers(section: Section) -> list[str]:
        return [each.project for each in past_section(section)]

    assert numbers(Section()) == ["p1", "p2"]
    assert numbers(Section(field="VET")) == ["p2"]
    assert numbers(Section(year=2014)) == ["p1"]
    assert numbers(Section(around=f"past-{a.pk}")) == ["p1"]
    assert numbers(Section(around="0ad427ff-b6dd-4237-95ad-e45aa658d509")) == []


def test_the_network_is_drawn_and_stands_as_a_table() -> None:
    a, b = a_past_name("Werk Arden"), a_past_name("Schule Bram")
    a_past_project("p1", a, b)

    page = Client().get(f"/network/?organisation=past-{a.pk}")

    html = page.content.decode()
    assert html.count('class="drawing drawing-') == 4
    assert "Who worked with Werk Arden" in words(page)
    assert "Schule Bram" in words(page)
    assert "Nobody worked together in what you chose" in said("/network/?year=2015&field=VET")


def test_a_network_without_known_towns_has_no_map() -> None:
    a, b = a_past_name("Werk Arden"), a_past_name("Schule Bram")
    a_past_project("p1", a, b)
    PastParticipation.objects.update(town="")

    page = Client().get("/network/")

    assert page.content.decode().count('class="drawing drawing-') == 2
    assert "No towns of these organisations are known" in words(page)


def test_a_network_is_on_the_map_where_lists_tell_addresses_and_no_towns() -> None:
    a, b = a_past_name("Werk Arden"), a_past_name("Schule Bram")
    a_past_project("p1", a, b)
    PastParticipation.objects.update(town="", address="Am Markt, 3  04109 Leipzig")

    html = Client().get("/network/").content.decode()

    assert html.count('class="drawing drawing-') == 4
    assert html.count("Leipzig") > 0


@pytest.mark.parametrize("asked", ["nobody", "past-x", "past-", "past-99999999999999999999999", "past-²"])
def test_an_organisation_that_cannot_be_is_no_address(asked: str) -> None:
    assert Client().get("/network/", {"organisation": asked}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_network_asks_the_same_few_questions_for_one_and_for_three(count: int) -> None:
    hub = a_past_name("Hub")
    for number in range(count):
        a_past_project(f"p{number}", hub, a_past_name(f"N{number}"))
    Client().get("/network/")

    with CaptureQueriesContext(connection) as asked:
        Client().get("/network/")

    assert len(asked) == 8


def test_a_hidden_profile_and_its_adverts_are_not_for_everybody() -> None:
    shown, hidden = a_described(listed=True), a_described(listed=False)
    for each, title in ((shown, "Seen"), (hidden, "Unseen")):
        an_advert(a_keeper(each), title=title)

    assert shown.organisation.name in said("/directory/")
    assert hidden.organisation.name not in said("/directory/")
    assert Client().get(f"/directory/{hidden.organisation_id}/").status_code == 404
    assert "Seen" in said("/adverts/")
    assert "Unseen" not in said("/adverts/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "questions"), [("/directory/", 4), ("/adverts/", 3)])
def test_the_lists_ask_the_same_few_questions_for_one_and_for_three(count: int, address: str, questions: int) -> None:
    for _ in range(count):
        an_advert(a_keeper(a_described()))
    Client().get(address)

    with CaptureQueriesContext(connection) as asked:
        Client().get(address)

    assert len(asked) == questions
