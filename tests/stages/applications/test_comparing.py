from __future__ import annotations

import json
from decimal import Decimal

from django.utils import timezone

from consortia.stages.applications.comparing import Differences, Fact, Thing, differences_between
from consortia.stages.applications.models import Application, PlanRow, Submission
from consortia.stages.applications.services.consortium import part_with_organisation
from consortia.stages.applications.services.papers import call_then
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row, change_plan_row, entry_of
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.applications.services.writing import Save, View, save_answer
from tests.factories import applications as make


def submitted(consortium: make.Consortium, request_id: str, declared_by: str = "Ada") -> Submission:
    return submit_application(
        consortium.lead,
        consortium.application,
        request_id=request_id,
        declared_by=declared_by,
        arrived_at=timezone.now(),
    )


def between(older: Submission, newer: Submission) -> Differences:
    then, now = json.loads(older.snapshot), json.loads(newer.snapshot)
    return differences_between(then, now, call=call_then(now), budgets=(older.budget, newer.budget))


def test_two_versions_of_the_same_differ_in_nothing() -> None:
    consortium = make.a_ready_application()

    differences = between(submitted(consortium, "one"), submitted(consortium, "two"))

    assert differences.none


def test_facts_and_who_declared_are_told() -> None:
    consortium = make.a_ready_application()
    older = submitted(consortium, "one")
    Application.objects.filter(pk=consortium.application.pk).update(months=30, priorities=["HE-1", "H-1"])
    make.fill_answers(consortium.lead, consortium.application)

    differences = between(older, submitted(consortium, "two", declared_by="Berit"))

    assert differences.facts == (
        Fact(name="months", then="24", now="30"),
        Fact(name="priorities", then="HE-1", now="HE-1, H-1"),
        Fact(name="declared_by", then="Ada", now="Berit"),
    )


def test_texts_differ_word_by_word_in_the_order_of_the_form() -> None:
    consortium = make.a_ready_application()
    older = submitted(consortium, "one")
    answer = consortium.application.answers.filter(scope="o2").exclude(text="").order_by("question").first()
    assert answer is not None
    save = Save(text=f"{answer.text} And more.", save_id="more", grew_from=View(version=answer.version))
    save_answer(consortium.lead, consortium.application, answer.question, scope="o2", save=save)

    (text,) = between(older, submitted(consortium, "two")).texts

    assert text.organisation == consortium.participations[1].organisation.name
    assert [piece.text for piece in text.pieces if piece.kind == "added"] == [" And more."]


def test_plan_and_money_show_what_came_went_and_changed() -> None:
    consortium = make.a_ready_application()
    older = submitted(consortium, "one")
    meeting = PlanRow.objects.get(application=consortium.application, key="m1")
    entry = entry_of(meeting)
    entry.values["travellers"][0]["people"] += 1
    change_plan_row(consortium.lead, meeting, entry, seen=meeting.version)
    cost = PlanEntry(heading="special-needs", values={"description": "Sign language", "cost": "100.00"})
    add_plan_row(consortium.lead, consortium.application, cost)

    newer = submitted(consortium, "two")

    there, back = between(older, newer), between(newer, older)
    assert there.plan == (
        Thing(way="changed", name="Kick-off meeting", kind="Transnational project meetings"),
        Thing(way="added", name="Sign language", kind="Special needs support"),
    )
    assert back.plan[0] == Thing(way="removed", name="Sign language", kind="Special needs support")
    assert {each.title: each.more for each in there.sums} == {
        "Transnational project meetings": Decimal("575.00"),
        "Special needs support": Decimal("100.00"),
        "": Decimal("675.00"),
    }


def test_an_organisation_that_left_is_named_with_its_texts() -> None:
    consortium = make.a_ready_application(countries=("DE", "ES", "PL", "FI"))
    older = submitted(consortium, "one")
    part_with_organisation(consortium.lead, consortium.participations[3])

    differences = between(older, submitted(consortium, "two"))

    assert differences.organisations == (Thing(way="removed", name=consortium.participations[3].organisation.name),)
    assert differences.files == ()
