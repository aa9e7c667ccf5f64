from __future__ import annotations

import numpy as np
import pytest

from consortia.analysis.partners import (
    Body,
    Consortium,
    Reason,
    hide_each_member,
    history_of,
    learn_weights,
    score,
    suggest_partners,
)
from consortia.analysis.partners.signals import NEVER_AGAINST, SIGNALS, signals_for

BODIES = (
    Body(id="a", name="Arden University", country="DE", kind="university", words="Arden University solar roofs"),
    Body(id="b", name="Bram School", country="PL", kind="school", words="Bram School theatre"),
    Body(id="c", name="Corve School", country="PL", kind="school", words="Corve School gardens"),
    Body(id="d", name="Dulm Firm", country="FR", kind="firm", words="Dulm Firm solar roofs"),
    Body(id="e", name="Esk Firm", country="FR", kind="firm", words="Esk Firm boats"),
)
PAST = (
    Consortium(project="p1", year=2014, members=("a", "b")),
    Consortium(project="p2", year=2016, members=("a", "b")),
    Consortium(project="p3", year=2015, members=("b", "c")),
)


def test_who_worked_with_a_member_often_stands_first_with_projects_and_last_year() -> None:
    found = suggest_partners(history_of(BODIES, PAST), ["a"])

    assert found[0].body.id == "b"
    assert found[0].reasons[0] == Reason(
        code="worked-together", facts={"with": "Arden University", "projects": 2, "last": 2016}
    )
    assert not found[0].newcomer


def test_a_partner_of_a_partner_is_told_as_such() -> None:
    found = {each.body.id: each for each in suggest_partners(history_of(BODIES, PAST), ["a"])}

    assert found["c"].reasons[0] == Reason(code="partners-in-common", facts={"count": 1, "names": ("Bram School",)})


def test_a_newcomer_is_marked_and_tells_what_it_shares() -> None:
    found = {each.body.id: each for each in suggest_partners(history_of(BODIES, PAST), ["a"])}

    assert found["d"].newcomer
    assert found["d"].reasons == (
        Reason(code="shared-words", facts={"words": ("roofs", "solar")}),
        Reason(code="newcomer", facts={}),
    )


def test_members_and_those_outside_the_choice_are_never_suggested() -> None:
    found = suggest_partners(history_of(BODIES, PAST), ["a"], among={"a", "c", "e"})

    assert {each.body.id for each in found} == {"c", "e"}


def test_of_a_long_list_every_fourth_place_is_a_newcomers() -> None:
    known = [Body(id=f"k{n}", name=f"Known {n}", country="DE") for n in range(20)]
    new = [Body(id=f"n{n}", name=f"New {n}", country="DE") for n in range(5)]
    past = [Consortium(project=f"p{n}", year=2015, members=("k0", f"k{n}")) for n in range(1, 20)]
    weights = dict.fromkeys(SIGNALS, 0.0) | {"experience": 1.0}

    found = suggest_partners(history_of([*known, *new], past), ["k0"], weights=weights, limit=8)

    assert [each.newcomer for each in found] == [False] * 6 + [True] * 2


def test_without_members_or_past_the_list_is_still_one() -> None:
    found = suggest_partners(history_of(BODIES, ()), [], limit=3)

    assert [each.body.id for each in found] == ["a", "b", "c"]
    assert all(each.newcomer for each in found)


@pytest.mark.parametrize("members", [("a",), ("a", "c"), ("b",)])
def test_the_order_of_members_and_bodies_changes_nothing(members: tuple[str, ...]) -> None:
    forward = suggest_partners(history_of(BODIES, PAST), members)
    backward = suggest_partners(history_of(BODIES[::-1], PAST), members[::-1])

    assert [each.body.id for each in forward] == [each.body.id for each in backward]
    assert np.allclose([each.score for each in forward], [each.score for each in backward])


def test_each_member_of_each_larger_consortium_is_hidden_once() -> None:
    history = history_of(BODIES, PAST)
    later = (
        Consortium(project="q", year=2017, members=("a", "b", "d")),
        Consortium(project="r", year=2017, members=("e",)),
    )

    hidden = list(hide_each_member(history, later))

    assert [(each.present, each.place) for each in hidden] == [((1, 3), 0), ((0, 3), 1), ((0, 1), 3)]


def test_weights_are_learnt_and_find_repeated_partners() -> None:
    bodies = [Body(id=str(n), name=f"Body {n}", country="DE") for n in range(12)]
    past = [Consortium(project=str(n), year=2010 + n, members=(str(n % 6), str(n % 6 + 6))) for n in range(30)]

    weights = learn_weights(bodies, past)

    history = history_of(bodies, past)
    fit = score(signals_for(history, history.place_of(["2"])), weights)
    fit[2] = -np.inf
    assert int(fit.argmax()) == 8
    assert all(weights[name] >= 0 for name in NEVER_AGAINST)
