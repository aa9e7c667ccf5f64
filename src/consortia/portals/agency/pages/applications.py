"""The applications that an agency received: filters, order, saved views, work for several at once, and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.portals.agency.exporting import head, rows_of
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.listing import filters_for, query_of, wanted_in
from consortia.portals.agency.sheets import sheet_answer
from consortia.portals.agency.subjects import an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.agencies.queries import working_for
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, SavedView
from consortia.stages.screening.permissions import may_read_files, may_screen_files
from consortia.stages.screening.queries import Wanted, files_matching, kept_apart, views_for
from consortia.stages.screening.services.filing import take_in
from consortia.stages.screening.services.handling import assign_handler
from consortia.stages.screening.services.passing import Passed, pass_checks
from consortia.stages.screening.services.viewing import forget_view, save_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE: Final = 50
NAMED: Final = 8


@page(
    "<str:agency>/applications/",
    name="applications",
    title=_("Applications"),
    rights=may_read_files,
    of=an_agency,
    sees=may_read_files,
)
def applications(request: HttpRequest, code: str) -> HttpResponse:
    """List what the agency received; several can be handed to somebody or marked as checked at once."""
    take_in()
    wanted = wanted_in(request.GET)
    if request.method == "POST":
        _act(request, code, wanted)
        return redirect(request.get_full_path())
    pages = Paginator(
        files_matching(code, wanted, reader=person_of(request)).select_related("handler", "round"), PAGE_SIZE
    )
    person = person_of(request)
    query = query_of(wanted)
    told = {
        "page": pages.get_page(request.GET.get("page")),
        "filters": filters_for(code, wanted),
        "wanted": wanted,
        "query": urlencode(query),
        "narrows": bool(set(query) - {"sort"}),
        "views": views_for(person, code),
        "people": working_for(code),
        "works": may_screen_files(person, code),
        "now": timezone.now(),
    }
    return render(request, "agency/applications/list.html", agency_context(request, code, "applications", **told))


def _act(request: HttpRequest, code: str, wanted: Wanted) -> None:
    """Do what the form below the list asks for, with the rows that were ticked or with all that match."""
    if not may_screen_files(person_of(request), code):
        raise PermissionDenied
    files = _chosen(request, code, wanted)
    if not files:
        messages.warning(request, now_("Nothing was changed: tick the applications it is about first."))
    elif request.POST.get("act") == "assign":
        _assign(request, code, files)
    elif request.POST.get("act") == "pass":
        _tell_passed(request, pass_checks(person_of(request), files))
    else:
        messages.warning(request, now_("Nothing was changed: choose what to do."))


def _chosen(request: HttpRequest, code: str, wanted: Wanted) -> list[File]:
    found = files_matching(code, wanted, reader=person_of(request))
    if request.POST.get("which") != "all":
        ticked = [int(each) for each in request.POST.getlist("file") if each.isdecimal() and len(each) < 19]
        found = File.objects.filter(agency=code, pk__in=ticked)
    return list(found)


def _assign(request: HttpRequest, code: str, files: list[File]) -> None:
    chosen = request.POST.get("handler", "")
    handler = next((each for each in working_for(code) if str(each.pk) == chosen), None)
    if chosen and handler is None:
        messages.warning(request, now_("Nothing was changed: choose somebody who works for the agency."))
        return
    number = assign_handler(person_of(request), code, [each.pk for each in files], handler)
    told = {"number": number, "name": handler.name if handler else now_("nobody")}
    messages.success(
        request,
        ngettext(
            "%(number)s application is now handled by %(name)s.",
            "%(number)s applications are now handled by %(name)s.",
            number,
        )
        % told,
    )
    kept = kept_apart(handler, code, files) if handler else []
    if kept:
        words = now_("Left as they are, since %(name)s keeps away from them: %(names)s.")
        messages.warning(request, words % {"name": handler, "names": _named(kept)})


def _tell_passed(request: HttpRequest, passed: Passed) -> None:
    if passed.files:
        words = ngettext(
            "The formal check of %(number)s application is passed.",
            "The formal check of %(number)s applications is passed.",
            len(passed.files),
        )
        messages.success(request, words % {"number": len(passed.files)})
    left = (
        (passed.open, now_("Left as they are, since points are not answered yet: %(names)s.")),
        (passed.failing, now_("Left as they are, since a point does not hold: %(names)s.")),
        (passed.elsewhere, now_("Left as they are, since no check is under way: %(names)s.")),
    )
    for files, said in left:
        if files:
            messages.warning(request, said % {"names": _named([each.reference for each in files])})


def _named(references: Sequence[str]) -> str:
    names = ", ".join(references[:NAMED])
    more = len(references) - NAMED
    return now_("%(names)s and %(more)s more") % {"names": names, "more": more} if more > 0 else names


@page(
    "<str:agency>/applications.<str:kind>",
    name="applications_file",
    title=_("Applications as a file"),
    rights=may_read_files,
    of=an_agency,
    sees=may_read_files,
)
def applications_file(request: HttpRequest, code: str, kind: str) -> StreamingHttpResponse:
    """Give the filtered list as CSV or as a workbook, row by row."""
    take_in()
    files: QuerySet[File] = files_matching(code, wanted_in(request.GET), reader=person_of(request))
    return sheet_answer(kind, f"{code}-applications", title=now_("Applications"), head=head(), rows=rows_of(files))


class ViewForm(forms.Form):
    """A name for the list as it is shown."""

    name = forms.CharField(
        label=_("Name of this view"), max_length=60, widget=forms.TextInput(attrs={"class": "width-20"})
    )
    shared = forms.BooleanField(label=_("Show it to everybody of the agency"), required=False)


@page(
    "<str:agency>/applications/views/",
    name="views",
    title=_("Saved views"),
    rights=may_read_files,
    of=an_agency,
    sees=may_read_files,
)
def views(request: HttpRequest, code: str) -> HttpResponse:
    """Save the list as it was shown under a name, or take a saved view away."""
    person = person_of(request)
    wanted = wanted_in(request.GET)
    form = ViewForm(request.POST if request.method == "POST" and "forget" not in request.POST else None)
    if request.method == "POST" and "forget" in request.POST:
        return _forgotten(request, code, person)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        view = save_view(person, code, said["name"], query=urlencode(query_of(wanted)), shared=said["shared"])
        messages.success(request, now_("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(f"{reverse('agency:applications', kwargs={'agency': code})}?{view.query}")
    told = {
        "form": form,
        "query": urlencode(query_of(wanted)),
        "chosen": [each for each in filters_for(code, wanted) if each.chosen],
        "wanted": wanted,
        "views": views_for(person, code),
        "trail": [{"text": now_("Applications"), "href": reverse("agency:applications", kwargs={"agency": code})}],
    }
    return render(request, "agency/applications/views.html", agency_context(request, code, "applications", **told))


def _forgotten(request: HttpRequest, code: str, person: Person) -> HttpResponse:
    number = request.POST["forget"]
    if not number.isdecimal():
        raise Http404
    view = get_object_or_404(SavedView, agency=code, person=person, pk=number)
    forget_view(person, view)
    messages.success(request, now_("The view “%(name)s” is taken away.") % {"name": view.name})
    return redirect("agency:views", agency=code)
