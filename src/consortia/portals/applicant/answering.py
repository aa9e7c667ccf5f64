"""Answers on their way between a browser and the services: what a page sends, and what it hears back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from consortia.core.application.merging import Move
from consortia.core.call.content import Question
from consortia.core.errors import NoValueError
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.moments import clock_words, day_words
from consortia.stages.applications.answers import Standing
from consortia.stages.applications.models import Answer, AnswerVersion, Application
from consortia.stages.applications.services.writing import Save, SavedAnswer, View, save_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.people.models import Person

# What a browser had in flight and what was typed since; no page ever sends more of one answer.
MOST_SAVES: Final = 3
LONGEST_NAME: Final = 64


class UnreadableError(Exception):
    """What arrived is not what our own pages send."""


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


def saves_from(content: object, *, page: str) -> tuple[Save, ...]:
    """Read the saves of one answer in their order; each after the first grew from the one before it."""
    if not isinstance(content, list) or not 0 < len(content) <= MOST_SAVES:
        raise UnreadableError
    return tuple(_save(each, page) for each in content)


def _save(content: object, page: str) -> Save:
    if not isinstance(content, dict):
        raise UnreadableError
    text, save_id, caret = content.get("text"), content.get("save_id"), content.get("caret")
    if not isinstance(text, str) or not isinstance(save_id, str) or not 0 < len(save_id) <= LONGEST_NAME:
        raise UnreadableError
    return Save(
        text=text,
        save_id=save_id,
        page=page[:LONGEST_NAME],
        caret=caret if isinstance(caret, int) else None,
        grew_from=view_from(content.get("grew_from") or {}),
    )


def view_from(content: object) -> View:
    """Read what an author had before their eyes."""
    if not isinstance(content, Mapping):
        raise UnreadableError
    version = content.get("version", 0)
    if not isinstance(version, int | str) or not str(version).isdigit():
        raise UnreadableError
    return View(version=int(version), sent=content.get("sent") in {True, "true", "1"})


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


def moves_in_browser(before: str, after: str, moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Browsers count in halves of characters beyond the first plane; Python counts whole characters."""
    counted: list[dict[str, Any]] = []
    shift = 0
    for move in moves:
        place = move.at + shift
        counted.append(
            {
                "at": _halves(before[: move.at]),
                "removed": _halves(before[move.at : move.at + move.removed]),
                "inserted": _halves(after[place : place + move.inserted]),
                "caret_stays": move.caret_stays,
            }
        )
        shift += move.inserted - move.removed
    return counted


def _halves(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_json(body: bytes) -> dict[str, Any]:
    """Read what a script sent."""
    try:
        content = json.loads(body)
    except ValueError as error:
        raise UnreadableError from error
    if not isinstance(content, dict):
        raise UnreadableError
    return content


def posted_saves(data: QueryDict, place: Place) -> tuple[Save, ...]:
    """Read what the form of a page sent for one answer: the saves of the script, or the text in the field."""
    if place.question.kind == "choice":
        return posted_text_saves(data, place.name, chosen_text(place.question, data.getlist(f"text-{place.name}")))
    return posted_text_saves(data, place.name, data.get(f"text-{place.name}", ""))


def posted_text_saves(data: QueryDict, name: str, text: str) -> tuple[Save, ...]:
    """Read what a form sent for the field of this name: the saves of the script, or else the text it holds."""
    page = data.get("page", "")
    queue = data.get(f"queue-{name}")
    if queue:
        return saves_from(read_json(queue.encode()).get("saves"), page=page)
    if f"base-{name}" not in data:
        return ()
    view = view_from({"version": data[f"base-{name}"]})
    return (Save(text=text, save_id=f"{page[:50]}.form", page=page[:LONGEST_NAME], grew_from=view),)


def chosen_text(question: Question, codes: Collection[str]) -> str:
    """Return chosen answers as they are kept: one code a line, in the order of the call."""
    return "\n".join(option.code for option in question.choices if option.code in codes)
