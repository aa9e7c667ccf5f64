"""One idea: its text, and what of the call it speaks for while it is being written."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from consortia.core.errors import NoValueError
from consortia.portals.applicant.fitting import fitting_of
from consortia.portals.applicant.subjects import an_idea
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.moments import clock_words
from consortia.portals.shared.page import page
from consortia.portals.shared.saving import (
    UnreadableError,
    moves_in_browser,
    posted_text_saves,
    read_json,
    saves_from,
    view_from,
)
from consortia.stages.ideas.permissions import may_write_idea
from consortia.stages.ideas.queries import call_of_idea, standing_since
from consortia.stages.ideas.services import (
    LONGEST_IDEA,
    IdeaTooLongError,
    choose_field_of_idea,
    save_ideas,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.core.application.cowriting import View
    from consortia.stages.ideas.models import Idea

# How the page, its form and the writing script call the one field there is.
PLACE = "idea"


@page(
    "ideas/<uuid:idea_id>/",
    name="idea",
    title=gettext_lazy("An idea"),
    rights=may_write_idea,
    of=an_idea,
    sees=may_write_idea,
)
def idea(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Show the text and what it fits; without script a button saves and looks again."""
    problem = ""
    if request.method == "POST":
        problem = _keep(request, idea)
        if not problem:
            return HttpResponseRedirect(f"{request.path}#fits")
    call = call_of_idea(idea)
    told: dict[str, Any] = {
        "idea": idea,
        "call": call,
        "text": request.POST.get(f"text-{PLACE}", idea.text) if problem else idea.text,
        "fitting": fitting_of(call, idea.text, field=idea.field),
        "problems": [{"text": problem, "href": "#idea-text"}] if problem else [],
        "page_id": secrets.token_hex(8),
        "place": "ideas",
    }
    return render(request, "applicant/idea.html", told)


@page(
    "ideas/<uuid:idea_id>/text/",
    name="idea_text",
    title=gettext_lazy("The text of an idea"),
    rights=may_write_idea,
    of=an_idea,
    sees=may_write_idea,
)
def idea_text(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Take saves from the writing script (POST), or tell what stands since a version it has seen (GET)."""
    get_token(request)
    try:
        if request.method == "POST":
            content = read_json(request.body)
            page_name = str(content.get("page", ""))
            saved = save_ideas(person_of(request), idea, saves_from(content.get("saves"), page=page_name))
            return _tell(saved.idea, saved.view, page_name=page_name)
        view = view_from(request.GET.dict())
    except UnreadableError:
        return JsonResponse({"problem": "unreadable", "words": gettext("This is not what our pages send.")}, status=400)
    except (IdeaTooLongError, RequestDataTooBig):
        return JsonResponse({"problem": "too-long", "words": _too_long()}, status=413)
    return _tell(idea, view, page_name=request.GET.get("page", ""))


@page(
    "ideas/<uuid:idea_id>/text/version/",
    name="idea_version",
    title=gettext_lazy("The version of an idea"),
    rights=may_write_idea,
    of=an_idea,
    sees=may_write_idea,
)
def idea_version(_request: HttpRequest, idea: Idea) -> HttpResponse:
    """Tell which version stands: what an open page asks every few seconds."""
    return JsonResponse({"versions": {PLACE: idea.version}})


def _keep(request: HttpRequest, idea: Idea) -> str:
    """Store text and field as the form sent them; return what stands in the way, in words."""
    person = person_of(request)
    try:
        saves = posted_text_saves(request.POST, PLACE, request.POST.get(f"text-{PLACE}", ""))
        if saves:
            save_ideas(person, idea, saves)
        if "field" in request.POST:
            choose_field_of_idea(person, idea, request.POST["field"])
    except IdeaTooLongError:
        return _too_long()
    except (UnreadableError, NoValueError):
        raise Http404 from None
    messages.success(request, gettext("Saved."))
    return ""


def _too_long() -> str:
    words = gettext("The text is longer than %(longest)d characters, so it was not stored. It is still here.")
    return words % {"longest": LONGEST_IDEA}


def _tell(idea: Idea, view: View, *, page_name: str) -> HttpResponse:
    standing = standing_since(idea, view, page=page_name)
    return JsonResponse(
        {
            "view": {"version": view.version, "sent": view.sent},
            "latest": idea.version,
            "text": idea.text,
            "moves": moves_in_browser(standing.seen, idea.text, standing.moves),
            "beside": "",
            "changed": "",
            "conflicts": 0,
            "clock": clock_words(timezone.now()),
        }
    )
