"""My ideas: before there is an application, one writes down what one would like to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.subjects import an_idea
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.page import page, signed_in
from consortia.stages.ideas.permissions import may_write_idea
from consortia.stages.ideas.queries import ideas_of, newest_editions
from consortia.stages.ideas.services import begin_idea, let_go_of_idea

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.calls.models import Edition
    from consortia.stages.ideas.models import Idea


class CallForm(forms.Form):
    """For which call the idea is written."""

    call = forms.ChoiceField(
        label=gettext_lazy("For which call?"),
        help_text=gettext_lazy("Its priorities are what your idea is compared with."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the call your idea is for.")},
    )

    def __init__(self, *args: Any, editions: tuple[Edition, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["call"].choices = [(each.code, each.title) for each in editions]  # type: ignore[attr-defined]  # a field with choices


@page("ideas/", name="ideas", title=gettext_lazy("My ideas"), rights=signed_in)
def ideas(request: HttpRequest) -> HttpResponse:
    """List my ideas; where there is none, say what an idea is good for. With one call there is nothing to choose."""
    editions = newest_editions()
    told = {
        "ideas": ideas_of(person_of(request)),
        "only": editions[0] if len(editions) == 1 else None,
        "place": "ideas",
    }
    return render(request, "applicant/ideas.html", told)


@page("ideas/new/", name="idea_new", title=gettext_lazy("Write down an idea"), rights=signed_in)
def idea_new(request: HttpRequest) -> HttpResponse:
    """Choose the call where there are several, then write."""
    editions = newest_editions()
    initial = editions[0].code if editions else ""
    form = CallForm(sent(request), editions=editions, initial={"call": request.GET.get("call", initial)})
    if form.is_bound and form.is_valid():
        edition = next(each for each in editions if each.code == form.cleaned_data["call"])
        return redirect("applicant:idea", idea_id=begin_idea(person_of(request), edition).pk)
    return render(request, "applicant/idea_new.html", {"form": form, "editions": editions, "place": "ideas"})


@page(
    "ideas/<uuid:idea_id>/let-go/",
    name="idea_let_go",
    title=gettext_lazy("Let an idea go"),
    rights=may_write_idea,
    of=an_idea,
    sees=may_write_idea,
)
def idea_let_go(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Ask once more, then take the idea out of the list."""
    if request.method == "POST":
        let_go_of_idea(person_of(request), idea)
        messages.success(request, gettext("The idea is gone."))
        return redirect("applicant:ideas")
    return render(request, "applicant/idea_let_go.html", {"idea": idea, "place": "ideas"})
