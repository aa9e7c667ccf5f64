"""`consortia verify`: prove offline that a copy is what was received."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from consortia.cli.calls_option import calls_option, loaded_calls, refuse
from consortia.cli.printing import show
from consortia.cli.reading import read_json
from consortia.core.application import read_application
from consortia.core.application.loading import described
from consortia.core.call import CallDefinition
from consortia.core.eligibility import Verdict, check_application
from consortia.core.errors import ConsortiaError, DocumentError
from consortia.documents.proof import ProofStep, canonical_json, prove_receipt

SAYS = {
    "format": ("The receipt is one of Consortia.", "This is not a receipt of Consortia."),
    "snapshot": (
        "What was received is unchanged; its SHA-256 is {found}.",
        "What was received was changed: its SHA-256 is now {found}.",
    ),
    "signature": (
        "The site with the key {found} signed this receipt.",
        "The signature does not fit: the receipt was changed, or another key signed it.",
    ),
    "copy": ("The copy is what was received.", "The copy differs from what was received: its SHA-256 is {found}."),
    "key": ("The key is the one you trust.", "The key is {found}, not the one you trust."),
    "reckoning": (
        "Checked again with the same edition of the call: findings and budget are the same.",
        "Checked again, the result differs: {found}.",
    ),
}


@click.command()
@click.argument("receipt", type=click.Path(path_type=Path))
@click.argument("copy", type=click.Path(path_type=Path), required=False)
@click.option("--key", help="Fingerprint of the site's key that you trust, as its pages show it.")
@calls_option
def verify(receipt: Path, copy: Path | None, key: str | None, folders: tuple[Path, ...]) -> None:
    """Prove that RECEIPT is genuine, and that COPY (the snapshot as JSON) is what was received.

    Exit code 0: everything holds; 1: something does not; 2: a file could not be read.
    """
    content = _document(receipt)
    steps = list(prove_receipt(content, copy=_document(copy) if copy else None))
    if key is not None:
        found = next(step.found for step in steps if step.code == "signature")
        steps.append(ProofStep(code="key", holds=_bare(found) == _bare(key), found=found))
    steps.extend(_reckoned_again(content, loaded_calls(folders)))
    for step in steps:
        holds, fails = SAYS[step.code]
        show(f"{'holds' if step.holds else 'FAILS'}  {(holds if step.holds else fails).format(found=step.found)}")
    for line in _when(content):
        show(line)
    sys.exit(0 if all(step.holds for step in steps) else 1)


def _when(receipt: Mapping[str, object]) -> Iterator[str]:
    received = receipt.get("received_at")
    for place, moment in received.items() if isinstance(received, dict) else ():
        yield f"       Received {moment} ({place}) under the number {receipt.get('receipt')}."


def _bare(fingerprint: str) -> str:
    return fingerprint.replace(" ", "").lower()


def _document(path: Path) -> Mapping[str, object]:
    try:
        document = read_json(path)
        canonical_json(document).encode("utf-8")
    except DocumentError as error:
        refuse(f"{path}: {error.where}: found {error.found}, expected {error.expected}")
    except ValueError:
        refuse(
            f"{path}: the document: found half a character or an endless number, expected JSON as Consortia writes it"
        )
    return document


def _reckoned_again(receipt: Mapping[str, object], calls: Mapping[str, CallDefinition]) -> Iterator[ProofStep]:
    """Check the received document again where the same edition of its call is at hand; else leave that out."""
    snapshot = receipt.get("snapshot")
    if not isinstance(snapshot, dict):
        return
    call = next((each for each in calls.values() if each.edition_hash == snapshot.get("edition_hash")), None)
    if call is None:
        show("       The edition of the call is not at hand, so findings and budget were not checked again.")
        return
    try:
        verdict = _verdict_then(call, snapshot)
    except (ConsortiaError, ValueError, OverflowError) as error:
        yield ProofStep(code="reckoning", holds=False, found=str(error))
        return
    same = receipt.get("budget") == verdict.budget.as_facts() and _told(receipt) == [
        (finding.rule, finding.status) for finding in verdict.findings
    ]
    found = f"grant {verdict.budget.grant}, broken rules: {', '.join(verdict.failed) or 'none'}"
    yield ProofStep(code="reckoning", holds=same, found=found)


def _told(receipt: Mapping[str, object]) -> list[tuple[object, object]]:
    findings = receipt.get("findings")
    kept = findings if isinstance(findings, list) else []
    return [(each.get("rule"), each.get("status")) for each in kept if isinstance(each, dict)]


def _verdict_then(call: CallDefinition, snapshot: Mapping[str, object]) -> Verdict:
    """Check with the call as it stood for this application: training dates, and its deadline where it had moved."""
    document, years, deadline = (snapshot.get(key) for key in ("document", "years_later", "deadline"))
    if not isinstance(document, dict) or not isinstance(years, int) or not isinstance(deadline, str):
        raise DocumentError("snapshot", "something else", "document, years_later and deadline")
    moved = call.years_later(years)
    application = read_application(document, moved)
    then = datetime.fromisoformat(deadline)
    if then.tzinfo is None:
        raise DocumentError("snapshot.deadline", described(deadline), "a time with its zone")
    planned = [each for each in moved.rounds if each.number == application.round and application.field in each.fields]
    for each in planned:
        moved = moved.with_deadline(each.number, fields=each.fields, deadline=then)
    return check_application(moved, application)
