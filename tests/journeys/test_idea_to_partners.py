"""From an idea to an application with two invited partners: priorities, what exists already, whom to ask."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from consortia.stages.applications.models import Answer, Application, Participation
from consortia.stages.ideas.models import Idea
from consortia.stages.past_projects.services.importing import import_results
from tests.factories import applications as make
from tests.factories import partnering
from tests.journeys import walking as walk
from tests.stages.past_projects import lists

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

IDEA: Final = (
    "Teachers in our schools want to teach science with the school garden. Pupils who fail in mathematics and science "
    "plant vegetables, count bees and keep a diary of the soil. We write lessons that other schools can use, and "
    "teachers train each other in new methods of assessment."
)
TITLE: Final = "Science between the beds"


@pytest.fixture
def writer(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A browser in which a teacher is signed in who may write for a school."""
    make.a_round(field="SCH")
    person = make.a_person("Ilse Tannhof")
    make.an_organisation(person, country="DE", name="Schule am Garten", kind="school")
    for country, name in (("FI", "Marjapuiston koulu"), ("ES", "Colegio de las Abejas")):
        partner = make.a_person()
        make.an_organisation(partner, country=country, name=name, kind="school")
        partnering.a_described(partner, offers="We run a garden with bees and measure soil with pupils.")
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(walk.SOON)
    page = context.new_page()
    walk.sign_in(page, f"{live_server}/account/login/?next=/ideas/", person.email, make.PASSWORD)
    yield page
    context.close()


def test_from_an_idea_to_an_application_with_two_invited_partners(writer: Page) -> None:
    write_the_idea(writer)
    look_what_exists(writer)
    application = begin(writer)
    invite_two(writer, application)

    made = Application.objects.get()
    idea = Idea.objects.get()
    asked = made.participations.filter(state=Participation.State.INVITED)
    assert (made.title, made.field, idea.text) == (TITLE, "SCH", IDEA)
    assert set(made.priorities) & {"SCH-1", "SCH-2", "SCH-3", "SCH-4"}
    assert Answer.objects.get(application=made, question="summary.public").text == IDEA
    assert {each.organisation.name for each in asked} == {"Marjapuiston koulu", "Colegio de las Abejas"}


def write_the_idea(page: Page) -> None:
    """Type, and see what fits without pressing anything."""
    walk.heading(page, "My ideas")
    walk.press(page, "Write down an idea")
    walk.heading(page, "Your idea")
    page.get_by_label("What would you like to do").press_sequentially(IDEA[:40])
    page.get_by_label("What would you like to do").fill(IDEA)
    fits = page.locator("#fits")
    expect(fits.get_by_role("heading", name="Priorities: School education")).to_be_visible(timeout=walk.SOON)
    expect(fits.locator("q").first).to_be_visible()
    expect(page.locator(".save-state")).to_contain_text("Saved")


def look_what_exists(page: Page) -> None:
    """Compare the idea with past projects, and come back."""
    page.get_by_role("link", name="See what exists already").click()
    walk.heading(page, "What exists already, and what do you add?")
    expect(page.get_by_role("link", name="Gardens of the eleven bridges")).to_be_visible()
    page.get_by_role("link", name="Your idea").click()
    walk.heading(page, "Your idea")


def begin(page: Page) -> str:
    """Begin an application with the idea; the field is known, the rest is asked. Return its address."""
    page.get_by_role("link", name="Begin an application with this idea").click()
    for question, answer in (
        ("For which round do you apply?", "Education and training"),
        ("In which form", "General partnership"),
        ("What kind of project", "Supporting innovation"),
    ):
        walk.heading(page, question)
        walk.choose(page, answer)
        walk.press(page, "Go on")
    page.get_by_label("Title of the project").fill(TITLE)
    walk.press(page, "Go on")
    page.get_by_label("Duration in months").fill("24")
    walk.press(page, "Go on")
    walk.heading(page, "Check your answers")
    walk.press(page, "Start the application")
    walk.heading(page, TITLE)
    return page.url


def invite_two(page: Page, application: str) -> None:
    """Ask two of those who are suggested because the rules ask for their countries."""
    for name in ("Marjapuiston koulu", "Colegio de las Abejas"):
        page.goto(f"{application}consortium/")
        page.get_by_role("link", name="Partners you may need").click()
        walk.heading(page, "Partners you may need")
        page.get_by_role("link", name=f"Invite {name}", exact=True).click()
        walk.press(page, "Send the invitation")
        expect(page.get_by_text(f"{name} is invited.")).to_be_visible()
