"""Stories of applications, written by call in TOML: name, given, expect, source.

`given` changes keys of a fitting document; `organisations` may be told in a few words each. `expect` names rules
under `fail`, `pass`, `not-applicable` and `warning`, sums under `euros` (headings by key, `grant`,
`requested_total`, `maximum_grant`), and with `only = true` no other rule may fail or warn.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from consortia.core.application import read_application
from consortia.core.eligibility import Verdict, check_application
from consortia.rulebook.wording import say
from tests.factories.documents import a_document, call_2016, organisations

HERE = Path(__file__).parent
STATUSES = ("fail", "pass", "not-applicable", "warning")


def stories() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(HERE.glob("*/*.toml")):
        for story in tomllib.loads(path.read_text(encoding="utf-8"))["scenarios"]:
            yield f"{path.stem}: {story['name']}", story


STORIES = dict(stories())


def verdict_on(given: Mapping[str, Any]) -> Verdict:
    changes = dict(given)
    told = changes.get("organisations", [])
    if told and isinstance(told[0], str):
        changes["organisations"] = organisations(*told)
    if changes.get("submitted_at") == "never":
        changes["submitted_at"] = None
    return check_application(call_2016(), read_application(a_document(**changes), call_2016()))


def sums_of(verdict: Verdict) -> dict[str, str]:
    totals = verdict.budget.totals
    headings = totals.pop("headings")
    assert isinstance(headings, dict)
    return {**headings, **{key: str(value) for key, value in totals.items()}}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_ends_as_told(name: str) -> None:
    story = STORIES[name]
    expected = story["expect"]

    verdict = verdict_on(story["given"])

    statuses = {finding.rule: finding.status for finding in verdict.findings}
    told = {rule: status for status in STATUSES for rule in expected.get(status, [])}
    assert {rule: statuses[rule] for rule in told} == told
    assert {key: sums_of(verdict)[key] for key in expected.get("euros", {})} == expected.get("euros", {})
    if expected.get("only"):
        assert list(verdict.failed) == sorted(expected.get("fail", []))
        assert list(verdict.warnings) == sorted(expected.get("warning", []))
    assert all(say(finding.message) for finding in verdict.findings)


def test_every_story_names_its_source() -> None:
    silent = [name for name, story in STORIES.items() if not story.get("source")]

    assert silent == []


def test_every_rule_has_a_story_in_which_it_holds_and_one_in_which_it_does_not() -> None:
    called = {status: set[str]() for status in STATUSES}
    for story in STORIES.values():
        for status in STATUSES:
            called[status] |= set(story["expect"].get(status, []))
    rules = {rule.code for rule in call_2016().rules}
    money_rules = {rule.code for rule in call_2016().money_rules}

    assert rules - called["fail"] == set()
    assert money_rules - called["warning"] == set()
    assert (rules | money_rules) - called["pass"] == set()
