"""An organisation says under which names of past projects it took part, and takes it back."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.organisations.models import Organisation
from consortia.stages.past_projects.models import PastOrganisation
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.factories.partnering import a_described, who_runs_the_site
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.conftest import editions
from tests.portals.public.reading import words
from tests.stages.past_projects import lists

__all__ = ["editions"]

pytestmark = pytest.mark.usefixtures("editions")


@pytest.fixture
def keeper() -> Person:
    return make.a_person()


@pytest.fixture
def own(keeper: Person) -> Organisation:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings(more=2))), name="list.csv")
    return make.an_organisation(keeper, name="Haus am Fluss e. V.", country="DE")


def of(organisation: Organisation) -> str:
    return f"/organisations/{organisation.pk}/past/"


def named(name: str) -> PastOrganisation:
    return PastOrganisation.objects.get(name=name)


def test_names_that_look_like_it_are_suggested_with_reasons(keeper: Person, own: Organisation) -> None:
    shown = words(as_person(keeper).get(of(own)))

    assert "None yet. Without one you count as new to the programme." in shown
    assert "Haus am Fluß e.V. Germany 1 99 % sure Nothing differs but case, accents and the form in law" in shown
    assert "A0 Choir" not in shown


def test_a_name_is_linked_its_projects_are_its_experience_and_it_is_taken_back(
    keeper: Person, own: Organisation
) -> None:
    client, name = as_person(keeper), named("Haus am Fluss")
    a_described(keeper)

    answer = client.post(of(own), {"name": name.pk, "wish": "link"})
    linked, profile = words(client.get(of(own))), words(client.get(f"/partners/{own.pk}/"))
    page = words(client.get(f"/projects/organisations/{name.pk}/"))
    client.post(of(own), {"name": name.pk, "wish": "undo"})

    assert answer.headers["Location"] == of(own)
    assert "The past projects of “Haus am Fluss” count for this organisation now." in linked
    assert "One past project is known, 2017; coordinator of one: Project 0 2017, coordinator" in profile
    assert "On this site: Haus am Fluss e. V." in page
    assert named("Haus am Fluss").organisation is None


def test_another_spelling_of_the_country_is_found_by_its_words(keeper: Person, own: Organisation) -> None:
    client, foreign = as_person(keeper), named("A0 Choir")
    PastOrganisation.objects.filter(name="B1 Choir").update(country="DE")

    shown = words(client.get(of(own), {"text": "choir"}))
    status = client.post(of(own), {"name": foreign.pk, "wish": "link"}).status_code

    assert "B1 Choir Germany 1 This is us" in shown
    # A name of another country is somebody else's.
    assert ("A0 Choir" in shown, status) == (False, 404)


def test_a_name_that_stands_for_another_organisation_cannot_be_taken(keeper: Person, own: Organisation) -> None:
    name = named("Haus am Fluss")
    PastOrganisation.objects.filter(pk=name.pk).update(organisation=make.an_organisation(name="First"))

    status = as_person(keeper).post(of(own), {"name": name.pk, "wish": "link"}).status_code

    assert status == 404
    assert named("Haus am Fluss").organisation != own


@pytest.mark.parametrize("typed", [{"name": "1"}, {"name": "9" * 40, "wish": "link"}, {"wish": "undo"}])
def test_a_form_that_names_nothing_is_refused(keeper: Person, own: Organisation, typed: dict[str, str]) -> None:
    assert as_person(keeper).post(of(own), typed).status_code in {400, 404}


def test_who_runs_the_site_may_link_names_for_others(own: Organisation) -> None:
    client = as_person(who_runs_the_site())

    client.post(of(own), {"name": named("Haus am Fluss").pk, "wish": "link"})

    assert named("Haus am Fluss").organisation == own


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_few_questions_for_one_and_for_three(keeper: Person, count: int) -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings(more=count - 1))), name="list.csv")
    own = make.an_organisation(keeper, name="Haus am Fluss", country="DE")
    PastOrganisation.objects.filter(name="Haus am Fluss").update(organisation=own)
    client = as_person(keeper)
    client.get(of(own))

    with CaptureQueriesContext(connection) as asked:
        client.get(of(own))

    assert len(asked) == 9
