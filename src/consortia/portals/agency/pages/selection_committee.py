"""The committee's sessions: who was there, who keeps away from what, and the minutes of each list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import DayField
from consortia.portals.shared.page import page
from consortia.stages.agencies.models import Post
from consortia.stages.agencies.queries import people_of
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Selection, Session
from consortia.stages.selection.permissions import Sight, may_see_selection, may_write_minutes, sight_of
from consortia.stages.selection.queries import (
    application_in,
    envelopes_in,
    minutes_of,
    recusals_about,
    sessions_of,
)
from consortia.stages.selection.services.committee import keep_away, note_presence, open_session, write_minutes

if TYPE_CHECKING:
    from django.http import HttpRequest


class SessionForm(forms.Form):
    """The day of a session and who was there."""

    held_on = DayField(label=_("Day of the session"))
    present = forms.MultipleChoiceField(
        label=_("Members who were there"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, members: list[Person], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # declared above; for the type checker
        field.choices = [(str(each.pk), each.name) for each in members]


class RecusalForm(forms.Form):
    """Who keeps away from which application, and why."""

    person = forms.ChoiceField(label=_("Who keeps away"))
    reference = forms.CharField(
        label=_("Reference of the application"), max_length=12, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the minutes of the list. It cannot be taken back: whoever kept away stays away."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, people: list[Person], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as above
        field.choices = [(str(each.pk), each.name) for each in people]


@page(
    "<str:agency>/selection/<int:number>/committee/",
    name="selection_committee",
    title=_("The committee of a selection"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_committee(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Show sessions, recusals and minutes as far as the reader sees them; record new ones."""
    sight = sight_of(request.user, chosen)
    forms_: dict[str, forms.Form] = {}
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        failed = act(request, chosen, sight)
        if failed is None:
            return redirect(request.path)
        forms_ = failed
    return _shown(request, chosen, sight, forms_)


def _open(request: HttpRequest, chosen: Selection, sight: Sight) -> dict[str, forms.Form] | None:  # noqa: ARG001  # all acts are called alike
    form = SessionForm(_members(chosen), request.POST)
    if not form.is_valid():
        return {"session_form": form}
    present = [UUID(each) for each in form.cleaned_data["present"]]
    day: date = form.cleaned_data["held_on"]
    session = sessions_of(chosen).filter(held_on=day).first()
    if session is None:
        open_session(person_of(request), chosen, held_on=day, present=present)
    else:
        note_presence(person_of(request), session, present=present)
    messages.success(request, now_("The session is recorded."))
    return None


def _keep_away(request: HttpRequest, chosen: Selection, sight: Sight) -> dict[str, forms.Form] | None:
    people = _who_may_be_recused(request, chosen, sight)
    form = RecusalForm(people, request.POST)
    if not form.is_valid():
        return {"recusal_form": form}
    application = application_in(chosen, form.cleaned_data["reference"])
    if application is None:
        form.add_error("reference", now_("This round has no application with this reference. Look at its list."))
        return {"recusal_form": form}
    person = next(each for each in people if str(each.pk) == form.cleaned_data["person"])
    try:
        keep_away(person, chosen, application, reason=form.cleaned_data["reason"], by=person_of(request))
    except NoReasonError as error:
        form.add_error("reason", str(error))
        return {"recusal_form": form}
    messages.success(request, now_("It is recorded. From now on nothing of that list is shown to them."))
    return None


def _write(request: HttpRequest, chosen: Selection, sight: Sight) -> dict[str, forms.Form] | None:
    session = sessions_of(chosen).filter(pk=_number(request.POST.get("session"))).first()
    envelope = request.POST.get("envelope", "")
    if session is None or not may_write_minutes(sight, envelope) or envelope not in envelopes_in(chosen):
        raise Http404
    grew_from = _number(request.POST.get("grew_from"))
    version = write_minutes(person_of(request), session, envelope, request.POST.get("text", ""), grew_from=grew_from)
    if version is None:
        messages.info(request, now_("The minutes stand as you sent them already."))
    elif version.beside:
        messages.warning(
            request,
            now_(
                "Somebody else saved these minutes while you wrote. Both versions are kept below; yours stands now."
                " Bring their words into it where they are missing."
            ),
        )
    else:
        messages.success(request, now_("The minutes are kept as version %(number)s.") % {"number": version.number})
    return None


ACTS: Final = {"open": _open, "keep-away": _keep_away, "minutes": _write}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # fits a column


def _members(chosen: Selection) -> list[Person]:
    return [each.person for each in people_of(chosen.agency).filter(role=Post.Role.COMMITTEE)]


def _who_may_be_recused(request: HttpRequest, chosen: Selection, sight: Sight) -> list[Person]:
    """Everybody of the agency where an officer records it; else oneself."""
    if not sight.works:
        return [person_of(request)]
    return list({each.person.pk: each.person for each in people_of(chosen.agency)}.values())


def _shown(request: HttpRequest, chosen: Selection, sight: Sight, failed: dict[str, forms.Form]) -> HttpResponse:
    seen = [each for each in envelopes_in(chosen) if sight.sees(each)]
    told = {
        "sessions": [_session(each, seen, sight) for each in sessions_of(chosen)],
        "recusals": recusals_about(chosen, person_of(request), without=sight.hidden),
        "session_form": SessionForm(_members(chosen)) if sight.works else None,
        "recusal_form": RecusalForm(_who_may_be_recused(request, chosen, sight)),
        **failed,
    }
    context = selection_context(request, chosen, sight, "selection_committee", **told)
    return render(request, "agency/selection/committee.html", context)


def _session(session: Session, seen: list[str], sight: Sight) -> dict[str, Any]:
    """Return a session with the minutes of each list that the reader sees."""
    versions = list(minutes_of(session, without=sight.hidden))
    lists = []
    for envelope in seen:
        own = [each for each in versions if each.envelope == envelope]
        lists.append({"envelope": envelope, "standing": own[0] if own else None, "versions": own})
    return {
        "session": session,
        "present": [each.name for each in session.present.all()],
        "lists": lists,
        "writes": sight.works or sight.sits,
    }
