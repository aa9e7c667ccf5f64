from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortia.portals.public.glossary import chapters
from consortia.portals.public.urls import PAGES
from consortia.stages.calls.models import Edition
from consortia.stages.calls.services import open_training_rounds
from consortia.stages.letters.models import Letter
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from tests.factories.applications import a_person
from tests.portals.public.conftest import BIG
from tests.portals.public.reading import ids, problems, words

PLAIN = [
    page.name for page in PAGES if "<" not in page.address and page.name not in {"health", "robots", "profile", "kept"}
]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_opens_for_everybody(
    client: Client, editions: dict[str, Edition], name: str, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(a_person())

    answer = client.get(reverse(f"public:{name}"), follow=name == "reader")

    assert answer.status_code == (302 if name == "outbox" and not signed_in else 200)
    if answer.status_code == 200:
        html = answer.content.decode()
        assert html.count("<h1>") == 1
        assert [each for each, times in ids(answer).items() if times > 1] == []
        assert re.search(r"<title>[^<]+, Consortia</title>", html)


@pytest.mark.parametrize("name", ["home", "calls", "calculator"])
def test_pages_about_calls_say_what_to_do_where_there_is_none(client: Client, name: str) -> None:
    text = words(client.get(reverse(f"public:{name}")))

    assert "No call is" in text


def test_the_front_page_counts_down_to_the_nearest_deadlines(client: Client, editions: dict[str, Edition]) -> None:
    open_training_rounds(editions[BIG], timezone.now().year - 2016 + 1)

    text = words(client.get("/"))

    assert "Open for training" in text
    assert text.count("days and") + text.count("days left") >= 3
    assert "One more deadline" in text


@pytest.mark.parametrize("address", ["/", "/calls/"])
def test_no_two_calls_or_rounds_have_the_same_words_in_their_link(
    address: str, client: Client, editions: dict[str, Edition]
) -> None:
    for years in (0, 1):
        open_training_rounds(editions[BIG], timezone.now().year - 2016 + years + 1)

    html = client.get(address).content.decode()

    links = [re.sub(r"<[^>]+>", "", link) for link in re.findall(r'<h3><a href="/calls/[^>]+>(.*?)</a>', html)]
    assert len(links) >= 3
    assert len(set(links)) == len(links)


def test_lists_of_calls_ask_the_database_the_same_for_one_and_three(
    client: Client, editions: dict[str, Edition]
) -> None:
    open_training_rounds(editions[BIG], 20)
    client.get("/calls/")
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        client.get("/calls/")

    open_training_rounds(editions[BIG], 21)
    open_training_rounds(editions[BIG], 22)
    client.get("/calls/")
    with CaptureQueriesContext(connection) as for_three:
        client.get("/calls/")

    assert len(for_one) == len(for_three) == 3


def test_each_word_of_the_glossary_has_an_address(client: Client) -> None:
    answer = client.get("/glossary/")

    entries = [entry for chapter in chapters() for entry in chapter.entries]
    assert len(entries) > 100
    assert all(entry.meaning for entry in entries)
    assert {entry.anchor for entry in entries} <= set(ids(answer))
    assert "`" not in words(answer)


def test_a_visitor_chooses_a_clock_and_comes_back(client: Client) -> None:
    chosen = client.post("/reader/", {"time_zone": "Europe/Helsinki", "next": "/calls/"})

    assert chosen.headers["Location"] == "/calls/"
    assert client.cookies["time-zone"].value == "Europe/Helsinki"
    assert "as in Helsinki" in words(client.get("/reader/"))


@pytest.mark.parametrize(
    "going", ["https://elsewhere.example/", "//elsewhere.example", "/reader/", "javascript:alert(1)"]
)
def test_choosing_a_clock_never_leads_elsewhere(client: Client, going: str) -> None:
    chosen = client.post("/reader/", {"time_zone": "Europe/Helsinki", "next": going})

    assert chosen.headers["Location"] == "/"


def test_a_clock_that_nobody_knows_is_asked_for_again(client: Client) -> None:
    answer = client.post("/reader/", {"time_zone": "Mars/Olympus"})

    assert problems(answer) == ["Choose a place from the list whose clock is the same as yours."]


def test_somebody_changes_their_details(client: Client) -> None:
    person = a_person()
    client.force_login(person)

    client.post("/profile/", {"name": " Ada  Lindqvist ", "time_zone": "Europe/Lisbon", "reminder_days": ["3", "30"]})

    person.refresh_from_db()
    assert (person.name, person.time_zone, person.reminder_days, person.language) == (
        "Ada Lindqvist",
        "Europe/Lisbon",
        [30, 3],
        "en-gb",
    )


def test_details_without_a_name_are_not_saved(client: Client) -> None:
    person = a_person("Ada")
    client.force_login(person)

    answer = client.post("/profile/", {"name": " ", "time_zone": "Europe/Lisbon"})

    person.refresh_from_db()
    assert problems(answer) == ["Type your name: your partners see it beside what you write."]
    assert (person.name, person.time_zone) == ("Ada", "Europe/Brussels")


def test_visitors_are_asked_to_sign_in_before_they_see_details(client: Client) -> None:
    assert client.get("/profile/").headers["Location"] == "/account/login/?next=/profile/"


def a_letter(to: str, subject: str, kind: str = "admitted") -> Letter:
    return write_letter(kind, to, subject=subject, body="Look: http://testserver/calls/")


def test_in_a_demo_everybody_reads_all_letters(client: Client, settings) -> None:
    settings.DEMO = True
    a_letter("ada@example.org", "You are invited", kind="password-reset-key")

    text = words(client.get("/outbox/"))

    assert "You are invited" in text


def test_elsewhere_people_read_their_own_letters_but_none_that_open_an_account(client: Client, settings) -> None:
    settings.MAIL_CONFIGURED = True
    person = a_person(email="ada@example.org")
    client.force_login(person)
    a_letter("ada@example.org", "You are admitted")
    a_letter("ada@example.org", "Choose a new password", kind="password-reset-key")
    a_letter("eve@example.org", "Meant for somebody else")

    text = words(client.get("/outbox/"))

    assert "You are admitted" in text
    assert "Choose a new password" not in text
    assert "somebody else" not in text


def test_whoever_runs_a_site_without_mail_server_reads_all_letters(client: Client) -> None:
    client.force_login(Person.objects.create_superuser("root@example.org", name="Root"))
    a_letter("eve@example.org", "Open your account", kind="email-confirmation-signup")

    assert "Open your account" in words(client.get("/outbox/"))


def test_with_a_mail_server_a_demo_shows_nobody_the_letters_of_others(client: Client, settings) -> None:
    settings.DEMO = settings.MAIL_CONFIGURED = True

    assert client.get("/outbox/").status_code == 302


def test_letters_are_found_by_address_or_subject(client: Client, settings) -> None:
    settings.DEMO = True
    a_letter("ada@example.org", "First")
    a_letter("eve@example.org", "Second")

    text = words(client.get("/outbox/", {"text": "EVE"}))

    assert "Second" in text
    assert "First" not in text


def test_links_of_letters_lead_to_where_the_site_is_now(client: Client, settings) -> None:
    settings.DEMO, settings.SITE_ADDRESS = True, "http://127.0.0.1:8013"
    body = (
        "Open http://127.0.0.1:8011/invitations/abc/?a=1 or http://localhost:8000. "
        "Not ours: https://127.0.0.1.example.org/x/ and https://example.org:8011/x/."
    )
    letter = write_letter("invitation", "eve@example.org", subject="Come", body=body)

    html = client.get("/outbox/").content.decode()

    assert 'href="http://127.0.0.1:8013/invitations/abc/?a=1"' in html
    assert 'href="https://127.0.0.1.example.org/x/"' in html
    assert 'href="https://example.org:8011/x/"' in html
    assert "http://127.0.0.1:8013</a>. Not ours" in html
    assert "http://127.0.0.1:8011" not in html
    assert Letter.objects.get(pk=letter.pk).body == body


def test_letters_show_their_links_and_nothing_that_runs(client: Client, settings) -> None:
    settings.DEMO = True
    write_letter("admitted", "ada@example.org", subject="<script>", body="<script>x</script> http://testserver/calls/")

    html = client.get("/outbox/").content.decode()

    assert 'href="http://testserver/calls/"' in html
    assert "<script>x" not in html


def test_the_site_says_that_it_is_well(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"well\n")


def test_robots_are_kept_to_what_is_public(client: Client) -> None:
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /applications/" in answer.content


def test_a_page_that_is_not_there_is_told_kindly(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no page at this address" in words(answer)


def test_a_deadline_shows_both_clocks_to_somebody_elsewhere(client: Client, editions: dict[str, Edition]) -> None:
    client.cookies["time-zone"] = "Europe/Helsinki"
    open_training_rounds(editions[BIG], (timezone.now() + timedelta(days=400)).year - 2016)

    text = words(client.get("/calls/"))

    assert re.search(r"12:00 Brussels time \(13:00 in Helsinki\)", text)
