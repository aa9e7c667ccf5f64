"""Laws that hold for all applications."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.core.application import read_application
from consortia.core.eligibility import Verdict, check_application
from tests.factories.documents import a_document, call_2016, organisations

COUNTRIES = st.sampled_from(["ES", "DE", "PL", "EL", "UK", "MK", "CH", "UA", "RS", "TR", "US"])
KINDS = st.sampled_from([kind.code for kind in call_2016().organisation_kinds])
ROLES = st.sampled_from(["coordinator", "partner", "partner", "partner", "associated"])
COUNTS = st.integers(0, 200)
KILOMETRES = st.sampled_from([0, 99, 100, 1999, 2000, 9000])
CENTS = st.decimals(0, 200_000, places=2).map(lambda amount: f"{amount:.2f}")
FORMATS = {each.code: each for each in call_2016().heading("learning-activities").terms.formats}  # type: ignore[union-attr]  # the heading holds stays


@st.composite
def groups(draw: st.DrawFn, ids: list[str], format_: str) -> dict[str, Any]:
    kind = draw(st.sampled_from([each.kind for each in FORMATS[format_].groups]))
    length = {"months": draw(st.integers(0, 14))} if kind == "pupil-long-term" else {"days": draw(st.integers(0, 400))}
    return {
        "from": draw(st.sampled_from(ids)),
        "kind": kind,
        "people": draw(COUNTS),
        "distance_km": draw(KILOMETRES),
        "linguistic_support": draw(st.booleans()),
        **length,
    }


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    told = organisations(*draw(st.lists(COUNTRIES, min_size=1, max_size=12)))
    for each in told:
        each.update(kind=draw(KINDS), role=draw(ROLES), charter=draw(st.booleans()))
        each["added_value"] = draw(st.sampled_from([None, " ", "Knows the river."]))
    ids = [each["id"] for each in told]
    of_ids = st.sampled_from(ids)
    field = draw(st.sampled_from(["HE", "VET", "SCH", "AE", "YOUTH"]))
    outputs = [
        {
            "id": f"io{number}",
            "title": "Modules",
            "work": draw(
                st.lists(
                    st.fixed_dictionaries(
                        {
                            "organisation": of_ids,
                            "category": st.sampled_from(["manager", "teacher", "technician", "administrative"]),
                            "days": COUNTS,
                        }
                    ),
                    max_size=3,
                )
            ),
        }
        for number in range(draw(st.integers(0, 2)))
    ]
    formats = draw(st.lists(st.sampled_from(sorted(FORMATS)), max_size=3))
    return a_document(
        field=field,
        type=draw(st.sampled_from(["INNOVATION", "GOOD_PRACTICE"])),
        format=draw(
            st.sampled_from(["general", "schools-only", "school-authorities", "transnational-youth-initiative"])
        ),
        priorities=draw(st.lists(st.sampled_from(["H-1", "VET-1", "YOUTH-3"]), max_size=2)),
        months=draw(st.integers(1, 60)),
        round=draw(st.integers(1, 3)) if field == "YOUTH" else 1,
        organisations=told,
        transnational_meetings=[
            {
                "id": f"m{number}",
                "host": draw(of_ids),
                "travellers": draw(
                    st.lists(
                        st.fixed_dictionaries({"from": of_ids, "people": COUNTS, "distance_km": KILOMETRES}),
                        max_size=3,
                    )
                ),
            }
            for number in range(draw(st.integers(0, 2)))
        ],
        intellectual_outputs=outputs,
        multiplier_events=[
            {
                "id": f"e{number}",
                "output": draw(st.sampled_from([None, *(each["id"] for each in outputs)])),
                "country": draw(COUNTRIES),
                "local_participants": draw(COUNTS),
                "international_participants": draw(COUNTS),
            }
            for number in range(draw(st.integers(0, 2)))
        ],
        learning_activities=[
            {
                "id": f"a{number}",
                "format": format_,
                "host_country": draw(COUNTRIES),
                "groups": draw(st.lists(groups(ids, format_), max_size=3)),
            }
            for number, format_ in enumerate(formats)
        ],
        special_needs=[{"description": "", "cost": draw(CENTS)} for _ in range(draw(st.integers(0, 2)))],
        exceptional_costs=[{"description": "", "cost": draw(CENTS)} for _ in range(draw(st.integers(0, 2)))],
        bank_guarantee_cost=draw(CENTS),
    )


def verdict_on(document: dict[str, Any]) -> Verdict:
    return check_application(call_2016(), read_application(document, call_2016()))


@given(documents())
@settings(max_examples=150, deadline=None)
def test_a_budget_is_the_sum_of_its_lines(document: dict[str, Any]) -> None:
    budget = verdict_on(document).budget

    for heading in budget.headings:
        lines = sum((line.amount.amount for line in heading.lines), start=Decimal(0))
        taken = heading.cut.taken.amount if heading.cut else Decimal(0)
        assert heading.subtotal.amount == lines
        assert abs(heading.amount.amount - (lines - taken)) < Decimal("0.01")
    assert budget.requested_total.amount == sum(each.amount.amount for each in budget.headings)
    assert budget.grant == min(budget.requested_total, budget.maximum_grant)


@given(documents())
@settings(max_examples=150, deadline=None)
def test_ceilings_are_never_exceeded_and_warn_exactly_when_they_cut(document: dict[str, Any]) -> None:
    budget = verdict_on(document).budget

    for heading in budget.headings:
        kept = sum((line.amount.amount for line in heading.lines if line.what == "outside-cost"), start=Decimal(0))
        assert heading.ceiling is None or heading.amount.amount <= heading.ceiling.amount + kept + Decimal("0.005")
    cuts = {heading.cut.rule for heading in budget.headings if heading.cut} | {cut.rule for cut in (budget.cut,) if cut}
    lost = {line.unpaid for line in budget.lines if line.unpaid and line.asked}
    money_rules = {rule.code for rule in call_2016().money_rules}
    assert set(budget.warnings) == (cuts | lost) & money_rules


@given(documents(), st.data())
@settings(max_examples=100, deadline=None)
def test_the_order_of_organisations_never_matters(document: dict[str, Any], data: st.DataObject) -> None:
    mixed = deepcopy(document)
    mixed["organisations"] = data.draw(st.permutations(document["organisations"]))

    before, after = verdict_on(document), verdict_on(mixed)

    assert (before.failed, before.warnings, before.budget.totals) == (after.failed, after.warnings, after.budget.totals)


@given(documents(), st.data())
@settings(max_examples=150, deadline=None)
def test_more_of_a_costed_thing_never_costs_less(document: dict[str, Any], data: st.DataObject) -> None:
    more = deepcopy(document)
    counted = [
        (row, key)
        for row in (
            *(each for meeting in more["transnational_meetings"] for each in meeting["travellers"]),
            *(each for output in more["intellectual_outputs"] for each in output["work"]),
            *more["multiplier_events"],
            *(each for activity in more["learning_activities"] for each in activity["groups"]),
        )
        for key in ("people", "days", "distance_km", "local_participants", "international_participants")
        if key in row and not (row.get("kind") == "staff-long-term" and key == "days")
    ]
    if counted:
        row, key = data.draw(st.sampled_from(counted))
        row[key] += data.draw(st.integers(1, 50))

    assert verdict_on(more).budget.grant >= verdict_on(document).budget.grant


@given(documents())
@settings(max_examples=50, deadline=None)
def test_the_same_document_gives_the_same_verdict(document: dict[str, Any]) -> None:
    assert verdict_on(document) == verdict_on(deepcopy(document))


@given(documents(), st.integers(0, 100))
@settings(max_examples=50, deadline=None)
def test_a_training_round_changes_no_euro(document: dict[str, Any], years: int) -> None:
    call = call_2016().years_later(years)

    moved = check_application(call, read_application(document, call))

    assert moved.budget == verdict_on(document).budget
