"""An expert assesses in a browser: what is typed is found again, by keys alone, and two agree and sign."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.factories import assessments as assess
from tests.journeys.test_every_page import signed_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assessed(db: None) -> assess.Assessed:
    return assess.given("Ada Expert", "Bo Expert")


def screen(page: Page, site: object, assessed: assess.Assessed, name: str = "") -> None:
    page.goto(f"{site}/expert/assessments/{assessed.application.reference}/{name}")


def saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")
    expect(page.locator(".save-words")).to_have_text(re.compile(r"Saved \d\d:\d\d"))


def test_what_an_expert_types_is_found_again(
    browser: Browser, live_server: object, client: Client, assessed: assess.Assessed
) -> None:
    page = signed_in(browser, str(live_server), client, assessed.people[0])
    screen(page, live_server, assessed)
    page.locator("#field-C1-points").fill("24")
    page.locator("label[for='C1.band-good']").click()
    page.locator("#field-C1-comment").fill(assess.REASONS)
    page.locator("#field-C2-points").fill("about 15")
    saved(page)
    expect(page.locator("#noticed")).to_contain_text("“about 15” is not a whole number")

    page.reload()

    expect(page.locator("#field-C1-points")).to_have_value("24")
    expect(page.get_by_label("good 21\u201325").first).to_be_checked()
    expect(page.locator("#field-C1-comment")).to_have_value(assess.REASONS)
    expect(page.locator("#field-C2-points")).to_have_value("about 15")
    expect(page.locator("#noticed")).to_contain_text("24 of 100 points")
    page.context.close()


def test_keys_lead_through_the_grid_and_back_to_the_place_in_the_text(
    browser: Browser, live_server: object, client: Client, assessed: assess.Assessed
) -> None:
    page = signed_in(browser, str(live_server), client, assessed.people[0])
    screen(page, live_server, assessed)
    page.locator("#section-5").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    place = page.evaluate("scrollY")

    page.keyboard.press("Alt+ArrowDown")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+ArrowDown")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("Alt+Enter")
    reading = page.evaluate("[document.activeElement.id, scrollY]")
    page.keyboard.press("Alt+Enter")

    assert (first, second, reading[0]) == ("field-C1-points", "field-C2-points", "reading")
    assert abs(reading[1] - place) < 5
    assert page.evaluate("document.activeElement.id") == "field-C2-points"
    page.context.close()


def test_the_place_in_the_text_is_remembered(
    browser: Browser, live_server: object, client: Client, assessed: assess.Assessed
) -> None:
    page = signed_in(browser, str(live_server), client, assessed.people[0])
    screen(page, live_server, assessed)
    page.locator("#section-6").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    place = page.evaluate("scrollY")
    page.goto(f"{live_server}/expert/")

    screen(page, live_server, assessed)
    page.wait_for_timeout(300)

    assert place > 0
    assert abs(page.evaluate("scrollY") - place) < 5
    page.context.close()


def test_two_experts_agree_and_sign(
    browser: Browser, live_server: object, client: Client, assessed: assess.Assessed
) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    lead = signed_in(browser, str(live_server), client, assessed.people[0])
    screen(lead, live_server, assessed, "consolidated/")
    for number, code in zip(assess.GOOD, assess.CODES, strict=True):
        lead.locator(f"#field-{code}-points").fill(str(number))
        lead.locator(f"#field-{code}-comment").fill(f"{assess.REASONS} {code}")
    lead.get_by_role("button", name="Put up for signature").click()
    lead.get_by_role("button", name="Sign", exact=True).click()
    other = signed_in(browser, str(live_server), client, assessed.people[1])
    screen(other, live_server, assessed, "consolidated/")

    other.get_by_role("button", name="Sign", exact=True).click()

    expect(other.locator(".heading-row")).to_contain_text("Final")
    assert assessed.state == "final"
    for page in (lead, other):
        page.context.close()
