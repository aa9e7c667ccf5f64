"""From a place in the application document to the page and field where one can change it."""

from __future__ import annotations

import re
from typing import Final

from django.urls import NoReverseMatch, reverse

from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import RealCostsTerms
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import ENTRIES, View

CHOICES: Final = frozenset({"field", "type", "format", "start", "months", "round"})
# The first three are groups of choices: their first one takes the focus.
FRAGMENTS: Final = {
    "field": "#id_field_0",
    "type": "#id_type_0",
    "format": "#id_format_0",
    "start": "#id_start",
    "months": "#id_months",
}
PAGES: Final = dict.fromkeys(CHOICES, "choices") | {
    "priorities": "priorities",
    "annexes": "annexes",
    "submitted_at": "submit",
}
_STEP = re.compile(r"^(?P<key>[a-z_]+)(?:\[(?P<index>\d+)\])?")


def address_of(where: str, view: View) -> str:
    """Return the address of the page, with the field, that a place in the document speaks of."""
    top = where.partition(".")[0].partition("[")[0]
    if top == "answers":
        return _answer_address(where.removeprefix("answers."), view)
    if top == "organisations":
        return _organisation_address(where, view)
    if top in PAGES:
        return page_address(PAGES[top], FRAGMENTS.get(top, ""), reference=view.rows.application.reference)
    if question := _filled_by(top, view.rows.call):
        return _answer_address(question, view)
    return _plan_address(where, top, view)


def page_address(name: str, fragment: str = "", **parts: str) -> str:
    """Return the address of a page of this portal; one that this site leaves out leads to the findings."""
    try:
        return reverse(f"applicant:{name}", kwargs=parts) + fragment
    except NoReverseMatch:
        return reverse("applicant:check", kwargs={"reference": parts["reference"]})


def row_address(row: PlanRow, reference: str, fragment: str = "") -> str:
    """Return the address of a planned row."""
    return page_address("plan_row", fragment, reference=reference, heading=row.heading, key=row.key)


def _answer_address(code: str, view: View) -> str:
    """Return the address of an answer: `code`, or `code@o2` for what one organisation says."""
    question, _at, scope = code.partition("@")
    section = next(
        (each.code for each in view.rows.call.sections if any(q.code == question for q in each.questions)), ""
    )
    anchor, reference = answer_anchor(question, scope), view.rows.application.reference
    if scope:
        return page_address("section_part", f"#{anchor}", reference=reference, section=section, key=scope)
    return page_address("section", f"#{anchor}", reference=reference, section=section)


def answer_anchor(question: str, scope: str = "") -> str:
    """Return the id of an answer's field on the page of its section."""
    return f"answer-{question}-{scope}" if scope else f"answer-{question}"


def _organisation_address(where: str, view: View) -> str:
    reference = view.rows.application.reference
    step = _STEP.match(where)
    index = int(step["index"]) if step and step["index"] else None
    if index is None or index >= len(view.rows.participations):
        return page_address("consortium", reference=reference)
    key = view.rows.participations[index].key
    part = where.rpartition("].")[2] if "]." in where else ""
    if question := _filled_by(part, view.rows.call):
        return _answer_address(f"{question}@{key}", view)
    return page_address("participation", reference=reference, key=key)


def _filled_by(key: str, call: CallDefinition) -> str:
    """Return the question whose answer is this key of the document."""
    return next((q.code for section in call.sections for q in section.questions if key and q.fills == key), "")


def _plan_address(where: str, top: str, view: View) -> str:
    reference = view.rows.application.reference
    row = view.row_at(where)
    if row is not None:
        return row_address(row, reference, _field_fragment(where, row, view))
    heading = next((each for each in view.rows.call.headings if top in {each.key, _outside_key(each)}), None)
    if heading is None:
        return page_address("application", reference=reference)
    fragment = f"#id_{top}" if top == _outside_key(heading) else "#id_chosen" if where.endswith(".chosen") else ""
    return page_address("plan", fragment, reference=reference, heading=heading.code)


def _field_fragment(where: str, row: PlanRow, view: View) -> str:
    """Return the field within a row's page that a place speaks of, empty for the row as a whole."""
    within = where.removeprefix(view.place_of(row)).removeprefix(".")
    if not within:
        return ""
    heading = view.rows.call.heading(row.heading)
    listed = ENTRIES.get(heading.basis)
    if listed and within.startswith(f"{listed[0]}["):
        return f"#{listed[0]}"
    names = {"host_country": "country"}
    return f"#id_{names.get(within, within)}"


def _outside_key(heading: Heading) -> str:
    terms = heading.terms
    return terms.outside.key if isinstance(terms, RealCostsTerms) and terms.outside else ""
