"""The priorities of the call, with everything it says about each, and which of them the project serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.explained import ExplainedBoxes, explained_priority
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.remembering import RememberingForm, keep_priorities
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.snapshots import call_of_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.core.call import CallDefinition
    from consortia.core.call.content import Field, Priority

HORIZONTAL = "horizontal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Priorities that belong together: for all fields, of the project's own field, of another field."""

    field: Field | None
    counts: bool
    priorities: tuple[Priority, ...]
    chosen: tuple[Priority, ...]
    bound: forms.BoundField


class PrioritiesForm(RememberingForm):
    """Which priorities the project serves: one group of boxes for all fields, and one a field."""

    def __init__(self, *args: Any, call: CallDefinition, chosen: frozenset[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        for name, field in groups_of(call):
            own = [each for each in call.priorities if each.field == (field.code if field else None)]
            self.fields[name] = forms.MultipleChoiceField(
                label=field.title if field else gettext("For all fields"),
                required=False,
                choices=[(each.code, explained_priority(each)) for each in own],
                initial=[each.code for each in own if each.code in chosen],
                widget=ExplainedBoxes,
            )

    @property
    def ticked(self) -> frozenset[str]:
        """Everything that is ticked."""
        return frozenset(code for codes in self.cleaned_data.values() for code in codes)

    @property
    def ticked_before(self) -> frozenset[str]:
        """Everything that was ticked when the page was opened."""
        return frozenset(code for codes in self.before.values() for code in codes)


@page(
    "applications/<str:reference>/priorities/",
    name="priorities",
    title=gettext_lazy("Priorities"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def priorities(request: HttpRequest, application: Application) -> HttpResponse:
    """Show every priority with its text; the coordinator's writers choose."""
    leads = may_lead(request.user, application)
    call = call_of_round(application.round)
    sent = request.POST if request.method == "POST" and leads else None
    form = PrioritiesForm(sent, call=call, chosen=frozenset(application.priorities))
    if form.is_bound and form.is_valid():
        return _keep(request, application, form)
    context = page_context(
        view_of(application), leads=leads, form=form, groups=_shown(form, application), matching=call.priority_matching
    )
    return render(request, "applicant/priorities.html", context)


def groups_of(call: CallDefinition) -> list[tuple[str, Field | None]]:
    """Return the groups of priorities of a call by the names of their fields in forms."""
    fields = [each for each in call.fields if any(priority.field == each.code for priority in call.priorities)]
    return [(HORIZONTAL, None), *((each.code.lower(), each) for each in fields)]


def _keep(request: HttpRequest, application: Application, form: PrioritiesForm) -> HttpResponse:
    ticked, before, stood = form.ticked, form.ticked_before, frozenset(application.priorities)
    order = tuple(each.code for each in form.call.priorities)
    keep_priorities(person_of(request), application, added=ticked - before, removed=before - ticked, order=order)
    if stood == before:
        messages.success(request, gettext("Saved."))
    else:
        titles = ", ".join(each.title for each in form.call.priorities if each.code in application.priorities)
        words = gettext(
            "Saved. Somebody else chose at the same time, and both choices are kept. Now chosen: %(titles)s."
        )
        messages.info(request, words % {"titles": titles or gettext("none")})
    return redirect("applicant:application", reference=application.reference)


def _shown(form: PrioritiesForm, application: Application) -> list[Group]:
    """Return the groups: those that count first, then the other fields."""
    groups = []
    for name, field in groups_of(form.call):
        own = tuple(each for each in form.call.priorities if each.field == (field.code if field else None))
        groups.append(
            Group(
                field=field,
                counts=field is None or field.code == application.field,
                priorities=own,
                chosen=tuple(each for each in own if each.code in application.priorities),
                bound=form[name],
            )
        )
    return sorted(groups, key=lambda group: not group.counts)
