"""Every repair really repairs, and no smaller set of edits does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.core.application import Application, Organisation, read_application
from consortia.core.application.document import Activity, Event, Group, Output, Work
from consortia.core.application.writing import write_document
from consortia.core.call import CallDefinition
from consortia.core.eligibility import examine_eligibility
from consortia.core.eligibility.case import Case, Nothing, Outcome
from consortia.core.eligibility.checks import CHECKS
from consortia.core.eligibility.repair import smallest_repair
from consortia.core.eligibility.repair.edits import possible_edits
from consortia.core.eligibility.repair.memory import Memory, rule_at
from consortia.core.values import ZERO
from consortia.rulebook import load_calls
from consortia.rulebook.wording import say

COUNTRIES = ("AT", "BE", "CH", "RS")
KINDS = ("school", "higher-education-institution", "school-authority", "youth-organisation")
# Brute force tries every set of edits up to this size; two already means some hundred thousand verdicts.
BRUTE_FORCE_EDITS = 1


@cache
def the_call() -> CallDefinition:
    return load_calls()["erasmus-2016-ka2-strategic-partnerships"]


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Organisation, ...]:
    number = draw(st.integers(0, 4))
    return tuple(
        Organisation(
            id=f"o{index}",
            name=f"Organisation {index}",
            country=draw(st.sampled_from(COUNTRIES)),
            city="",
            kind=draw(st.sampled_from(KINDS)),
            role=draw(st.sampled_from(("coordinator", "partner", "partner", "associated"))),
            charter=draw(st.booleans()),
            added_value=draw(st.sampled_from((None, "it brings much"))),
        )
        for index in range(number)
    )


@st.composite
def applications(draw: st.DrawFn) -> Application:
    taking_part = draw(organisations())
    outputs = events = activities = ()
    if taking_part and draw(st.booleans()):
        work = (Work(organisation="o0", category="teacher", days=3),)
        outputs = (Output(id="io1", title="A handbook", work=work),)
        events = (
            Event(
                id="e1",
                output=draw(st.sampled_from((None, "io1"))),
                country=draw(st.sampled_from(COUNTRIES)),
                local_participants=5,
                international_participants=1,
            ),
        )
    if taking_part and draw(st.booleans()):
        days = draw(st.integers(1, 70))
        group = Group(from_="o0", kind="staff", people=2, length=days, distance_km=500, linguistic_support=False)
        host = draw(st.sampled_from(COUNTRIES))
        activities = (Activity(id="a1", format="joint-staff-training", host_country=host, groups=(group,)),)
    call = the_call()
    rows = {heading.code: () for heading in call.headings if heading.code != "project-management"}
    rows |= {"intellectual-outputs": outputs, "multiplier-events": events, "learning-activities": activities}
    return Application(
        call=call.code,
        field=draw(st.sampled_from(("HE", "SCH", "YOUTH"))),
        type=draw(st.sampled_from(("INNOVATION", "GOOD_PRACTICE"))),
        format=draw(st.sampled_from(("general", "schools-only", "school-authorities"))),
        title="",
        summary="",
        priorities=draw(st.sampled_from((("H-1",), ("VET-1",), ()))),
        start=draw(st.sampled_from((date(2016, 8, 31), date(2016, 9, 1), date(2017, 1, 1)))),
        months=draw(st.sampled_from((5, 24, 36, 40))),
        round=1,
        submitted_at=None,
        organisations=taking_part,
        rows=rows,
        sums={"bank_guarantee_cost": ZERO},
    )


def broken_rules(application: Application) -> set[str]:
    return {each.rule for each in examine_eligibility(the_call(), application) if each.status == "fail"}


@settings(max_examples=20, deadline=None)
@given(applications())
def test_a_repair_leaves_no_broken_rule_it_says_it_mends(application: Application) -> None:
    repair = smallest_repair(the_call(), application)

    if repair is None:
        assert not broken_rules(application)
    else:
        assert broken_rules(repair.repaired) == set(repair.beyond)
        assert repair.mends == broken_rules(application) - repair.beyond


@settings(max_examples=20, deadline=None)
@given(applications())
def test_the_patch_on_the_document_gives_the_repaired_application(application: Application) -> None:
    repair = smallest_repair(the_call(), application)

    if repair is not None:
        patched = patch(write_document(application, the_call()), repair.patch)
        assert read_application(patched, the_call()) == repair.repaired


@settings(max_examples=8, deadline=None)
@given(applications())
def test_no_smaller_set_of_edits_repairs(application: Application) -> None:
    repair = smallest_repair(the_call(), application)

    if repair is not None and repair.smallest:
        tried = min(repair.edits - 1, BRUTE_FORCE_EDITS)
        assert not any_set_repairs(application, tried, allowed=repair.beyond)


@settings(max_examples=20, deadline=None)
@given(applications(), st.lists(st.integers(0), max_size=4))
def test_what_is_remembered_of_a_rule_is_what_looking_again_would_show(
    application: Application, picks: list[int]
) -> None:
    memory = Memory(the_call())
    state = memory.state(application)

    for pick in picks:
        memory.broken(state)
        edits = possible_edits(the_call(), state.application)
        state = state.after(edits[pick % len(edits)])

    afresh = Memory(the_call())
    assert memory.broken(state) == afresh.broken(afresh.state(state.application))
    assert {rule_at(place) for place in memory.broken(state)} == broken_rules(state.application)


def test_a_rule_is_looked_at_once_for_each_state_of_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[object, ...]] = []
    check = CHECKS["duration-range"]

    def look(case: Case, stated: Nothing) -> Outcome:
        about = case.application
        looked.append((about.type, about.format, about.months))
        return check.look(case, stated)

    monkeypatch.setitem(CHECKS, "duration-range", replace(check, look=look))  # type: ignore[arg-type]  # a dict in fact

    smallest_repair(the_call(), replace(example_with(countries=("AT",)), priorities=(), months=40))

    assert len(looked) == len(set(looked)) > 1


@settings(max_examples=20, deadline=None)
@given(applications())
def test_every_step_of_a_repair_can_be_said(application: Application) -> None:
    repair = smallest_repair(the_call(), application)

    assert all(say(step).endswith((".", "”.")) for step in (repair.steps if repair else ()))


def test_two_missing_partners_need_two_edits_and_brute_force_finds_no_single_one() -> None:
    alone = example_with(countries=("AT",))

    repair = smallest_repair(the_call(), alone)

    assert repair is not None
    assert repair.edits == 2
    assert [say(step) for step in repair.steps] == [
        "Add two organisations from Programme Countries other than Austria as “Partner”, each from a different country."
    ]
    assert len([each for each in repair.patch if each["path"] == "/organisations/-"]) == 2
    assert not any_set_repairs(alone, 1, allowed=frozenset())


def test_the_same_missing_country_repairs_two_rules_at_once() -> None:
    pair = example_with(countries=("AT", "BE"))

    repair = smallest_repair(the_call(), pair)

    assert repair is not None
    assert repair.mends == {"consortium.minimum-organisations", "consortium.minimum-countries"}
    assert [say(step) for step in repair.steps] == [
        "Add one organisation from a Programme Country other than Austria and Belgium as “Partner”."
    ]


def test_a_passed_deadline_is_beyond_repair_and_the_rest_is_still_repaired() -> None:
    from datetime import UTC, datetime

    late = replace(example_with(countries=("AT", "BE")), submitted_at=datetime(2016, 4, 1, tzinfo=UTC))

    repair = smallest_repair(the_call(), late)

    assert repair is not None
    assert repair.beyond == {"submission.deadline"}
    assert len(repair.steps) == 1


def example_with(*, countries: tuple[str, ...]) -> Application:
    taking_part = tuple(
        Organisation(
            id=f"o{number}",
            name=f"Organisation {number}",
            country=country,
            city="",
            kind="vet-provider",
            role="partner" if number else "coordinator",
        )
        for number, country in zip(count(), countries, strict=False)
    )
    call = the_call()
    return Application(
        call=call.code,
        field="VET",
        type="INNOVATION",
        format="general",
        title="",
        summary="",
        priorities=("VET-1",),
        start=date(2016, 9, 1),
        months=24,
        round=1,
        submitted_at=None,
        organisations=taking_part,
        rows={heading.code: () for heading in call.headings if heading.code != "project-management"},
        sums={"bank_guarantee_cost": ZERO},
    )


def any_set_repairs(application: Application, size: int, *, allowed: frozenset[str]) -> bool:
    if broken_rules(application) <= allowed:
        return True
    if size == 0:
        return False
    edits = possible_edits(the_call(), application)
    return any(any_set_repairs(edit.change(application), size - 1, allowed=allowed) for edit in edits)


def patch(document: object, operations: tuple[object, ...]) -> dict[str, object]:
    """Carry out a JSON Patch of the three operations that repairs use."""
    import copy

    document = copy.deepcopy(document)
    for operation in operations:
        *parents, last = operation["path"].strip("/").split("/")  # type: ignore[index]  # RFC 6902: a path is text
        holder = document
        for name in parents:
            holder = holder[int(name)] if isinstance(holder, list) else holder[name]
        carry_out(holder, last, operation)
    return document


def carry_out(holder: object, last: str, operation: dict[str, object]) -> None:
    key = int(last) if isinstance(holder, list) and last != "-" else last
    if operation["op"] == "remove":
        del holder[key]
    elif isinstance(holder, list) and operation["op"] == "add":
        holder.append(operation["value"])
    else:
        holder[key] = operation["value"]
