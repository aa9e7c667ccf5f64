from __future__ import annotations

from datetime import timedelta

import pytest

from consortia.demo.ideas import ideas
from consortia.stages.agencies.models import Post, Proposal, Recusal
from consortia.stages.agencies.permissions import agencies_of_person, roles_of
from consortia.stages.assessments.models import AssessmentFile, Entry, EntryVersion, Signature
from consortia.stages.assessments.snapshots import opened, totals_of
from consortia.stages.calls.models import Envelope
from consortia.stages.experts.models import Assignment, Engagement, Plan
from consortia.stages.experts.queries import assignments_of
from consortia.stages.experts.services.planning import is_current
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from consortia.stages.screening.models import Clarification, File
from consortia.stages.selection.models import Appeal, Place, RankingList, Selection
from consortia.stages.selection.services.deciding import proposal_of
from tests.demo.conftest import World

# The world is made once for this file: together on one worker where tests run in parallel.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

AGENCY = "AT01"
MAIN = {
    "BENCH", "BORROWED LAB", "FIVE RIVERS", "HIVE", "LOUD THINKING", "MARKET", "NIGHT OVEN", "PLAINLAW", "ROOF WATER",
    "SMALL HANDS", "WASH DAY",
}  # fmt: skip


def states_of_assessments() -> dict[str, str]:
    files = AssessmentFile.objects.select_related("submission__application")
    return {each.submission.application.acronym: each.state for each in files}


@pytest.mark.parametrize(
    ("email", "agency", "role"),
    [
        ("officer", AGENCY, Post.Role.OFFICER),
        ("team-lead", AGENCY, Post.Role.TEAM_LEAD),
        ("committee", AGENCY, Post.Role.COMMITTEE),
        ("director", AGENCY, Post.Role.DIRECTOR),
        ("other-agency", "PL01", Post.Role.DIRECTOR),
    ],
)
def test_each_account_of_an_agency_holds_one_post(world: World, email: str, agency: str, role: str):
    person = Person.objects.get(email=f"{email}@demo.example")

    assert agencies_of_person(person) == (agency,)
    assert roles_of(person, agency) == {role}
    assert "agency" in person.portals


def test_the_other_agency_has_files_of_its_own(world: World):
    files = File.objects.filter(agency="PL01").values_list("acronym", flat=True)

    assert set(files) == {"FIELDWORK", "RIVERLAB"}


def test_everything_that_was_submitted_has_a_file(world: World):
    submitted = {each.acronym for each in File.objects.filter(agency=AGENCY, round=world.application("HIVE").round)}

    assert submitted == MAIN


def test_most_files_passed_one_waits_for_the_applicant_and_one_for_a_second_person(world: World):
    files = File.objects.filter(agency=AGENCY, round=world.application("HIVE").round)
    states = {each.acronym: each.state for each in files}

    others = {acronym: state for acronym, state in states.items() if state != File.State.ELIGIBLE}

    assert others == {"LOUD THINKING": "clarifying", "FIVE RIVERS": "refusal-proposed"}
    assert all(each.handler for each in files)


def test_one_question_was_answered_in_time_and_one_is_still_open(world: World):
    asked = {each.file.acronym: each for each in Clarification.objects.select_related("file")}

    assert set(asked) == {"HIVE", "LOUD THINKING"}
    assert asked["HIVE"].answer
    assert not asked["HIVE"].late
    assert asked["LOUD THINKING"].is_open
    assert asked["LOUD THINKING"].due > world.made_at


def test_there_is_less_money_than_is_asked_for_and_one_field_lacks_a_little(world: World):
    round_ = world.application("HIVE").round
    money = {each.field: each.amount for each in Envelope.objects.filter(agency=AGENCY, round=round_)}
    best = File.objects.get(acronym="SMALL HANDS")

    asked = sum(each.requested for each in File.objects.filter(agency=AGENCY, round=round_))

    assert sum(money.values()) < asked
    assert 0 < best.requested - money["SCH"] < best.requested / 20


def test_two_paragraphs_stand_in_two_applications_of_different_coordinators(world: World):
    first, second = (
        {paragraph for answer in world.application(acronym).answers.all() for paragraph in answer.text.split("\n\n")}
        for acronym in ("NIGHT OVEN", "WASH DAY")
    )
    own = " ".join(ideas()["washday"].answers.values())

    shared = {each for each in first & second if len(each) > 100 and each in own}

    assert len(shared) == 2
    assert File.objects.get(acronym="NIGHT OVEN").coordinator != File.objects.get(acronym="WASH DAY").coordinator


def test_experts_answered_in_every_way(world: World):
    engagements = Engagement.objects.filter(round=world.application("HIVE").round).order_by("state")
    by_state = {state: [each for each in engagements if each.state == state] for state in Engagement.State.values}

    assert {state: len(found) for state, found in by_state.items()} == {
        "invited": 0,
        "accepted": 8,
        "declined": 1,
        "replaced": 1,
        "ended": 0,
    }
    assert all(hasattr(each, "declaration") for each in by_state["accepted"])
    assert by_state["declined"][0].reason
    assert by_state["replaced"][0].replaced_by in by_state["accepted"]


def test_the_plan_was_proven_and_gave_everything_to_somebody(world: World):
    plan = Plan.objects.select_related("round__edition", "keeps").get()

    assert (plan.state, plan.result["status"], plan.result["unserved"]) == ("published", "optimal", [])
    assert plan.result["total"] == plan.result["bound"]
    assert {pair["application"] for pair in plan.result["pairs"]} == {
        world.application(acronym).reference for acronym in MAIN
    }
    assert not is_current(plan)  # a third expert and a successor came since


def test_the_expert_of_the_demo_has_one_half_written_and_one_untouched(world: World):
    person = Person.objects.get(email="expert@demo.example")
    written = {
        each.application.acronym: EntryVersion.objects.filter(entry__assessment__assignment=each).count()
        for each in assignments_of(person)
    }

    assert {acronym: written[acronym] for acronym in ("BORROWED LAB", "ROOF WATER")} == {
        "BORROWED LAB": 4,
        "ROOF WATER": 0,
    }
    assert "expert" in person.portals


def test_assessments_of_the_round_stand_at_all_distances(world: World):
    found = {acronym: state for acronym, state in states_of_assessments().items() if acronym in MAIN}

    assert found == {
        "PLAINLAW": "final",
        "SMALL HANDS": "final",
        "HIVE": "final",
        "BENCH": "signing",
        "MARKET": "assessing",
        "NIGHT OVEN": "consolidating",
        "WASH DAY": "assessing",
        "LOUD THINKING": "assessing",
        "BORROWED LAB": "assessing",
    }


def test_a_gap_brought_a_third_expert_who_has_begun(world: World):
    application = world.application("MARKET")
    third = application.assignments.get(role=Assignment.Role.THIRD)
    what = opened(third.submission)

    first, second = totals_of(what, [own for own in what.file.experts if own != str(third.pk)])

    assert abs(first - second) >= what.rules.selection.consolidation.third_expert_difference
    assert what.written(str(third.pk)).judgements
    assert str(third.pk) not in what.file.finished


def test_what_is_final_is_signed_by_each_of_its_experts(world: World):
    finals = AssessmentFile.objects.filter(state="final", submission__application__acronym__in=MAIN)

    signed = {
        each.submission.application.acronym: Signature.objects.filter(assessment__file=each).count() for each in finals
    }

    assert signed == {"PLAINLAW": 2, "SMALL HANDS": 2, "HIVE": 1}


def test_nothing_that_was_written_lacks_a_reason_that_is_long_enough(world: World):
    comments = Entry.objects.filter(part="comment").values_list("text", flat=True)

    assert comments.count() > 50
    assert [text for text in comments if len(text) < 200] == []


def test_an_early_round_is_over(world: World):
    selection = Selection.objects.get()
    versions = RankingList.objects.order_by("number")

    told = [
        [(each.application.acronym, each.outcome) for each in Place.objects.filter(list=drawn).order_by("position")]
        for drawn in versions
    ]

    before = [("YARD RADIO", "awarded"), ("LIFELINE", "awarded"), ("PACK LIGHT", "reserve")]
    after = [("YARD RADIO", "awarded"), ("LIFELINE", "declined"), ("PACK LIGHT", "awarded")]
    below = [("LAST ROW", "below-threshold")]
    assert told == [before + below, after + below]
    assert (selection.state, selection.round.fields) == ("published", ["YOUTH"])
    assert (
        versions[0].places.get(application__acronym="YARD RADIO").proposed
        < File.objects.get(acronym="YARD RADIO").requested
    )


def test_the_result_was_proposed_by_one_approved_by_another_and_written_to_all(world: World):
    proposal = proposal_of(Selection.objects.get())
    letters = Letter.objects.filter(kind="selection-result")

    assert proposal is not None
    assert (proposal.outcome, proposal.proposed_by.email, proposal.decided_by and proposal.decided_by.email) == (
        Proposal.Outcome.APPROVED,
        "committee@demo.example",
        "director@demo.example",
    )
    told = {acronym: letters.filter(about=str(world.application(acronym).pk)).exists() for acronym in
            ("YARD RADIO", "LIFELINE", "PACK LIGHT", "LAST ROW")}  # fmt: skip
    assert set(told.values()) == {True}


def test_one_appeal_has_arrived_in_time_and_waits(world: World):
    appeal = Appeal.objects.select_related("application").get()

    assert (appeal.application.acronym, appeal.state, appeal.late) == ("LAST ROW", "received", False)


def test_a_member_of_the_committee_keeps_away_from_one_application(world: World):
    recusal = Recusal.objects.select_related("person").get()

    assert recusal.subject == str(world.application("WASH DAY").pk)
    assert roles_of(recusal.person, AGENCY) == {Post.Role.COMMITTEE}


def test_everything_an_agency_does_is_dated_when_it_happened(world: World):
    early, main = world.application("YARD RADIO").round, world.application("HIVE").round
    verbs = ["pass", "assign", "invite-expert", "publish-plan", "sign-assessment", "publish-list", "draw-list"]

    moments = Event.objects.filter(verb__in=verbs).order_by("at").values_list("at", flat=True)

    assert early.deadline < moments[0]
    assert moments.last() < world.made_at
    assert Event.objects.filter(verb="publish-list").get().at - early.deadline < timedelta(days=60)
    assert Event.objects.filter(verb="publish-plan").get().at > main.deadline
