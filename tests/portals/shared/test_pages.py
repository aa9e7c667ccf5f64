from __future__ import annotations

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from consortia.portals.shared.reader import ReaderMiddleware, zone_named

pytestmark = pytest.mark.urls("tests.portals.shared.addresses")

TROUBLE = ["400", "403", "403_csrf", "404", "413", "500", "maintenance"]


@pytest.mark.parametrize("address", ["/patterns/", "/patterns/?errors=1&sort=amount"])
def test_the_pattern_page_shows_every_piece_once_by_name(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    assert html.count("<h1>") == 1
    assert [name for name, times in Counter(re.findall(r'\bid="([^"]+)"', html)).items() if times > 1] == []
    assert set(re.findall(r'(?:aria-labelledby|aria-describedby|aria-controls|(?<!-)for)="([^" ]+)"', html)) <= set(
        re.findall(r'\bid="([^"]+)"', html)
    )


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_is_told_in_plain_words(client: Client, name: str) -> None:
    html = client.get(f"/trouble/{name}/").content.decode()

    assert html.count("<h1>") == 1
    assert not re.search(r"invalid|error|!(?!doctype|--)", re.sub(r"<[^>]+>", "", html), re.IGNORECASE)
    assert re.search(r"<title>[^<]+, Consortia</title>", html)


@pytest.mark.parametrize("name", ["500", "maintenance"])
def test_the_worst_pages_need_no_request_and_no_database(name: str, django_assert_num_queries: pytest.Fixture) -> None:
    with django_assert_num_queries(0):
        html = render_to_string(f"{name}.html")

    assert "<h1>" in html


def test_training_and_demonstration_are_marked(client: Client, settings: pytest.Fixture) -> None:
    settings.DEMO = True
    html = client.get("/patterns/").content.decode()

    assert "banner-training" in html
    assert "banner-demo" in html


def test_a_page_without_training_is_not_marked_so(client: Client, settings: pytest.Fixture) -> None:
    settings.DEMO = False
    html = client.get("/trouble/404/").content.decode()

    assert "banner-" not in html


@pytest.mark.parametrize(("cookie", "zone"), [("Europe/Helsinki", "Europe/Helsinki"), ("../etc", "Europe/Brussels")])
def test_a_visitors_clock_is_the_one_they_chose(cookie: str, zone: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["time-zone"] = cookie
    request.user = object()  # type: ignore[assignment]  # a visitor has neither language nor zone

    seen = ReaderMiddleware(lambda _request: timezone.get_current_timezone())(request)  # type: ignore[arg-type, return-value]  # the zone is handed out as the answer

    assert seen == ZoneInfo(zone)


def test_a_zone_that_nobody_knows_is_the_sites_own() -> None:
    assert zone_named("Europe/Atlantis") == ZoneInfo("Europe/Brussels")
    assert zone_named("") == ZoneInfo("Europe/Brussels")


def test_a_letter_says_who_it_is_for_what_to_do_and_why_it_came() -> None:
    letter = render_to_string(
        "shared/letters/letter.txt",
        {"name": "Aino <Example>", "link": "https://example.org/a", "action": "Open it", "training": True},
    )

    assert letter.startswith("Dear Aino <Example>,")
    assert "Open it:\nhttps://example.org/a" in letter
    assert "You get this letter because" in letter
    assert letter.rstrip().endswith("its dates are moved.")
