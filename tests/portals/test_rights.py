"""The rights matrix: every page of every portal, opened in every role.

`rights.toml` says what each role finds; a page that is missing there fails. Words: open (200), sign-in (sent to the
sign-in page), absent (404), forbidden (403), onward (sent elsewhere), only-sent (405: a page that only takes forms).
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from consortia.portals.agency.urls import PAGES as AGENCY
from consortia.portals.applicant.urls import PAGES as APPLICANT
from consortia.portals.expert.urls import PAGES as EXPERT
from consortia.portals.public.shown import shown_calls
from consortia.portals.public.urls import PAGES as PUBLIC
from consortia.stages.agencies.services import propose
from consortia.stages.applications.models import Application, Invitation, Participation, PlanRow
from consortia.stages.applications.services.annexes import add_annex
from consortia.stages.applications.services.consortium import invite_by_email
from consortia.stages.applications.services.planning import remove_plan_row
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.experts.models import Expert
from consortia.stages.ideas.services import begin_idea
from consortia.stages.organisations.models import Membership
from consortia.stages.past_projects.models import ImportRun, PastParticipation
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.people.models import Person
from consortia.stages.screening.models import Extension
from consortia.stages.screening.services.extending import ask_for_extension
from tests.factories import agencies, experts, partnering
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.factories.selection import as_if_published
from tests.stages.past_projects import lists

MATRIX: Final = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
APPLICANTS: Final = ("nobody", "newcomer", "reader", "associated", "partner", "lead")
# Who has no place in an application, whoever they are elsewhere, finds there what a newcomer finds.
AGENCIES: Final = ("nobody", "lead", "officer", "team-lead", "committee", "director", "elsewhere", "expert", "stranger")
ROLES: Final = tuple(dict.fromkeys(APPLICANTS + AGENCIES))
COLUMNS: Final = {"public": APPLICANTS, "applicant": APPLICANTS, "agency": AGENCIES, "expert": AGENCIES}
PORTALS: Final = {"public": PUBLIC, "applicant": APPLICANT, "agency": AGENCY, "expert": EXPERT}
PAGES: Final = {f"{portal}:{page.name}": page for portal, pages in PORTALS.items() for page in pages}
# The pages on which an expert writes, as long as the assessment is not finished.
WRITING: Final = ("assessment", "entries", "entry", "noticed", "finish", "grid")
CONSOLIDATED: Final = ("", "_entries", "_entry", "_noticed", "_amounts")
WORDS: Final = {200: "open", 404: "absent", 403: "forbidden", 405: "only-sent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One application with people in every role, and what fills the addresses."""

    people: Mapping[str, Person | None]
    parts: Mapping[str, object]
    special: Mapping[tuple[str, str], object]


@pytest.fixture
def world(db: None) -> World:
    """Make the smallest world in which every page has something to show."""
    consortium = make.a_ready_application()
    lead, application = consortium.lead, consortium.application
    associated = make.a_partner(lead, application, country="FI", role=Participation.Role.ASSOCIATED)
    invite_by_email(lead, application, "somebody@example.org", role="partner", link="http://testserver/{token}/")
    make.fill_answers(lead, application)
    coordinator, partner = consortium.participations[:2]
    timetable = ContentFile(b"%PDF-1.4 a timetable", name="timetable.pdf")
    handed = add_annex(lead, application, "timetable", file=timetable)
    submission = submit_application(
        lead, application, request_id="first", declared_by="A. Person", arrived_at=make.datetime.now().astimezone()
    )
    application.refresh_from_db()  # the agency is settled when it is submitted
    row = application.plan_rows.get(key="m1")
    reader = make.a_member(coordinator.organisation, Membership.Role.READER)
    paper = ContentFile(b"%PDF-1.4 a mandate", name="mandate.pdf")
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")
    past = PastParticipation.objects.select_related("project").earliest("id")
    annex = add_annex(lead, application, "proof-of-status", file=paper, participation=coordinator)
    advert, offer = partnering.an_advert_and_an_offer(lead, consortium.partners[0])
    agency_people = agencies.people_of(application.agency)
    asked = an_extension_request(agency_people["officer"], application)
    as_if_published(application, agency_people["officer"])
    proposal = propose(agency_people["officer"], "else", "1", agency=application.agency, reason="So that it is seen.")
    again = make.an_organisation(lead, name="The same in another spelling")
    partnering.a_pair(coordinator.organisation, again)
    partnering.a_joined_pair(partner.organisation, again)
    assignment = experts.assigned(agency_people["officer"], application)
    engagement = assignment.engagement
    assert engagement.expert is not None
    begun, agreed = half_written(engagement.expert), both_finished(engagement.expert)
    return World(
        people={
            "nobody": None,
            "newcomer": make.a_person(),
            "reader": reader,
            "associated": associated,
            "partner": consortium.partners[0],
            "lead": lead,
            **agency_people,
            "expert": engagement.expert.person,
            "stranger": experts.an_expert().person,
        },
        parts={
            "agency": application.agency,
            "reference": application.reference,
            "key": partner.key,
            "heading": row.heading,
            "number": submission.number,
            "token": Invitation.objects.get(email="somebody@example.org").token,
            "organisation_id": coordinator.organisation_id,
            "membership_id": coordinator.organisation.memberships.get(person=reader).pk,
            "code": application.round.edition.code,
            "part": "money",
            "kind": "financial-statements",
            "file": "receipt.json",
            "paper": "application.docx",
            "section": "description",
            "place": "description.needs",
            "idea_id": begin_idea(lead, application.round.edition, text="Pupils teach grandparents to code.").pk,
            "advert_id": advert.pk,
            "offer_id": offer.pk,
            "round_id": application.round_id,
            "expert_id": engagement.expert_id,
            "engagement_id": engagement.pk,
        },
        special={
            ("public:call", "key"): training_key(),
            ("public:project", "number"): past.project_id,
            ("public:past_organisation", "number"): past.organisation_id,
            ("public:call_part", "key"): training_key(),
            ("applicant:plan_row", "key"): row.key,
            ("applicant:plan_row_remove", "key"): row.key,
            ("applicant:annex", "number"): annex.pk,
            ("agency:applications_file", "kind"): "csv",
            ("agency:experts_file", "kind"): "csv",
            ("agency:extension", "number"): asked.pk,
            ("agency:past_list", "key"): ImportRun.objects.latest("id").key,
            ("agency:past_list_rows", "key"): ImportRun.objects.latest("id").key,
            ("agency:decision", "number"): proposal.pk,
            ("agency:round", "number"): application.round_id,
            **{(name, "number"): application.round_id for name in PAGES if name.startswith("agency:selection_")},
            ("agency:round_move", "number"): application.round_id,
            ("agency:round_open", "number"): application.round.edition_id,
            ("agency:screening_paper", "paper"): handed.pk,
            ("applicant:annex_remove", "number"): annex.pk,
            ("applicant:section_part", "section"): "organisations",
            ("expert:invitation", "token"): engagement.token,
            ("expert:declaration", "token"): engagement.token,
            ("expert:entry", "place"): "C1.points",
            ("expert:consolidated_entry", "place"): "C1.points",
            **{(f"expert:{page}", "reference"): begun for page in WRITING},
            **{(f"expert:consolidated{page}", "reference"): agreed for page in CONSOLIDATED},
        },
    )


def an_extension_request(officer: Person, application: Application) -> Extension:
    """Somebody telephoned the day after the deadline."""
    return ask_for_extension(
        officer,
        application,
        happened_at=application.deadline,
        what="The page stayed white.",
        now=application.deadline + timedelta(days=1),
    )


def half_written(expert: Expert) -> str:
    """The reference of an application that the expert has begun to assess."""
    assessed = assess.given(pool=[expert])
    assess.wrote(assessed.assignments[0], "C1.points", "24")
    return assessed.application.reference


def both_finished(expert: Expert) -> str:
    """The reference of an application that the expert and another have assessed and now agree on."""
    assessed = assess.given(pool=[expert, experts.an_expert()])
    for assignment in assessed.assignments:
        assess.finished(assignment)
    return assessed.application.reference


def training_key() -> str:
    return next(shown.key for shown in shown_calls() if shown.call.training)


def parts_of(name: str, world: World) -> dict[str, object]:
    """Fill the variable parts of a page's address."""
    named = re.findall(r"<(?:\w+:)?(\w+)>", PAGES[name].address)
    return {part: world.special.get((name, part), world.parts.get(part)) for part in named}


def what_happens(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code in {301, 302}:
        return "sign-in" if response.headers["Location"].startswith("/account/login/") else "onward"
    return WORDS[response.status_code]


def test_each_role_finds_what_the_matrix_says(world: World, client: Client) -> None:
    found: dict[str, dict[str, str]] = {name: {} for name in PAGES}
    for role in ROLES:
        client.logout()
        if (person := world.people[role]) is not None:
            client.force_login(person)
        for name in PAGES:
            found[name][role] = what_happens(client, reverse(name, kwargs=parts_of(name, world)))

    assert found == {name: expected(name) for name in PAGES}


# Pages that are about no single round: lists over all of them, people, past projects, and whatever gives a file.
OVER_ROUNDS: Final = frozenset(
    {
        *("home", "agency", "applications", "applications_file", "views", "screening_paper", "extensions", "rounds"),
        *(
            "round_open",
            "decisions",
            "decision",
            "people",
            "experts",
            "experts_file",
            "expert",
            "assessment_rounds",
            "selection",
        ),
        *("selection_package", "past_lists", "past_list", "past_list_rows", "past_names"),
    }
)


def test_every_page_of_an_agency_about_a_training_round_is_marked(world: World, client: Client) -> None:
    unmarked = []
    for name in (f"agency:{page.name}" for page in AGENCY if page.name not in OVER_ROUNDS):
        for role in ("officer", "director"):
            person = world.people[role]
            assert person is not None
            client.force_login(person)
            page = client.get(reverse(name, kwargs=parts_of(name, world)))
            if page.status_code == 200 and "banner-training" not in page.content.decode():
                unmarked.append((name, role))

    assert unmarked == []


def expected(name: str) -> dict[str, str]:
    """Return the line of the matrix for a page: one word for all roles, or one a role in the order of ROLES."""
    portal, _colon, page = name.partition(":")
    words, columns = MATRIX[portal][page].split(), COLUMNS[portal]
    told = dict(zip(columns, words * len(columns) if len(words) == 1 else words, strict=True))
    return {role: told[role] if role in told else told.get("newcomer", told.get("stranger", "")) for role in ROLES}


def test_the_matrix_names_no_page_that_is_gone() -> None:
    named = {f"{portal}:{page}" for portal in PORTALS for page in MATRIX[portal]}

    assert named == set(PAGES)


def test_strangers_cannot_tell_what_exists(world: World, client: Client) -> None:
    private = [name for name, words in MATRIX["applicant"].items() if words.split()[0] == "sign-in"]
    found = {}
    for name in private:
        parts = parts_of(f"applicant:{name}", world)
        if "reference" in parts:
            found[name] = what_happens(client, reverse(f"applicant:{name}", kwargs={**parts, "reference": "NOSUCH"}))

    assert len(found) > 20
    assert set(found.values()) == {"sign-in"}


def test_a_removed_row_is_absent_for_everybody(world: World, client: Client) -> None:
    lead = world.people["lead"]
    assert lead is not None
    client.force_login(lead)
    parts = parts_of("applicant:plan_row", world)
    remove_plan_row(lead, PlanRow.objects.get(application__reference=parts["reference"], key=parts["key"]))

    address = reverse("applicant:plan_row", kwargs=parts)
    assert what_happens(client, address) == "absent"
