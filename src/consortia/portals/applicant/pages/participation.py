"""One organisation's part: its contact person, who represents it by law, and its role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.call import CallDefinition
from consortia.portals.applicant.acting import may_change_part, sees_part
from consortia.portals.applicant.pages.consortium import consortium_step, country_name
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import a_participation
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Participation
from consortia.stages.applications.permissions import may_lead
from consortia.stages.applications.queries import PRESENT, people_writing_for
from consortia.stages.applications.services.consortium import change_part, change_role
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.snapshots import view_of
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PartForm(forms.Form):
    """Who answers for the organisation in this application, and who may sign for it."""

    contact = forms.ModelChoiceField(
        label=_("Contact person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not decided yet"),
        help_text=_("One of the people of the organisation who have an account here."),
    )
    legal_representative = forms.CharField(
        label=_("Legal representative"),
        max_length=200,
        required=False,
        help_text=_("Who may sign for the organisation by law: its rector, director or mayor, for example."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    legal_representative_position = forms.CharField(
        label=_("Position of the legal representative"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, participation: Participation, **options: Any) -> None:
        super().__init__(*args, **options)
        members = people_writing_for(participation).values_list("person_id", flat=True)
        people = Person.objects.filter(pk__in=members).order_by("name")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]  # a field that chooses a row


class RoleForm(forms.Form):
    """Whether an organisation is a partner or stands beside the consortium."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, call: CallDefinition, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [role for role in call.roles if not role.coordinates]
        self.fields["role"].choices = [(role.code, role.title) for role in roles]  # type: ignore[attr-defined]  # a field with choices
        self.fields["role"].help_text = " ".join(f"{role.title}: {role.text}" for role in roles)


@page(
    "applications/<str:reference>/consortium/<str:key>/",
    name="participation",
    title=_("An organisation's part"),
    rights=sees_part,
    of=a_participation,
    sees=sees_part,
)
def participation(request: HttpRequest, subject: Participation) -> HttpResponse:
    """Show one organisation's part, and change it where the person may."""
    view = view_of(subject.application)
    part = PartForm(_sent(request, "part"), participation=subject, initial=_initial(subject))
    role = RoleForm(_sent(request, "change-role"), call=view.rows.call, initial={"role": subject.role})
    if request.method == "POST":
        if "change-role" in request.POST and role.is_valid():
            change_role(person_of(request), subject, role.cleaned_data["role"])
            messages.success(request, now_("The role is changed. The budget and the findings follow."))
            return redirect(request.path)
        if "part" in request.POST and part.is_valid():
            change_part(person_of(request), subject, **part.cleaned_data)
            messages.success(request, now_("Saved."))
            return redirect("applicant:consortium", reference=subject.application.reference)
    leads = may_lead(request.user, subject.application)
    told = {
        "participation": subject,
        "organisation": subject.organisation,
        "here": subject.state in PRESENT,
        "country": country_name(view, subject.organisation.country),
        "role": next(each for each in view.rows.call.roles if each.code == subject.role),
        "mandate": mandate_states(view).get(subject.key, ""),
        "form": part,
        "role_form": role,
        "writes": subject.state in PRESENT and may_change_part(request.user, subject),
        "leads": leads,
        "signatories": _signatories(subject),
    }
    return render(
        request, "applicant/participation.html", page_context(view, consortium_step(subject.application), **told)
    )


def _sent(request: HttpRequest, button: str) -> Any:
    return request.POST if request.method == "POST" and button in request.POST else None


def _initial(subject: Participation) -> dict[str, Any]:
    return {
        "contact": subject.contact_id,
        "legal_representative": subject.legal_representative,
        "legal_representative_position": subject.legal_representative_position,
    }


def _signatories(subject: Participation) -> list[Membership]:
    """Return who may sign, as the organisation's own record says."""
    return [each for each in people_writing_for(subject) if each.may_sign or each.is_legal_representative]
