"""The files that go with an application: what is there, what is missing, adding and taking out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.call.content import AnnexKind
from consortia.core.eligibility.completeness import applies, scopes_of
from consortia.core.errors import NoValueError
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of, sent, sent_files
from consortia.portals.shared.files import file_answer, size_words
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Annex, Application, Participation
from consortia.stages.applications.permissions import may_answer, may_open_annex, may_read, standing_of
from consortia.stages.applications.services.annexes import AnnexRefusedError, add_annex, remove_annex
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Room for one file: of the whole application or of one organisation."""

    name: str
    annex: Annex | None
    opens: bool
    about: str
    status: str
    upload: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfPaper:
    """One kind of annex with its rooms."""

    kind: AnnexKind
    accepted: str
    slots: tuple[Slot, ...]


class AnnexForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("File"), max_length=1000, allow_empty_file=True)

    def __init__(self, *args: Any, kind: AnnexKind, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["file"]
        field.label = kind.title
        field.help_text = accepted_words(kind)
        field.widget.attrs["accept"] = ",".join(f".{ending}" for ending in kind.accepted)


def an_annex(reference: str, number: int) -> Annex:
    """Return a file that belongs to an application and was not taken out."""
    found = Annex.objects.select_related("application__round__edition", "participation__organisation")
    return get_object_or_404(found, pk=number, application__reference=reference.upper(), removed_at=None)


def may_read_annex(user: Person | AnonymousUser, annex: Annex) -> bool:
    """Whether the person sees the application that the file belongs to."""
    return may_read(user, annex.application)


def may_change_annex(user: Person | AnonymousUser, annex: Annex) -> bool:
    """Whether the person may take the file out."""
    return may_answer(user, annex.application, annex.participation.key if annex.participation else "")


@page(
    "applications/<str:reference>/annexes/",
    name="annexes",
    title=_("Annexes"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def annexes(request: HttpRequest, application: Application) -> HttpResponse:
    """Show every paper that may go with the application, and which files are there."""
    view = view_of(application)
    uploads = view.rows.call.uploads
    used = sum(annex.size for annex in view.rows.annexes)
    told = {
        "papers": list(_papers(request, view)),
        "uploads": uploads,
        "used_words": size_words(used),
        "count": len(view.rows.annexes),
    }
    return render(request, "applicant/annexes.html", page_context(view, **told))


@page(
    "applications/<str:reference>/annexes/add/<str:kind>/",
    name="annex_add",
    title=_("Add a file"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def annex_add(request: HttpRequest, application: Application, kind: str) -> HttpResponse:
    """Take a file and say kindly what is wrong with one that cannot be taken; `for` names its organisation."""
    view = view_of(application)
    wanted = _kind(view, kind)
    key = request.GET.get("for", "")
    part = _part(view, wanted, key)
    form = AnnexForm(sent(request), sent_files(request), kind=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            add_annex(person_of(request), application, wanted.code, file=form.cleaned_data["file"], participation=part)
        except AnnexRefusedError as refusal:
            form.add_error("file", refusal_words(refusal))
        else:
            messages.success(request, now_("The file is there."))
            return redirect("applicant:annexes", reference=application.reference)
    told = {
        "kind": wanted,
        "form": form,
        "part": part,
        "writes": may_answer(request.user, application, key),
        "earlier": next(
            (
                a
                for a in view.rows.annexes
                if a.kind == wanted.code and a.participation_id == (part.pk if part else None)
            ),
            None,
        ),
    }
    step = (now_("Annexes"), reverse("applicant:annexes", kwargs={"reference": application.reference}))
    return render(request, "applicant/annex_add.html", page_context(view, step, **told))


@page(
    "applications/<str:reference>/annexes/<int:number>/",
    name="annex",
    title=_("A file of the application"),
    rights=may_open_annex,
    of=an_annex,
    sees=may_read_annex,
)
def annex(request: HttpRequest, subject: Annex) -> HttpResponse:  # noqa: ARG001  # a page's signature
    """Give the file under the name it came with."""
    with subject.file.open("rb") as file:
        return file_answer(file.read(), name=subject.name)


@page(
    "applications/<str:reference>/annexes/<int:number>/remove/",
    name="annex_remove",
    title=_("Take a file out"),
    rights=may_change_annex,
    of=an_annex,
    sees=may_read_annex,
)
def annex_remove(request: HttpRequest, subject: Annex) -> HttpResponse:
    """Ask once, then take the file out; it stays on record."""
    if request.method == "POST":
        remove_annex(person_of(request), subject)
        messages.success(request, now_("The file is taken out."))
        return redirect("applicant:annexes", reference=subject.application.reference)
    view = view_of(subject.application)
    step = (now_("Annexes"), reverse("applicant:annexes", kwargs={"reference": subject.application.reference}))
    told = {"annex": subject, "about": size_words(subject.size)}
    return render(request, "applicant/annex_remove.html", page_context(view, step, **told))


def accepted_words(kind: AnnexKind) -> str:
    """Return which files are taken, before anybody chooses one."""
    return now_("%(kinds)s, at most %(size)d MB.") % {
        "kinds": ", ".join(ending.upper() for ending in kind.accepted),
        "size": kind.maximum_megabytes,
    }


def refusal_words(refusal: AnnexRefusedError) -> str:
    """Return why a file was not taken and what to do."""
    facts = dict(refusal.facts)
    if refusal.reason == "type":
        facts["expected"] = ", ".join(str(each).upper() for each in facts["expected"])  # type: ignore[attr-defined]  # endings
        facts["found"] = str(facts["found"]).upper()
        if not facts["found"]:
            return (
                now_("The name of this file has no ending, so its kind is not clear. Save it as %(expected)s.") % facts
            )
        return now_("A file of the kind %(found)s cannot be taken here. Save or scan it as %(expected)s.") % facts
    if refusal.reason == "size":
        facts["found"] = size_words(int(str(facts["found"])))
        return (
            now_(
                "This file has %(found)s; at most %(expected)d MB can be taken. Scan it in a lower resolution or in"
                " black and white."
            )
            % facts
        )
    words = {
        "content": _(
            "This file is named like a %(found)s but is none inside. Open it in its program and save it as one."
        ),
        "empty": _("This file is empty. Choose the one you meant."),
        "files": _(
            "The application has %(found)d files already, and more than %(expected)d cannot be taken. Take one out"
            " first."
        ),
        "total": _("All files together may have %(expected)d MB. Take one out first, or make this one smaller."),
        "scope": _("This paper is not asked of this organisation."),
    }
    return words[refusal.reason] % {
        **facts,
        "found": str(facts["found"]).upper() if refusal.reason == "content" else facts["found"],
    }


def _papers(request: HttpRequest, view: View) -> Iterator[KindOfPaper]:
    application = view.rows.application
    standing = standing_of(person_of(request), application)
    open_ = may_answer(request.user, application, "")
    for kind in view.rows.call.annexes:
        if not applies(kind.when, view.value):
            continue
        slots = []
        for scope in scopes_of(kind.each, view.rows.call, view.value):
            writes = (standing.leads or scope in standing.signs_for) if scope else open_
            writes = writes and _still_open(application)
            slots.append(_slot(view, kind, scope, writes=writes, opens=standing.opens(scope)))
        yield KindOfPaper(kind=kind, accepted=accepted_words(kind), slots=tuple(slots))


def _still_open(application: Application) -> bool:
    return application.state != Application.State.WITHDRAWN


def _slot(view: View, kind: AnnexKind, scope: str, *, writes: bool, opens: bool) -> Slot:
    part = view.rows.by_key.get(scope)
    pk = part.pk if part else None
    annex = next((a for a in view.rows.annexes if a.kind == kind.code and a.participation_id == pk), None)
    reference = view.rows.application.reference
    upload = reverse("applicant:annex_add", kwargs={"reference": reference, "kind": kind.code})
    paper = ""
    if part is not None and kind.code == "mandate" and part.role == Participation.Role.PARTNER:
        paper = reverse("applicant:mandate_paper", kwargs={"reference": reference, "key": part.key})
    missing = "waiting" if kind.made_by == "consortia" else "missing" if kind.required else "not-started"
    return Slot(
        name=part.organisation.name if part else "",
        annex=annex,
        opens=opens,
        about=size_words(annex.size) if annex else "",
        status="complete" if annex else missing,
        upload=(f"{upload}?for={scope}" if scope else upload) if writes else "",
        paper=paper,
    )


def _kind(view: View, code: str) -> AnnexKind:
    try:
        return view.rows.call.annex(code)
    except NoValueError as error:
        raise Http404(str(error)) from error


def _part(view: View, kind: AnnexKind, key: str) -> Participation | None:
    if key not in scopes_of(kind.each, view.rows.call, view.value):
        raise Http404
    return view.rows.by_key.get(key)
