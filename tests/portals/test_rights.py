"""The rights matrix: every page of every portal, opened in every role.

`rights.toml` says what each role finds; a page that is missing there fails. Words: open (200), sign-in (sent to the
sign-in page), absent (404), forbidden (403), onward (sent elsewhere), only-sent (405: a page that only takes forms).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from consortia.portals.applicant.urls import PAGES as APPLICANT
from consortia.portals.public.urls import PAGES as PUBLIC
from consortia.portals.shared.page import Page
from consortia.stages.applications.models import Invitation, Participation
from consortia.stages.applications.services.consortium import invite_by_email
from consortia.stages.applications.services.planning import remove_plan_row
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from tests.factories import applications as make

MATRIX: Final = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
ROLES: Final = ("nobody", "newcomer", "reader", "associated", "partner", "lead")
PORTALS: Final = {"public": PUBLIC, "applicant": APPLICANT}
PAGES: Final = {f"{portal}:{page.name}": page for portal, pages in PORTALS.items() for page in pages}
WORDS: Final = {200: "open", 404: "absent", 403: "forbidden", 405: "only-sent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One application with people in every role, and what fills the addresses."""

    people: Mapping[str, Person | None]
    parts: Mapping[str, object]


@pytest.fixture
def world(db: None) -> World:
    """Make the smallest world in which every page has something to show."""
    consortium = make.a_ready_application()
    lead, application = consortium.lead, consortium.application
    associated = make.a_partner(lead, application, country="FI", role=Participation.Role.ASSOCIATED)
    invite_by_email(lead, application, "somebody@example.org", role="partner", link="http://testserver/{token}/")
    make.fill_answers(lead, application)
    submission = submit_application(
        lead, application, request_id="first", declared_by="A. Person", arrived_at=make.datetime.now().astimezone()
    )
    row = application.plan_rows.get(key="m1")
    coordinator = consortium.participations[0]
    return World(
        people={
            "nobody": None,
            "newcomer": make.a_person(),
            "reader": make.a_member(coordinator.organisation, Membership.Role.READER),
            "associated": associated,
            "partner": consortium.partners[0],
            "lead": lead,
        },
        parts={
            "reference": application.reference,
            "key": consortium.participations[1].key,
            "heading": row.heading,
            "row_key": row.key,
            "number": submission.number,
            "token": Invitation.objects.get(email="somebody@example.org").token,
            "organisation_id": str(coordinator.organisation_id),
            "round_id": str(application.round_id),
            "code": application.round.edition.code,
        },
    )


def parts_of(page: Page, world: World) -> dict[str, object]:
    """Fill the variable parts of a page's address; plan rows and participations share the name `key`."""
    named = re.findall(r"<(?:\w+:)?(\w+)>", page.address)
    special = MATRIX.get("parts", {}).get(page.name, {})
    row = {"key": world.parts["row_key"]} if "heading" in named else {}
    return {name: {**world.parts, **row, **special}[name] for name in named}


def what_happens(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code in {301, 302}:
        return "sign-in" if response.headers["Location"].startswith("/account/login/") else "onward"
    return WORDS[response.status_code]


@pytest.mark.parametrize("name", PAGES)
def test_each_role_finds_what_the_matrix_says(name: str, world: World, client: Client) -> None:
    page = PAGES[name]
    address = reverse(name, kwargs=parts_of(page, world))
    found = {}
    for role in ROLES:
        client.logout()
        if (person := world.people[role]) is not None:
            client.force_login(person)
        found[role] = what_happens(client, address)

    assert found == expected(name)


def expected(name: str) -> dict[str, str]:
    """Return the line of the matrix for a page: one word for all roles, or one a role in the order of ROLES."""
    portal, _colon, page = name.partition(":")
    words = MATRIX[portal][page].split()
    return dict(zip(ROLES, words * len(ROLES) if len(words) == 1 else words, strict=False))


def test_the_matrix_names_no_page_that_is_gone() -> None:
    named = {f"{portal}:{page}" for portal in ("public", "applicant") for page in MATRIX[portal]}

    assert named == set(PAGES)


def test_a_removed_row_is_absent_for_everybody(world: World, client: Client) -> None:
    lead = world.people["lead"]
    assert lead is not None
    client.force_login(lead)
    from consortia.stages.applications.models import PlanRow

    row = PlanRow.objects.get(application__reference=world.parts["reference"], key=world.parts["row_key"])
    remove_plan_row(lead, row)

    address = reverse(
        "applicant:plan_row",
        kwargs={"reference": world.parts["reference"], "heading": row.heading, "key": world.parts["row_key"]},
    )
    assert what_happens(client, address) == "absent"
