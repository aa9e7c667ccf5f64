"""The package of a selection: the same bytes for the same selection, and everything altered named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consortia.core.call.canonical import content_hash
from consortia.core.errors import DocumentError, NoValueError
from consortia.core.ranking.opening import refuse_other_forms, selected_in
from consortia.core.ranking.package import digest_of, fingerprint_of, hashes_of, pack, package_bytes
from consortia.core.ranking.replaying import altered_parts, replay
from consortia.rulebook import call_from_content
from tests.factories.documents import call_2016
from tests.factories.ranking import a_package, a_selection, envelopes

Alter = Callable[[dict[str, Any]], None]
FOUR = ["A VET 60000 25 15 15 25", "B VET 40000 24 15 15 25", "C SCH 1000 20 15 15 25", "D SCH 1 1 1 1 1"]


def named(package: dict[str, Any]) -> list[tuple[str, str, str]]:
    call = call_from_content(package["rules"]["content"])
    return [(each.part, each.name, each.key) for each in replay(package, call)]


def test_the_same_selection_is_the_same_bytes_whatever_came_first() -> None:
    money = envelopes(VET=100_000, SCH=5)

    one = pack(call_2016(), a_selection(FOUR, money))
    other = pack(call_2016(), a_selection(FOUR[::-1], money[::-1]))

    assert package_bytes(one) == package_bytes(other)


def test_the_bytes_are_canonical_json_and_a_line_end() -> None:
    package = a_package()

    written = package_bytes(package)

    assert written.endswith(b"}\n")
    assert json.loads(written) == package
    assert written.decode() == json.dumps(package, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def test_a_package_made_again_is_the_same_bit_for_bit() -> None:
    package = a_package()
    call = call_from_content(package["rules"]["content"])

    again = pack(call, selected_in(package, call))

    assert package_bytes(again) == package_bytes(package)
    assert replay(package, call) == ()


def test_a_package_holds_rules_scores_money_events_and_the_list() -> None:
    package = a_package()

    assert package["rules"]["edition"] == call_2016().edition_hash == content_hash(package["rules"]["content"])
    assert package["rules"]["applied"]["award.criteria.C2.threshold"] == 10
    assert package["scores"][0] == {
        "application": "A",
        "envelope": "VET",
        "requested": "60000.00",
        "proposed": "55000.00",
        "points": {"C1": 25, "C2": 15, "C3": 15, "C4": 25},
    }
    assert package["envelopes"][0] == {"envelope": "SCH", "amount": "1000.50"}
    assert package["events"] == [
        {"event": "declined", "application": "B"},
        {"event": "grown", "envelope": "VET", "by": "6000.00"},
    ]
    outcomes = {row["application"]: (row["position"], row["outcome"], row["grant"]) for row in package["ranking"]}
    assert outcomes == {
        "A": (1, "awarded", "55000.00"),
        "B": (2, "declined", "0.00"),
        "C": (3, "awarded", "50000.00"),
        "D": (3, "awarded", "1000.00"),
        "E": (5, "below-threshold", "0.00"),
        "F": (1, "awarded", "1000.50"),
    }


def test_every_part_has_its_hash_and_the_whole_has_one() -> None:
    package = a_package()

    assert package["sha256"] == hashes_of(package)
    assert package["sha256"]["scores"].keys() == {"A", "B", "C", "D", "E", "F"}
    assert package["sha256"]["rules"].keys() == call_2016().content.keys()
    assert package["sha256"]["seed"] == digest_of(None)
    assert package["fingerprint"] == fingerprint_of(package)


def a_score(package: dict[str, Any]) -> None:
    package["scores"][2]["points"]["C4"] = 24


def a_score_and_its_hash(package: dict[str, Any]) -> None:
    a_score(package)
    package["sha256"]["scores"]["C"] = digest_of(package["scores"][2])


def a_requested_grant(package: dict[str, Any]) -> None:
    package["scores"][5]["requested"] = "1000.49"


def an_envelope(package: dict[str, Any]) -> None:
    package["envelopes"][0]["amount"] = "1000.49"


def a_rule_of_the_content(package: dict[str, Any]) -> None:
    package["rules"]["content"]["award"]["threshold_total"] = 50


def a_rule_applied(package: dict[str, Any]) -> None:
    package["rules"]["applied"]["selection.ranking.when_money_ends"] = "skip-and-continue"


def a_text_of_the_content(package: dict[str, Any]) -> None:
    package["rules"]["content"]["call"]["title"] = "Other"


def the_edition(package: dict[str, Any]) -> None:
    package["rules"]["edition"] = "0" * 64


def the_seed(package: dict[str, Any]) -> None:
    package["seed"] = "7"


def an_event(package: dict[str, Any]) -> None:
    package["events"].pop()


def what_it_is_about(package: dict[str, Any]) -> None:
    package["about"]["round"] = "Another"


def a_row(package: dict[str, Any]) -> None:
    package["ranking"][0]["grant"] = "1000.51"


def a_row_left_out(package: dict[str, Any]) -> None:
    package["ranking"].pop(0)


def the_order_of_records(package: dict[str, Any]) -> None:
    package["scores"].reverse()


def the_fingerprint(package: dict[str, Any]) -> None:
    package["fingerprint"] = "0" * 64


WHOLE_ROW = [
    ("row", "F", key) for key in ("application", "envelope", "position", "total", "outcome", "grant", "reason")
]
ROWS_BY_A_SCORE = [("row", "C", key) for key in ("position", "total", "reason")] + [("row", "D", "reason")]
ALTERED: list[tuple[Alter, list[tuple[str, str, str]]]] = [
    (
        a_score,
        [("score", "C", "points.C4"), *ROWS_BY_A_SCORE],
    ),
    (
        a_score_and_its_hash,
        ROWS_BY_A_SCORE,
    ),
    (a_requested_grant, [("score", "F", "requested"), ("row", "F", "grant"), ("row", "F", "reason")]),
    (
        an_envelope,
        [("envelope", "SCH", "sha256"), ("row", "F", "outcome"), ("row", "F", "grant"), ("row", "F", "reason")],
    ),
    (
        a_rule_of_the_content,
        [
            ("rule", "award", "sha256"),
            ("rule", "award.threshold_total", "award.threshold_total"),
            ("rule", "edition", "edition"),
        ],
    ),
    (a_rule_applied, [("rule", "selection.ranking.when_money_ends", "selection.ranking.when_money_ends")]),
    (a_text_of_the_content, [("rule", "call", "sha256"), ("rule", "edition", "edition")]),
    (the_edition, [("rule", "edition", "edition")]),
    (the_seed, [("seed", "", "sha256")]),
    (
        an_event,
        [("event", "2", "sha256"), *(("row", each, key) for each in "CD" for key in ("outcome", "grant", "reason"))],
    ),
    (what_it_is_about, [("about", "", "sha256")]),
    (a_row, [("row", "F", "grant")]),
    (a_row_left_out, WHOLE_ROW),
    (the_order_of_records, [("order", "scores", "1")]),
    (the_fingerprint, [("hash", "fingerprint", "fingerprint")]),
]


@pytest.mark.parametrize(("alter", "differences"), ALTERED, ids=lambda case: getattr(case, "__name__", ""))
def test_what_was_altered_is_named(alter: Alter, differences: list[tuple[str, str, str]]) -> None:
    package = a_package()

    alter(package)

    assert named(package) == differences


@pytest.mark.parametrize("index", range(6))
@pytest.mark.parametrize("criterion", ["C1", "C2", "C3", "C4"])
def test_each_single_point_that_was_altered_names_its_application(index: int, criterion: str) -> None:
    package = a_package()
    score = package["scores"][index]

    before = score["points"][criterion]
    score["points"][criterion] = before + 1

    altered = [each for each in altered_parts(package) if each.part == "score"]
    assert [(each.name, each.key, each.found, each.expected) for each in altered] == [
        (score["application"], f"points.{criterion}", str(before + 1), str(before))
    ]


def test_two_altered_points_of_one_application_are_both_named() -> None:
    package = a_package()
    points = package["scores"][2]["points"]
    before = dict(points)
    points["C2"], points["C4"] = before["C2"] + 3, before["C4"] - 1

    altered = altered_parts(package)

    assert [(each.key, each.found, each.expected) for each in altered] == [
        ("points.C2", str(before["C2"] + 3), str(before["C2"])),
        ("points.C4", str(before["C4"] - 1), str(before["C4"])),
    ]


def test_what_nothing_tried_explains_is_told_by_its_hash_alone() -> None:
    package = a_package()
    score = package["scores"][0]
    score["points"] = dict.fromkeys(score["points"], 1)

    (altered,) = altered_parts(package)

    assert (altered.name, altered.key, altered.expected) == ("A", "sha256", package["sha256"]["scores"]["A"])


def test_found_is_what_the_package_says_and_expected_what_follows_from_it() -> None:
    package = a_package()
    a_row(package)

    (difference,) = replay(package, call_2016())

    assert (difference.found, difference.expected) == ("1000.51", "1000.50")


def test_records_that_came_or_went_are_named() -> None:
    package = a_package()
    package["scores"].pop(4)
    package["scores"].append({**package["scores"][0], "application": "Z"})

    assert [(each.name, each.found == "nothing", each.expected == "nothing") for each in altered_parts(package)] == [
        ("E", True, False),
        ("Z", False, True),
    ]


def test_lots_are_drawn_again_from_the_seed() -> None:
    content = json.loads(json.dumps(call_2016().content))
    content["selection"]["ranking"]["when_ties_remain"] = "draw-lots"
    call = call_from_content(content)

    package = a_package(call, seed="11 May")
    other = {**package, "seed": "12 May"}

    assert replay(package, call) == ()
    assert ("seed", "", "sha256") in named(other)


def test_fractions_of_points_are_kept_as_text() -> None:
    call = replace(call_2016(), award=replace(call_2016().award, whole_points=False))  # type: ignore[type-var]  # 2016 has one
    selected = a_selection(["A VET 1 20.5 15 15 20.25"], envelopes(VET=1))

    package = json.loads(package_bytes(pack(call, selected)))

    assert package["scores"][0]["points"] == {"C1": "20.5", "C2": 15, "C3": 15, "C4": "20.25"}
    assert package["ranking"][0]["total"] == "70.75"
    assert replay(package, call) == ()


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (lambda p: p.update(format="zip"), 'format: found "zip", expected "consortia-selection-1"'),
        (lambda p: p.pop("format"), 'format: found nothing, expected "consortia-selection-1"'),
        (lambda p: p.pop("seed"), "seed: found nothing, expected a value for this key"),
        (
            lambda p: p["rules"].update(more=1),
            "rules.more: found an unknown key, expected only applied, content, edition",
        ),
        (lambda p: p["rules"].update(content=[]), "rules.content: found a list, expected an object"),
        (lambda p: p.update(scores={}), "scores: found an object, expected a list"),
        (lambda p: p["scores"].append(1), "scores[6]: found 1, expected an object"),
        (
            lambda p: p["scores"].append(p["scores"][0]),
            'scores[6].application: found "A" again, expected each application once',
        ),
        (lambda p: p["ranking"][0].pop("application"), "ranking[0].application: found nothing, expected text"),
        (lambda p: p.update(events=None), "events: found nothing, expected a list"),
    ],
)
def test_another_form_is_refused(alter: Alter, message: str) -> None:
    package = a_package()
    alter(package)

    with pytest.raises(DocumentError) as refused:
        refuse_other_forms(package)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (
            lambda p: p["scores"][0]["points"].update(C1=31),
            'scores[0].points.C1: found "31", expected a whole number from 0 to 30',
        ),
        (
            lambda p: p["scores"][0]["points"].update(C1=True),
            'scores[0].points.C1: found "true", expected a whole number from 0 to 30',
        ),
        (
            lambda p: p["scores"][0]["points"].pop("C1"),
            "scores[0].points.C1: found nothing, expected a value for this key",
        ),
        (
            lambda p: p["scores"][0].update(proposed="60000.01"),
            'scores[0].proposed: found "60000.01", expected at most 60000.00, the grant that is requested',
        ),
        (lambda p: p["scores"][0].update(requested=5), "scores[0].requested: found 5, expected text"),
        (
            lambda p: p["scores"][0].update(envelope=""),
            "scores[0].envelope: found nothing, expected the code of an envelope",
        ),
        (
            lambda p: p["envelopes"][0].pop("amount"),
            "envelopes[0].amount: found nothing, expected a value for this key",
        ),
        (
            lambda p: p["events"][0].update(event="left"),
            'events[0].event: found "left", expected "declined" or "grown"',
        ),
        (lambda p: p.update(seed=5), "seed: found 5, expected text"),
        (lambda p: p["about"].update(round=None), "about.round: found nothing, expected text"),
    ],
)
def test_what_no_selection_can_be_made_from_is_refused(alter: Alter, message: str) -> None:
    package = a_package()
    alter(package)

    with pytest.raises(DocumentError) as refused:
        replay(package, call_2016())

    assert str(refused.value) == message


def test_a_call_without_rules_of_ranking_has_no_package() -> None:
    call = replace(call_2016(), selection=None)

    with pytest.raises(NoValueError):
        pack(call, a_selection(FOUR, envelopes(VET=1, SCH=1)))
