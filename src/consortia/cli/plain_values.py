"""Verdicts and budgets as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consortia.core.budget import Budget, HeadingBudget, Line
from consortia.core.call import CallDefinition
from consortia.core.eligibility import Verdict
from consortia.core.eligibility.repair import Repair
from consortia.core.values import Finding, Source
from consortia.rulebook.wording import say


def verdict_values(file: str, call: CallDefinition, verdict: Verdict, repair: Repair | None) -> dict[str, Any]:
    """Return the answer to `check` for one document."""
    return {
        "file": file,
        "eligible": verdict.eligible,
        "failed": list(verdict.failed),
        "warnings": list(verdict.warnings),
        "budget": budget_summary(verdict.budget),
        "findings": [finding_values(finding, call, repair) for finding in verdict.findings],
        "repair": repair_values(repair) if repair else None,
        "call": {"code": call.code, "edition": call.edition_hash, "training": call.training},
    }


def budget_summary(budget: Budget) -> dict[str, Any]:
    """Return the sums of a budget, by heading and in all."""
    return {
        "headings": {heading.key: str(heading.amount) for heading in budget.headings},
        "requested_total": str(budget.requested_total),
        "maximum_grant": str(budget.maximum_grant),
        "grant": str(budget.grant),
    }


def finding_values(finding: Finding, call: CallDefinition, repair: Repair | None) -> dict[str, Any]:
    """Return one finding; a broken rule carries the steps of the joint repair that mends it."""
    mended = repair is not None and finding.status == "fail" and finding.rule in repair.mends
    return {
        "rule": finding.rule,
        "status": finding.status,
        "message": say(finding.message),
        "source": source_text(finding.source, call),
        "where": list(finding.where),
        "repair": [say(step) for step in repair.steps] if mended and repair else None,
    }


def repair_values(repair: Repair) -> dict[str, Any]:
    """Return the joint repair in words and as a JSON Patch (RFC 6902) on the document."""
    return {
        "steps": [say(step) for step in repair.steps],
        "patch": [dict(operation) for operation in repair.patch],
        "mends": sorted(repair.mends),
        "beyond_repair": sorted(repair.beyond),
        "smallest": repair.smallest,
    }


def source_text(source: Source, call: CallDefinition) -> str:
    """Return a source with the document's title in the place of its code."""
    titles: Mapping[str, str] = {document.code: document.title for document in call.documents}
    return f"{titles.get(source.document, source.document)}: {source.section}"


def budget_values(file: str, call: CallDefinition, budget: Budget) -> dict[str, Any]:
    """Return a whole budget, line by line."""
    return {
        "file": file,
        "headings": [_heading(heading, call) for heading in budget.headings],
        "requested_total": str(budget.requested_total),
        "maximum_grant": str(budget.maximum_grant),
        "cut": _cut(budget),
        "grant": str(budget.grant),
        "warnings": list(budget.warnings),
    }


def _heading(heading: HeadingBudget, call: CallDefinition) -> dict[str, Any]:
    return {
        "heading": heading.key,
        "title": heading.title,
        "lines": [_line(line, heading, call) for line in heading.lines],
        "subtotal": str(heading.subtotal),
        "ceiling": str(heading.ceiling) if heading.ceiling is not None else None,
        "cut": _cut(heading),
        "amount": str(heading.amount),
    }


def _line(line: Line, heading: HeadingBudget, call: CallDefinition) -> dict[str, Any]:
    return {
        "what": line.what,
        "where": line.where,
        "organisation": line.organisation,
        "quantity": line.quantity,
        "unit": line.unit,
        "rate": str(line.rate),
        "share": str(line.share) if line.share is not None else None,
        "group": line.group,
        "band": line.band,
        "asked": str(line.asked),
        "amount": str(line.amount),
        "rule": line.unpaid or heading.code,
        "source": source_text(line.source, call),
        "status": line.status,
    }


def _cut(cuttable: HeadingBudget | Budget) -> dict[str, str] | None:
    cut = cuttable.cut
    if cut is None:
        return None
    return {"rule": cut.rule, "before": str(cut.before), "ceiling": str(cut.ceiling), "taken": str(cut.taken)}
