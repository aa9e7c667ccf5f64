"""A row of cells understood as a project, or as one organisation in a project."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from consortia.stages.past_projects.reading import cells
from consortia.stages.past_projects.reading.columns import Columns, spellings
from consortia.stages.past_projects.reading.values import (
    LONGEST_RAW,
    Cells,
    ReadParticipation,
    ReadRow,
    Rejected,
    Role,
    UnreadableCellError,
    Value,
)

LONGEST: Final[Mapping[str, int]] = {
    "identifier": 80,
    "external_reference": 120,
    "title": 2_000,
    "summary": 200_000,
    "programme": 300,
    "key_action": 300,
    "action": 300,
    "topics": 300,
    "status": 80,
    "website": 2_000,
    "card": 2_000,
    "name": 1_000,
    "kind": 300,
    "region": 300,
    "town": 300,
    "address": 2_000,
}
READERS: Final[Mapping[str, Callable[[str, str], Value]]] = {
    "year": cells.year_of,
    "start": cells.day_of,
    "end": cells.day_of,
    "grant": cells.grant_of,
    "good_practice": cells.yes_or_no,
    "success_story": cells.yes_or_no,
    "results_available": cells.yes_or_no,
    "countries": cells.countries_of,
    "country_count": cells.whole_of,
    "organisation_count": cells.whole_of,
}
# Numbers of projects tell the year of the call, the country of the coordinator and often the action.
_YEAR_IN_NUMBER = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ACTION_IN_NUMBER = re.compile(r"-(KA[0-9]{3})-")


def understood(row: Cells, columns: Columns, layout: str) -> ReadRow | Rejected:
    """Return what a row says, or why it was left out."""
    try:
        return _project(row, columns, layout) if columns.has_projects else _participation(row, columns, layout)
    except UnreadableCellError as error:
        return rejected(row, error)


def rejected(row: Cells, error: UnreadableCellError) -> Rejected:
    """Return a row that is left out, as it stood there."""
    raw = json.dumps({name: text for name, text in row.values.items() if text}, ensure_ascii=False)
    return Rejected(line=row.line, column=error.column, found=error.found, expected=error.expected, raw=keepable(raw))


def keepable(raw: str) -> str:
    """Return a text that any database holds: what is no letter stands as its number, and what is too long is cut."""
    safe = raw.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    return safe if len(safe) <= LONGEST_RAW else f"{safe[:LONGEST_RAW]}… ({len(safe):,} characters)"


def _project(row: Cells, columns: Columns, layout: str) -> ReadRow:
    facts: dict[str, Value] = {what: _fact(what, row, heading) for what, heading in columns.project.items()}
    identifier = _identifier(facts.pop("identifier"), columns)
    if not facts.get("year"):
        facts["year"] = _year_told(identifier, facts)
    if found := _ACTION_IN_NUMBER.search(identifier):
        facts["code"] = found[1]
    if heading := columns.places.get(0, {}).get("country"):
        facts["coordinator_country"] = cells.country_of(row.values.get(heading, ""), heading)
    return ReadRow(
        line=row.line,
        identifier=identifier,
        facts=facts,
        participations=tuple(_places(row, columns)),
        key=f"{layout} {identifier}",
        digest=digest_of(row),
    )


def _participation(row: Cells, columns: Columns, layout: str) -> ReadRow:
    identifier = _identifier(_fact("identifier", row, columns.project["identifier"]), columns)
    told = columns.participation
    role = _role(row, told)
    heading = told.get("number", "")
    number = cells.whole_of(row.values.get(heading, ""), heading) if role == "partner" else 0
    one = _organisation(row, told, role=role, number=number or 0)
    if one is None:
        raise UnreadableCellError(told["name"], "nothing", "the name of an organisation")
    if role == "partner" and not one.number:
        # Lists without numbers: the name tells two partners of a project apart.
        key = f"{layout} {identifier} {one.name.casefold()}"
    else:
        key = f"{layout} {identifier} {role} {one.number}"
    return ReadRow(
        line=row.line, identifier=identifier, facts={}, participations=(one,), key=key, digest=digest_of(row)
    )


def digest_of(row: Cells) -> str:
    """Return the hash of everything that stands in a row."""
    told = json.dumps(sorted((name, text.strip()) for name, text in row.values.items() if text.strip()))
    return hashlib.sha256(told.encode()).hexdigest()


def _identifier(value: Value, columns: Columns) -> str:
    if not isinstance(value, str) or not value:
        raise UnreadableCellError(columns.project["identifier"], "nothing", "the number of a project")
    return value


def _fact(what: str, row: Cells, heading: str) -> Value:
    text = row.values.get(heading, "")
    if what in READERS:
        return READERS[what](text, heading)
    if what == "topics":
        return cells.topics_of(text, heading, LONGEST[what])
    return cells.text_of(text, heading, LONGEST[what])


def _year_told(identifier: str, facts: Mapping[str, Value]) -> int | None:
    if found := _YEAR_IN_NUMBER.search(identifier):
        return int(found[0])
    start = facts.get("start")
    return getattr(start, "year", None)


def _places(row: Cells, columns: Columns) -> Iterator[ReadParticipation]:
    for number, headings in columns.places.items():
        role: Role = "partner" if number else "coordinator"
        one = _organisation(row, headings, role=role, number=number)
        if one is not None:
            yield one


def _organisation(row: Cells, headings: Mapping[str, str], *, role: Role, number: int) -> ReadParticipation | None:
    told: dict[str, str] = {}
    for what in spellings()["organisation"]:
        heading = headings.get(what, "")
        text = row.values.get(heading, "") if heading else ""
        told[what] = (
            cells.country_of(text, heading) if what == "country" else cells.text_of(text, heading, LONGEST[what])
        )
    if not told["name"]:
        return None
    return ReadParticipation(role=role, number=number, **told)


def _role(row: Cells, headings: Mapping[str, str]) -> Role:
    heading = headings.get("role", "")
    word = row.values.get(heading, "").strip().casefold()
    words = spellings()["words"]
    if word in words["coordinator"]:
        return "coordinator"
    if word in words["partner"]:
        return "partner"
    raise UnreadableCellError(heading, cells.shown(word), "coordinator or partner")
