from __future__ import annotations

import re
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.test import Client

from consortia.portals.public import accounts
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from tests.factories.applications import PASSWORD, a_person
from tests.portals.public.reading import links_of_problems, problems, value_of, words

INVITATION = "/invitations/abc/"
SIGN_UP = {"name": "Ada  Lindqvist", "email": "Ada@Example.org", "password1": "correct horse battery", "time_zone": ""}
INVENTED = (SimpleNamespace(email="ada@demo.example", name="Ada Demo", part="Coordinator"),)


@pytest.fixture(autouse=True)
def forget_attempts() -> None:
    from django.core.cache import cache

    cache.clear()


def link_in(letter: Letter) -> str:
    address = re.search(r"https?://\S+/account/\S+", letter.body)
    assert address is not None
    parts = urlsplit(address[0])
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_somebody_signs_up_confirms_by_letter_and_goes_on_where_they_were(client: Client) -> None:
    sent = client.post("/account/signup/", {**SIGN_UP, "next": INVITATION})
    letter = Letter.objects.get()
    page = client.get(link_in(letter))
    arrived = client.post(link_in(letter).partition("?")[0], {"next": INVITATION})

    person = Person.objects.get()
    assert sent.headers["Location"] == "/account/confirm-email/"
    assert (letter.kind, letter.to, letter.subject) == (
        "email-confirmation-signup",
        "ada@example.org",
        "Open your account",
    )
    assert letter.body.startswith("Dear Ada Lindqvist,")
    assert "Yes, this is my address" in words(page)
    assert arrived.headers["Location"] == INVITATION
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.email, person.name, person.language, person.time_zone) == (
        "ada@example.org",
        "Ada Lindqvist",
        "en-gb",
        "Europe/Brussels",
    )
    assert [event.verb for event in Event.objects.all()] == ["register-person"]


def test_the_link_leads_on_even_when_it_is_opened_in_another_browser(client: Client) -> None:
    client.post("/account/signup/", {**SIGN_UP, "next": INVITATION})
    link = link_in(Letter.objects.get())
    elsewhere = Client()

    page = elsewhere.get(link)
    arrived = elsewhere.post(link.partition("?")[0], {"next": INVITATION})

    assert f'name="next" value="{INVITATION}"' in page.content.decode()
    assert arrived.headers["Location"] == INVITATION
    assert "_auth_user_id" not in elsewhere.session


def test_an_address_elsewhere_is_never_led_to(client: Client) -> None:
    client.post("/account/signup/", {**SIGN_UP, "next": "https://elsewhere.example/"})

    assert "elsewhere" not in Letter.objects.get().body


def test_nobody_signs_in_before_the_letter_is_answered(client: Client) -> None:
    client.post("/account/signup/", SIGN_UP)
    client = Client()

    answer = client.post("/account/login/", {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]}, follow=True)

    assert "Open the letter we sent you" in words(answer)
    assert "_auth_user_id" not in client.session


def test_a_known_address_gets_a_letter_and_no_second_account(client: Client) -> None:
    a_person(email="ada@example.org")

    sent = client.post("/account/signup/", SIGN_UP)

    assert sent.headers["Location"] == "/account/confirm-email/"
    assert Person.objects.count() == 1
    assert [(letter.kind, letter.subject) for letter in Letter.objects.all()] == [
        ("account-already-exists", "You already have an account")
    ]


def test_the_clock_of_the_browser_becomes_the_clock_of_the_account(client: Client) -> None:
    client.post("/account/signup/", {**SIGN_UP, "time_zone": "Europe/Helsinki"})

    assert Person.objects.get().time_zone == "Europe/Helsinki"


@pytest.mark.parametrize("told", ["Mars/Olympus", "../../etc/passwd", "x" * 60])
def test_a_clock_that_nobody_knows_becomes_the_one_of_the_site(client: Client, told: str) -> None:
    client.post("/account/signup/", {**SIGN_UP, "time_zone": told})

    assert Person.objects.get().time_zone == "Europe/Brussels"


def test_an_empty_form_says_what_to_type_and_leads_there(client: Client) -> None:
    answer = client.post("/account/signup/", {})

    assert problems(answer) == [
        "Tell us your name: your partners see it beside what you write.",
        "Type your e-mail address, such as name@example.org.",
        "Choose a password of at least 10 characters.",
    ]
    assert links_of_problems(answer) == ["id_name", "id_email", "id_password1"]


def test_what_was_typed_stays_when_something_else_is_missing(client: Client) -> None:
    answer = client.post("/account/signup/", {**SIGN_UP, "password1": "short"})

    assert value_of(answer, "name") == "Ada  Lindqvist"
    assert value_of(answer, "email") == "Ada@Example.org"
    assert value_of(answer, "password1") == ""
    assert len(problems(answer)) == 1
    assert not Person.objects.exists()


def test_a_mistyped_address_is_explained(client: Client) -> None:
    answer = client.post("/account/signup/", {**SIGN_UP, "email": "ada@example"})

    assert problems(answer) == [
        "An e-mail address has a name, an @ and a place, such as name@example.org. Look for missing letters."
    ]


def test_somebody_signs_in_and_goes_on_where_they_were(client: Client) -> None:
    person = a_person(email="ada@example.org")

    answer = client.post(
        "/account/login/", {"login": "ada@example.org", "password": PASSWORD, "next": "/organisations/"}
    )

    assert answer.headers["Location"] == "/organisations/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_does_not_tell_whether_the_account_exists(client: Client) -> None:
    a_person(email="ada@example.org")

    known = client.post("/account/login/", {"login": "ada@example.org", "password": "wrong"})
    unknown = client.post("/account/login/", {"login": "eve@example.org", "password": "wrong"})

    expected = ["This e-mail address and password do not belong together. Check both, or choose a new password."]
    assert problems(known) == problems(unknown) == expected
    assert value_of(known, "login") == "ada@example.org"


def test_after_many_attempts_the_page_asks_for_patience(client: Client) -> None:
    a_person(email="ada@example.org")
    wrong = {"login": "ada@example.org", "password": "wrong"}

    for _attempt in range(5):
        client.post("/account/login/", wrong)
    answer = client.post("/account/login/", wrong)

    assert "Wait five minutes and try again" in words(answer)


def test_a_forgotten_password_is_replaced_by_letter(client: Client) -> None:
    person = a_person(email="ada@example.org")

    sent = client.post("/account/password/reset/", {"email": "ada@example.org"})
    letter = Letter.objects.get()
    page = client.get(link_in(letter), follow=True)
    changed = client.post(
        page.request["PATH_INFO"], {"password1": "correct horse battery", "password2": "correct horse battery"}
    )

    person.refresh_from_db()
    assert sent.headers["Location"] == "/account/password/reset/done/"
    assert (letter.kind, letter.subject) == ("password-reset-key", "Choose a new password")
    assert changed.headers["Location"] == "/account/password/reset/key/done/"
    assert person.check_password("correct horse battery")


def test_a_link_for_a_new_password_works_once(client: Client) -> None:
    a_person(email="ada@example.org")
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    link = link_in(Letter.objects.get())
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "correct horse battery", "password2": "correct horse battery"})

    again = Client().get(link, follow=True)

    assert "This link no longer works" in words(again)


def test_an_address_without_account_hears_so_by_letter_only(client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert "Open the letter we sent you" in words(answer)
    assert [(letter.to, letter.subject) for letter in Letter.objects.all()] == [
        ("nobody@example.org", "No account has this address")
    ]


def test_a_damaged_link_of_a_letter_is_explained(client: Client) -> None:
    answer = client.get("/account/confirm-email/damaged/")

    assert "This link no longer works" in words(answer)


def test_a_password_is_changed_with_the_present_one(client: Client) -> None:
    person = a_person()
    client.force_login(person)
    wrong = {"oldpassword": "wrong", "password1": "correct horse battery", "password2": "correct horse battery"}

    refused = client.post("/account/password/change/", wrong)
    client.post("/account/password/change/", {**wrong, "oldpassword": PASSWORD})

    person.refresh_from_db()
    assert problems(refused) == ["This is not your present password. Type the one you signed in with."]
    assert person.check_password("correct horse battery")


def test_another_address_is_added_by_letter(client: Client) -> None:
    person = a_person(email="ada@example.org")
    client.force_login(person)

    answer = client.post("/account/email/", {"email": "ada@work.example", "action_add": ""}, follow=True)

    assert "ada@work.example" in words(answer)
    assert "Not confirmed yet" in words(answer)
    assert Letter.objects.get().to == "ada@work.example"


def test_the_accounts_of_the_demo_stand_on_its_sign_in_page_only(client: Client, settings, monkeypatch) -> None:
    monkeypatch.setattr(accounts, "INVENTED", INVENTED, raising=False)
    settings.DEMO_ACCOUNTS = "consortia.portals.public.accounts.INVENTED"

    settings.DEMO = False
    outside = client.get("/account/login/")
    settings.DEMO = True
    inside = client.get("/account/login/")

    assert "Ada Demo" not in words(outside)
    assert "Ada Demo Coordinator" in words(inside)


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/signup/",
        "/account/confirm-email/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/inactive/",
    ],
)
def test_account_pages_for_visitors_look_like_the_others(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    assert html.count("<h1>") == 1
    assert "shared/tokens.css" in html


@pytest.mark.parametrize(
    "address", ["/account/email/", "/account/password/change/", "/account/logout/", "/account/reauthenticate/"]
)
def test_account_pages_for_people_look_like_the_others(client: Client, address: str) -> None:
    client.force_login(a_person())

    html = client.get(address).content.decode()

    assert html.count("<h1>") == 1
    assert "shared/tokens.css" in html


@pytest.mark.parametrize(
    ("portals", "begins"),
    [([], "/applications/"), (["expert"], "/expert/"), (["expert", "agency"], "/agency/")],
)
def test_signing_in_leads_to_the_work_one_is_asked_for(client: Client, portals: list[str], begins: str) -> None:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(portals=portals)

    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})

    assert answer.headers["Location"] == begins
