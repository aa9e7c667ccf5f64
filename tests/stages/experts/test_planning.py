from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.applications.models import Application
from consortia.stages.experts.models import Assignment, Engagement, Plan
from consortia.stages.experts.planned import gather
from consortia.stages.experts.queries import assignments_of
from consortia.stages.experts.services import planning
from consortia.stages.experts.services.assigning import end_assignment
from consortia.stages.experts.services.inviting import end_engagement
from consortia.stages.experts.services.planning import (
    BarredError,
    StalePlanError,
    begin_plan,
    publish_plan,
    take_wish_back,
    wish,
)
from consortia.stages.experts.tasks import reckon_later
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from tests.factories import agencies, experts, screening


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An application that was received, an officer, and experts who accepted and declared."""

    application: Application
    officer: Person
    engaged: tuple[Engagement, ...]

    def plan(self, **how: Any) -> Plan:
        """A new draft."""
        return begin_plan(self.officer, self.application.agency, self.application.round, **how)


def a_situation(number: int = 3, **said: object) -> Situation:
    """A round with one application and some experts of different employers."""
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    engaged = tuple(
        experts.engaged(
            officer,
            application.agency,
            application.round,
            experts.an_expert(employer_name=f"Workshop of {at}", works="Repair cafés as classrooms.", **said),
        )
        for at in range(number)
    )
    return Situation(application=application, officer=officer, engaged=engaged)


def pairs_of(plan: Plan) -> set[str]:
    """The engagements that a plan takes."""
    return {each["expert"] for each in plan.result["pairs"]}


def test_a_plan_gives_as_many_experts_as_the_call_asks_for_and_says_why() -> None:
    situation = a_situation()

    plan = situation.plan()

    rules = gather(situation.application.agency, situation.application.round).inputs.applications[0]
    assert (plan.state, plan.result["status"], len(plan.result["pairs"])) == ("draft", "optimal", rules.needs)
    assert all(each["words"] for each in plan.result["pairs"])
    assert not Assignment.objects.exists()


def test_a_small_grant_needs_one_expert_and_a_large_one_two_with_one_from_outside() -> None:
    situation = a_situation(number=0)
    submission = situation.application.submissions.get()
    found = []
    for grant in ("60000.00", "60000.01"):
        submission.budget = {**submission.budget, "grant": grant}
        submission.save()
        asked = gather(situation.application.agency, situation.application.round).inputs.applications[0]
        found.append((asked.needs, asked.external))

    assert found == [(1, False), (2, True)]


def test_nobody_is_planned_for_what_was_found_ineligible() -> None:
    situation = a_situation(number=0)
    screening.take_in()
    asked = []
    for state in (File.State.CLARIFYING, File.State.INELIGIBLE):
        File.objects.update(state=state)
        asked.append(len(gather(situation.application.agency, situation.application.round).inputs.applications))

    assert asked == [1, 0]


def test_publishing_shows_each_expert_theirs_and_writes_a_letter() -> None:
    situation = a_situation()
    plan = situation.plan()

    given = publish_plan(situation.officer, plan)

    taken = [each for each in situation.engaged if str(each.pk) in pairs_of(plan)]
    assert given == len(plan.result["pairs"])
    assert [
        list(assignments_of(each.expert.person).values_list("application__reference", flat=True))
        for each in taken
        if each.expert
    ] == [[situation.application.reference]] * len(taken)
    assert set(Letter.objects.filter(kind="applications-given").values_list("to", flat=True)) == {
        each.email for each in taken
    }


def test_a_plan_is_published_only_while_its_inputs_stand() -> None:
    situation = a_situation(number=4)
    plan = situation.plan()
    end_engagement(situation.officer, situation.engaged[0], reason="Ill.")

    with pytest.raises(StalePlanError):
        publish_plan(situation.officer, plan)

    assert not Assignment.objects.exists()


def test_the_same_inputs_have_the_same_digest_and_the_same_result() -> None:
    situation = a_situation()

    first, second = situation.plan(), situation.plan()

    assert (first.inputs_sha256, first.result) == (second.inputs_sha256, second.result)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "draft", 2)


def test_a_forbidden_pair_goes_and_the_rest_is_kept() -> None:
    situation = a_situation(number=4)
    before = situation.plan()
    gone = next(each for each in situation.engaged if str(each.pk) in pairs_of(before))
    wish(situation.officer, gone, situation.application, kind="forbid", reason="On leave.")

    after = situation.plan(keep=True)

    assert pairs_of(before) - pairs_of(after) == {str(gone.pk)}
    assert len(pairs_of(after)) == len(pairs_of(before))


def test_a_pin_holds_until_it_is_taken_back() -> None:
    situation = a_situation(number=4)
    outside = next(each for each in situation.engaged if str(each.pk) not in pairs_of(situation.plan()))

    made = wish(situation.officer, outside, situation.application, kind="pin", reason="Knows the subject best.")
    pinned = situation.plan()
    take_wish_back(situation.officer, made)
    free = situation.plan()

    assert str(outside.pk) in pairs_of(pinned)
    assert str(outside.pk) not in pairs_of(free)


def test_who_has_a_conflict_is_neither_planned_nor_pinned() -> None:
    situation = a_situation(number=3)
    tied = experts.engaged(
        situation.officer,
        situation.application.agency,
        situation.application.round,
        experts.an_expert(country="DE", works="Repair cafés as classrooms."),
    )

    plan = situation.plan()
    with pytest.raises(BarredError):
        wish(situation.officer, tied, situation.application, kind="pin", reason="No matter.")

    assert str(tied.pk) not in pairs_of(plan)


def test_what_was_published_stays_when_the_round_is_planned_again() -> None:
    situation = a_situation(number=4)
    plan = situation.plan()
    publish_plan(situation.officer, plan)
    ended = Assignment.objects.order_by("id")[0]
    end_assignment(situation.officer, ended, reason="A tie came to light.")
    wish(situation.officer, ended.engagement, situation.application, kind="forbid", reason="A tie came to light.")

    again = situation.plan()
    given = publish_plan(situation.officer, again)

    assert (given, len(pairs_of(plan) - pairs_of(again))) == (1, 1)
    assert Assignment.objects.filter(ended_at__isnull=True).count() == len(plan.result["pairs"])


def test_when_nobody_reads_the_language_the_plan_names_it() -> None:
    situation = a_situation(languages=("fr",))

    plan = situation.plan()

    [short] = plan.result["unserved"]
    assert (plan.result["status"], short["application"]) == ("infeasible", situation.application.reference)
    assert {(each["kind"], each["mask"]) for each in short["demands"]} == {("need", ""), ("mask", "language")}


def test_a_large_round_is_left_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    situation = a_situation()
    monkeypatch.setattr(planning, "MOST_AT_ONCE", 0)

    plan = situation.plan()
    waiting = plan.state
    reckon_later.call(plan.pk)
    plan.refresh_from_db()

    assert (waiting, plan.state, plan.result["status"]) == ("reckoning", "draft", "optimal")


@pytest.mark.parametrize("role", ["committee", "director"])
def test_only_those_who_handle_files_plan(role: str) -> None:
    situation = a_situation(number=1)
    plan = situation.plan()
    other = agencies.somebody(role, agency=situation.application.agency)

    with pytest.raises(PermissionDenied):
        begin_plan(other, plan.agency, plan.round, keep=False)
    with pytest.raises(PermissionDenied):
        publish_plan(other, plan)

    assert Plan.objects.count() == 1


def test_a_round_is_gathered_in_the_same_queries_however_many_there_are() -> None:
    situation = a_situation(number=1)
    round_ = situation.application.round
    counted = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            gather(situation.application.agency, round_)
        counted.append(len(queries))
        experts.a_submitted_application(round_=round_)
        experts.engaged(situation.officer, situation.application.agency, round_)

    assert counted == [11, 11]


def test_a_drawn_plan_keeps_bound_and_seed_and_stands_as_long_as_its_inputs() -> None:
    situation = a_situation(number=4)

    plan = situation.plan(most_likely=60)

    assert (plan.most_likely, plan.inputs["chance"]) == (60, {"most": "3/5", "seed": plan.seed})
    assert plan.result["drawn"]["likeliest"] <= 0.6
    assert planning.is_current(plan)
    entry = Event.objects.get(verb="plan-round")
    assert (entry.facts["most_likely"], entry.facts["seed"]) == (60, plan.seed)


def test_a_drawn_plan_is_published_as_any_other() -> None:
    situation = a_situation(number=4)
    plan = situation.plan(most_likely=75)

    given = publish_plan(situation.officer, plan)

    assert given == Assignment.objects.count() == len(plan.result["pairs"])
