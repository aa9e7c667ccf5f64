"""A thing without its entry in the reference fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import get_args

import pytest

from consortia.config.entry import COMMANDS
from consortia.core.application import document_keys
from consortia.core.application.planned import ROW_READERS
from consortia.core.call.headings import TERMS
from consortia.core.call.rules import MoneyRuleKind
from consortia.core.eligibility.checks import CHECKS
from consortia.rulebook import load_calls
from consortia.rulebook.wording.saying import texts
from docs.generate import out_of_step
from docs.pages.settings import read_variables
from tests.house.committed import DOCS, SOURCES, tree_of
from tests.rulebook.test_second_call import small_call


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def test_generated_pages_say_what_would_be_written_now() -> None:
    assert out_of_step() == [], "run `make docs`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_entry(command: str) -> None:
    assert f"## consortia {command}\n" in page("commands.md")


@pytest.mark.parametrize("variable", sorted(read_variables()))
def test_every_setting_has_its_entry(variable: str) -> None:
    assert f"| `{variable}` |" in page("settings.md")


@pytest.mark.parametrize("kind", CHECKS)
def test_every_kind_of_check_has_its_entry(kind: str) -> None:
    assert f"### Check `{kind}`\n" in page("call-files.md")


@pytest.mark.parametrize("basis", TERMS)
def test_every_basis_has_its_entry(basis: str) -> None:
    assert f"### Basis `{basis}`\n" in page("call-files.md")


@pytest.mark.parametrize("kind", get_args(MoneyRuleKind))
def test_every_kind_of_money_rule_has_its_entry(kind: str) -> None:
    assert f"| `{kind}` |" in page("call-files.md")


def test_every_message_has_its_entry() -> None:
    assert [code for code in texts() if f"| `{code}` |" not in page("messages.md")] == []


@pytest.mark.parametrize("call", load_calls().values(), ids=lambda call: call.code)
def test_every_rule_heading_and_question_of_a_call_has_its_entry(call) -> None:
    room = f"calls/{call.code}"
    rules, budget, form = page(f"{room}/rules.md"), page(f"{room}/budget.md"), page(f"{room}/form.md")

    without = [rule.code for rule in (*call.rules, *call.money_rules) if f"### `{rule.code}`\n" not in rules]
    without += [heading.code for heading in call.headings if f"## `{heading.code}`\n" not in budget]
    without += [question.code for question in call.questions if f"`{question.code}`: " not in form]

    assert without == []


def test_every_key_of_a_document_is_described() -> None:
    told = set(re.findall(r"`([a-z_]+)`", page("application-documents.md")))
    keys = set().union(*(document_keys(call) for call in (*load_calls().values(), small_call())))

    assert keys - told == set()


def test_every_key_of_a_row_is_described() -> None:
    told = set(re.findall(r"`([a-z_]+)`", page("application-documents.md")))

    assert set(_keys_the_readers_know()) - told == set()


def test_every_basis_with_rows_is_described() -> None:
    told = page("application-documents.md")

    assert [basis for basis in ROW_READERS if f"(`{basis}`)" not in told] == []


def test_every_key_of_a_receipt_is_described() -> None:
    told = set(re.findall(r"`([a-z0-9_]+)`", page("receipts.md")))
    submitting = tree_of(SOURCES / "stages" / "applications" / "services" / "submitting.py")
    written = {"frozen", "receipt_of", "finding_facts", "_plan_facts", "_part_facts", "_mandate_facts", "_annex_facts"}
    keys = {
        key.value
        for node in ast.walk(submitting)
        if isinstance(node, ast.FunctionDef) and node.name in written
        for held in ast.walk(node)
        if isinstance(held, ast.Dict)
        for key in held.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }

    assert len(keys) > 30
    assert keys - told == set()


def _keys_the_readers_know() -> Iterator[str]:
    """The keys that the readers of documents know, from the sets they are written in."""
    for module in ("reading.py", "planned.py"):
        for node in ast.walk(tree_of(SOURCES / "core" / "application" / module)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
                for held in ast.walk(node):
                    if isinstance(held, ast.Constant) and isinstance(held.value, str):
                        yield held.value
