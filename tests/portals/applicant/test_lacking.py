from __future__ import annotations

from tests.factories import applications as make
from tests.factories.partnering import a_described, a_joined_pair
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.reading import words
from tests.portals.public.test_partnering import a_past_name, a_past_project


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


def test_a_member_under_another_record_and_the_lesser_of_two_records_are_not_suggested() -> None:
    consortium = make.a_draft(countries=("DE", "ES"))
    twin = a_described(country="ES")
    short, long = a_described(country="PL"), a_described(country="PL", offers="We repair clocks and build towers.")
    address = f"/applications/{consortium.application.reference}/partners/"
    before = said(as_person(consortium.lead), address)

    a_joined_pair(consortium.participations[1].organisation, twin.organisation)
    a_joined_pair(short.organisation, long.organisation)

    after = said(as_person(consortium.lead), address)
    assert (short.organisation.name in before, long.organisation.name in before) == (True, True)
    assert (short.organisation.name in after, long.organisation.name in after) == (False, True)
    assert twin.organisation.name not in after


def test_past_work_under_another_record_of_a_member_and_of_a_candidate_counts() -> None:
    consortium = make.a_draft(countries=("DE", "ES"))
    own = consortium.participations[0].organisation
    a_described(consortium.lead)
    twin, candidate, other = make.an_organisation(), a_described(country="PL"), make.an_organisation(country="PL")
    met = a_past_name("Own", organisation=twin), a_past_name("Other", organisation=other)
    a_past_project("p1", *met, year=2014)
    address = f"/applications/{consortium.application.reference}/partners/"
    before = said(as_person(consortium.lead), address)

    a_joined_pair(own, twin)
    a_joined_pair(candidate.organisation, other)

    assert "in one project, begun in 2014" not in before
    assert f"Worked with {own.name} in one project, begun in 2014" in said(as_person(consortium.lead), address)
