"""All comments and tasks of an application in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from consortia.portals.applicant.addresses import address_of
from consortia.portals.applicant.answering import place_name
from consortia.portals.applicant.beside import act_beside
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.questions import Talk
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Comment
from consortia.stages.applications.permissions import may_comment, may_read
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.talk import comments_on


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTalk:
    """A comment with the question it stands beside."""

    talk: Talk
    question: str
    organisation: str
    place: str
    href: str
    mine: bool


@page(
    "applications/<str:reference>/comments/",
    name="comments",
    title=gettext_lazy("Comments and tasks"),
    rights=may_comment,
    of=an_application,
    sees=may_read,
)
def comments(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what people say and ask beside the questions; mark it as done."""
    if request.method == "POST":
        act_beside(request, application)
        return HttpResponseRedirect(request.get_full_path())
    view = view_of(application)
    shown = [_placed(each, view, person_of(request)) for each in comments_on(application)]
    context = page_context(
        view,
        open=[each for each in shown if each.talk.comment.done_at is None],
        done=[each for each in shown if each.talk.comment.done_at is not None],
    )
    return render(request, "applicant/comments.html", context)


def _placed(comment: Comment, view: View, person: Any) -> PlacedTalk:
    place = place_name(comment.question, comment.scope)
    question = next((each for each in view.rows.call.questions if each.code == comment.question), None)
    participation = view.rows.by_key.get(comment.scope)
    return PlacedTalk(
        talk=Talk(comment=comment, overdue=comment.due is not None and comment.due < timezone.localdate()),
        question=question.title if question else comment.question,
        organisation=participation.organisation.name if participation else "",
        place=place,
        href=address_of(f"answers.{place}", view).partition("#")[0] + f"#talk-{place}",
        mine=comment.asked_of_id == person.pk,
    )
