"""What an application shares with others, side by side; an officer says what they think of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.copying import shown_of
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.pages.screening import trail_of
from consortia.portals.agency.subjects import a_file
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.screening.copies import copies_for, count_copies, with_both_sides
from consortia.stages.screening.models import CopyPair, File
from consortia.stages.screening.permissions import may_read_file, may_screen_file
from consortia.stages.screening.queries import NUMBER
from consortia.stages.screening.services.looking import NoWordsError, look_at_copy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAIRS: Final = 10


@page(
    "<str:agency>/applications/<str:reference>/copies/",
    name="copies",
    title=_("Text shared with others"),
    rights=may_read_file,
    of=a_file,
    sees=may_read_file,
)
def copies(request: HttpRequest, file: File) -> HttpResponse:
    """Show pairs with the shared passages; keep what an officer says of one."""
    person, typed = person_of(request), {}
    if request.method == "POST":
        if not may_screen_file(request.user, file):
            raise PermissionDenied
        typed = _kept(request, file)
        if not typed:
            return HttpResponseRedirect(request.get_full_path())
    pairs = with_both_sides(copies_for(file, person), file.agency)
    listed = Paginator(pairs, PAIRS).get_page(request.GET.get("page"))
    shown = shown_of(file, list(listed), typed=typed)
    words = now_("Say in words what you saw.")
    told = {
        "file": file,
        "counted": count_copies(file, person),
        "page": listed,
        "pairs": shown,
        "problems": [{"text": words, "href": f"#{each.key}"} for each in shown if each.lacking],
        "works": may_screen_file(request.user, file),
        "trail": trail_of(file),
    }
    return render(request, "agency/screening/copies.html", agency_context(request, file.agency, "applications", **told))


def _kept(request: HttpRequest, file: File) -> dict[int, str]:
    """Keep what was said of a pair; return what was typed where it cannot be kept."""
    number = request.POST.get("pair", "")
    if not NUMBER.fullmatch(number):
        raise Http404
    words, verdict = request.POST.get(f"words-{number}", ""), request.POST.get("verdict", "")
    if verdict not in {"concern", "no-concern"}:
        raise Http404
    try:
        look_at_copy(person_of(request), file, int(number), concern=verdict == "concern", words=words)
    except NoWordsError:
        return {int(number): words}
    except CopyPair.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, now_("What you saw is kept. It decides nothing by itself."))
    return {}
