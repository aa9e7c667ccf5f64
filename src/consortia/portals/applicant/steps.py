"""The form of a call as the pages one walks through, and how far each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from consortia.core.call.content import Section
from consortia.core.eligibility.completeness import AskedQuestion, asked_questions
from consortia.core.values import Finding
from consortia.portals.applicant.addresses import address_of
from consortia.stages.applications.models import Answer
from consortia.stages.applications.snapshots import View

WRITTEN = frozenset({"long-text", "short-text", "choice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form: a section, or the part of one organisation in it."""

    section: Section
    key: str
    title: str
    reference: str
    asked: tuple[AskedQuestion, ...]

    @property
    def href(self) -> str:
        """The address of the page; most pages of the form are listed without it."""
        parts = {"reference": self.reference, "section": self.section.code}
        if self.key:
            return reverse("applicant:section_part", kwargs={**parts, "key": self.key})
        return reverse("applicant:section", kwargs=parts)

    @property
    def written(self) -> tuple[AskedQuestion, ...]:
        """The questions that somebody answers here by writing or choosing."""
        return tuple(each for each in self.asked if each.question.kind in WRITTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a page is, in a word, and what it still needs."""

    status: str
    hint: str = ""


def steps_of(view: View) -> tuple[Step, ...]:
    """Return the pages of the form in their order; a section asked of organisations has a page for each of them."""
    asked = asked_questions(view.rows.call, view.value, language=view.rows.application.language)
    return tuple(
        step
        for section in view.rows.call.sections
        for step in _steps_of_section(view, section, [each for each in asked if each.section == section.code])
    )


def _steps_of_section(view: View, section: Section, asked: list[AskedQuestion]) -> Iterable[Step]:
    if not asked:
        return
    reference = view.rows.application.reference
    common = tuple(each for each in asked if not each.scope)
    yield Step(section=section, key="", title=section.title, reference=reference, asked=common)
    for participation in view.rows.participations:
        own = tuple(each for each in asked if each.scope == participation.key)
        if own:
            yield Step(
                section=section,
                key=participation.key,
                title=participation.organisation.name,
                reference=reference,
                asked=own,
            )


class Progresses:
    """How far each page of one application is; what the findings say is sorted by page once."""

    def __init__(self, view: View) -> None:
        self._answers: Mapping[str, Answer] = {_place(each): each for each in view.rows.answers}
        self._missing: Mapping[str, Finding] = {finding.where[0]: finding for finding in view.missing}
        self._rows = {row.heading for row in view.rows.plan_rows}
        self._failing = {
            address_of(place, view).partition("#")[0] for finding in view.failed for place in finding.where
        }

    def of(self, step: Step) -> Progress:
        """Return how far a page is."""
        findings = [self._missing[each.where] for each in step.asked if each.where in self._missing]
        too_long = sum(finding.rule == "form.answer-too-long" for finding in findings)
        open_choices = sum(len(answer.open_conflicts) for answer in self._written(step))
        if too_long or open_choices or self.is_failing(step.href):
            return Progress(status="needs-attention", hint=_attention_words(too_long, open_choices))
        return self._without_attention(step, missing=len(findings))

    def of_all(self, steps: Iterable[Step]) -> Progress:
        """Return how far several pages are together: as far as the one that needs most."""
        each = [self.of(step).status for step in steps if step.asked]
        if "needs-attention" in each:
            return Progress(status="needs-attention")
        if not each or set(each) == {"complete"}:
            return Progress(status="complete")
        return Progress(status="not-started" if set(each) == {"not-started"} else "in-progress")

    def is_failing(self, href: str) -> bool:
        """Whether a rule of the call that does not hold leads to this page."""
        return href in self._failing

    def _written(self, step: Step) -> list[Answer]:
        return [self._answers[each.where] for each in step.written if each.where in self._answers]

    def _without_attention(self, step: Step, *, missing: int) -> Progress:
        begun = any(answer.text.strip() for answer in self._written(step))
        if step.written:
            if not missing:
                return Progress(status="complete")
            words = ngettext("%(count)d answer to write", "%(count)d answers to write", missing) % {"count": missing}
            return Progress(status="in-progress" if begun else "not-started", hint=words)
        tables = {each.question.heading for each in step.asked if each.question.kind == "table"}
        return Progress(status="complete" if not tables or tables & self._rows else "not-started")


def _place(answer: Answer) -> str:
    return f"answers.{answer.question}" + (f"@{answer.scope}" if answer.scope else "")


def _attention_words(too_long: int, open_choices: int) -> str:
    if too_long:
        return ngettext("%(count)d answer is too long", "%(count)d answers are too long", too_long) % {
            "count": too_long
        }
    return gettext("Two versions: choose") if open_choices else gettext("A rule of the call does not hold")
