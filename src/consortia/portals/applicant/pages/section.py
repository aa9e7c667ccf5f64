"""A section of the form: its questions, the texts, and everything one does beside them. It works without script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from consortia.core.eligibility.completeness import AskedQuestion
from consortia.portals.applicant.addresses import answer_anchor
from consortia.portals.applicant.answering import Place, keep_saves, place_name, posted_saves
from consortia.portals.applicant.beside import act_beside
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.questions import shown_questions
from consortia.portals.applicant.steps import Progresses, Step, steps_of
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.portals.shared.saving import UnreadableError
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read, standing_of
from consortia.stages.applications.services.writing import LONGEST_TEXT, TextTooLongError
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.talk import people_to_ask


@dataclass
class Kept:
    """What became of the texts that a form sent."""

    merged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)


@page(
    "applications/<str:reference>/form/<str:section>/",
    name="section",
    title=gettext_lazy("A section of the form"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def section(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    """Show the questions of a section that are asked of the application as a whole, and store what was written."""
    return _answer_page(request, application, section, "")


@page(
    "applications/<str:reference>/form/<str:section>/<str:key>/",
    name="section_part",
    title=gettext_lazy("The part of one organisation"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def section_part(request: HttpRequest, application: Application, section: str, key: str) -> HttpResponse:
    """Show the questions of a section that are asked of one organisation, and store what was written."""
    return _answer_page(request, application, section, key)


def _answer_page(request: HttpRequest, application: Application, section: str, key: str) -> HttpResponse:
    view = view_of(application)
    steps = steps_of(view)
    here = next((step for step in steps if (step.section.code, step.key) == (section, key)), None)
    if here is None:
        raise Http404
    kept = Kept()
    if request.method == "POST":
        kept = _keep(request, application, here)
        beside = act_beside(request, application)
        if not kept.errors and not beside:
            _tell(request, kept)
            return HttpResponseRedirect(_next_address(request, steps, here))
        kept.errors.update(beside)
        view = view_of(application)
    return render(request, "applicant/section.html", _context(request, view, steps, here, kept))


def _keep(request: HttpRequest, application: Application, step: Step) -> Kept:
    kept = Kept()
    for asked in step.written:
        place = Place(application=application, question=asked.question, scope=asked.scope)
        try:
            saves = posted_saves(request.POST, place)
            if saves:
                _note(kept, asked, saves[-1].text, keep_saves(person_of(request), place, saves).answer)
        except TextTooLongError:
            words = gettext(
                "“%(question)s” is longer than %(longest)d characters, so it was not stored. It is still here."
            )
            facts = {"question": asked.question.title, "longest": LONGEST_TEXT}
            kept.errors[place.name] = (request.POST.get(f"text-{place.name}", ""), words % facts)
        except UnreadableError:
            raise Http404 from None
    return kept


def _note(kept: Kept, asked: AskedQuestion, sent: str, answer: Any) -> None:
    if answer.open_conflicts:
        kept.conflicts.append(asked.question.title)
    elif answer.text != sent.replace("\r\n", "\n"):
        kept.merged.append(asked.question.title)


def _tell(request: HttpRequest, kept: Kept) -> None:
    if kept.conflicts:
        words = gettext("Saved. Somebody changed the same words in: %(questions)s. Choose between the two versions.")
        messages.warning(request, words % {"questions": ", ".join(kept.conflicts)})
    elif kept.merged:
        words = gettext("Saved. Others wrote at the same time, and everything is kept. Read again: %(questions)s.")
        messages.info(request, words % {"questions": ", ".join(kept.merged)})
    else:
        messages.success(request, gettext("Saved."))


def _next_address(request: HttpRequest, steps: tuple[Step, ...], here: Step) -> str:
    verb, _space, rest = request.POST.get("do", "").partition(" ")
    if verb == "next":
        return _neighbours(steps, here)[1].href
    place = rest.partition(" ")[0]
    asked = next((each for each in here.asked if place_name(each.question.code, each.scope) == place), None)
    if asked is None:
        return request.get_full_path()
    anchor = "talk" if verb in {"comment", "done", "open"} else "question"
    return f"{request.get_full_path()}#{anchor}-{place}"


def _neighbours(steps: tuple[Step, ...], here: Step) -> tuple[Step, Step]:
    """Return the pages before and after; the first and last lead to themselves."""
    at = steps.index(here)
    return steps[max(at - 1, 0)], steps[min(at + 1, len(steps) - 1)]


def _context(request: HttpRequest, view: View, steps: tuple[Step, ...], here: Step, kept: Kept) -> dict[str, Any]:
    application = view.rows.application
    standing = standing_of(person_of(request), application)
    people = people_to_ask(application)
    questions = shown_questions(view, here.asked, standing=standing, people=people, errors=kept.errors)
    before, after = _neighbours(steps, here)
    parts = [step for step in steps if step.section == here.section and step.key and not here.key]
    progress = Progresses(view)
    above = next((step for step in steps if step.section == here.section and not step.key), here)
    trail = ((above.title, above.href),) if here.key else ()
    return page_context(
        view,
        *trail,
        step=here,
        questions=questions,
        writes=any(each.writes for each in questions),
        saved_at=max((each.changed_at for each in questions if each.changed_at), default=None),
        conflicts=sum(len(each.answer.open_conflicts) for each in questions),
        parts=[_part(progress, step, yours=step.key in standing.keys) for step in parts],
        before=before if before != here else None,
        after=after if after != here else None,
        number=_number(steps, here),
        page_id=secrets.token_hex(8),
        people=people,
        problems=[{"text": words, "href": _anchor_of(place)} for place, (_text, words) in kept.errors.items()],
    )


def _anchor_of(place: str) -> str:
    """Return where something that could not be stored is still to be seen."""
    if place.startswith("comment-"):
        return f"#{place}"
    question, _at, scope = place.partition("@")
    return f"#{answer_anchor(question, scope)}"


def _part(progress: Progresses, step: Step, *, yours: bool) -> dict[str, str]:
    """Return the line of an organisation's page in the list of these pages."""
    found = progress.of(step)
    hint = ", ".join(words for words in (gettext("Yours") if yours else "", found.hint) if words)
    return {"title": step.title, "href": step.href, "status": found.status, "hint": hint}


def _number(steps: tuple[Step, ...], here: Step) -> tuple[int, int]:
    """Return which section of how many this is."""
    sections = list(dict.fromkeys(step.section.code for step in steps))
    return sections.index(here.section.code) + 1, len(sections)
