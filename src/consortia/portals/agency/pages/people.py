"""Who works for an agency: posts given and ended by its directors, kept on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.agencies.models import Post
from consortia.stages.agencies.permissions import may_direct
from consortia.stages.agencies.queries import people_of
from consortia.stages.agencies.services import LastDirectorError, appoint, end_post
from consortia.stages.people.models import Person
from consortia.stages.screening.permissions import may_read_files

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class AppointForm(forms.Form):
    """Whom to give which post."""

    email = forms.EmailField(
        label=_("E-mail address of the account"), help_text=_("The person needs an account on this site first.")
    )
    role = forms.ChoiceField(label=_("Post"), choices=Post.Role.choices, widget=forms.RadioSelect)


@page(
    "<str:agency>/people/", name="people", title=_("People"), rights=may_read_files, of=an_agency, sees=may_read_files
)
def people(request: HttpRequest, code: str) -> HttpResponse:
    """List who holds which post; a director gives and ends them."""
    directs = may_direct(request.user, code)
    if request.method == "POST" and not directs:
        raise PermissionDenied
    if request.method == "POST" and "end" in request.POST:
        return _ended(request, code)
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _appointed(request, code, form):
        return redirect(request.path)
    told = {"posts": people_of(code), "form": form, "directs": directs}
    return render(request, "agency/people.html", agency_context(request, code, "people", **told))


def _appointed(request: HttpRequest, code: str, form: AppointForm) -> bool:
    person = Person.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
    if person is None:
        form.add_error("email", now_("No account has this address. Ask the person to make one first."))
        return False
    post = appoint(person, code, form.cleaned_data["role"], by=person_of(request))
    told = {"name": person.name, "role": post.get_role_display()}
    messages.success(request, now_("%(name)s is now %(role)s.") % told)
    return True


def _ended(request: HttpRequest, code: str) -> HttpResponse:
    number = request.POST["end"]
    post = people_of(code).filter(pk=number).first() if number.isdecimal() and len(number) < 16 else None
    if post is None:
        raise Http404
    try:
        end_post(post, by=person_of(request))
    except LastDirectorError:
        messages.warning(request, now_("Nothing was changed: an agency keeps at least one director."))
        return redirect(request.path)
    told = {"name": post.person.name, "role": post.get_role_display()}
    messages.success(request, now_("%(name)s is no longer %(role)s. What they did stays on record.") % told)
    # Whoever ended their own post may not come back to this page.
    return redirect(request.path) if may_read_files(request.user, code) else redirect("public:home")
