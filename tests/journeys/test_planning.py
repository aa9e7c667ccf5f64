"""Planning in a real browser: sums follow the typing, nothing typed is lost, and it all works without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from tests.factories.applications import Consortium, a_draft

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., Page]


@pytest.fixture
def consortium(db: None) -> Consortium:
    return a_draft()


@pytest.fixture
def opened(browser: Browser, live_server: object, consortium: Consortium, client: Client) -> Iterator[Opened]:
    """Open a page of the application in a browser of its own, signed in as the coordinator."""
    client.force_login(consortium.lead)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    contexts = []

    def open_(address: str, *, script: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=script)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server)}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server}/applications/{consortium.application.reference}/{address}")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_sum_and_distance_follow_the_typing(opened: Opened) -> None:
    page = opened("plan/transnational-meetings/new/")

    page.get_by_label("Which organisation hosts it?").select_option("o1")
    page.locator("#id_people-o2-0").fill("4")

    expect(page.locator("#preview")).to_contain_text("2\N{NARROW NO-BREAK SPACE}300 for this row")
    expect(page.locator("#way-2")).to_contain_text("€\N{NO-BREAK SPACE}575 each")
    assert not PlanRow.objects.exists()


def test_what_was_typed_is_back_after_leaving_without_saving(opened: Opened) -> None:
    page = opened("plan/transnational-meetings/new/")
    page.get_by_label("What do you call this meeting?").fill("Kick-off in spring")
    page.goto(page.url.replace("/new/", "/"))

    page.go_back()
    page.reload()

    expect(page.get_by_label("What do you call this meeting?")).to_have_value("Kick-off in spring")
    expect(page.get_by_text("What you typed here before is back")).to_be_visible()


def test_what_is_saved_is_not_brought_back(opened: Opened) -> None:
    page = opened("plan/transnational-meetings/new/")
    page.get_by_label("What do you call this meeting?").fill("Kick-off")
    page.get_by_label("Which organisation hosts it?").select_option("o1")
    page.locator(".actions button[value=save]").click()
    expect(page.locator(".plan-table").get_by_role("link", name="Kick-off")).to_be_visible()

    page.get_by_role("link", name="Add another").click()

    expect(page.get_by_label("What do you call this meeting?")).to_have_value("")


@pytest.mark.parametrize("script", [True, False])
def test_groups_are_added_with_and_without_script(opened: Opened, script: bool) -> None:
    page = opened("plan/learning-activities/new/?format=joint-staff-training", script=script)
    page.get_by_label("What do you call this activity?").fill("Training of trainers")
    page.get_by_label("Country").select_option("PL")

    page.get_by_role("button", name="Add a group").click()
    for number, organisation in enumerate(("o1", "o2")):
        page.locator(f"#id_groups-{number}-from").select_option(organisation)
        page.locator(f"#id_groups-{number}-kind").select_option("staff")
        page.locator(f"#id_groups-{number}-people").fill("3")
        page.locator(f"#id_groups-{number}-length").fill("5")
    page.locator(".actions button[value=save]").click()

    expect(page.locator(".plan-table").get_by_role("link", name="Training of trainers")).to_be_visible()
    assert [group["from"] for group in PlanRow.objects.get().values["groups"]] == ["o1", "o2"]


def test_two_people_change_one_row_and_both_see_it(opened: Opened, consortium: Consortium) -> None:
    values = {"host": "o1", "travellers": []}
    entry = PlanEntry(heading="transnational-meetings", values=values, title="Meeting", first_month=1)
    add_plan_row(consortium.lead, consortium.application, entry)
    first, second = opened("plan/transnational-meetings/m1/"), opened("plan/transnational-meetings/m1/")

    first.get_by_label("What do you call this meeting?").fill("Opening")
    first.locator(".actions button[value=save]").click()
    expect(first.locator(".plan-table").get_by_role("link", name="Opening")).to_be_visible()
    second.get_by_label("What do you call this meeting?").fill("Beginning")
    second.locator(".actions button[value=save]").click()

    versions = second.locator(".two-versions")
    expect(versions).to_contain_text("Opening")
    expect(versions).to_contain_text("Beginning")
    expect(second.get_by_label("What do you call this meeting?")).to_have_value("Beginning")


def test_an_amount_opens_to_its_origin(opened: Opened, consortium: Consortium) -> None:
    values = {"host": "o1", "travellers": [{"from": "o2", "people": 2, "distance_km": 0}]}
    entry = PlanEntry(heading="transnational-meetings", values=values, title="Meeting", first_month=1)
    add_plan_row(consortium.lead, consortium.application, entry)
    page = opened("budget/")
    card = page.locator("#origin-transnational-meetings-1-1")
    expect(card).to_be_hidden()

    page.locator("[popovertarget=origin-transnational-meetings-1-1]").click()

    expect(card).to_be_visible()
    expect(card).to_contain_text("Erasmus+ Programme Guide 2016")
