from __future__ import annotations

import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate

from consortia.demo import ACCOUNTS, DEMO_PASSWORD, make_world
from consortia.demo.rounds import LAST_HOUR_REASON
from consortia.documents.proof import prove_receipt
from consortia.stages.applications.models import (
    Answer,
    AnswerVersion,
    Application,
    Comment,
    Invitation,
    Participation,
    PlanRow,
    Submission,
)
from consortia.stages.applications.permissions import standing_of
from consortia.stages.applications.queries import open_invitations
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.services.submitting import receipt_of
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.partnering.models import SameBody
from consortia.stages.partnering.permissions import decidable
from consortia.stages.partnering.queries import pairs_before
from consortia.stages.partnering.services.joining_records import suggest_same_bodies
from consortia.stages.people.models import Person
from tests.demo.conftest import World

# The world is made once for this file: together on one worker where tests run in parallel.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

SUMS = Path(__file__).with_name("sums.toml")


def test_a_later_start_changes_nothing_and_says_nothing(world: World):
    before = Event.objects.count()
    told: list[str] = []

    made = make_world(told.append)

    assert (made, told, Event.objects.count()) == (False, [], before)


def test_each_step_is_told(world: World):
    steps = [line.strip() for line in world.told[1:]]

    assert steps == [
        f"{Organisation.objects.count()} organisations and {Person.objects.count()} people",
        "300 past projects",
        "10 applications",
        "20 applications",
        "30 applications",
        "40 applications",
    ]


def test_there_are_bodies_of_every_kind_in_every_programme_country_and_some_beyond(world: World):
    call = call_of_round(world.application("REHEAT").round)
    programme = {code for code, country in call.countries.items() if country.standing == "programme"}
    bodies = list(Organisation.objects.all())
    countries = {body.country for body in bodies}

    assert 300 <= len(bodies) <= 340
    assert programme <= countries
    assert {"CH", "RS", "UA", "GE", "MA"} <= countries - programme
    assert {body.kind for body in bodies} == set(call.look.kinds)
    assert all(body.latitude and body.longitude and body.profile for body in bodies)
    assert len({body.name for body in bodies}) == len(bodies)


def test_every_charter_stands_where_the_programme_gives_one(world: World):
    universities = Organisation.objects.filter(kind="higher-education-institution")
    call = call_of_round(world.application("REHEAT").round)

    held = {body.country for body in universities.filter(charter=True)}

    assert {call.countries[code].standing for code in held} == {"programme"}
    assert not Organisation.objects.exclude(kind="higher-education-institution").filter(charter=True).exists()


def test_every_state_of_everything_is_there(world: World):
    states = {
        "applications": set(Application.objects.values_list("state", flat=True)),
        "participations": set(Participation.objects.values_list("state", flat=True)),
        "roles": set(Participation.objects.values_list("role", flat=True)),
        "submissions": set(Submission.objects.values_list("state", flat=True)),
        "headings": set(PlanRow.objects.values_list("heading", flat=True)),
        "mandates": {
            state
            for acronym in ("REHEAT", "SIDE BY SIDE")
            for state in mandate_states(view_of(world.application(acronym))).values()
        },
    }

    assert states == {
        "applications": set(Application.State.values),
        "participations": set(Participation.State.values),
        "roles": set(Participation.Role.values),
        "submissions": set(Submission.State.values),
        "headings": {heading.code for heading in call_of_round(Round.objects.all()[0]).headings}
        - {"project-management"},
        "mandates": {"given", "part-changed", "missing"},
    }


def test_the_applications_stand_at_all_distances_from_their_receipt(world: World):
    stands = Counter(
        (application.state, "last" if application.round.deadline > world.made_at else "closed")
        for application in Application.objects.select_related("round")
    )

    assert stands == {
        ("draft", "last"): 24,
        ("submitted", "last"): 3,
        ("withdrawn", "last"): 1,
        ("draft", "closed"): 1,
        ("submitted", "closed"): 17,
        ("withdrawn", "closed"): 1,
    }


def test_two_submitted_twice_and_the_last_version_counts(world: World):
    twice = Submission.objects.filter(sequence=2).select_related("application")

    assert {submission.application.acronym for submission in twice} == {"OPENCOUNT", "FIELDWORK"}
    assert {submission.state for submission in twice} == {"current"}


def test_every_receipt_proves_itself(world: World):
    for submission in Submission.objects.select_related("application"):
        steps = prove_receipt(receipt_of(submission))
        assert [step.code for step in steps if not step.holds] == []


def test_everything_was_submitted_in_time_and_nothing_happens_in_the_future(world: World):
    late = [s for s in Submission.objects.select_related("application__round") if not _in_time(s)]
    latest = max(Event.objects.latest("at").at, AnswerVersion.objects.latest("at").at, Comment.objects.latest("at").at)

    assert late == []
    assert latest < world.made_at + timedelta(minutes=10)


def _in_time(submission: Submission) -> bool:
    application = submission.application
    return application.created_at < submission.received_at <= application.round.deadline


def test_what_each_application_asks_for_is_the_same_every_time(world: World):
    found = {
        application.acronym: f"{view_of(application).budget.grant.amount:.2f}"
        for application in Application.objects.select_related("round__edition")
    }

    assert found == tomllib.loads(SUMS.read_text("utf-8"))


def test_the_main_story_can_be_submitted_as_it_stands(world: World):
    application = world.application("REHEAT")
    view = view_of(application)

    assert view.blocking == ()
    assert [finding.rule for finding in (*view.findings, *view.budget.findings) if finding.status == "warning"] == []
    assert view.budget.grant == view.budget.requested_total
    assert view.budget.grant.amount < view.budget.maximum_grant.amount
    assert mandate_states(view) == {
        "o2": "part-changed",
        "o3": "given",
        "o4": "given",
        "o5": "given",
        "o6": "given",
    }
    assert application.annexes.count() == 2


def test_drafts_show_what_each_was_made_to_show(world: World):
    shown = {
        acronym: sorted({finding.rule for finding in view_of(world.application(acronym)).blocking})
        for acronym in ("CLEANCUT", "COMMON ROOM", "ALOUD", "FLEECE", "BOATSHED", "TABLE", "NIGHTLIGHT")
    }

    assert shown == {
        "CLEANCUT": ["consortium.minimum-countries"],
        "COMMON ROOM": ["form.answer-missing", "partner-country.added-value"],
        "ALOUD": ["form.answer-too-long"],
        "FLEECE": [],
        "BOATSHED": [],
        "TABLE": [],
        "NIGHTLIGHT": [],
    }


def test_one_draft_asks_for_more_than_a_ceiling_pays(world: World):
    view = view_of(world.application("FLEECE"))

    assert {finding.rule for finding in view.budget.findings if finding.status == "warning"} == {
        "multiplier-events.project-maximum"
    }


def test_two_wordings_wait_for_somebody_to_choose(world: World):
    (answer,) = Answer.objects.exclude(open_conflicts=[])

    (conflict,) = answer.open_conflicts

    assert (conflict["first"].strip(), conflict["second"].strip()) == ("Tuesdays", "Thursdays")
    assert "We talk on Tuesdays Thursdays at nine" in answer.text


def test_answers_have_earlier_versions_by_others(world: World):
    versions = AnswerVersion.objects.filter(answer__application=world.application("REHEAT"))

    assert len(set(versions.values_list("author__name", flat=True))) >= 6
    assert versions.filter(number=2).exists()


def test_people_talk_beside_the_questions(world: World):
    talk = Comment.objects.filter(application=world.application("REHEAT"))

    assert talk.filter(asked_of=None, done_at=None).exists()
    assert talk.exclude(asked_of=None).filter(done_at=None).exists()
    assert talk.exclude(done_at=None).exists()


def test_an_organisation_that_left_is_in_no_row_of_the_plan_and_kept_its_texts(world: World):
    gone = (
        Participation.objects.filter(state="withdrawn").select_related("application").get(application__acronym="ANCHOR")
    )
    rows = gone.application.plan_rows.all()

    assert [row for row in rows if f"'{gone.key}'" in str(row.values)] == []
    assert Answer.objects.filter(application=gone.application, scope=gone.key).exclude(text="").exists()


def test_somebody_is_invited_and_has_not_answered(world: World):
    invited = Person.objects.get(email="invited@demo.example")

    waiting = Invitation.objects.get(email=invited.email)

    assert waiting in open_invitations(waiting.application)
    assert Letter.objects.filter(to=invited.email, kind="invitation", body__contains=waiting.token).exists()


def test_a_letter_went_to_somebody_who_is_not_on_the_site(world: World):
    letter = Invitation.objects.get(participation=None)

    assert letter in open_invitations(letter.application)
    assert not Person.objects.filter(email=letter.email).exists()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email.partition("@")[0])
def test_each_account_signs_in_with_a_confirmed_address(world: World, account):
    person = authenticate(None, email=account.email, password=DEMO_PASSWORD)

    assert isinstance(person, Person)
    assert person.name == account.name
    assert EmailAddress.objects.get(user=person).verified


@pytest.mark.parametrize(
    ("email", "acronym", "stands"),
    [
        ("coordinator", "REHEAT", {"leads": True, "writes": True, "reads": True}),
        ("colleague", "REHEAT", {"leads": True, "writes": True, "reads": True}),
        ("colleague", "SIDE BY SIDE", {"leads": True, "writes": True, "reads": True}),
        ("partner", "REHEAT", {"leads": False, "writes": True, "reads": True}),
        ("associated", "REHEAT", {"leads": False, "writes": False, "reads": True}),
        ("reader", "REHEAT", {"leads": False, "writes": False, "reads": True}),
        ("invited", "LANTERN", {"leads": False, "writes": False, "reads": False}),
        ("last-hour", "BOATSHED", {"leads": True, "writes": True, "reads": True}),
        ("finished", "RIVERLAB", {"leads": True, "writes": True, "reads": True}),
        ("newcomer", "REHEAT", {"leads": False, "writes": False, "reads": False}),
    ],
)
def test_each_account_plays_its_part(world: World, email: str, acronym: str, stands: dict[str, bool]):
    person = Person.objects.get(email=f"{email}@demo.example")

    standing = standing_of(person, world.application(acronym))

    assert {name: getattr(standing, name) for name in stands} == stands


def test_the_newcomer_belongs_to_nobody_and_the_finished_one_has_no_draft(world: World):
    newcomer = Person.objects.get(email="newcomer@demo.example")
    finished = Person.objects.get(email="finished@demo.example")
    own = Application.objects.filter(participations__organisation__memberships__person=finished)

    assert not Membership.objects.filter(person=newcomer).exists()
    assert sorted(own.values_list("acronym", "state")) == [("FIELDWORK", "submitted"), ("RIVERLAB", "submitted")]


def test_one_deadline_was_moved_to_within_the_hour_for_a_reason(world: World):
    round_ = world.application("BOATSHED").round
    (move,) = round_.moves.all()

    assert world.made_at < round_.deadline <= world.made_at + timedelta(hours=1)
    assert (move.after, move.reason) == (round_.deadline, LAST_HOUR_REASON)
    assert round_.fields == ["YOUTH"]


def test_the_other_rounds_lie_well_ahead_or_behind(world: World):
    near = world.application("BOATSHED").round
    ahead, closed = world.application("REHEAT").round, world.application("HIVE").round
    behind = Round.objects.filter(years_later=closed.years_later)

    assert ahead.deadline > world.made_at + timedelta(weeks=4)
    assert near.years_later == ahead.years_later
    assert max(behind.values_list("deadline", flat=True)) < world.made_at
    assert Round.objects.count() == 2 * behind.count()


def test_records_of_one_body_wait_for_the_coordinator_and_one_pair_is_decided(world: World):
    mara = Person.objects.get(email="coordinator@demo.example")
    shown = list(pairs_before(mara))

    seen = {
        (frozenset({pair.one.name, pair.other.name}), pair.state, pair.pk in decidable(mara, shown)) for pair in shown
    }

    own, again = "Strokovni center Velmar", "STROKOVNI CENTER VELMAR d.o.o."
    third = "Velmar, strokovni center Maribor"
    assert seen == {
        (frozenset({own, again}), "open", True),
        (frozenset({own, third}), "open", False),
        (frozenset({again, third}), "open", False),
    }
    (decided,) = SameBody.objects.exclude(state="open").select_related("one", "other", "decided_by")
    assert {decided.one.name, decided.other.name} == {
        "Wyższa Szkoła Techniczna Orlevia",
        "Wyzsza Szkola Techniczna ORLEVIA",
    }
    assert decided.decided_by is not None
    assert (decided.state, decided.decided_by.email) == ("same", "kinga.wierowiec@orlevia.example")
    assert suggest_same_bodies() == 0
