"""Two people write one answer through outages, a killed server and a closed tab: every sentence of both survives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.own_site import OwnSite

pytestmark = pytest.mark.journey

QUESTION: Final = "description.needs"
OTHER: Final = "description.objectives"
FIELD: Final = f"[id='answer-{QUESTION}']"
SOON: Final = 15_000

ANA: Final = [
    "Our pupils repair what their parents throw away.",
    " The parents of our pupils want to learn it too.",
    "\n\nThe need was shown by 212 answers to our survey.",
    " The answers came from three towns and two islands.",
    " In the end the cafés stay open without the grant.",
    " The last sentence of Ana was typed after the storm.",
]
BO: Final = [
    "\nOur trainers meet people who left school at sixteen.",
    " The people of our trainers want a second chance.",
    "\n\nThe need is seen in the files of four job centres.",
    " The files tell of 1 340 young people without work.",
    " In the end a certificate opens the door to work.",
    " The last sentence of Bo was typed after the storm.",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[OwnSite]:
    made = OwnSite(tmp_path_factory.mktemp("own-site"))
    made.begin_with(migrated)
    yield made
    made.kill()


@pytest.fixture(scope="module")
def world(site: OwnSite) -> dict[str, Any]:
    made = site.make_world()
    site.start()
    return made


def signed_in(browser: Browser, site: OwnSite, session: str) -> BrowserContext:
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    return context


def open_form(context: BrowserContext, site: OwnSite, world: dict[str, Any]) -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/applications/{world['reference']}/form/description/")
    field = page.locator(FIELD)
    field.click()
    page.keyboard.press("Control+End")
    return page


def type_together(ana: Page, ana_text: str, bo: Page, bo_text: str, *, at_once: int = 7) -> None:
    """Both type at the same time, a few letters each in turn, so that saves fall into the middle of words."""
    pieces = [[text[at : at + at_once] for at in range(0, len(text), at_once)] for text in (ana_text, bo_text)]
    for ana_piece, bo_piece in zip_longest(*pieces, fillvalue=""):
        ana.keyboard.type(ana_piece, delay=5)
        bo.keyboard.type(bo_piece, delay=5)


def state(page: Page, name: str) -> None:
    expect(page.locator(".save-state")).to_have_attribute("data-state", name, timeout=SOON)


def test_every_sentence_of_two_writers_survives_outages_and_a_killed_server(
    browser: Browser, site: OwnSite, world: dict[str, Any]
) -> None:
    anas, bos = (signed_in(browser, site, world[who]) for who in ("lead", "partner"))
    ana, bo = open_form(anas, site, world), open_form(bos, site, world)

    # Both write into the empty answer, then read each other while they pause.
    type_together(ana, ANA[0], bo, BO[0])
    for page in (ana, bo):
        expect(page.locator(FIELD)).to_have_value(_with(ANA[0], BO[0]), timeout=SOON)

    # Ana's line is cut while both go on writing.
    anas.set_offline(True)
    type_together(ana, ANA[1], bo, BO[1])
    state(ana, "offline")
    anas.set_offline(False)
    state(ana, "saved")

    # The server is killed in the middle of it and started again.
    type_together(ana, ANA[2][:25], bo, BO[2][:25])
    site.kill()
    type_together(ana, ANA[2][25:] + ANA[3], bo, BO[2][25:] + BO[3])
    state(ana, "offline")
    state(bo, "offline")

    # Ana closes her tab before anything could be saved; the server comes back; she opens the page again.
    ana.close()
    site.start()
    state(bo, "saved")
    ana = open_form(anas, site, world)
    expect(ana.locator(FIELD)).to_have_value(_with(ANA[3], BO[3]), timeout=SOON)

    # Both lines are cut at once, and both write the end.
    ana.locator(FIELD).evaluate(
        "(field, text) => { const at = field.value.indexOf(text) + text.length; field.setSelectionRange(at, at); }",
        ANA[3],
    )
    for context in (anas, bos):
        context.set_offline(True)
    type_together(ana, ANA[4] + ANA[5], bo, BO[4] + BO[5])
    for context in (bos, anas):
        context.set_offline(False)

    for page in (ana, bo):
        expect(page.locator(FIELD)).to_have_value(_with(*ANA, *BO), timeout=SOON)
        state(page, "saved")
    assert ana.locator(FIELD).input_value() == bo.locator(FIELD).input_value() == site.stored_text(QUESTION)
    stored = site.stored_text(QUESTION)
    assert [stored.count(sentence.strip()) for sentence in (*ANA, *BO)] == [1] * 12
    for context in (anas, bos):
        context.close()


def _with(*sentences: str) -> re.Pattern[str]:
    """Return what a text is compared with: it holds every sentence whole. The browser reads the pattern, too."""
    return re.compile("".join(rf"(?=[\s\S]*{sentence.strip().replace('.', '[.]')})" for sentence in sentences))


def test_who_is_signed_out_goes_on_writing_and_signs_in_elsewhere(
    browser: Browser, site: OwnSite, world: dict[str, Any]
) -> None:
    context = signed_in(browser, site, world["lead"])
    page = open_form(context, site, world)
    field = page.locator(f"[id='answer-{OTHER}']")

    context.clear_cookies()
    field.type("Typed while signed out.")
    expect(page.locator("#signed-out")).to_be_visible(timeout=SOON)
    assert site.stored_text(OTHER) == ""

    context.add_cookies([{"name": "sessionid", "value": world["lead"], "url": site.address}])
    page.evaluate("dispatchEvent(new Event('focus'))")
    state(page, "saved")
    expect(page.locator("#signed-out")).to_be_hidden()
    assert site.stored_text(OTHER) == "Typed while signed out."
    context.close()


def test_without_script_the_form_saves_by_its_button(browser: Browser, site: OwnSite, world: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": world["partner"], "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/applications/{world['reference']}/form/description/")

    page.locator("[id='answer-description.innovation']").fill("It is new.\nAnd plain.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.locator("[id='answer-description.innovation']")).to_have_value("It is new.\nAnd plain.")
    assert site.stored_text("description.innovation") == "It is new.\nAnd plain."
    context.close()


def test_what_a_closed_tab_left_is_saved_from_the_next_page_of_the_site(
    browser: Browser, site: OwnSite, world: dict[str, Any]
) -> None:
    context = signed_in(browser, site, world["lead"])
    page = open_form(context, site, world)
    context.set_offline(True)
    page.locator("[id='answer-description.synergies']").type("Left behind in a closed tab.")
    page.close()
    context.set_offline(False)

    overview = context.new_page()
    overview.goto(f"{site.address}/applications/{world['reference']}/")

    expect(overview.locator("#kept-texts")).to_contain_text("is now saved", timeout=SOON)
    assert site.stored_text("description.synergies") == "Left behind in a closed tab."
    assert overview.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('consortia:kept'))") == []
    context.close()


def test_who_goes_on_at_once_loses_nothing(browser: Browser, site: OwnSite, world: dict[str, Any]) -> None:
    context = signed_in(browser, site, world["lead"])
    page = open_form(context, site, world)

    page.locator("[id='answer-description.earlier-work']").type("Typed and gone on at once.")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Preparation")
    assert site.stored_text("description.earlier-work") == "Typed and gone on at once."
    page.locator("[id='answer-preparation.steps']").type("Typed before a link was followed.")
    page.get_by_role("link", name="Needs").or_(page.get_by_role("link", name="The project")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The project")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('consortia:kept'))")
    assert site.stored_text("preparation.steps") == "Typed before a link was followed."
    context.close()


def test_two_tabs_of_one_person_are_two_writers(browser: Browser, site: OwnSite, world: dict[str, Any]) -> None:
    context = signed_in(browser, site, world["lead"])
    place = "[id='answer-description.european-value']"
    one, other = (open_form(context, site, world) for _tab in range(2))
    for page in (one, other):
        page.locator(place).click()

    type_together(one, "The first tab writes this sentence.", other, "\nThe second tab writes that sentence.")

    for page in (one, other):
        page.bring_to_front()
        expect(page.locator(place)).to_have_value(
            _with("The first tab writes this sentence.", "The second tab writes that sentence."), timeout=SOON
        )
    context.close()


def test_two_wordings_appear_above_the_field_and_one_is_chosen(
    browser: Browser, site: OwnSite, world: dict[str, Any]
) -> None:
    anas, bos = (signed_in(browser, site, world[who]) for who in ("lead", "partner"))
    ana, bo = open_form(anas, site, world), open_form(bos, site, world)
    place = "[id='answer-description.target-groups']"
    ana.locator(place).fill("We meet in Vienna.")
    expect(bo.locator(place)).to_have_value("We meet in Vienna.", timeout=SOON)

    for context in (anas, bos):
        context.set_offline(True)
    ana.locator(place).fill("We meet in Porto.")
    bo.locator(place).fill("We meet in Ghent.")
    for context in (anas, bos):
        context.set_offline(False)

    choice = ana.locator("[data-conflicts='description.target-groups']")
    expect(choice.get_by_text("The same words were changed in two ways")).to_be_visible(timeout=SOON)
    state(ana, "conflict")
    choice.get_by_role("button", name="Keep this one").first.click()
    expect(ana.locator(place)).to_have_value(re.compile(r"^We meet in (Porto|Ghent)\.$"))
    expect(bo.locator(place)).to_have_value(ana.locator(place).input_value(), timeout=SOON)
    for context in (anas, bos):
        context.close()
