"""`consortia budget`: every euro with its origin."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Edit
from tests.cli.running import SMALL_CALLS, run, written
from tests.core.application.test_reading import full_document
from tests.core.test_examples import NAMES
from tests.factories.documents import a_document, a_meeting
from tests.rulebook.test_second_call import a_small_document


def total(sums: list[str]) -> Decimal:
    return sum((Decimal(each) for each in sums), start=Decimal("0.00"))


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A document with something under every heading."""
    return written(tmp_path, "full.json", full_document())


@pytest.mark.parametrize("name", NAMES)
def test_a_budget_is_the_sum_of_its_lines_and_as_expected(name: str, shared: Path) -> None:
    expected = json.loads((shared / "examples" / "expected" / f"{name}.json").read_text(encoding="utf-8"))["budget"]

    ended = run("budget", "--format", "json", shared / "examples" / "applications" / f"{name}.json")

    values = ended.values
    assert ended.code == 0
    assert {heading["heading"]: heading["amount"] for heading in values["headings"]} == expected["headings"]
    assert {key: values[key] for key in ("requested_total", "maximum_grant", "grant")} == {
        key: expected[key] for key in ("requested_total", "maximum_grant", "grant")
    }
    for heading in values["headings"]:
        assert total([line["amount"] for line in heading["lines"]]) == Decimal(heading["subtotal"])
        cut = heading["cut"]
        left = Decimal(heading["subtotal"]) - (Decimal(cut["taken"]) if cut else 0)
        assert left.quantize(Decimal("0.01")) == Decimal(heading["amount"])
    assert total([heading["amount"] for heading in values["headings"]]) == Decimal(values["requested_total"])


def test_a_line_of_json_tells_factors_group_band_rule_and_source(full: Path) -> None:
    headings = run("budget", "--format", "json", full).values["headings"]

    lines = {heading["heading"]: heading["lines"] for heading in headings}
    assert lines["intellectual_outputs"] == [
        {
            "what": "work",
            "where": "intellectual_outputs[0].work[0]",
            "organisation": "o1",
            "quantity": 10,
            "unit": "day",
            "rate": "137.00",
            "share": None,
            "group": "A3",
            "band": "teacher",
            "asked": "1370.00",
            "amount": "1370.00",
            "rule": "intellectual-outputs",
            "source": "Erasmus+ Programme Guide 2016: Part B, Strategic Partnerships: funding rules, "
            "intellectual outputs, table A",
            "status": "provisional",
        }
    ]
    assert all(line["rule"] and line["source"] and line["status"] for each in lines.values() for line in each)


def test_the_words_show_where_every_euro_comes_from(full: Path) -> None:
    lines = run("budget", full).out.splitlines()

    at = next(number for number, line in enumerate(lines) if line.startswith("    work "))
    assert " ".join(lines[at].split()) == "work 10 days x € 137.00 € 1 370.00"
    assert lines[at + 1].strip() == "intellectual_outputs[0].work[0]; o1; group A3; teacher; rule intellectual-outputs"
    assert lines[at + 2].strip().startswith("Erasmus+ Programme Guide 2016: ")
    assert lines[at + 2].endswith(" (provisional)")
    assert [" ".join(line.split()) for line in lines[-3:]] == [
        "Sum of the headings € 30 087.50",
        "Ceiling of the project € 300 000.00",
        "Grant € 30 087.50",
    ]


def test_sums_stand_below_each_other(full: Path) -> None:
    lines = [line for line in run("budget", full).out.splitlines() if line.endswith(("0.00", "7.50"))]

    assert {len(line) for line in lines} == {87}


def test_what_a_ceiling_cut_off_is_told_with_its_rule(tmp_path: Path) -> None:
    file = written(tmp_path, "many.json", a_document(transnational_meetings=[a_meeting(("o2", 81, 500))]))

    told = "    ceiling € 46 000.00 (transnational-meetings.yearly-maximum): € 575.00 cut off € 46 575.00"
    assert told in run("budget", file).out.splitlines()
    headings = run("budget", "--format", "json", file).values["headings"]
    assert next(heading["cut"] for heading in headings if heading["heading"] == "transnational_meetings") == {
        "rule": "transnational-meetings.yearly-maximum",
        "before": "46575.00",
        "ceiling": "46000.00",
        "taken": "575.00",
    }


def test_what_the_ceiling_of_the_project_cut_off_is_told(copied_call: Edit, kept: Path) -> None:
    folder = copied_call("budget.toml", "amount = 12500", "amount = 1000")

    ended = run("budget", "--calls", folder, kept)

    assert "    grant.maximum: € 1 150.00 cut off" in ended.out.splitlines()
    assert " ".join(ended.out.splitlines()[-1].split()) == "Grant € 24 000.00"


def test_what_is_paid_nothing_names_the_rule_that_says_so(tmp_path: Path) -> None:
    document: dict[str, Any] = full_document()
    document["organisations"][1]["role"] = "associated"
    file = written(tmp_path, "associated.json", document)

    headings = run("budget", "--format", "json", file).values["headings"]

    unpaid = [line for each in headings for line in each["lines"] if line["amount"] == "0.00" != line["asked"]]
    assert {line["rule"] for line in unpaid} == {"associated-partner.no-funding"}
    assert {line["organisation"] for line in unpaid} == {"o2"}
    told = [line for line in run("budget", file).out.splitlines() if line.endswith(" asked for, € 0.00 paid")]
    assert len(told) == len(unpaid)


def test_a_lump_sum_is_told_as_the_second_call_has_it(tmp_path: Path) -> None:
    small = written(tmp_path, "small.json", a_small_document())

    ended = run("budget", "--calls", SMALL_CALLS, small)

    assert ended.code == 0
    assert " ".join(ended.out.splitlines()[-1].split()) == "Grant € 30 000.00"


def test_an_unreadable_document_ends_with_its_place(tmp_path: Path) -> None:
    odd = written(tmp_path, "odd.json", a_document(months=-1))

    ended = run("budget", odd)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"{odd}: months: found -1, expected a whole number from 1 to 1 000 000\n"
