"""An application as it is printed: made from what was frozen, so a paper drawn later says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from consortia.core.application import count_characters
from consortia.core.call.content import Question, Section
from consortia.core.eligibility import examine_eligibility
from consortia.core.eligibility.completeness import AskedQuestion, asked_questions
from consortia.documents import dossier as paper
from consortia.rulebook.wording import say
from consortia.stages.applications.dossier_facts import (
    annexes_table,
    cover_facts,
    facts_table,
    mandates_table,
    timetable_rows,
    title_of,
)
from consortia.stages.applications.dossier_lines import euros, heading_table
from consortia.stages.applications.dossier_papers import declaration, mandate_parts
from consortia.stages.applications.dossier_pictures import (
    drawn_budget,
    drawn_map,
    drawn_timetable,
    has_map,
    has_timetable,
)
from consortia.stages.applications.handed import Handed


def dossier_of(
    what: Handed, *, state: paper.DossierState, dated: datetime, number: str = "", fingerprint: str = ""
) -> paper.Dossier:
    """Return the whole application in the order of its form, ready for the printers."""
    asked = asked_questions(what.call, what.value, language=what.frozen["language"])
    sections = [_section(what, section, asked) for section in what.call.sections]
    return paper.Dossier(
        title=what.value.title or _("Untitled"),
        acronym=what.frozen["acronym"],
        call_title=what.call.title,
        dated=dated,
        state=state,
        number=number or what.frozen["reference"],
        training=bool(what.frozen["training"]),
        language=what.frozen["language"],
        cover=cover_facts(what),
        sections=(*(section for section in sections if section.blocks), *_closing(what, dated=dated)),
        fingerprint=fingerprint,
    )


def _section(what: Handed, section: Section, asked: tuple[AskedQuestion, ...]) -> paper.Section:
    here = [each for each in asked if each.section == section.code]
    common = [block for each in here if not each.scope for block in _blocks(what, each.question, "")]
    parts = []
    for organisation in what.value.organisations:
        own = [each.question for each in here if each.scope == organisation.id]
        blocks = tuple(block for question in own for block in _blocks(what, question, organisation.id))
        if blocks:
            parts.append(paper.Part(title=organisation.name, blocks=blocks))
    return paper.Section(title=section.title, purpose=section.purpose, blocks=(*common, *parts))


def _blocks(what: Handed, question: Question, scope: str) -> Iterator[paper.LeafBlock]:
    if question.kind == "facts":
        yield from _facts(what, question, scope)
    elif question.kind == "table":
        heading = what.budget.heading(question.heading or "")
        table = heading_table(what.call, heading, names=what.names, titles=what.titles)
        yield replace(table, caption=question.title)
    else:
        yield _question(question, what.answers.get((question.code, scope), ""))


def _facts(what: Handed, question: Question, scope: str) -> Iterator[paper.LeafBlock]:
    """Show facts; the timetable alone is a picture with its table, and papers are listed below their facts."""
    if question.facts == ("timetable",):
        yield _timetable_table(what, question.title)
        return
    yield facts_table(what, question, scope)
    if "mandates" in question.facts:
        yield from (table for table in (mandates_table(what), annexes_table(what)) if table is not None)


def _question(question: Question, text: str) -> paper.Question:
    titles = {option.code: option.title for option in question.choices}
    codes = text.split()
    answer = "\n".join(titles[code] for code in codes) if codes and titles.keys() >= set(codes) else text
    return paper.Question(
        title=question.title,
        ask=question.ask,
        help=question.help or "",
        answer=answer,
        limit=question.limit,
        count=count_characters(answer) if question.limit else None,
        required=question.required,
        language="en" if question.language == "english" else "",
    )


def _closing(what: Handed, *, dated: datetime) -> Iterator[paper.Section]:
    """Add what the form does not ask but a reader needs: places, money in one table, findings, what is signed."""
    yield paper.Section(title=_("Timetable and places"), blocks=tuple(_pictures(what)))
    yield paper.Section(title=_("The grant"), blocks=tuple(_money(what)))
    yield paper.Section(title=_("What the check found"), blocks=(_findings(what),))
    if (declared := declaration(what)) is not None:
        yield declared
    if mandates := mandate_parts(what, dated=dated):
        yield paper.Section(title=_("Mandates"), blocks=mandates, new_page=True)


def _pictures(what: Handed) -> Iterator[paper.LeafBlock]:
    yield _partners_table(what)
    if has_map(what.frozen):
        yield paper.Picture(
            svg=drawn_map(what.frozen, what.value, what.call),
            alt=_("Map of Europe with the partners and where they meet."),
            caption=_("Partners and meetings"),
        )
    # Rows that wait beside the document are no part of what is handed in.
    standing = {**what.frozen, "plan": [row for row in what.frozen["plan"] if row["place"]]}
    if has_timetable(standing):
        yield paper.Picture(
            svg=drawn_timetable(standing, what.value, what.call),
            alt=_("Timetable: every planned activity with its months."),
            caption=_("Timetable"),
            landscape=True,
        )


def _partners_table(what: Handed) -> paper.Table:
    columns = ((_("Organisation"), 5), (_("Town"), 3), (_("Country"), 3), (_("Role"), 3))
    return paper.Table(
        caption=_("Who takes part"),
        columns=tuple(paper.Column(title=title, share=share) for title, share in columns),
        rows=tuple(
            paper.Row(cells=(each.name, each.city, what.country(each.country), title_of(what.call.roles, each.role)))
            for each in what.value.organisations
        ),
    )


def _timetable_table(what: Handed, caption: str) -> paper.Table:
    columns = ((_("What"), 4), (_("From"), 3), (_("Until the end of"), 3))
    rows: list[paper.Row] = []
    group = ""
    for heading, name, first, last in timetable_rows(what):
        if heading != group:
            group = heading
            rows.append(paper.Row(cells=(heading,), kind=paper.RowKind.GROUP))
        rows.append(paper.Row(cells=(name, first, last)))
    return paper.Table(
        caption=caption,
        columns=tuple(paper.Column(title=title, share=share) for title, share in columns),
        rows=tuple(rows),
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
    cut = what.budget.cut
    yield paper.Table(
        caption=_("Grant by heading"),
        columns=(
            paper.Column(title=_("Heading"), share=4),
            paper.Column(title=_("Sum of lines"), kind=paper.ColumnKind.NUMBER, share=2),
            paper.Column(title=_("Cut by a ceiling"), kind=paper.ColumnKind.NUMBER, share=2),
            paper.Column(title=_("Asked for"), kind=paper.ColumnKind.NUMBER, share=2),
        ),
        rows=rows,
        total=(_("Grant"), "", euros(cut.taken.amount) if cut else "", euros(what.budget.grant.amount)),
        note=_("The ceiling of the whole project is %(ceiling)s.")
        % {"ceiling": euros(what.budget.maximum_grant.amount)},
    )
    if svg := drawn_budget(what.call, what.value, what.budget):
        yield paper.Picture(
            svg=svg,
            alt=_("Bars: the grant by heading, as in the table above, and by organisation."),
            caption=_("The grant by heading and organisation"),
        )


def _findings(what: Handed) -> paper.FindingsList:
    looked_at = (*examine_eligibility(what.call, what.value), *what.budget.findings)
    lines = tuple(
        paper.FindingLine(
            status=paper.FindingStatus(finding.status),
            text=say(finding.message),
            source=_source(what, finding.source.document, finding.source.section),
        )
        for finding in looked_at
        if finding.status != "not-applicable"
    )
    return paper.FindingsList(lines=lines)


def _source(what: Handed, document: str, section: str) -> str:
    title = next((each.title for each in what.call.documents if each.code == document), document)
    return f"{title}: {section}"
