"""Entries on their way between a browser and the services."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext

from consortia.core.application.cowriting import Save, View
from consortia.core.assessment import PARTS
from consortia.core.errors import NoValueError
from consortia.portals.expert.acting import own_assignment
from consortia.portals.expert.places import a_place
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.moments import clock_words
from consortia.portals.shared.saving import (
    UnreadableError,
    moves_in_browser,
    posted_text_saves,
    read_json,
    saves_from,
    view_from,
)
from consortia.stages.assessments.models import Entry
from consortia.stages.assessments.queries import entry_at, versions_of
from consortia.stages.assessments.services.writing import (
    LONGEST_ENTRY,
    EntryTooLongError,
    NotOpenError,
    Place,
    save_entries,
)
from consortia.stages.kept_texts import standing_text

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortia.stages.applications.models import Application
    from consortia.stages.assessments.snapshots import Opened
    from consortia.stages.experts.models import Assignment
    from consortia.stages.people.models import Person


def answer_script(request: HttpRequest, application: Application, place: Place) -> HttpResponse:
    """Take saves from the writing script (POST), or tell what stands since a version it has seen (GET)."""
    get_token(request)
    person = person_of(request)
    assignment = own_assignment(person, application)
    try:
        if request.method == "POST":
            content = read_json(request.body)
            page_name = str(content.get("page", ""))
            saved = save_entries(person, assignment, place, saves_from(content.get("saves"), page=page_name))
            return _tell(person, saved.entry, saved.view, page_name=page_name)
        view = view_from(request.GET.dict())
    except UnreadableError:
        return _refused("unreadable", gettext("This is not what our pages send."), status=400)
    except (EntryTooLongError, RequestDataTooBig):
        return _refused("too-long", too_long(), status=413)
    except NotOpenError:
        return _refused("not-open", gettext("This assessment is no longer open to be written."), status=409)
    except NoValueError:
        raise Http404 from None
    entry = entry_at(assignment, place.criterion, place.part, consolidated=place.consolidated)
    return _tell(person, entry, view, page_name=request.GET.get("page", ""))


def keep_form(
    request: HttpRequest, assignment: Assignment, what: Opened, *, consolidated: bool
) -> dict[str, tuple[str, str]]:
    """Store what a form sent, field by field; return those that could not be stored, with their text and why."""
    person = person_of(request)
    refused: dict[str, tuple[str, str]] = {}
    for criterion in what.rules.award.criteria:
        for part in PARTS:
            name = f"{criterion.code}.{part}"
            text = request.POST.get(f"text-{name}", "")
            try:
                saves = posted_text_saves(request.POST, name, text)
                if saves:
                    save_entries(person, assignment, a_place(name, consolidated=consolidated), saves)
            except EntryTooLongError:
                refused[name] = (text, too_long())
            except UnreadableError:
                raise Http404 from None
    return refused


def too_long() -> str:
    """Say that a text was not stored because of its length."""
    words = gettext("The text is longer than %(longest)d characters, so it was not stored. It is still here.")
    return words % {"longest": LONGEST_ENTRY}


def _tell(person: Person, entry: Entry, view: View, *, page_name: str) -> HttpResponse:
    standing = standing_text(entry, versions_of(entry), view, author=str(person.pk), page=page_name)
    told: dict[str, Any] = {
        "view": {"version": view.version, "sent": view.sent},
        "latest": standing.version,
        "text": standing.text,
        "moves": moves_in_browser(standing.seen, standing.text, standing.moves),
        "beside": "",
        "changed": "",
        "conflicts": 0,
        "clock": clock_words(timezone.now()),
    }
    return JsonResponse(told)


def _refused(problem: str, words: str, *, status: int) -> HttpResponse:
    """Say why a text was not stored; the script keeps it."""
    return JsonResponse({"problem": problem, "words": words}, status=status)


def take_over(person: Person, assignment: Assignment, what: Opened, about: str) -> None:
    """Put an expert's comment below the agreed one; `about` names criterion and expert, as the button does."""
    code, _space, number = about.partition(" ")
    pair = what.file.pair
    if not number.isdecimal() or int(number) >= len(pair):
        raise Http404
    place = Place(criterion=code, part="comment", consolidated=True)
    entry = entry_at(assignment, code, "comment", consolidated=True)
    comment = what.written(pair[int(number)]).under(code).comment.strip()
    text = f"{entry.text.rstrip()}\n\n{comment}".strip()
    save = Save(text=text, save_id=f"take-{secrets.token_hex(8)}", grew_from=View(version=entry.version))
    save_entries(person, assignment, place, [save])
