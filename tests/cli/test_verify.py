"""`consortia verify`: whether a receipt and a copy are what was received, proved without asking anybody."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from consortia.core.eligibility import Verdict, check_application
from consortia.documents.proof import canonical_json, digest_of, fingerprint_of, sign_receipt
from consortia.rulebook.wording import say
from tests.cli.conftest import Edit
from tests.cli.running import Ended, run
from tests.factories.documents import a_document, an_application, call_2016

SEED, OTHER_SEED = b"s" * 32, b"t" * 32
YEARS = 12
DEADLINE = "2028-04-02T10:00:00+00:00"
# After the call's own deadline, before the one it had been moved to.
SUBMITTED = "2028-04-01T09:30:00+02:00"


def a_snapshot(**changes: object) -> dict[str, Any]:
    document = a_document(start="2028-09-01", submitted_at=SUBMITTED, title="Łódź, αβγ")
    snapshot: dict[str, Any] = {
        "reference": "ABCD2345",
        "edition_hash": call_2016().edition_hash,
        "years_later": YEARS,
        "deadline": DEADLINE,
        "document": document,
        "answers": [{"question": "context.aims", "scope": "", "text": "Wood."}],
    }
    return snapshot | changes


def verdict_of(snapshot: dict[str, Any]) -> Verdict:
    """What the site found, with the deadline as it had moved it."""
    call = call_2016().years_later(YEARS)
    return check_application(call, an_application(call, **{**snapshot["document"], "submitted_at": None}))


def a_receipt(snapshot: dict[str, Any], *, seed: bytes = SEED, **changes: object) -> dict[str, object]:
    verdict = verdict_of(a_snapshot())
    told = [(each.rule, "pass" if each.rule == "submission.deadline" else each.status) for each in verdict.findings]
    texts = {each.rule: say(each.message) for each in verdict.findings}
    facts: dict[str, object] = {
        "receipt": "2016-ABCD2345-1",
        "received_at": {"utc": "2028-04-01T07:30:00+00:00", "brussels": SUBMITTED},
        "sha256": digest_of(canonical_json(snapshot)),
        "findings": [{"rule": rule, "status": status, "text": texts[rule]} for rule, status in told],
        "budget": verdict.budget.as_facts(),
        "snapshot": snapshot,
    }
    return sign_receipt(facts | changes, seed=seed)


def kept(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(canonical_json(value), encoding="utf-8")
    return path


def marks(ended: Ended) -> list[str]:
    """How each step ended, in the order told."""
    return [line[:5] for line in ended.out.splitlines() if line.startswith(("holds", "FAILS"))]


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    return kept(tmp_path, "receipt.json", a_receipt(a_snapshot()))


def test_a_genuine_receipt_holds_and_is_reckoned_again(receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))

    ended = run("verify", receipt)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "holds  The receipt is one of Consortia.",
        f"holds  What was received is unchanged; its SHA-256 is {content['sha256']}.",
        f"holds  The site with the key {fingerprint_of(content['public_key'])} signed this receipt.",
        "holds  Checked again with the same edition of the call: findings and budget are the same.",
        "       Received 2028-04-01T09:30:00+02:00 (brussels) under the number 2016-ABCD2345-1.",
        "       Received 2028-04-01T07:30:00+00:00 (utc) under the number 2016-ABCD2345-1.",
    ]


def test_a_receipt_laid_out_anew_is_still_genuine(receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))
    receipt.write_text(json.dumps(dict(reversed(content.items())), indent=4), encoding="utf-8")

    assert run("verify", receipt).code == 0


def test_a_copy_that_is_what_was_received_holds_however_it_is_laid_out(receipt: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps(a_snapshot(), indent=2), encoding="utf-8")

    ended = run("verify", receipt, copy)

    assert (ended.code, marks(ended)) == (0, ["holds"] * 5)
    assert "holds  The copy is what was received." in ended.out.splitlines()


def test_a_copy_that_differs_in_one_letter_fails(receipt: Path, tmp_path: Path) -> None:
    changed = a_snapshot(answers=[{"question": "context.aims", "scope": "", "text": "Woof."}])

    ended = run("verify", receipt, kept(tmp_path, "copy.json", changed))

    assert (ended.code, marks(ended)) == (1, ["holds", "holds", "holds", "FAILS", "holds"])
    assert f"its SHA-256 is {digest_of(canonical_json(changed))}." in ended.out


def test_an_altered_snapshot_fails_by_digest_and_signature(receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))
    content["snapshot"]["document"]["title"] = "Another"
    receipt.write_text(canonical_json(content), encoding="utf-8")

    ended = run("verify", receipt)

    assert (ended.code, marks(ended)) == (1, ["holds", "FAILS", "FAILS", "holds"])


def test_an_altered_snapshot_with_its_own_digest_still_fails_by_signature(receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))
    content["snapshot"]["document"]["title"] = "Another"
    content["sha256"] = digest_of(canonical_json(content["snapshot"]))
    receipt.write_text(canonical_json(content), encoding="utf-8")

    ended = run("verify", receipt)

    assert (ended.code, marks(ended)) == (1, ["holds", "holds", "FAILS", "holds"])


@pytest.mark.parametrize("key", ["receipt", "received_at", "findings", "format", "public_key", "signature"])
def test_no_part_of_a_receipt_can_be_altered(key: str, receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))
    content[key] = "consortia-receipt-9"
    receipt.write_text(canonical_json(content), encoding="utf-8")

    ended = run("verify", receipt)

    assert ended.code == 1
    assert "The signature does not fit" in ended.out


@pytest.mark.parametrize("key", ["receipt", "received_at", "findings", "budget", "snapshot", "signature", "sha256"])
def test_no_part_of_a_receipt_can_be_left_out(key: str, receipt: Path) -> None:
    content = json.loads(receipt.read_text(encoding="utf-8"))
    del content[key]
    receipt.write_text(canonical_json(content), encoding="utf-8")

    assert run("verify", receipt).code == 1


def test_a_forgery_signed_by_another_key_fails_for_whom_the_key_is_known(receipt: Path, tmp_path: Path) -> None:
    trusted = fingerprint_of(json.loads(receipt.read_text(encoding="utf-8"))["public_key"])
    forged = kept(tmp_path, "forged.json", a_receipt(a_snapshot(), seed=OTHER_SEED))

    alone, against, genuine = (
        run("verify", forged),
        run("verify", forged, "--key", trusted),
        run("verify", receipt, "--key", trusted.replace(" ", "").upper()),
    )

    assert (alone.code, against.code, genuine.code) == (0, 1, 0)
    other = fingerprint_of(str(a_receipt(a_snapshot(), seed=OTHER_SEED)["public_key"]))
    assert f"FAILS  The key is {other}, not the one you trust." in against.out.splitlines()
    assert "holds  The key is the one you trust." in genuine.out.splitlines()


def test_a_signed_budget_that_the_call_does_not_give_fails(tmp_path: Path) -> None:
    budget = deepcopy(a_receipt(a_snapshot())["budget"])
    assert isinstance(budget, dict)
    wrong = kept(tmp_path, "wrong.json", a_receipt(a_snapshot(), budget=budget | {"grant": "999999.00"}))

    ended = run("verify", wrong)

    assert (ended.code, marks(ended)) == (1, ["holds", "holds", "holds", "FAILS"])
    assert "Checked again, the result differs: grant 24000.00, broken rules: none." in ended.out


def test_signed_findings_that_the_call_does_not_give_fail(tmp_path: Path) -> None:
    wrong = kept(tmp_path, "wrong.json", a_receipt(a_snapshot(), findings=[]))

    assert marks(run("verify", wrong)) == ["holds", "holds", "holds", "FAILS"]


def test_another_edition_of_the_call_is_said_and_the_rest_still_proved(receipt: Path, copied_call: Edit) -> None:
    folder = copied_call("budget.toml", "rate = 575", "rate = 600")

    ended = run("verify", receipt, "--calls", folder)

    assert (ended.code, marks(ended)) == (0, ["holds", "holds", "holds"])
    assert "The edition of the call is not at hand" in ended.out


ODD_SNAPSHOTS: list[dict[str, object]] = [
    {"document": None},
    {"document": {}},
    {"document": []},
    {"document": {**a_document(), "organisations": 1}},
    {"deadline": None},
    {"deadline": "soon"},
    {"deadline": "2028-04-02T10:00:00"},
    {"deadline": "9999-12-31T23:59:59+00:00"},
    {"deadline": "0001-01-01T00:00:00+14:00"},
    {"years_later": "12"},
    {"years_later": -1},
    {"years_later": 10**9},
    {"edition_hash": ["x"]},
]


@pytest.mark.parametrize("changes", ODD_SNAPSHOTS, ids=[json.dumps(each)[:60] for each in ODD_SNAPSHOTS])
def test_a_signed_snapshot_of_another_shape_is_answered(changes: dict[str, object], tmp_path: Path) -> None:
    ended = run("verify", kept(tmp_path, "odd.json", a_receipt(a_snapshot(**changes))))

    assert marks(ended)[:3] == ["holds", "holds", "holds"]
    assert ended.code == (1 if len(marks(ended)) == 4 and marks(ended)[3] == "FAILS" else 0)


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"format": ["x"], "snapshot": 1}',
        b'{"format": "consortia-receipt-1", "public_key": "\\u0141", "signature": 5}',
        b'{"format": "consortia-receipt-1", "public_key": "AAAA", "signature": "AAAA", "snapshot": {"a": "\\ud800"}}',
        b'{"received_at": {"\\ud800": "\\u001b[31m"}, "receipt": "\\ud800", "snapshot": {}}',
        b'{"snapshot": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"snapshot": 1e400}',
    ],
    ids=["nothing", "wrong-types", "odd-keys", "half-a-character", "odd-words", "deep", "infinite"],
)
def test_what_is_no_receipt_fails(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_bytes(content)

    ended = run("verify", file, file)

    assert ended.code in {1, 2}
    assert ended.code == 2 or "FAILS" in ended.out
    assert "\x1b" not in ended.out + ended.err


def test_a_truncated_or_missing_file_is_told_with_its_place(receipt: Path, tmp_path: Path) -> None:
    whole = receipt.read_bytes()
    cut = tmp_path / "cut.json"
    cut.write_bytes(whole[: len(whole) // 2])

    truncated, missing = run("verify", cut), run("verify", receipt, tmp_path / "missing.json")

    assert (truncated.code, truncated.out, missing.code) == (2, "", 2)
    assert truncated.err.startswith(f"{cut}: line 1, column ")
    assert missing.err == f"{tmp_path / 'missing.json'}: the file: found nothing, expected a file that can be read\n"


def test_a_repeated_key_is_refused_since_readers_take_different_ones(receipt: Path) -> None:
    text = receipt.read_text(encoding="utf-8")
    receipt.write_text(text.replace('{"budget"', '{"receipt":"2016-OTHER-1","budget"', 1), encoding="utf-8")

    ended = run("verify", receipt)

    assert (ended.code, ended.err) == (
        2,
        f"{receipt}: receipt: found a key that stands twice, expected each key once\n",
    )
