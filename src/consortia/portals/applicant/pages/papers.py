"""Papers of the current state: to read, to discuss offline, to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.documents.dossier import Dossier
from consortia.documents.pdf import application_pdf
from consortia.documents.word import application_word
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.files import file_answer
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.permissions import may_read
from consortia.stages.applications.services.papers import current_dossier
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

# The papers by the name of their file: whether without answers, and who prints them.
PAPERS: Final[Mapping[str, tuple[bool, Callable[[Dossier], bytes]]]] = {
    "application.pdf": (False, application_pdf),
    "application.docx": (False, application_word),
    "form.pdf": (True, application_pdf),
    "form.docx": (True, application_word),
}


@page(
    "applications/<str:reference>/papers/",
    name="papers",
    title=_("Papers"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def papers(request: HttpRequest, application: Application) -> HttpResponse:
    """List what can be printed or discussed offline."""
    view = view_of(application)
    told = {
        "draft": _pair(application, "application"),
        "blank": _pair(application, "form"),
        "mandates": _mandates(view),
        "submissions": list(application.submissions.defer("snapshot", "findings", "budget").order_by("-sequence")),
    }
    return render(request, "applicant/papers.html", page_context(view, **told))


@page(
    "applications/<str:reference>/papers/<str:paper>",
    name="paper",
    title=_("A paper of the application"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def paper(request: HttpRequest, application: Application, paper: str) -> HttpResponse:  # noqa: ARG001  # a page's signature
    """Print the application as it stands, or its empty form."""
    if paper not in PAPERS:
        raise Http404
    blank, printed = PAPERS[paper]
    dossier = current_dossier(application, now=timezone.now(), blank=blank)
    return file_answer(printed(dossier), name=f"{application.reference}-{paper}", shown=paper.endswith(".pdf"))


def _pair(application: Application, name: str) -> list[dict[str, str]]:
    kinds = {"pdf": now_("PDF, to read and print"), "docx": now_("Word, to write in")}
    return [
        {
            "name": f"{application.reference}-{name}.{ending}",
            "href": reverse(
                "applicant:paper", kwargs={"reference": application.reference, "paper": f"{name}.{ending}"}
            ),
            "about": about,
        }
        for ending, about in kinds.items()
    ]


def _mandates(view: View) -> list[dict[str, str]]:
    reference = view.rows.application.reference
    return [
        {
            "name": each.organisation.name,
            "href": reverse("applicant:mandate_paper", kwargs={"reference": reference, "key": each.key}),
            "about": now_("PDF, to sign"),
        }
        for each in view.rows.participations
        if each.role == Participation.Role.PARTNER
    ]
