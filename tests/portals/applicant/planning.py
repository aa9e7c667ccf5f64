"""What the tests of the planning pages share: a signed-in client and ways to fill in forms."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from tests.factories.applications import Consortium

MEETING = "transnational-meetings"
OUTPUT = "intellectual-outputs"
EVENT = "multiplier-events"
ACTIVITY = "learning-activities"
COST = "exceptional-costs"


def signed_in(consortium: Consortium) -> Client:
    client = Client()
    client.force_login(consortium.lead)
    return client


def address(name: str, consortium: Consortium, **parts: str) -> str:
    return reverse(f"applicant:{name}", kwargs={"reference": consortium.application.reference, **parts})


def a_meeting(consortium: Consortium, title: str = "Kick-off", host: str = "o1", **changes: Any) -> PlanRow:
    travellers = [{"from": "o2", "people": 2, "distance_km": 0}]
    entry = PlanEntry(
        heading=MEETING,
        values={"host": host, "travellers": travellers},
        title=title,
        **{"first_month": 1, "last_month": 1, **changes},
    )
    return add_plan_row(consortium.lead, consortium.application, entry)


def group_fields(*groups: dict[str, Any]) -> dict[str, Any]:
    """The lines of an activity as a browser sends them."""
    sent: dict[str, Any] = {"groups-TOTAL_FORMS": len(groups), "groups-INITIAL_FORMS": 0}
    for number, group in enumerate(groups):
        sent |= {f"groups-{number}-{name}": value for name, value in group.items()}
    return sent


def words(answer: Any) -> str:
    """The text of a page without its markup, spaces made one."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " "))
