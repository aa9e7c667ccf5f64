from __future__ import annotations

from dataclasses import replace

import pytest

from consortia.core.eligibility.capacity import financial_proof
from consortia.core.values import euros
from consortia.rulebook import load_calls

CALL = load_calls()["erasmus-2016-ka2-strategic-partnerships"]
DECLARATION = ("declaration on honour",)
ACCOUNTS = (*DECLARATION, "profit and loss account of the last closed year", "balance sheet of the last closed year")


@pytest.mark.parametrize(
    ("grant", "documents"),
    [
        ("0", DECLARATION),
        ("59999.99", DECLARATION),
        ("60000", DECLARATION),
        ("60000.01", ACCOUNTS),
        ("750000", ACCOUNTS),
        ("750000.01", (*ACCOUNTS, "audit report")),
    ],
)
def test_the_grant_says_which_papers_show_the_means(grant: str, documents: tuple[str, ...]) -> None:
    proof = financial_proof(CALL, grant=euros(grant), kind="ngo")

    assert (proof.documents, proof.exempt) == (documents, False)


@pytest.mark.parametrize("kind", ["public-authority", "school-authority"])
def test_public_bodies_show_nothing(kind: str) -> None:
    proof = financial_proof(CALL, grant=euros(300000), kind=kind)

    assert (proof.documents, proof.exempt) == ((), True)


def test_a_university_is_not_exempt_by_its_kind_alone() -> None:
    proof = financial_proof(CALL, grant=euros(300000), kind="higher-education-institution")

    assert (proof.documents, proof.exempt) == (ACCOUNTS, False)


def test_a_call_without_selection_asks_for_nothing() -> None:
    proof = financial_proof(replace(CALL, selection=None), grant=euros(300000), kind="ngo")

    assert (proof.documents, proof.rule, proof.exempt) == ((), None, False)
