"""One whole round of an agency: 40 applications and 12 experts, from what came in to the letters and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from consortia.stages.applications.models import Application
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.assessments.snapshots import opened
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.selection.models import Place, RankingList
from consortia.stages.selection.services.telling import write_result_letters
from tests.cli.running import run
from tests.factories import agencies, experts, screening, selection
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.journeys import walking as walk
from tests.journeys.test_every_page import signed_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

RECEIVED, EXPERTS, ROOM_FOR = 40, 12, 9
AGENCY: Final = agencies.AGENCY
# What experts agree on, over and over with other totals; the last of these stays below the threshold.
POINTS: Final = ((27, 18, 17, 26), (24, 16, 16, 24), (22, 15, 14, 21), (18, 12, 13, 19), (14, 11, 10, 16))
# So many share each total: the best group is awarded, the next does not fit as a whole, and equals are not parted.
EQUALS: Final = RECEIVED // len(POINTS)
# These applications are assessed and signed by their two experts, the first of them in the browser.
FOLLOWED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The round with its people, and how each of them is signed in."""

    browser: Browser
    site: str
    client: Client
    round: Round
    people: dict[str, Person]
    consortia: Sequence[make.Consortium]
    grant: int

    @contextmanager
    def as_person(self, person: Person, address: str) -> Iterator[Page]:
        """Open a page as somebody."""
        page = signed_in(self.browser, self.site, self.client, person)
        page.set_default_timeout(walk.SOON)
        page.goto(f"{self.site}{address}")
        yield page
        page.context.close()

    @property
    def agency(self) -> str:
        """Where the agency's pages begin."""
        return f"/agency/{AGENCY}/"


@pytest.fixture
def journey(browser: Browser, live_server: object, client: Client) -> Walk:
    """Forty applications came in; eleven experts have declared, one has just been invited."""
    round_, people = make.a_round(), agencies.people_of(AGENCY)
    first = a_large_application(round_)
    consortia = (first, *(selection.a_copy(first) for _each in range(RECEIVED - 1)))
    for file in File.objects.select_related("submission", "application"):
        screening.answer_all(people["officer"], file)
    for number in range(EXPERTS - 1):
        experts.engaged(people["officer"], AGENCY, round_, experts.an_expert(f"Expert {number + 2}"))
    experts.invited(people["officer"], AGENCY, round_, experts.an_expert("Expert 1"))
    return Walk(
        browser=browser,
        site=str(live_server),
        client=client,
        round=round_,
        people=people,
        consortia=consortia,
        grant=int(File.objects.values_list("requested", flat=True)[0]),
    )


def a_large_application(round_: Round) -> make.Consortium:
    """An application that asks for more than one expert may assess alone."""
    consortium = make.a_ready_application(round_=round_)
    work = [{"organisation": each.key, "category": "teacher", "days": 200} for each in consortium.participations]
    course = PlanEntry(
        heading="intellectual-outputs",
        values={"title": "Course", "work": work},
        title="Course",
        first_month=2,
        last_month=20,
    )
    add_plan_row(consortium.lead, consortium.application, course)
    screening.a_file(screening.submitted(consortium))
    consortium.application.refresh_from_db()
    return consortium


def test_a_whole_round_from_what_came_in_to_the_letters_and_the_proof(journey: Walk, tmp_path: Path) -> None:
    pass_the_formal_checks(journey)
    accept_and_declare(journey)
    plan(journey)
    assess_one(journey)
    agree_and_sign(journey)
    the_others_are_final(journey)
    set_the_money(journey)
    draw(journey)
    propose(journey)
    approve_and_publish(journey)
    read_the_result(journey)

    places = list(Place.objects.order_by("position").values_list("outcome", flat=True))
    assert (len(places), places.count("awarded"), places.count("below-threshold")) == (RECEIVED, EQUALS, EQUALS)
    assert Letter.objects.filter(kind="selection-result").count() == RECEIVED
    assert replayed(journey, tmp_path) == (0, "same")


def pass_the_formal_checks(journey: Walk) -> None:
    """An officer looks at the list, then passes all whose points are answered."""
    with journey.as_person(journey.people["officer"], f"{journey.agency}applications/") as page:
        walk.choose(page, f"All {RECEIVED} that match")
        walk.press(page, "Mark their formal check as passed")

    assert File.objects.filter(state=File.State.ELIGIBLE).count() == RECEIVED


def accept_and_declare(journey: Walk) -> None:
    """The expert who was only invited accepts and declares."""
    invited = Engagement.objects.select_related("expert__person").get(state=Engagement.State.INVITED)
    assert invited.expert is not None
    with journey.as_person(invited.expert.person, f"/expert/invitations/{invited.token}/") as page:
        walk.press(page, "Accept")
        page.get_by_label("Your full name, in place of a signature").fill(invited.expert.person.name)
        walk.press(page, "I declare this")

    assert Engagement.objects.filter(declaration__isnull=False).count() == EXPERTS


def plan(journey: Walk) -> None:
    """An officer has the round planned, reads why, and publishes."""
    with journey.as_person(journey.people["officer"], f"{journey.agency}rounds/{journey.round.pk}/plan/") as page:
        walk.press(page, "Make a plan")
        expect(page.get_by_role("main")).to_contain_text("Worst-off application")
        walk.press(page, "Publish the plan")

    given = Assignment.objects.filter(ended_at=None)
    loads = [given.filter(engagement=each).count() for each in Engagement.objects.all()]
    assert (given.count(), len(loads), max(loads) <= 10) == (2 * RECEIVED, EXPERTS, True)


def assess_one(journey: Walk) -> None:
    """An expert reads, gives points and reasons, and finishes; whoever assesses beside them does so too."""
    own, *others = given_to(journey, 0)
    with journey.as_person(assess.person_of(own), "/expert/") as page:
        page.get_by_role("link", name=own.application.title, exact=True).click()
        for code, number in zip(assess.CODES, POINTS[0], strict=True):
            page.locator(f"#field-{code}-points").fill(str(number))
            page.locator(f"#field-{code}-comment").fill(f"{assess.REASONS} {code}")
        expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")
        walk.press(page, "Check and finish")
        walk.press(page, "Finish")
    for each in others:
        assess.finished(each, POINTS[0])

    assert opened(own.submission).file.state == "consolidating"


def agree_and_sign(journey: Walk) -> None:
    """The lead writes what both agree on; both sign."""
    assignments = given_to(journey, 0)
    what = opened(assignments[0].submission)
    lead = what.assignments[what.lead]
    reference = lead.application.reference
    with journey.as_person(assess.person_of(lead), f"/expert/assessments/{reference}/consolidated/") as page:
        for code, number in zip(assess.CODES, POINTS[0], strict=True):
            page.locator(f"#field-{code}-points").fill(str(number))
            page.locator(f"#field-{code}-comment").fill(f"{assess.REASONS} {code}")
        walk.press(page, "Put up for signature")
        walk.press(page, "Sign")
    other = next(each for each in assignments if each.pk != lead.pk)
    with journey.as_person(assess.person_of(other), f"/expert/assessments/{reference}/consolidated/") as page:
        walk.press(page, "Sign")

    assert opened(lead.submission).file.state == "final"


def the_others_are_final(journey: Walk) -> None:
    """Two more go the same way through the services; of the rest, what was agreed on is written down as final."""
    for number in range(1, RECEIVED):
        points = POINTS[number % len(POINTS)]
        if number >= FOLLOWED:
            selection.finally_given(application_at(journey, number), points)
            continue
        assignments = given_to(journey, number)
        for each in assignments:
            assess.finished(each, points)
        found = assess.Assessed(
            application=assignments[0].application,
            officer=journey.people["officer"],
            assignments=tuple(assignments),
        )
        assess.agreed(found, points)
        assess.signed(found, 0, 1)


def set_the_money(journey: Walk) -> None:
    """A team lead sets the envelope; meanwhile the deadline has passed."""
    with journey.as_person(journey.people["team-lead"], f"{journey.agency}rounds/{journey.round.pk}/") as page:
        form = page.locator("details:has(button[value=HE])")
        form.locator("summary").click()
        form.get_by_label("Amount in euros").fill(str(journey.grant * ROOM_FOR + 1000))
        form.get_by_label("Why").fill("The plan of the year.")
        walk.press(page, "Set the envelope HE")
    Round.objects.filter(pk=journey.round.pk).update(deadline=datetime.now().astimezone() - timedelta(days=60))


def draw(journey: Walk) -> None:
    """An officer begins the selection, draws the lists and records the committee's session."""
    with journey.as_person(journey.people["officer"], f"{journey.agency}selection/") as page:
        walk.press(page, "Begin the selection")
        walk.press(page, "Draw the lists")
        expect(page.get_by_role("table")).to_contain_text("the money reaches this far")
        page.goto(f"{journey.site}{journey.agency}selection/{journey.round.pk}/committee/")
        page.get_by_label("Day of the session").fill("2028-05-04")
        walk.choose(page, journey.people["committee"].name)
        walk.press(page, "Record the session")


def propose(journey: Walk) -> None:
    """A member of the committee proposes, for all of them."""
    with journey.as_person(journey.people["committee"], f"{journey.agency}selection/{journey.round.pk}/") as page:
        page.get_by_label("The committee's reasons").fill("The committee follows the experts.")
        walk.press(page, "Propose these lists")
        expect(page.get_by_role("button", name="Approve these lists")).to_have_count(0)


def approve_and_publish(journey: Walk) -> None:
    """Another person approves, and the results go out."""
    with journey.as_person(journey.people["director"], f"{journey.agency}selection/{journey.round.pk}/") as page:
        walk.press(page, "Approve these lists")
        walk.press(page, "Publish the results")
        expect(page.get_by_role("main")).to_contain_text("Published")
    write_result_letters(RankingList.objects.latest("number").pk)  # as the worker does


def read_the_result(journey: Walk) -> None:
    """The first applicant reads points, reasons and the grant."""
    first = journey.consortia[0]
    with journey.as_person(first.lead, f"/applications/{first.application.reference}/result/") as page:
        expect(page.get_by_role("main")).to_contain_text(f"{sum(POINTS[0])} of 100")
        expect(page.get_by_role("main")).to_contain_text(assess.REASONS[:60])


def replayed(journey: Walk, folder: Path) -> tuple[int, str]:
    """Take the package from its page and make the lists again from it, without the database."""
    with journey.as_person(journey.people["officer"], f"{journey.agency}selection/{journey.round.pk}/") as page:
        with page.expect_download() as download:
            page.get_by_role("link", name="The package to make the lists again").click()
        file = folder / "package.json"
        download.value.save_as(file)
    ended = run("selection", "replay", str(file))
    return ended.code, ended.out.split()[0]


def application_at(journey: Walk, number: int) -> Application:
    """The application with a number, counted from 0."""
    return journey.consortia[number].application


def given_to(journey: Walk, number: int) -> list[Assignment]:
    """Who assesses an application."""
    given = Assignment.objects.filter(application=application_at(journey, number), ended_at=None)
    return list(given.select_related("engagement__expert__person", "application", "submission").order_by("pk"))
