from __future__ import annotations

from tests.factories import applications as make
from tests.factories.partnering import a_described
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.reading import words


def said(client: object, address: str) -> str:
    return words(client.get(address))


def test_what_lacks_is_said_with_rule_and_whom_to_ask() -> None:
    consortium = make.a_draft(countries=("DE", "ES"))
    helper = a_described(country="PL")
    client = as_person(consortium.lead)

    shown = said(client, f"/applications/{consortium.application.reference}/partners/")

    assert "What is missing" in shown
    assert helper.organisation.name in shown
    assert "Helps with the rule" in shown
    assert f"Invite {helper.organisation.name}" in shown


def test_nobody_is_suggested_who_is_there_already_or_wants_no_offers() -> None:
    consortium = make.a_draft(countries=("DE", "ES"))
    a_described(consortium.lead)
    quiet = a_described(country="PL", welcomes_offers=False)

    shown = said(as_person(consortium.lead), f"/applications/{consortium.application.reference}/partners/")

    assert "Nobody to suggest" in shown
    assert quiet.organisation.name not in shown
