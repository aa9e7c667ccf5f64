"""An application as it is printed: made from what was frozen, so a paper drawn later says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from consortia.core.application import Application as ApplicationValue
from consortia.core.application import count_characters, read_application
from consortia.core.budget import Budget, calculate_budget
from consortia.core.call import CallDefinition
from consortia.core.call.content import Question, Section
from consortia.core.eligibility import examine_eligibility
from consortia.core.eligibility.completeness import asked_questions
from consortia.documents import dossier as paper
from consortia.rulebook.wording import say
from consortia.stages.applications.pictures import drawn_budget, drawn_map, drawn_timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is printed: the frozen content, the call it was written for, and what the core says of it."""

    frozen: Mapping[str, Any]
    call: CallDefinition
    value: ApplicationValue
    budget: Budget

    @property
    def names(self) -> dict[str, str]:
        """Names of the organisations by their id in the document."""
        return {each.id: each.name for each in self.value.organisations}

    @property
    def answers(self) -> dict[tuple[str, str], str]:
        """Texts by question and scope."""
        return {(each["question"], each["scope"]): each["text"] for each in self.frozen["answers"]}


def handed(frozen: Mapping[str, Any], call: CallDefinition) -> Handed:
    """Read what was frozen and let the core reckon it again: it says what it said then."""
    value = read_application(frozen["document"], call)
    return Handed(frozen=frozen, call=call, value=value, budget=calculate_budget(call, value))


def dossier_of(
    what: Handed, *, state: paper.DossierState, dated: datetime, number: str = "", fingerprint: str = ""
) -> paper.Dossier:
    """Return the whole application in the order of its form, ready for the printers."""
    sections = [_section(what, section) for section in what.call.sections]
    return paper.Dossier(
        title=what.value.title or _("Untitled"),
        acronym=what.frozen["acronym"],
        call_title=what.call.title,
        dated=dated,
        state=state,
        number=number or what.frozen["reference"],
        training=bool(what.frozen["training"]),
        language=what.frozen["language"],
        cover=_cover(what),
        sections=(*(section for section in sections if section.blocks), *_closing(what)),
        fingerprint=fingerprint,
    )


def _cover(what: Handed) -> tuple[paper.Fact, ...]:
    call, value = what.call, what.value
    coordinator = next((o for o in value.organisations if call.look.roles[o.role].coordinates), None)
    facts = [
        (_("Coordinator"), coordinator.name if coordinator else ""),
        (_("Field"), _title(call.fields, value.field)),
        (_("Type of project"), _title(call.types, value.type)),
        (_("Format"), _title(call.formats, value.format)),
        (
            _("First day and duration"),
            _("%(start)s, %(months)d months") % {"start": f"{value.start:%d.%m.%Y}", "months": value.months},
        ),
        (_("Grant requested"), euros(what.budget.grant.amount)),
        (_("Agency"), what.frozen["agency"]),
    ]
    return tuple(paper.Fact(label=label, value=text) for label, text in facts if text)


def _section(what: Handed, section: Section) -> paper.Section:
    asked = [each for each in asked_questions(what.call, what.value) if each.section == section.code]
    common = [block for each in asked if not each.scope for block in _blocks(what, each.question, "")]
    parts = []
    for organisation in what.value.organisations:
        blocks = [
            b for each in asked if each.scope == organisation.id for b in _blocks(what, each.question, organisation.id)
        ]
        if blocks:
            parts.append(paper.Part(title=organisation.name, blocks=tuple(blocks)))
    return paper.Section(title=section.title, purpose=section.purpose, blocks=(*common, *parts))


def _blocks(what: Handed, question: Question, scope: str) -> Iterator[paper.LeafBlock]:
    if question.kind == "facts":
        rows = tuple(_fact(what, fact, scope) for fact in question.facts)
        yield paper.FactsTable(title=question.title, rows=tuple(row for row in rows if row is not None))
    elif question.kind == "table":
        yield _plan_table(what, question)
    else:
        answer = what.answers.get((question.code, scope), "")
        yield paper.Question(
            title=question.title,
            ask=question.ask,
            help=question.help or "",
            answer=answer,
            limit=question.limit,
            count=count_characters(answer),
            required=question.required,
            language="en" if question.language == "english" else "",
        )


def _plan_table(what: Handed, question: Question) -> paper.Table:
    heading = what.budget.heading(question.heading or "")
    rows = tuple(
        paper.Row(
            cells=(
                _line_title(what, line.where),
                what.names.get(line.organisation or "", ""),
                _quantity(line),
                euros(line.rate.amount),
                euros(line.amount.amount),
            )
        )
        for line in heading.lines
    )
    columns = (
        paper.Column(title=_("What"), share=3),
        paper.Column(title=_("Organisation"), share=3),
        paper.Column(title=_("Quantity"), kind=paper.ColumnKind.NUMBER, share=2),
        paper.Column(title=_("Rate"), kind=paper.ColumnKind.NUMBER, share=2),
        paper.Column(title=_("Amount"), kind=paper.ColumnKind.NUMBER, share=2),
    )
    note = ""
    if heading.cut is not None:
        note = _("The ceiling of %(ceiling)s takes away %(taken)s.") % {
            "ceiling": euros(heading.cut.ceiling.amount),
            "taken": euros(heading.cut.taken.amount),
        }
    total = (_("Total"), "", "", "", euros(heading.amount.amount))
    return paper.Table(caption=heading.title, columns=columns, rows=rows, total=total, note=note)


def _line_title(what: Handed, where: str) -> str:
    """Return the title of the plan row a budget line comes from; lines that follow from the call name nothing."""
    heading, _open, rest = where.partition("[")
    number = rest.partition("]")[0]
    rows = [row for row in what.frozen["plan"] if row["heading"].replace("-", "_") == heading]
    if number.isdigit() and int(number) < len(rows):
        row = rows[int(number)]
        return row["title"] or row["key"]
    return ""


def _quantity(line: Any) -> str:
    return f"{line.quantity:,}".replace(",", " ")


def _closing(what: Handed) -> Iterator[paper.Section]:
    """Add what the form does not ask but a reader needs: pictures, money in one table, findings, signatures."""
    yield paper.Section(title=_("Timetable and places"), blocks=tuple(_pictures(what)))
    yield paper.Section(title=_("The grant"), blocks=tuple(_money(what)))
    yield paper.Section(title=_("What the check found"), blocks=(_findings(what),))
    yield paper.Section(title=_("Declaration and mandates"), blocks=tuple(_signatures(what)), new_page=True)


def _pictures(what: Handed) -> Iterator[paper.LeafBlock]:
    if svg := drawn_timetable(what.frozen, what.value):
        yield paper.Picture(
            svg=svg, alt=_("Timetable: every planned activity with its months."), caption=_("Timetable"), landscape=True
        )
    if svg := drawn_map(what.frozen, what.value):
        yield paper.Picture(
            svg=svg, alt=_("Map of Europe with the partners and where they meet."), caption=_("Partners and meetings")
        )


def _money(what: Handed) -> Iterator[paper.LeafBlock]:
    rows = tuple(
        paper.Row(
            cells=(
                heading.title,
                euros(heading.subtotal.amount),
                euros(heading.cut.taken.amount) if heading.cut else "",
                euros(heading.amount.amount),
            )
        )
        for heading in what.budget.headings
    )
    yield paper.Table(
        caption=_("Grant by heading"),
        columns=(
            paper.Column(title=_("Heading"), share=4),
            paper.Column(title=_("Sum of lines"), kind=paper.ColumnKind.NUMBER, share=2),
            paper.Column(title=_("Cut by a ceiling"), kind=paper.ColumnKind.NUMBER, share=2),
            paper.Column(title=_("Requested"), kind=paper.ColumnKind.NUMBER, share=2),
        ),
        rows=rows,
        total=(_("Grant"), "", "", euros(what.budget.grant.amount)),
        note=_("The ceiling of the whole project is %(ceiling)s.")
        % {"ceiling": euros(what.budget.maximum_grant.amount)},
    )
    if svg := drawn_budget(what.value, what.budget):
        yield paper.Picture(
            svg=svg, alt=_("Bars: the grant by heading, as in the table above."), caption=_("Grant by heading")
        )


def _findings(what: Handed) -> paper.FindingsList:
    looked_at = (*examine_eligibility(what.call, what.value), *what.budget.findings)
    lines = tuple(
        paper.FindingLine(
            status=paper.FindingStatus(finding.status), text=say(finding.message), source=str(finding.source)
        )
        for finding in looked_at
        if finding.status != "not-applicable"
    )
    return paper.FindingsList(lines=lines)


def _signatures(what: Handed) -> Iterator[paper.LeafBlock]:
    parts = {part["id"]: part for part in what.frozen["parts"]}
    for organisation in what.value.organisations:
        role = what.call.look.roles[organisation.role]
        part = parts[organisation.id]
        if not role.funded:
            continue
        text = (
            _("We declare that what this application says is true, and that nothing excludes us from a grant.")
            if role.coordinates
            else _("We give the coordinator the mandate to apply and act in our name for this project.")
        )
        yield paper.Paragraph(text=text)
        yield paper.SignatureBlock(
            name=part["legal_representative"],
            role=part["legal_representative_position"],
            organisation=organisation.name,
        )


def _fact(what: Handed, fact: str, scope: str) -> paper.Fact | None:
    """Return a fact of the application or of one organisation; unknown ones are left out of the paper."""
    known = _organisation_facts(what, scope) if scope else _application_facts(what)
    return paper.Fact(label=known[fact][0], value=known[fact][1]) if fact in known else None


def _application_facts(what: Handed) -> dict[str, tuple[str, str]]:
    call, value, budget = what.call, what.value, what.budget
    priorities = {each.code: f"{each.code} {each.title}" for each in call.priorities}
    return {
        "action": (_("Action"), call.call.action),
        "round": (_("Round"), str(value.round)),
        "deadline": (_("Deadline"), _moment(what.frozen["deadline"])),
        "field": (_("Field"), _title(call.fields, value.field)),
        "type": (_("Type of project"), _title(call.types, value.type)),
        "format": (_("Format"), _title(call.formats, value.format)),
        "agency": (_("Agency"), what.frozen["agency"]),
        "language": (_("Language of the application"), what.frozen["language"]),
        "title": (_("Title"), value.title),
        "start": (_("First day"), f"{value.start:%d.%m.%Y}"),
        "months": (_("Duration in months"), str(value.months)),
        "priorities": (_("Priorities"), "; ".join(priorities.get(code, code) for code in value.priorities)),
        "management-grant": (_("Project management and implementation"), euros(budget.headings[0].amount.amount)),
        "requested-total": (_("Sum of the headings"), euros(budget.requested_total.amount)),
        "maximum-grant": (_("Ceiling of the project"), euros(budget.maximum_grant.amount)),
        "grant": (_("Grant"), euros(budget.grant.amount)),
    }


def _organisation_facts(what: Handed, scope: str) -> dict[str, tuple[str, str]]:
    organisation = what.value.by_id[scope]
    part = next(each for each in what.frozen["parts"] if each["id"] == scope)
    country = what.call.countries.get(organisation.country)
    return {
        "name": (_("Legal name"), organisation.name),
        "identifier": (_("OID or PIC"), part["oid"] or part["pic"]),
        "kind": (_("Kind of organisation"), _title(what.call.organisation_kinds, organisation.kind)),
        "country": (_("Country"), country.name if country else organisation.country),
        "city": (_("Town"), organisation.city),
        "role": (_("Role"), _title(what.call.roles, organisation.role)),
        "charter": (_("Erasmus Charter for Higher Education"), _("yes") if organisation.charter else _("no")),
        "legal-representative": (_("Legal representative"), part["legal_representative"]),
        "contact-person": (_("Contact person"), part["contact"]),
    }


def _title(choices: Any, code: str | None) -> str:
    return next((each.title for each in choices if each.code == code), code or "")


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%d.%m.%Y %H:%M} (UTC)"


def euros(amount: Decimal) -> str:
    """Return an amount as papers write it, the same in every language: € 92 705.50."""
    return f"€ {amount:,.2f}".replace(",", " ")
