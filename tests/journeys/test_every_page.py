"""Every page of every portal in a real browser: nothing for axe to find at level AA, nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from consortia.stages.people.models import Person
from tests.portals.test_rights import PAGES, World, expected, parts_of, world

__all__ = ["world"]  # the fixture of the rights matrix makes something to show on every page

LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COVERED = """() => [...document.querySelectorAll(":is(.card, .task-list > li) :is(a, button, summary)")].filter((each) => {
  each.scrollIntoView({ block: "center" });
  const place = each.getClientRects()[0];
  const top = place && document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  return top && !each.contains(top);
}).map((each) => each.outerHTML.slice(0, 160))"""
PHONE, DESK = 360, 1280
WHO_LOOKS = {"public": "lead", "applicant": "lead", "agency": "team-lead", "expert": "expert"}
# Pieces that scripts fetch into a page; they are looked at there.
PIECES = frozenset({"applicant:panel", "expert:noticed", "expert:consolidated_noticed"})

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("portal", WHO_LOOKS)
def test_every_page_is_accessible_and_fits_a_phone(
    portal: str, browser: Browser, live_server: object, world: World, client: Client
) -> None:
    role = WHO_LOOKS[portal]
    page = signed_in(browser, str(live_server), client, world.people[role])
    troubles = {}
    for name in sorted(name for name in PAGES.keys() - PIECES if name.startswith(f"{portal}:")):
        address = reverse(name, kwargs=parts_of(name, world))
        if expected(name)[role] != "open" or not is_a_page(client, address):
            continue
        page.goto(f"{live_server}{address}")
        if found := [*violations(page), *covered_in_cards(page), *too_wide(page)]:
            troubles[name] = found
    page.context.close()

    assert troubles == {}


def signed_in(browser: Browser, site: str, client: Client, person: Person | None) -> Page:
    """Open a browser in which a person of the world is signed in."""
    assert person is not None
    client.force_login(person)
    context = browser.new_context(viewport={"width": DESK, "height": 900}, bypass_csp=True)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return context.new_page()


def is_a_page(client: Client, address: str) -> bool:
    """Whether the address answers with a page rather than with a file or with values for a script."""
    return client.get(address).headers["Content-Type"].startswith("text/html")


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first place."""
    found = Axe().run(page, options=LEVELS).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def covered_in_cards(page: Page) -> list[str]:
    """Links and buttons of cards that a pointer cannot reach, since the link that fills the card lies over them."""
    covered: list[str] = page.evaluate(COVERED)
    return [f"covered: {each}" for each in covered]


def too_wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways on a phone."""
    page.set_viewport_size({"width": PHONE, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": DESK, "height": 900})
    return [f"{width} pixels wide on a phone"] if width > PHONE else []
