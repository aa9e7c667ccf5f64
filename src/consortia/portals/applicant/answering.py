"""Answers on their way between a browser and the services: what a page sends, and what it hears back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from consortia.core.call.content import Question
from consortia.core.errors import NoValueError
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.moments import clock_words, day_words
from consortia.portals.shared.saving import UnreadableError, moves_in_browser, posted_text_saves
from consortia.stages.applications.answers import Standing
from consortia.stages.applications.models import Answer, AnswerVersion, Application
from consortia.stages.applications.services.writing import Save, SavedAnswer, save_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A question of an application, as it is asked of the whole or of one organisation."""

    application: Application
    question: Question
    scope: str

    @property
    def name(self) -> str:
        """How addresses and findings name the place: `summary.public`, `organisations.people@o2`."""
        return place_name(self.question.code, self.scope)


def place_name(question: str, scope: str) -> str:
    """Return the name of a place from its question and the organisation it is asked of."""
    return f"{question}@{scope}" if scope else question


def a_place(reference: str, place: str) -> Place:
    """Return the place that an address names."""
    application = an_application(reference)
    code, _at, scope = place.partition("@")
    try:
        question = call_of_round(application.round).question(code)
    except NoValueError as error:
        raise Http404(str(error)) from error
    return Place(application=application, question=question, scope=scope)


def a_version(reference: str, place: str, number: int) -> AnswerVersion:
    """Return a version of an answer."""
    found = a_place(reference, place)
    versions = AnswerVersion.objects.select_related("answer__application__round__edition", "author")
    return get_object_or_404(
        versions,
        answer__application=found.application,
        answer__question=found.question.code,
        answer__scope=found.scope,
        number=number,
    )


def keep_saves(person: Person, place: Place, saves: Sequence[Save]) -> SavedAnswer:
    """Store saves one after the other and return what became of the last."""
    saved: SavedAnswer | None = None
    for save in saves:
        grown = save if saved is None else replace(save, grew_from=saved.view)
        saved = save_answer(person, place.application, place.question.code, scope=place.scope, save=grown)
    if saved is None:
        raise UnreadableError
    return saved


def standing_words(standing: Standing, *, place: Place) -> dict[str, Any]:
    """Return what stands as the script reads it; places in the text count as browsers count them."""
    answer = standing.answer
    return {
        "latest": answer.version,
        "text": answer.text,
        "moves": moves_in_browser(standing.seen, answer.text, standing.moves),
        "beside": beside_answer(answer, place=place),
        "changed": changed_words(answer),
        "conflicts": len(answer.open_conflicts),
        "clock": clock_words(timezone.now()),
    }


def changed_words(answer: Answer) -> str:
    """Return who changed an answer last, and when; empty while nobody has written."""
    if not answer.version:
        return ""
    moment = {"day": day_words(timezone.localdate(answer.changed_at)), "time": clock_words(answer.changed_at)}
    if answer.changed_by is None:
        return gettext("Last changed on %(day)s, %(time)s") % moment
    return gettext("Last changed by %(name)s, %(day)s, %(time)s") % {**moment, "name": str(answer.changed_by)}


def beside_answer(answer: Answer, *, place: Place) -> str:
    """Return what is shown above a field: two wordings to choose from."""
    return render_to_string("applicant/conflicts.html", {"conflicts": answer.open_conflicts, "place": place.name})


def posted_saves(data: QueryDict, place: Place) -> tuple[Save, ...]:
    """Read what the form of a page sent for one answer: the saves of the script, or the text in the field."""
    if place.question.kind == "choice":
        return posted_text_saves(data, place.name, chosen_text(place.question, data.getlist(f"text-{place.name}")))
    return posted_text_saves(data, place.name, data.get(f"text-{place.name}", ""))


def chosen_text(question: Question, codes: Collection[str]) -> str:
    """Return chosen answers as they are kept: one code a line, in the order of the call."""
    return "\n".join(option.code for option in question.choices if option.code in codes)
