"""The whole way in a browser: from an account, over co-writing, to a receipt that proves itself offline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from consortia.cli.verify_receipt import verify
from consortia.config.queue import do_one_task
from consortia.stages.applications.models import Mandate, Submission
from consortia.stages.letters.models import Letter
from tests.factories import applications as make
from tests.journeys import walking as walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., Page]

TITLE: Final = "Rivers as classrooms"
NORA: Final = ("Nora Quell", "nora@riverside.example")
PAVEL: Final = ("Pavel Kodrle", "pavel@reciste.example")
LUKIO: Final = "Havelharjun lukio"
NEED: Final = "[id='answer-description.needs']"
SECTIONS: Final = (
    "priorities", "organisations/o1", "consortium", "description", "preparation", "management", "implementation",
    "inclusion", "impact", "dissemination", "sustainability", "summary",
)  # fmt: skip


@pytest.fixture
def opened(browser: Browser, live_server: Any, settings: Settings, tmp_path: Path) -> Iterator[Opened]:
    """Open a browser for each person, with a data folder that is theirs alone."""
    settings.MEDIA_ROOT = tmp_path
    contexts = []

    def open_(address: str = "/") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(walk.SOON)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server}{address}")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_from_an_account_to_a_receipt_that_proves_itself(opened: Opened, live_server: Any, tmp_path: Path) -> None:
    make.a_round(field="SCH")
    finn = make.a_person("Kaisa Aaltomäki")
    make.an_organisation(finn, country="FI", name=LUKIO, kind="school")

    nora = opened()
    application = start(nora)
    pavel, kaisa = build_the_consortium(nora, application, opened, finn.email, f"{live_server}/account/login/")
    write_together(nora, pavel, f"{application}form/description/")
    plan(nora, application)
    walk.write_section(kaisa, f"{application}form/organisations/o2/")
    walk.write_section(pavel, f"{application}form/organisations/o3/")
    for section in SECTIONS:
        walk.write_section(nora, f"{application}form/{section}/")
    give_mandate(pavel, f"{application}consortium/o3/mandate/")
    receipt = submit(nora, application)

    keep_and_prove(nora, receipt, tmp_path)


def start(page: Page) -> str:
    """Make an account, register a school and answer the questions of the start; return the application's address."""
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make an account").click()
    walk.make_account(page, *NORA)
    walk.heading(page, "My applications")
    walk.register_organisation(page, "Riverside Lower Secondary School", "DE", "Leipzig")

    # One round is open, so it is chosen already.
    for question, answer in (
        ("Which field", "School education"),
        ("In which form", "General partnership"),
        ("What kind of project", "Supporting innovation"),
    ):
        walk.heading(page, question)
        walk.choose(page, answer)
        walk.press(page, "Go on")
    page.get_by_label("Title of the project").fill(TITLE)
    page.get_by_label("Short name").fill("RIVERS")
    walk.press(page, "Go on")
    page.get_by_label("Duration in months").fill("24")
    walk.press(page, "Go on")
    walk.heading(page, "Check your answers")
    walk.press(page, "Start the application")
    walk.heading(page, TITLE)
    return page.url


def build_the_consortium(nora: Page, application: str, opened: Opened, found: str, entrance: str) -> tuple[Page, Page]:
    """Invite one school by search and one person by letter; both accept. Return their browsers."""
    invite = f"{application}consortium/invite/"
    nora.goto(invite)
    nora.get_by_label("Name, city, OID or PIC").fill("tampere")
    walk.press(nora, "Search")
    nora.get_by_role("link", name=LUKIO).click()
    walk.press(nora, "Send the invitation")
    expect(nora.get_by_text(f"{LUKIO} is invited.")).to_be_visible()
    nora.goto(f"{invite}?way=email")
    nora.get_by_label("E-mail address").fill(PAVEL[1])
    nora.get_by_label("Your message").fill("We measure rivers with pupils.\nWill you join us?")
    walk.press(nora, "Send the invitation")

    kaisa = opened()
    walk.sign_in(kaisa, entrance, found, make.PASSWORD)
    kaisa.get_by_role("main").get_by_role("link", name=TITLE).click()
    walk.press(kaisa, "Yes, we take part")
    walk.heading(kaisa, TITLE)

    pavel = opened()
    walk.open_letter(pavel, PAVEL[1], "invitation")
    expect(pavel.get_by_text("We measure rivers with pupils.")).to_be_visible()
    pavel.get_by_role("link", name="Make an account").click()
    walk.make_account(pavel, *PAVEL)
    walk.register_organisation(pavel, "Gymnázium Řečiště Brno", "CZ", "Brno")
    walk.press(pavel, "Yes, we take part")
    walk.heading(pavel, TITLE)
    return pavel, kaisa


def write_together(nora: Page, pavel: Page, section: str) -> None:
    """Two people write in one answer at the same time; each reads both, and nobody's words are lost."""
    sentences = ["Our pupils hardly know the river behind their school.", " In Brno it is the same."]
    nora.goto(section)
    nora.locator(NEED).click()
    nora.keyboard.type(sentences[0])
    walk.saved(nora)
    pavel.goto(section)
    expect(pavel.locator(NEED)).to_have_value(sentences[0])

    pavel.locator(NEED).click()
    pavel.keyboard.press("Control+End")
    nora.keyboard.press("Control+Home")
    pavel.keyboard.type(sentences[1])
    nora.keyboard.type("We asked them. ")

    for page in (nora, pavel):
        expect(page.locator(NEED)).to_have_value("We asked them. " + "".join(sentences), timeout=walk.SOON)
        walk.saved(page)
    expect(pavel.locator(".save-state")).to_be_visible()


def plan(nora: Page, application: str) -> None:
    """Choose priorities, plan a meeting and an output; the grant follows."""
    nora.goto(f"{application}priorities/")
    walk.choose(nora, "SCH-2")
    walk.press(nora, "Save")
    nora.goto(f"{application}plan/transnational-meetings/new/")
    nora.get_by_label("What do you call this meeting?").fill("Kick-off in Leipzig")
    nora.get_by_label("Which organisation hosts it?").select_option("o1")
    nora.get_by_label("First month").select_option("1")
    nora.get_by_label("Last month").select_option("1")
    for partner in ("o2", "o3"):
        nora.locator(f"[name='people-{partner}-0']").fill("2")
    walk.save_row(nora, "Kick-off in Leipzig")
    nora.goto(f"{application}plan/intellectual-outputs/new/")
    nora.get_by_label("Title of the output").fill("River kit")
    nora.get_by_label("First month").select_option("2")
    nora.get_by_label("Last month").select_option("14")
    nora.locator("[name='days-o1-teacher']").fill("20")
    walk.save_row(nora, "River kit")


def give_mandate(pavel: Page, address: str) -> None:
    """The director agrees to what stands on the page, and Pavel says so."""
    pavel.goto(address)
    pavel.get_by_label("Who gives the mandate?").fill("Jana Vltavová")
    walk.choose(pavel, "This person agrees")
    walk.press(pavel, "Give the mandate")
    expect(pavel.get_by_text("The mandate of Gymnázium Řečiště Brno is given.")).to_be_visible()
    assert Mandate.objects.filter(signatory="Jana Vltavová").exists()


def submit(nora: Page, application: str) -> str:
    """Declare and submit with a double click; return the address of the receipt."""
    nora.goto(f"{application}submit/")
    walk.heading(nora, "Check your answers and submit")
    nora.get_by_label("Legal representative who declares this").fill("Dr Ada Lindqvist")
    walk.choose(nora, "This person makes the declaration above")
    nora.get_by_role("button", name="Submit the application").dblclick()
    walk.heading(nora, "Receipt 2016-")
    assert Submission.objects.count() == 1
    return nora.url


def keep_and_prove(nora: Page, receipt: str, folder: Path) -> None:
    """The letters and the PDF follow; the file proves itself, and a changed copy does not."""
    while do_one_task():
        pass
    nora.goto(receipt)
    expect(nora.locator("#papers a[href$='application.pdf']")).to_be_visible()
    told = set(Letter.objects.filter(kind__contains="receipt").values_list("to", flat=True))
    assert {NORA[1], PAVEL[1]} <= told

    with nora.expect_download() as download:
        nora.locator("#papers a[href$='receipt.json']").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    proved = CliRunner().invoke(verify, [str(file)])
    assert proved.exit_code == 0, proved.output

    changed = folder / "changed.json"
    changed.write_text(re.sub(TITLE, "Rivers as car parks", file.read_text("utf-8")), "utf-8")
    assert CliRunner().invoke(verify, [str(changed)]).exit_code == 1
