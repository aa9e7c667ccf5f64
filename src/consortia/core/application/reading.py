"""A document into an application, refused at the first place that breaks the format."""

from collections.abc import Mapping

from consortia.core.application import parts
from consortia.core.application.document import Application, Event, Organisation, Output, Row
from consortia.core.application.loading import described
from consortia.core.application.planned import ROW_READERS, Reader, planned_rows
from consortia.core.call import CallDefinition
from consortia.core.call.headings import Heading, PerParticipantTerms, RealCostsTerms
from consortia.core.errors import DocumentError
from consortia.core.values import Money

ALWAYS_KEYS = frozenset(
    {"call", "field", "title", "summary", "priorities", "start", "months", "round", "submitted_at", "organisations"}
)
_ORGANISATION = frozenset({"id", "name", "country", "city", "kind", "role"})


def document_keys(call: CallDefinition) -> frozenset[str]:
    """The keys of a document of this call: those of every call and those its types, formats and headings add."""
    added = {heading.key for heading in call.headings if heading.basis in ROW_READERS}
    added |= {outside for heading in call.headings if (outside := _outside_key(heading))}
    if call.types:
        added.add("type")
    if call.formats:
        added.add("format")
    return ALWAYS_KEYS | added


def read_application(document: Mapping[str, object], call: CallDefinition) -> Application:
    """The application that a document describes."""
    top = parts.table(document, document_keys(call), "")
    if top["call"] != call.code:
        raise DocumentError("call", described(top["call"]), f'"{call.code}"')
    reader = Reader(call)
    field = parts.code(top, "field", "", known=[each.code for each in call.fields])
    organisations = _organisations(reader, top["organisations"])
    rows = _all_rows(reader, top)
    return Application(
        call=call.code,
        field=field,
        type=parts.code(top, "type", "", known=[each.code for each in call.types]) if call.types else None,
        format=parts.code(top, "format", "", known=[each.code for each in call.formats]) if call.formats else None,
        title=parts.text(top, "title", ""),
        summary=parts.text(top, "summary", ""),
        priorities=_priorities(top["priorities"], call),
        start=parts.day(top, "start", ""),
        months=parts.whole_number(top, "months", "", least=1),
        round=_round(top, call, field),
        submitted_at=parts.moment_or_null(top, "submitted_at", ""),
        organisations=organisations,
        rows=rows,
        sums=_outside_costs(top, call),
    )


def _organisations(reader: Reader, value: object) -> tuple[Organisation, ...]:
    tells = reader.call.call.organisations_tell
    keys = _ORGANISATION | {question.replace("-", "_") for question in tells}
    found = tuple(
        _organisation(reader, each, f"organisations[{index}]", keys=keys)
        for index, each in enumerate(parts.rows(value, "organisations"))
    )
    reader.organisations.update({each.id: each for each in found})
    return found


def _organisation(reader: Reader, value: object, where: str, *, keys: frozenset[str]) -> Organisation:
    row = parts.table(value, keys, where)
    look = reader.call.look
    return Organisation(
        id=reader.new_id(row, where),
        name=parts.text(row, "name", where),
        country=parts.country(row, "country", where, call=reader.call),
        city=parts.text(row, "city", where),
        kind=parts.code(row, "kind", where, known=look.kinds),
        role=parts.code(row, "role", where, known=look.roles),
        charter=parts.truth(row, "charter", where) if "charter" in keys else False,
        added_value=parts.text_or_null(row, "added_value", where) if "added_value" in keys else None,
    )


def _priorities(value: object, call: CallDefinition) -> tuple[str, ...]:
    listed = parts.rows(value, "priorities")
    return tuple(
        parts.code({f"priorities[{index}]": each}, f"priorities[{index}]", "", known=call.look.priorities)
        for index, each in enumerate(listed)
    )


def _round(top: Mapping[str, object], call: CallDefinition, field: str) -> int:
    value = parts.whole_number(top, "round", "")
    if (field, value) not in call.look.deadlines:
        offered = " or ".join(str(each.number) for each in call.rounds if field in each.fields)
        raise DocumentError("round", described(value), f"{offered}, the rounds of {field}")
    return value


def _all_rows(reader: Reader, top: Mapping[str, object]) -> Mapping[str, tuple[Row, ...]]:
    rows = {
        heading.code: planned_rows(reader, heading, top[heading.key])
        for heading in reader.call.headings
        if heading.basis in ROW_READERS
    }
    for heading in reader.call.headings:
        if isinstance(heading.terms, PerParticipantTerms) and heading.terms.presents:
            _refuse_unknown_outputs(heading, rows[heading.code], rows[heading.terms.presents.heading])
    return rows


def _refuse_unknown_outputs(heading: Heading, events: tuple[Row, ...], outputs: tuple[Row, ...]) -> None:
    known = {each.id for each in outputs if isinstance(each, Output)}
    for index, event in enumerate(events):
        if isinstance(event, Event) and event.output is not None and event.output not in known:
            raise DocumentError(
                f"{heading.key}[{index}].output",
                described(event.output),
                "the id of an output in this document, or null",
            )


def _outside_costs(top: Mapping[str, object], call: CallDefinition) -> Mapping[str, Money]:
    keys = [outside for heading in call.headings if (outside := _outside_key(heading))]
    return {key: parts.money(top, key, "") for key in keys}


def _outside_key(heading: Heading) -> str | None:
    terms = heading.terms
    return terms.outside.key if isinstance(terms, RealCostsTerms) and terms.outside else None
