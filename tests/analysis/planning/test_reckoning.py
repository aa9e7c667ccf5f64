from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from consortia.analysis.assignment.demands import Demand
from consortia.analysis.fit import Brief, Expertise
from consortia.analysis.planning import Asked, Chance, Ready, RoundInputs, plan_round

TEXTS = {"A": "welding and carpentry", "B": "choirs and harmony", "C": "gardens and rivers"}


def asked(name: str, **facts: object) -> Asked:
    usual: dict[str, object] = {"needs": 2, "external": True, "language": "en"}
    brief = Brief(id=name, text=TEXTS.get(name, name), field="VET")
    return Asked(brief=brief, **{**usual, **facts})  # type: ignore[arg-type]  # passed on


def ready(name: str, text: str = "", **facts: object) -> Ready:
    usual: dict[str, object] = {"load": 3, "employer": f"of {name}", "external": True, "languages": frozenset({"en"})}
    expertise = Expertise(id=name, texts=(text,) if text else (), fields=frozenset({"VET"}))
    return Ready(expertise=expertise, **{**usual, **facts})  # type: ignore[arg-type]  # passed on


def who(inputs: RoundInputs) -> dict[str, set[str]]:
    """The experts of each application."""
    found: dict[str, set[str]] = {each.id: set() for each in inputs.applications}
    for pair in plan_round(inputs).pairs:
        found[pair.application].add(pair.expert)
    return found


def a_round(**facts: object) -> RoundInputs:
    usual: dict[str, object] = {
        "applications": (asked("A"), asked("B")),
        "experts": (
            ready("1", "welding"),
            ready("2", "carpentry"),
            ready("3", "choirs"),
            ready("4", "harmony"),
            ready("5"),
        ),
    }
    return RoundInputs(**{**usual, **facts})  # type: ignore[arg-type]  # passed on


def test_those_who_fit_best_are_taken_and_every_pair_says_why() -> None:
    plan = plan_round(a_round())

    assert (plan.status, plan.unserved) == ("optimal", ())
    assert {(each.application, each.expert): each.words for each in plan.pairs} == {
        ("A", "1"): ("welding",),
        ("A", "2"): ("carpentry",),
        ("B", "3"): ("choirs",),
        ("B", "4"): ("harmony",),
    }
    assert plan.total == plan.bound == sum(each.score for each in plan.pairs)


@pytest.mark.parametrize("closing", ["conflicts", "same_country", "forbidden"])
def test_a_closed_pair_is_not_taken(closing: str) -> None:
    assert who(a_round(**{closing: frozenset({("1", "A")})}))["A"].isdisjoint({"1"})


@pytest.mark.parametrize(
    "unfit", [{"languages": frozenset({"fr"})}, {"away": True}, {"load": 0}], ids=["language", "away", "load"]
)
def test_who_cannot_is_not_taken(unfit: dict[str, object]) -> None:
    experts = (ready("1", "welding", **unfit), *a_round().experts[1:])

    assert "1" not in who(a_round(experts=experts))["A"]


def test_two_experts_of_one_employer_do_not_share_an_application() -> None:
    experts = tuple(
        replace(each, employer="one house") if each.id in {"1", "2"} else each for each in a_round().experts
    )

    assert len(who(a_round(experts=experts))["A"] & {"1", "2"}) == 1


def test_an_external_expert_is_there_where_one_is_asked_and_only_there() -> None:
    experts = tuple(replace(each, external=each.id not in {"1", "2"}) for each in a_round().experts)

    assert len(who(a_round(experts=experts))["A"] & {"1", "2"}) == 1
    assert who(a_round(applications=(asked("A", external=False), asked("B")), experts=experts))["A"] == {"1", "2"}


def test_a_pin_holds_whatever_the_fit() -> None:
    plan = plan_round(a_round(pinned=frozenset({("5", "A")})))

    assert [(each.expert, each.pinned) for each in plan.pairs if each.application == "A"][-1] == ("5", True)


def test_a_new_demand_changes_no_more_pairs_than_it_must() -> None:
    first = plan_round(a_round(experts=tuple(ready(str(at)) for at in range(1, 6))))
    kept = frozenset((each.expert, each.application) for each in first.pairs)
    gone = min(kept)

    second = plan_round(
        a_round(experts=tuple(ready(str(at)) for at in range(1, 6)), kept=kept, forbidden=frozenset({gone}))
    )

    pairs = {(each.expert, each.application) for each in second.pairs}
    assert set(kept - pairs) == {gone}
    assert len(pairs) == len(kept)
    assert second.status == "optimal"


def test_what_contradicts_is_named_by_demands() -> None:
    experts = (ready("1", languages=frozenset({"fr"})), ready("2", languages=frozenset({"fr"})), ready("3"))
    inputs = a_round(
        applications=(asked("A", needs=1, external=False, language="fr"),),
        experts=experts,
        conflicts=frozenset({("1", "A"), ("2", "A")}),
    )

    plan = plan_round(inputs)

    assert (plan.status, plan.worst_off) == ("infeasible", None)
    assert [(each.application, each.missing, each.room) for each in plan.unserved] == [("A", 1, 0)]
    assert dict(plan.unserved[0].barred_alone)["conflict"] == 2
    assert dict(plan.unserved[0].barred_alone)["language"] == 1
    assert set(plan.unserved[0].demands) == {
        Demand(kind="need", application="A"),
        Demand(kind="mask", application="A", mask="language"),
        Demand(kind="mask", application="A", mask="conflict"),
    }


def test_the_order_of_rows_changes_nothing() -> None:
    inputs = a_round()
    turned = replace(inputs, applications=inputs.applications[::-1], experts=inputs.experts[::-1])

    assert plan_round(turned) == plan_round(inputs)


def test_a_round_without_experts_leaves_everybody_short() -> None:
    plan = plan_round(a_round(experts=()))

    assert [each.missing for each in plan.unserved] == [2, 2]


def test_pins_that_break_a_demand_are_named_and_nothing_else_is_planned() -> None:
    experts = tuple(
        replace(each, employer="one house") if each.id in {"1", "2"} else each for each in a_round().experts
    )

    plan = plan_round(a_round(experts=experts, pinned=frozenset({("1", "A"), ("2", "A")})))

    assert (plan.status, plan.pairs) == ("infeasible", ())
    assert set(plan.unserved[0].demands) == {
        Demand(kind="pin", application="A", expert="1"),
        Demand(kind="pin", application="A", expert="2"),
        Demand(kind="two-employers", application="A"),
    }


def test_a_plan_by_chance_says_how_likely_each_pair_was_and_what_it_gave_up() -> None:
    plans = [plan_round(a_round(chance=Chance(most=Fraction(1, 2), seed=seed))) for seed in (3, 3, 5, 8)]

    first, again, *others = plans
    assert first == again
    assert any(each.pairs != first.pairs for each in others)
    assert first.drawn is not None
    assert (first.drawn.best, first.drawn.likeliest) == (plan_round(a_round()).total, 0.5)
    assert 0 < first.drawn.expected < first.drawn.best
    assert all(each.chance is not None and 0 < each.chance <= 0.5 for plan in plans for each in plan.pairs)


def test_a_fixed_pair_stands_whatever_is_drawn() -> None:
    plans = [
        plan_round(a_round(chance=Chance(most=Fraction(1, 2), seed=seed), pinned=frozenset({("5", "A")})))
        for seed in range(4)
    ]

    assert all(("5", 1.0) in {(each.expert, each.chance) for each in plan.pairs if each.pinned} for plan in plans)


def test_what_the_bound_alone_leaves_short_is_named() -> None:
    experts = a_round().experts[:2]
    plan = plan_round(a_round(applications=(asked("A"),), experts=experts, chance=Chance(most=Fraction(1, 2), seed=1)))

    assert plan.drawn is not None
    assert plan.drawn.held_back == ("A",)
    assert {each.application: each.demands for each in plan.unserved}.keys() <= {"A"}
