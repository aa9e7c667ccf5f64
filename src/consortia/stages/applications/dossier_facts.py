"""The facts that a form shows by itself, of the application and of each organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition
from consortia.core.call.content import Question
from consortia.documents import dossier as paper
from consortia.documents.pictures.calendar import months_later
from consortia.stages.applications.dossier_lines import euros
from consortia.stages.applications.handed import Handed
from consortia.stages.applications.moments import day_words, moment_words


def facts_table(what: Handed, question: Question, scope: str) -> paper.FactsTable:
    """Return the facts a question names; those that no paper knows are left out."""
    known = _of_organisation(what, scope) if scope else _of_application(what)
    rows = tuple(paper.Fact(label=known[fact][0], value=known[fact][1]) for fact in question.facts if fact in known)
    return paper.FactsTable(title=question.title, rows=rows)


def round_words(call: CallDefinition, field: str, number: int) -> str:
    """Return what the call names a round; its number where it has no name."""
    named = (each.title for each in call.rounds if each.number == number and field in each.fields)
    return next(named, str(number))


def language_words(code: str) -> str:
    """Return the name of a language; its code where nobody knows a name."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def cover_facts(what: Handed) -> tuple[paper.Fact, ...]:
    """Return what the cover says below the title."""
    call, value, lead = what.call, what.value, what.coordinator
    length = ngettext("%(months)d month", "%(months)d months", value.months) % {"months": value.months}
    facts = [
        (_("Coordinator"), lead.name if lead else ""),
        (_("Organisations"), str(len(value.organisations))),
        (_("Field"), title_of(call.fields, value.field)),
        (_("Type of project"), title_of(call.types, value.type)),
        (_("Format"), title_of(call.formats, value.format)),
        (_("Duration"), _("%(length)s from %(start)s") % {"length": length, "start": day_words(value.start)}),
        (_("Grant asked for"), euros(what.budget.grant.amount)),
        (_("Agency"), what.agency),
    ]
    return tuple(paper.Fact(label=label, value=text) for label, text in facts if text)


def annexes_table(what: Handed) -> paper.Table | None:
    """Return the files that go with the application, each with its fingerprint; None without any."""
    annexes = what.frozen["annexes"]
    if not annexes:
        return None
    kinds = {each.code: each.title for each in what.call.annexes}
    rows = tuple(
        paper.Row(
            cells=(
                kinds.get(each["kind"], each["kind"]),
                what.names.get(each["organisation"], ""),
                each["name"],
                each["sha256"][:16],
            )
        )
        for each in annexes
    )
    return paper.Table(
        caption=_("Files handed in"),
        columns=(
            paper.Column(title=_("Paper"), share=3),
            paper.Column(title=_("Organisation"), share=3),
            paper.Column(title=_("File"), share=4),
            paper.Column(title=_("SHA-256 begins"), share=3),
        ),
        rows=rows,
    )


def mandates_table(what: Handed) -> paper.Table | None:
    """Return who gave a mandate, and when; None where no partner needs one."""
    mandates = what.frozen["mandates"]
    if not mandates:
        return None
    words = {
        "missing": _("not given yet"),
        "given": _("given"),
        "part-changed": _("given, its part changed since"),
        "money-changed": _("given, the money changed since"),
    }
    zone = what.call.call.zone
    rows = tuple(
        paper.Row(
            cells=(
                what.names[each["organisation"]],
                words[each["state"]],
                each["signatory"],
                moment_words(datetime.fromisoformat(each["given_at"]), zone) if each["given_at"] else "",
            )
        )
        for each in mandates
    )
    return paper.Table(
        caption=_("Mandates of the partners"),
        columns=(
            paper.Column(title=_("Organisation"), share=4),
            paper.Column(title=_("Mandate"), share=3),
            paper.Column(title=_("By"), share=3),
            paper.Column(title=_("When"), share=4),
        ),
        rows=rows,
    )


def title_of(choices: Any, code: str | None) -> str:
    """Return the title of a code of the call."""
    return next((each.title for each in choices if each.code == code), code or "")


def _of_application(what: Handed) -> dict[str, tuple[str, str]]:
    return {**_choices(what), **_sums(what), **_papers(what)}


def _choices(what: Handed) -> dict[str, tuple[str, str]]:
    call, value = what.call, what.value
    priorities = {each.code: f"{each.code} {each.title}" for each in call.priorities}
    end = months_later(value.start, value.months) - timedelta(days=1)
    deadline = datetime.fromisoformat(what.frozen["deadline"])
    return {
        "action": (_("Action"), call.call.action),
        "round": (_("Round"), round_words(call, value.field, value.round)),
        "deadline": (_("Deadline"), moment_words(deadline, call.call.zone)),
        "field": (_("Field"), title_of(call.fields, value.field)),
        "type": (_("Type of project"), title_of(call.types, value.type)),
        "format": (_("Format"), title_of(call.formats, value.format)),
        "agency": (_("Agency"), what.agency),
        "language": (_("Language of the application"), language_words(what.frozen["language"])),
        "title": (_("Title"), value.title),
        "start": (_("First day"), day_words(value.start)),
        "months": (_("Duration in months"), str(value.months)),
        "end": (_("Last day"), day_words(end)),
        "priorities": (_("Priorities"), "\n".join(priorities.get(code, code) for code in value.priorities)),
    }


def _sums(what: Handed) -> dict[str, tuple[str, str]]:
    budget = what.budget
    shared = {heading.code for heading in what.call.headings if heading.basis == "monthly-share"}
    facts = {
        "requested-total": (_("Sum of the headings"), euros(budget.requested_total.amount)),
        "maximum-grant": (_("Ceiling of the project"), euros(budget.maximum_grant.amount)),
        "grant": (_("Grant asked for"), euros(budget.grant.amount)),
    }
    for heading in budget.headings:
        if heading.code in shared:
            facts["management-grant"] = (heading.title, euros(heading.amount.amount))
    return facts


def _papers(what: Handed) -> dict[str, tuple[str, str]]:
    given = sum(each["state"] == "given" for each in what.frozen["mandates"])
    of = {"given": given, "all": len(what.frozen["mandates"])}
    own = [each["name"] for each in what.frozen["annexes"] if each["kind"] == "timetable"]
    return {
        "mandates": (_("Mandates"), _("%(given)d of %(all)d given") % of),
        "declaration": (_("Declaration on honour"), what.frozen["declared_by"]),
        "timetable": (_("Timetable"), "\n".join(own) or _("Drawn from the plan")),
    }


def _of_organisation(what: Handed, scope: str) -> dict[str, tuple[str, str]]:
    organisation, part = what.value.by_id[scope], what.parts[scope]
    position = part["legal_representative_position"]
    return {
        "name": (_("Legal name"), organisation.name),
        "identifier": (_("OID or PIC"), part["oid"] or part["pic"]),
        "kind": (_("Kind of organisation"), title_of(what.call.organisation_kinds, organisation.kind)),
        "country": (_("Country"), what.country(organisation.country)),
        "city": (_("Town"), organisation.city),
        "role": (_("Role"), title_of(what.call.roles, organisation.role)),
        "charter": (_("Erasmus Charter for Higher Education"), _("yes") if organisation.charter else _("no")),
        "legal-representative": (
            _("Legal representative"),
            ", ".join(each for each in (part["legal_representative"], position) if each),
        ),
        "contact-person": (_("Contact person"), part["contact"]),
    }


def timetable_rows(what: Handed) -> Iterator[tuple[str, str, str, str]]:
    """Return every planned row with its heading and its first and last month, in words."""
    titles = {heading.code: heading.title for heading in what.call.headings}
    for row in what.frozen["plan"]:
        if row["place"] and row["first_month"] is not None:
            last = row["last_month"]
            yield (
                titles[row["heading"]],
                what.titles[row["place"]],
                _month(what, row["first_month"]),
                (_month(what, last) if last is not None else ""),
            )


def _month(what: Handed, number: int) -> str:
    first = months_later(what.value.start, number - 1)
    return _("month %(number)d, from %(day)s") % {"number": number, "day": day_words(first)}
