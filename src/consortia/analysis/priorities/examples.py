"""Past projects and labels from files, as examples to learn from."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from consortia.analysis.priorities.labelled import Example
from consortia.core.call import CallDefinition

# So much of a summary is read, as the labels were made.
READ_OF_A_SUMMARY: Final = 5_000
_LONGEST_FIELD: Final = 16 * 1024 * 1024


def texts_of(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table of projects (CSV, or CSV in gzip) by project_identifier."""
    csv.field_size_limit(_LONGEST_FIELD)
    raw = gzip.GzipFile(path) if path.suffix == ".gz" else io.FileIO(path)
    with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
        return {row["project_identifier"]: row for row in csv.DictReader(file)}


def labels_of(paths: Iterable[Path]) -> Mapping[str, Mapping[str, Any]]:
    """Return labels (JSON Lines) by project_identifier; a later file adds to an earlier one."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            found[label["project_identifier"]] = label
    return found


def examples_of(
    call: CallDefinition, rows: Mapping[str, Mapping[str, str]], labels: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Example]:
    """Return the projects as examples; the field is told by the action code, the way of a format counts too."""
    fields = {each.action: each.code for each in call.fields}
    return {
        identifier: _example(row, _field_of(call, fields, row), labels.get(identifier))
        for identifier, row in rows.items()
    }


def _field_of(call: CallDefinition, fields: Mapping[str, str], row: Mapping[str, str]) -> str | None:
    """A format with an action code of its own belongs to the field that its records name first."""
    action = row["action"]
    if action in fields:
        return fields[action]
    if any(each.action == action for each in call.formats):
        titles = {each.title.casefold(): each.code for each in call.fields}
        named = row.get("field", "").casefold()
        return next((code for title, code in titles.items() if named.startswith(title)), None)
    return None


def _example(row: Mapping[str, str], field: str | None, label: Mapping[str, Any] | None) -> Example:
    text = f"{row['title']}\n{row['summary'][:READ_OF_A_SUMMARY]}"
    if label is None:
        return Example(text=text, field=field)
    agreed, either = label["field_priorities_agreed"], label["field_priorities_either"]
    horizontal, horizontal_either = label["horizontal_agreed"], label["horizontal_either"]
    return Example(
        text=text,
        field=label["field"],
        read=True,
        first=tuple(label["primary"]),
        own=tuple(agreed),
        horizontal=tuple(horizontal),
        open_=tuple({*either, *horizontal_either} - {*agreed, *horizontal}),
    )
