"""The panel beside every page of an application: what stands in the way, what is missing, the grant and its ceiling.

A template that extends `applicant/with_panel.html` has it. The page may give its own `view` in the context, so that
the application is read and reckoned once a page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from consortia.core.values import Finding
from consortia.portals.applicant.addresses import address_of, page_address, row_address
from consortia.portals.applicant.reckoning import document_words, row_name
from consortia.portals.applicant.repairing import joint_repair
from consortia.rulebook.wording import say
from consortia.stages.applications.attention import Attention, Reason, attention_to
from consortia.stages.applications.snapshots import View

MOST_PLACES = 5
ATTENTION_WORDS: Final[dict[Reason, Promise]] = {
    "carrier-left": gettext_lazy(
        "The organisation that was to hold it no longer takes part, so it is not counted. Choose another one."
    ),
    "entries-left-out": ngettext_lazy(
        "%(count)s entry of an organisation that no longer takes part is not counted.",
        "%(count)s entries of organisations that no longer take part are not counted.",
        "count",
    ),
    "after-the-end": gettext_lazy(
        "It lies after the last month of the project. Choose earlier months, or let the project take longer."
    ),
    "no-months": gettext_lazy("Its months are not decided yet, so the timetable cannot show it."),
    "way-unknown": ngettext_lazy(
        "%(count)s distance is not known, so its travel is counted as 0. Choose a town, or enter the kilometres.",
        "%(count)s distances are not known, so their travel is counted as 0. Choose a town, or enter the kilometres.",
        "count",
    ),
    "no-rate": ngettext_lazy(
        "The call gives no rate for %(count)s line of it, so it is counted as 0.",
        "The call gives no rate for %(count)s lines of it, so they are counted as 0.",
        "count",
    ),
}


PART_WORDS: Final[dict[str, Promise]] = {
    "field": gettext_lazy("Field"),
    "type": gettext_lazy("Type of project"),
    "format": gettext_lazy("Format"),
    "start": gettext_lazy("First day"),
    "months": gettext_lazy("Duration"),
    "round": gettext_lazy("Round"),
    "priorities": gettext_lazy("Priorities"),
    "annexes": gettext_lazy("Annexes"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that something leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to look at: what it says, where to go, what could be done, and where the rule stands."""

    status: str
    text: str
    places: tuple[Place, ...]
    title: str = ""
    repair: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPart:
    """A part of the form with what it still lacks."""

    title: str
    href: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRepair:
    """The smallest repair in words, with the pages it is made on and the rules it cannot mend."""

    steps: tuple[str, ...]
    places: tuple[Place, ...]
    beyond: tuple[str, ...]
    smallest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything the panel and the page of all findings show."""

    reference: str
    late: bool
    failed: tuple[Item, ...]
    repair: ShownRepair
    warnings: tuple[Item, ...]
    attention: tuple[Item, ...]
    missing: tuple[MissingPart, ...]
    requested: Decimal
    maximum: Decimal
    grant: Decimal

    @property
    def over(self) -> Decimal:
        """What is asked for above the ceiling of the project."""
        return max(self.requested - self.maximum, Decimal("0.00"))

    @property
    def left(self) -> Decimal:
        """What could still be asked for."""
        return max(self.maximum - self.requested, Decimal("0.00"))

    @property
    def missing_count(self) -> int:
        """How many answers and papers are missing or too long."""
        return sum(len(part.items) for part in self.missing)

    @property
    def to_look_at(self) -> int:
        """How many warnings and hints there are."""
        return len(self.warnings) + len(self.attention)


def panel_of(view: View) -> Panel:
    """Return what the panel shows of an application at this moment."""
    budget = view.budget
    return Panel(
        reference=view.rows.application.reference,
        late=view.rows.application.is_late(timezone.now()),
        failed=tuple(finding_item(finding, view) for finding in view.failed),
        repair=_shown_repair(view),
        warnings=tuple(finding_item(finding, view) for finding in view.findings if finding.status == "warning"),
        attention=tuple(_attention_item(each, view) for each in attention_to(view)),
        missing=_missing_parts(view),
        requested=budget.requested_total.amount,
        maximum=budget.maximum_grant.amount,
        grant=budget.grant.amount,
    )


def finding_item(finding: Finding, view: View) -> Item:
    """Return a finding in words, with the pages it speaks of."""
    rules = view.rows.call.rules + view.rows.call.money_rules
    return Item(
        status=finding.status,
        title=next((rule.title for rule in rules if rule.code == finding.rule), ""),
        text=say(finding.message),
        places=places_of(finding.where, view),
        source=document_words(view.rows.call, finding.source.document, finding.source.section),
    )


def places_of(where: tuple[str, ...], view: View) -> tuple[Place, ...]:
    """Return the pages that places in the document lead to, each once."""
    found: dict[str, Place] = {}
    for place in where:
        href = address_of(place, view)
        found.setdefault(href, Place(_place_words(place, view), href))
    return tuple(found.values())[:MOST_PLACES]


def _shown_repair(view: View) -> ShownRepair:
    repair = joint_repair(view)
    titles = {rule.code: rule.title for rule in view.rows.call.rules}
    return ShownRepair(
        steps=repair.steps,
        places=places_of(repair.where, view),
        beyond=tuple(titles.get(code, code) for code in sorted(repair.beyond)),
        smallest=repair.smallest,
    )


def _attention_item(attention: Attention, view: View) -> Item:
    place = Place(row_name(attention.row), row_address(attention.row, view.rows.application.reference))
    text = ATTENTION_WORDS[attention.reason] % {"count": attention.count}
    return Item(status="warning", title=row_name(attention.row), text=str(text), places=(place,))


def _missing_parts(view: View) -> tuple[MissingPart, ...]:
    """Return what is missing, part by part of the form and in its order."""
    call, reference = view.rows.call, view.rows.application.reference
    sections = {question.code: section for section in call.sections for question in section.questions}
    by_section: dict[str, list[Item]] = defaultdict(list)
    for finding in view.missing:
        place = finding.where[0] if finding.where else ""
        question = place.removeprefix("answers.").partition("@")[0]
        section = sections[question].code if place.startswith("answers.") and question in sections else ""
        by_section[section].append(finding_item(finding, view))
    parts = [
        MissingPart(
            title=section.title,
            href=page_address("section", reference=reference, section=section.code),
            items=tuple(by_section[section.code]),
        )
        for section in call.sections
        if section.code in by_section
    ]
    if "" in by_section:
        href = page_address("annexes", reference=reference)
        parts.append(MissingPart(title=gettext("Annexes"), href=href, items=tuple(by_section[""])))
    return tuple(parts)


def _place_words(where: str, view: View) -> str:
    """Return what people call the place that a finding speaks of."""
    rows = view.rows
    top = where.partition(".")[0].partition("[")[0]
    if where.startswith("answers."):
        return _answer_words(where.removeprefix("answers."), view)
    if row := view.row_at(where):
        return row_name(row)
    if top == "organisations":
        index = where.partition("[")[2].partition("]")[0]
        known = index.isdecimal() and int(index) < len(rows.participations)
        return rows.participations[int(index)].organisation.name if known else gettext("Consortium")
    if heading := next((each for each in rows.call.headings if each.key == top), None):
        return heading.title
    return str(PART_WORDS.get(top, gettext("Go there")))


def _answer_words(code: str, view: View) -> str:
    question, _at, scope = code.partition("@")
    titles = (q.title for section in view.rows.call.sections for q in section.questions if q.code == question)
    title = next(titles, question)
    participation = view.rows.by_key.get(scope)
    if participation is None:
        return title
    return gettext("%(question)s: %(organisation)s") % {
        "question": title,
        "organisation": participation.organisation.name,
    }
