"""What people do on their way: make an account, register an organisation, write, add a row, press and go on."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page, expect

from consortia.stages.letters.models import Letter

PASSWORD: Final = "kettle river tuesday"
SOON: Final = 15_000

# A sentence for each question that is still empty; nobody reads it but the count of characters.
SENTENCE: Final = "We tell here, in plain words, what we mean to do and how we know that it is needed."


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def choose(page: Page, words: str) -> None:
    """Choose an option by its words, as the hand does: on the label."""
    page.get_by_role("main").locator("label").filter(has_text=words).first.click()


def heading(page: Page, words: str) -> None:
    """Wait for a page by its first heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words, timeout=SOON)


def open_letter(page: Page, to: str, kind: str) -> None:
    """Open the link of the newest letter of a kind to an address, as it lies in the outbox."""
    letter = Letter.objects.filter(to=to, kind__contains=kind).latest("id")
    page.goto(re.findall(r"https?://\S+", letter.body)[0])


def make_account(page: Page, name: str, email: str) -> None:
    """Fill in the form for an account and confirm the address by the letter."""
    heading(page, "Make an account")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make an account")
    heading(page, "Open the letter we sent you")
    open_letter(page, email, "confirmation")
    press(page, "Yes, this is my address")


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in through the form."""
    page.goto(address)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def register_organisation(page: Page, name: str, country: str, city: str) -> None:
    """Register a school."""
    page.get_by_role("main").get_by_role("link", name="Register it").click()
    page.get_by_label("Legal name").fill(name)
    page.get_by_label("Kind of organisation").select_option("school")
    page.get_by_label("Country").select_option(country)
    page.get_by_label("City").fill(city)
    press(page, "Register the organisation")


def write_section(page: Page, address: str) -> None:
    """Write into every empty answer of a section and go on; the first choice of each group will do."""
    page.goto(address)
    for field in page.locator("[id^='answer-']:is(textarea, input[type=text]):visible").all():
        if not field.input_value():
            field.fill(SENTENCE)
    for group in page.locator("fieldset:has(input[type=radio], input[type=checkbox])").all():
        if group.is_visible() and group.locator("input:checked").count() == 0:
            group.locator("label").first.click()
    press(page, "Save and go on")


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator(".save-state")).to_have_attribute("data-state", "saved", timeout=SOON)


def save_row(page: Page, named: str) -> None:
    """Save a row of the plan and see it in its table."""
    page.locator(".actions button[value=save]").click()
    expect(page.locator(".plan-table").get_by_role("link", name=named)).to_be_visible(timeout=SOON)
