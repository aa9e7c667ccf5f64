"""Questions of the form as a page shows them: the text that stands, who wrote it, and the talk beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from consortia.core.call.content import Option, Question
from consortia.core.eligibility.completeness import AskedQuestion
from consortia.documents.dossier import FactsTable
from consortia.portals.applicant.addresses import answer_anchor
from consortia.portals.applicant.answering import changed_words, place_name
from consortia.portals.applicant.steps import WRITTEN
from consortia.stages.applications.dossier_facts import facts_table
from consortia.stages.applications.handed import Handed
from consortia.stages.applications.models import Answer, Application, Comment
from consortia.stages.applications.permissions import Standing, is_open_for_writing
from consortia.stages.applications.services.submitting import frozen
from consortia.stages.applications.snapshots import View
from consortia.stages.applications.talk import comments_on
from consortia.stages.people.models import Person

# Where the facts of the form come from, so that each block of facts can say where to change them.
ORGANISATION_PAGE = "participation"
CHANGED_ON = {
    "priorities": "priorities",
    "management-grant": "budget",
    "requested-total": "budget",
    "mandates": "annexes",
    "timetable": "timetable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A comment or task beside a question."""

    comment: Comment
    overdue: bool

    @property
    def status(self) -> str:
        """The state of a task; empty for a mere comment."""
        if self.comment.done_at:
            return "done"
        if self.comment.asked_of_id is None:
            return ""
        return "overdue" if self.overdue else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question as a page shows it."""

    question: Question
    scope: str
    answer: Answer
    text: str
    criterion: str = ""
    writes: bool = False
    talk: tuple[Talk, ...] = ()
    facts: FactsTable | None = None
    href: str = ""
    error: str = ""
    comment: str = ""
    comment_error: str = ""
    rows: int = 0
    amount: Decimal | None = None

    @property
    def place(self) -> str:
        """How addresses and forms name it."""
        return place_name(self.question.code, self.scope)

    @property
    def anchor(self) -> str:
        """The id of its field."""
        return answer_anchor(self.question.code, self.scope)

    @property
    def one_line(self) -> bool:
        """Whether its answer is a line rather than a text."""
        return self.question.kind == "short-text"

    @property
    def chosen(self) -> frozenset[str]:
        """The codes that are chosen."""
        return frozenset(self.text.split())

    @property
    def options(self) -> tuple[tuple[Option, bool], ...]:
        """What there is to choose, and whether it is chosen."""
        return tuple((option, option.code in self.chosen) for option in self.question.choices)

    @property
    def fact_rows(self) -> list[dict[str, str]]:
        """Facts as the rows of a summary list."""
        return [{"term": fact.label, "value": fact.value} for fact in (self.facts.rows if self.facts else ())]

    @property
    def open_talk(self) -> int:
        """How many comments and tasks are not done."""
        return sum(each.comment.done_at is None for each in self.talk)

    @property
    def changed(self) -> str:
        """Who changed it last, and when."""
        return changed_words(self.answer)

    @property
    def changed_at(self) -> datetime | None:
        """When it was changed last."""
        return self.answer.changed_at if self.answer.version else None


def shown_questions(
    view: View,
    asked: Iterable[AskedQuestion],
    *,
    standing: Standing,
    people: Iterable[Person],
    errors: Mapping[str, tuple[str, str]],
) -> list[Shown]:
    """Return questions as a page shows them; `errors` hold what could not be stored, with its text.

    `people` take part, so they are most likely who wrote.
    """
    asked = list(asked)
    places = {(each.question.code, each.scope) for each in asked}
    answers = {(each.question, each.scope): each for each in view.rows.answers if (each.question, each.scope) in places}
    _name_writers(answers.values(), people)
    talk = _talk_by_place(view.rows.application)
    criteria = {each.code: each.title for each in view.rows.call.criteria}
    papers = _handed(view) if any(each.question.kind == "facts" for each in asked) else None
    shown = []
    for each in asked:
        question, scope = each.question, each.scope
        answer = answers.get((question.code, scope)) or Answer(question=question.code, scope=scope)
        place = place_name(question.code, scope)
        kept, words = errors.get(place, (answer.text, ""))
        comment, comment_words = errors.get(f"comment-{place}", ("", ""))
        shown.append(
            Shown(
                question=question,
                scope=scope,
                answer=answer,
                text=kept,
                error=words,
                criterion=criteria.get(question.criterion or "", ""),
                writes=question.kind in WRITTEN and _writes(view.rows.application, standing, scope),
                talk=tuple(talk.get((question.code, scope), ())),
                facts=facts_table(papers, question, scope) if papers and question.kind == "facts" else None,
                href=_href(view, question, scope),
                comment=comment,
                comment_error=comment_words,
                rows=sum(row.heading == question.heading for row in view.rows.plan_rows),
                amount=view.budget.heading(question.heading).amount.amount if question.heading else None,
            )
        )
    return shown


def _name_writers(answers: Iterable[Answer], people: Iterable[Person]) -> None:
    """Let answers know who changed them last, and ask the database only for those who no longer take part."""
    known = {each.pk: each for each in people}
    others = []
    for answer in answers:
        if answer.changed_by_id in known:
            answer.changed_by = known[answer.changed_by_id]
        elif answer.changed_by_id is not None:
            others.append(answer)
    prefetch_related_objects(others, "changed_by")


def _writes(application: Application, standing: Standing, scope: str) -> bool:
    """Whether somebody may write here: what `may_answer` says, without asking the database for each question."""
    if not is_open_for_writing(application):
        return False
    return standing.leads or scope in standing.signs_for if scope else standing.writes


def _talk_by_place(application: Application) -> dict[tuple[str, str], list[Talk]]:
    today = timezone.localdate()
    found: dict[tuple[str, str], list[Talk]] = defaultdict(list)
    for comment in comments_on(application):
        overdue = comment.due is not None and comment.due < today
        found[comment.question, comment.scope].append(Talk(comment=comment, overdue=overdue))
    return found


def _handed(view: View) -> Handed:
    """Return the draft as papers read it, so that a page and its print show the same facts."""
    return Handed(frozen=frozen(view, declared_by=""), call=view.rows.call, value=view.value, budget=view.budget)


def _href(view: View, question: Question, scope: str) -> str:
    """Return the page where facts and tables are changed."""
    reference = {"reference": view.rows.application.reference}
    if question.kind == "table":
        return reverse("applicant:plan", kwargs={**reference, "heading": question.heading})
    if question.kind != "facts":
        return ""
    if scope:
        return reverse("applicant:participation", kwargs={**reference, "key": scope})
    name = next((CHANGED_ON[fact] for fact in question.facts if fact in CHANGED_ON), "choices")
    return reverse(f"applicant:{name}", kwargs=reference)
