"""From the link in a letter into the consortium, and from one click to the receipt, with and without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from consortia.config.queue import do_one_task
from consortia.stages.applications.models import Participation, Submission
from consortia.stages.applications.services.consortium import invite_by_email
from consortia.stages.letters.models import Letter
from tests.factories import applications as make

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., Page]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Opened]:
    """Open an address in a browser of its own, signed in or not."""
    contexts = []

    def open_(address: str, person: Any = None, *, script: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=script)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server)}])
        page = context.new_page()
        page.goto(f"{live_server}{address}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_stranger_follows_the_letter_into_the_consortium(opened: Opened, *, script: bool) -> None:
    consortium = make.a_draft()
    address = "nora@example.org" if script else "nora.haug@example.org"
    invitation = invite_by_email(
        consortium.lead, consortium.application, address, role="partner", link="http://x/{token}/"
    )
    page = opened(f"/invitations/{invitation.token}/", script=script)

    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill("Nora Haug")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill("three words apart")
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/account/confirm-email/**")
    letter = Letter.objects.get(to=address, kind__contains="confirmation")
    page.goto(re.findall(r"https?://\S+", letter.body)[0])
    page.get_by_role("main").get_by_role("button").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Take part in “Repair cafés as classrooms”?")
    page.get_by_role("link", name="Register it").click()
    page.get_by_label("Legal name").fill("Folkeuniversitetet Oslo")
    page.get_by_label("Kind of organisation").select_option("ngo")
    page.get_by_label("Country").select_option("NO")
    page.get_by_label("City").fill("Oslo")
    page.get_by_role("button", name="Register the organisation").click()

    expect(page.get_by_text("Folkeuniversitetet Oslo")).to_be_visible()
    page.get_by_role("button", name="Yes, we take part").click()
    expect(page.get_by_text("You take part.")).to_be_visible()
    part = Participation.objects.get(application=consortium.application, organisation__name="Folkeuniversitetet Oslo")
    assert (part.state, part.contact.name if part.contact else "") == ("accepted", "Nora Haug")


def declare(page: Page) -> None:
    page.get_by_label("Legal representative who declares this").fill("Dr Ada Lindqvist")
    page.get_by_text("This person makes the declaration above").click()


def test_a_double_click_is_one_submission_and_the_pdf_comes_by_itself(opened: Opened) -> None:
    consortium = make.a_ready_application()
    page = opened(f"/applications/{consortium.application.reference}/submit/", consortium.lead)

    declare(page)
    page.get_by_role("button", name="Submit the application").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt 2016-")
    expect(page.get_by_text("Being drawn")).to_be_visible()
    while do_one_task():
        pass

    expect(page.locator("#papers a[href$='application.pdf']")).to_be_visible(timeout=15_000)
    assert Submission.objects.count() == 1


def test_without_script_the_receipt_has_a_link_that_looks_again(opened: Opened) -> None:
    consortium = make.a_ready_application()
    page = opened(f"/applications/{consortium.application.reference}/submit/", consortium.lead, script=False)

    declare(page)
    page.get_by_role("button", name="Submit the application").click()
    expect(page.get_by_text("Being drawn")).to_be_visible()
    while do_one_task():
        pass
    page.get_by_role("link", name="Look again").click()

    expect(page.locator("#papers a[href$='application.pdf']")).to_be_visible()


def test_going_back_shows_what_was_received_and_asks_for_a_new_declaration(opened: Opened) -> None:
    consortium = make.a_ready_application()
    page = opened(f"/applications/{consortium.application.reference}/submit/", consortium.lead)
    number = page.locator("#id_request_id").input_value()
    declare(page)
    page.get_by_role("button", name="Submit the application").click()
    page.wait_for_url("**/receipts/**")

    page.go_back()

    expect(page.get_by_text("A new version takes its place")).to_be_visible()
    assert page.locator("#id_request_id").input_value() != number
    assert Submission.objects.count() == 1
