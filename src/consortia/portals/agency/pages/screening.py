"""One application before an officer: what was found by itself, the formal check beside it, and what was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import may_move_file
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.history import steps_of
from consortia.portals.agency.points import found_in, given_in, groups_of, problems_in
from consortia.portals.agency.subjects import a_file
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.files import file_answer
from consortia.portals.shared.page import page
from consortia.portals.shared.reading import reading_for_check
from consortia.stages.journal.queries import events_of
from consortia.stages.screening.copies import count_copies
from consortia.stages.screening.models import File
from consortia.stages.screening.papers import declared_by, papers_of
from consortia.stages.screening.permissions import may_read_file, may_screen_file
from consortia.stages.screening.points import (
    Frozen,
    Point,
    findings_for_officers,
    frozen_of,
    not_holding,
    points_of,
    unanswered,
)
from consortia.stages.screening.queries import answers_about, answers_about_earlier, people_for, questions_about
from consortia.stages.screening.services.checking import (
    AnswersLackWordsError,
    PointsOpenError,
    VersionReplacedError,
    answer_points,
    look_again,
    pass_check,
)
from consortia.stages.screening.services.handling import assign_handler

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

EVENTS: Final = 256


@page(
    "<str:agency>/applications/<str:reference>/",
    name="screening",
    title=_("Screening of an application"),
    rights=may_read_file,
    of=a_file,
    sees=may_read_file,
)
def screening(request: HttpRequest, file: File) -> HttpResponse:
    """Show findings, formal check and papers; keep answers, end the check, take it up again."""
    frozen = frozen_of(file.submission)
    said = findings_for_officers(file.submission, frozen)
    points = points_of(file.submission, frozen, answers_about(file), said=said)
    if request.method != "POST":
        return _shown(request, file, frozen, points)
    if not may_screen_file(request.user, file):
        raise PermissionDenied
    act = ACTS.get(request.POST.get("act", "keep"), _keep)
    return act(request, file, frozen, points)


def _keep(request: HttpRequest, file: File, frozen: Frozen, points: tuple[Point, ...]) -> HttpResponse:
    """Keep the answers; what cannot be kept stays in the form, with the reason."""
    given = given_in(request.POST, points)
    lacking: list[str] = []
    try:
        number = answer_points(person_of(request), file, given, receipt=request.POST.get("receipt", ""))
    except AnswersLackWordsError as error:
        lacking = [each.point.code for each in error.problems]
    except VersionReplacedError:
        words = now_("Nothing was stored: a later version came in meanwhile. What you wrote still stands below.")
        messages.warning(request, words)
    except IllegalMoveError:
        messages.warning(request, now_("Nothing was stored: the check of this application is not open."))
    else:
        words = ngettext("%(number)s answer is kept.", "%(number)s answers are kept.", number)
        messages.success(request, words % {"number": number})
        return redirect(request.path)
    return _shown(request, file, frozen, points, sent=request.POST, lacking=lacking)


def _pass(request: HttpRequest, file: File, frozen: Frozen, points: tuple[Point, ...]) -> HttpResponse:
    del frozen, points  # the service reads them anew, under its lock
    try:
        pass_check(person_of(request), file)
    except PointsOpenError as error:
        names = ", ".join(each.title for each in (*error.failing, *error.open_points)[:3])
        messages.warning(request, now_("The check is not finished. Look first at: %(names)s.") % {"names": names})
    except IllegalMoveError:
        messages.warning(request, now_("Nothing was changed: no check is under way."))
    else:
        messages.success(request, now_("The formal check is passed. Experts can assess the application."))
    return redirect(request.path)


def _look_again(request: HttpRequest, file: File, frozen: Frozen, points: tuple[Point, ...]) -> HttpResponse:
    del frozen, points
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.warning(request, now_("Nothing was changed: say why you look again."))
        return redirect(request.path)
    try:
        look_again(person_of(request), file, reason=reason)
    except IllegalMoveError:
        messages.warning(request, now_("Nothing was changed: the check had not been passed."))
    else:
        messages.success(request, now_("The check is open again."))
    return redirect(request.path)


def _assign(request: HttpRequest, file: File, frozen: Frozen, points: tuple[Point, ...]) -> HttpResponse:
    del frozen, points
    chosen = request.POST.get("handler", "")
    handler = next((each for each in people_for(file) if str(each.pk) == chosen), None)
    if chosen and handler is None:
        words = now_("Nothing was changed: choose somebody who works for the agency and need not keep away from it.")
        messages.warning(request, words)
    elif assign_handler(person_of(request), file.agency, [file.pk], handler):
        name = handler.name if handler else now_("nobody")
        messages.success(request, now_("Now handled by %(name)s.") % {"name": name})
    else:
        name = handler.name if handler else now_("nobody")
        messages.info(request, now_("Nothing was changed: it is handled by %(name)s already.") % {"name": name})
    return redirect(request.path)


ACTS = {"keep": _keep, "pass": _pass, "look-again": _look_again, "assign": _assign}


def _shown(
    request: HttpRequest,
    file: File,
    frozen: Frozen,
    points: tuple[Point, ...],
    *,
    sent: QueryDict | None = None,
    lacking: list[str] | None = None,
) -> HttpResponse:
    works = may_screen_file(request.user, file)
    groups = groups_of(points, sent, lacking or ())
    told = {
        **_about(file, frozen),
        **_what_can_be_done(file, points, works=works),
        "groups": groups,
        "problems": problems_in(groups),
        "editable": works and (sent is not None or _open_for_answers(file)),
        "works": works,
        "people": people_for(file),
        "now": timezone.now(),
        "copies": count_copies(file, person_of(request)),
        "reading": reading_for_check(file.submission),
        "found": found_in(points),
        "steps": steps_of(events_of(file)[:EVENTS], points),
        "trail": trail_of(file)[:1],
    }
    return render(request, "agency/screening/file.html", agency_context(request, file.agency, "applications", **told))


def _about(file: File, frozen: Frozen) -> dict[str, Any]:
    return {
        "file": file,
        "call": frozen.call,
        "content": frozen.content,
        "organisations": frozen.content["document"]["organisations"],
        "declared": declared_by(frozen),
        "papers": papers_of(file, frozen),
        "questions": questions_about(file),
        "earlier_answers": answers_about_earlier(file),
    }


def _what_can_be_done(file: File, points: tuple[Point, ...], *, works: bool) -> dict[str, Any]:
    return {
        "open_points": len(unanswered(points)),
        "failing_points": not_holding(points),
        "may_pass": works and may_move_file(file.state, "pass"),
        "may_ask": works and may_move_file(file.state, "ask"),
        "may_refuse": works and may_move_file(file.state, "propose-refusal"),
        "may_look_again": works and may_move_file(file.state, "look-again"),
    }


def _open_for_answers(file: File) -> bool:
    return file.state in {File.State.RECEIVED, File.State.CHECKING, File.State.CLARIFYING}


def trail_of(file: File) -> list[dict[str, str]]:
    """Return the pages between the agency and a page about one file."""
    parts = {"agency": file.agency, "reference": file.reference}
    return [
        {"text": now_("Applications"), "href": reverse("agency:applications", kwargs={"agency": file.agency})},
        {"text": str(file), "href": reverse("agency:screening", kwargs=parts)},
    ]


@page(
    "<str:agency>/applications/<str:reference>/papers/<str:paper>",
    name="screening_paper",
    title=_("A paper of an application"),
    rights=may_read_file,
    of=a_file,
    sees=may_read_file,
)
def screening_paper(request: HttpRequest, file: File, paper: str) -> HttpResponse:  # noqa: ARG001  # a page's signature
    """Give the application as PDF, or a paper that was handed in with it."""
    if paper == "application.pdf":
        if not file.submission.document:
            raise Http404
        with file.submission.document.open("rb") as stored:
            return file_answer(stored.read(), name=f"{file.submission.number}.pdf", shown=True)
    found = next(
        (each.annex for each in papers_of(file, frozen_of(file.submission)) if str(each.annex.pk) == paper), None
    )
    if found is None:
        raise Http404
    with found.file.open("rb") as stored:
        return file_answer(stored.read(), name=found.name)
