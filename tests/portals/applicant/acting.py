"""What the tests of consortium, mandates, annexes and submission have in common."""

from __future__ import annotations

import html
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from tests.factories import applications as make

if TYPE_CHECKING:
    from django.http import HttpResponse

    from consortia.stages.people.models import Person


def client_of(person: Person | None = None) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def at(consortium: make.Consortium, name: str, **parts: object) -> str:
    """Return the address of a page of the application."""
    return reverse(f"applicant:{name}", kwargs={"reference": consortium.application.reference, **parts})


def words_of(answer: HttpResponse) -> str:
    """Return what a page says, without its markup and with single spaces."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def declaration(**changes: Any) -> dict[str, Any]:
    """Return a filled declaration on honour."""
    return {"request_id": str(uuid.uuid4()), "declared_by": "Dr Ada Lindqvist", "declares": "on", **changes}
