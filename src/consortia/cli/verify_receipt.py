"""`consortia verify`: prove offline that a copy is what was received."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from consortia.cli.calls_option import calls_option, loaded_calls, refuse
from consortia.cli.plain_values import budget_summary
from consortia.core.application import load_document, read_application
from consortia.core.call import CallDefinition
from consortia.core.eligibility import check_application
from consortia.core.errors import ConsortiaError, DocumentError
from consortia.documents.proof import ProofStep, prove_receipt

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
        click.echo(f"{'holds' if step.holds else 'FAILS'}  {(holds if step.holds else fails).format(found=step.found)}")
    if content.get("received_at"):
        click.echo(f"       Received {content['received_at']} under the number {content.get('receipt')}.")
    sys.exit(0 if all(step.holds for step in steps) else 1)


def _bare(fingerprint: str) -> str:
    return fingerprint.replace(" ", "").lower()


def _document(path: Path) -> Any:
    try:
        return load_document(path.read_bytes())
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
    except DocumentError as error:
        refuse(f"{path}: {error.where}: found {error.found}, expected {error.expected}")


def _reckoned_again(receipt: dict[str, Any], calls: dict[str, CallDefinition] | Any) -> list[ProofStep]:
    """Check the received document again where the same edition of its call is at hand; else leave that out."""
    snapshot = receipt.get("snapshot")
    if not isinstance(snapshot, dict):
        return []
    call = next((each for each in calls.values() if each.edition_hash == snapshot.get("edition_hash")), None)
    if call is None:
        click.echo("       The edition of the call is not at hand, so findings and budget were not checked again.")
        return []
    try:
        application = read_application(snapshot["document"], _as_then(call, snapshot))
        verdict = check_application(_as_then(call, snapshot), application)
    except (ConsortiaError, KeyError, TypeError) as error:
        return [ProofStep(code="reckoning", holds=False, found=str(error))]
    same = verdict.eligible and receipt.get("budget") == verdict.budget.as_facts()
    return [ProofStep(code="reckoning", holds=same, found=json.dumps(budget_summary(verdict.budget)))]


def _as_then(call: CallDefinition, snapshot: dict[str, Any]) -> CallDefinition:
    """Return the call as it stood for this application: training dates, and its deadline where it had been moved."""
    moved = call.years_later(snapshot.get("years_later", 0))
    document = snapshot["document"]
    round_ = next((r for r in moved.rounds if r.number == document["round"] and document["field"] in r.fields), None)
    if round_ is None:
        return moved
    deadline = datetime.fromisoformat(snapshot["deadline"])
    return moved.with_deadline(round_.number, fields=round_.fields, deadline=deadline)
