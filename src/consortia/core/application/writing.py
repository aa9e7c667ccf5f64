"""Writing an application back as a document: reading what was written gives the same value."""

from collections.abc import Mapping
from dataclasses import fields

from consortia.core.application.document import Activity, Application, Group, LumpSumPlan, Organisation
from consortia.core.call import CallDefinition
from consortia.core.call.headings import StaysTerms
from consortia.core.values import Money


def write_document(application: Application, call: CallDefinition) -> dict[str, object]:
    """The document of an application, with every key that documents of its call have."""
    document: dict[str, object] = {
        "call": application.call,
        "field": application.field,
        "type": application.type,
        "format": application.format,
        "title": application.title,
        "summary": application.summary,
        "priorities": list(application.priorities),
        "start": application.start.isoformat(),
        "months": application.months,
        "round": application.round,
        "submitted_at": application.submitted_at.isoformat() if application.submitted_at else None,
        "organisations": [_organisation(each, call) for each in application.organisations],
    }
    for heading in call.headings:
        if heading.code in application.rows:
            rows = [_row(row, heading.terms) for row in application.rows[heading.code]]
            document[heading.key] = rows[0] if heading.basis == "lump-sum" else rows
    document.update({key: str(sum_) for key, sum_ in application.sums.items()})
    if not call.types:
        del document["type"]
    if not call.formats:
        del document["format"]
    return document


def _organisation(organisation: Organisation, call: CallDefinition) -> dict[str, object]:
    written = _parts(organisation)
    told = {name.replace("-", "_") for name in call.call.organisations_tell}
    return {key: value for key, value in written.items() if key not in {"charter", "added_value"} or key in told}


def _row(row: object, terms: object) -> dict[str, object]:
    written = _parts(row)
    if isinstance(row, Activity) and isinstance(terms, StaysTerms):
        written["groups"] = [_group(group, terms) for group in row.groups]
    if isinstance(row, LumpSumPlan):
        written["chosen"] = str(row.chosen) if row.chosen is not None else None
    return written


def _group(group: Group, terms: StaysTerms) -> dict[str, object]:
    written = _parts(group)
    length = written.pop("length")
    return {**written, terms.kind_by_code[group.kind].unit: length}


def _parts(value: object) -> dict[str, object]:
    names = [each.name for each in fields(value) if each.init]  # type: ignore[arg-type]  # only dataclasses come here
    return {name.rstrip("_"): _plain(getattr(value, name)) for name in names}


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return _parts(value)
