"""The versions of an answer: who wrote what when, what changed, and how to bring a text back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from consortia.core.application import count_characters
from consortia.core.application.differing import Piece, difference
from consortia.portals.applicant.answering import Place, a_place
from consortia.portals.applicant.pages.answer import may_read_place
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.steps import Step, steps_of
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.answers import Sitting, answer_to, sittings_of
from consortia.stages.applications.models import Answer
from consortia.stages.applications.permissions import may_answer
from consortia.stages.applications.services.writing import restore_version
from consortia.stages.applications.snapshots import view_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSitting:
    """A line of the list: who wrote in one go, until when, and how much came and went."""

    sitting: Sitting
    about: str
    href: str
    here: bool

    @property
    def number(self) -> int:
        """The version it ended with."""
        return self.sitting.last.number


@page(
    "applications/<str:reference>/versions/<str:place>/",
    name="versions",
    title=gettext_lazy("Versions of an answer"),
    rights=may_read_place,
    of=a_place,
    sees=may_read_place,
)
def versions(request: HttpRequest, place: Place) -> HttpResponse:
    """Show who wrote what and what changed; bring an earlier text back."""
    answer = answer_to(place.application, place.question.code, place.scope)
    if request.method == "POST":
        _restore(request, answer)
        return HttpResponseRedirect(request.path)
    sittings = sittings_of(answer)
    asked = request.GET.get("version", "")
    here = next((each for each in sittings if str(each.last.number) == asked), sittings[0] if sittings else None)
    if asked and (here is None or str(here.last.number) != asked):
        raise Http404
    return render(request, "applicant/versions.html", _context(request, place, answer, sittings, here))


def _restore(request: HttpRequest, answer: Answer) -> None:
    number, seen = request.POST.get("version", ""), request.POST.get("seen", "")
    if not number.isdecimal() or not seen.isdecimal() or not answer.versions.filter(number=int(number)).exists():
        raise Http404
    saved = restore_version(
        person_of(request), answer, int(number), seen=int(seen), save_id=f"restore.{secrets.token_hex(12)}"
    )
    if saved.answer.text == answer.versions.get(number=int(number)).text:
        messages.success(request, gettext("This text is back. The versions in between stay in the list."))
    else:
        words = gettext("This text is back, together with what others wrote since you opened the page.")
        messages.info(request, words)


def _context(
    request: HttpRequest, place: Place, answer: Answer, sittings: tuple[Sitting, ...], here: Sitting | None
) -> dict[str, Any]:
    view = view_of(place.application)
    step = _step_of(steps_of(view), place)
    trail = ((step.title, step.href),) if step else ()
    organisation = view.rows.by_key.get(place.scope)
    return page_context(
        view,
        *trail,
        question=place.question,
        organisation=organisation.organisation if organisation else None,
        answer=answer,
        sittings=[_shown(each, place, here) for each in sittings],
        here=here,
        pieces=_pieces(here),
        is_newest=here is not None and here.last.number == answer.version,
        writes=may_answer(request.user, place.application, place.scope),
        step=step,
    )


def _step_of(steps: tuple[Step, ...], place: Place) -> Step | None:
    wanted = f"answers.{place.name}"
    return next((step for step in steps if any(each.where == wanted for each in step.asked)), None)


def _shown(sitting: Sitting, place: Place, here: Sitting | None) -> ShownSitting:
    pieces = difference(sitting.before, sitting.last.text)
    counts = {
        kind: sum(count_characters(piece.text) for piece in pieces if piece.kind == kind)
        for kind in ("added", "removed")
    }
    words = [
        ngettext("%(count)d character more", "%(count)d characters more", counts["added"]) if counts["added"] else "",
        ngettext("%(count)d fewer", "%(count)d fewer", counts["removed"]) if counts["removed"] else "",
    ]
    about = [each % {"count": count} for each, count in zip(words, counts.values(), strict=True) if each]
    address = reverse("applicant:versions", kwargs={"reference": place.application.reference, "place": place.name})
    return ShownSitting(
        sitting=sitting,
        about=", ".join(about),
        href=f"{address}?version={sitting.last.number}#text",
        here=here is sitting,
    )


def _pieces(here: Sitting | None) -> tuple[Piece, ...]:
    return () if here is None else difference(here.before, here.last.text)
