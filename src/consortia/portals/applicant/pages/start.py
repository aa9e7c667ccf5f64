"""Beginning an application: one thing a page, then every answer once more before it is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.beginning import Beginning, round_words
from consortia.portals.applicant.combining import PARTS, findings_about
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.moments import day_words
from consortia.portals.shared.page import page, signed_in
from consortia.rulebook.wording import say
from consortia.stages.applications.mine import applications_of
from consortia.stages.applications.models import Application, new_reference
from consortia.stages.applications.services.starting import Choices, start_application, start_from_idea, use_again
from consortia.stages.applications.timing import project_ends
from consortia.stages.calls.queries import rounds_open_at
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.ideas.models import Idea
from consortia.stages.ideas.queries import ideas_of
from consortia.stages.organisations.queries import memberships_of, organisations_written_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.core.call import CallDefinition
    from consortia.stages.calls.models import Round
    from consortia.stages.organisations.models import Organisation
    from consortia.stages.people.models import Person

DATES = frozenset({"start", "months"})
MOST_EARLIER = 8
# The number of the application is drawn when the page with the button is shown, and signed so that nobody chooses one.
DRAWN = "consortia.start"


@page("applications/start/", name="start", title=_("Start an application"), rights=signed_in)
def start(request: HttpRequest) -> HttpResponse:
    """Ask what is not decided yet; show all answers at the end, and begin on one click."""
    person = person_of(request)
    earlier, idea = _earlier(request, person), _idea(request, person)
    rounds = tuple(each for each in rounds_open_at(timezone.now()) if earlier is None or _takes(each, earlier))
    organisations = tuple(organisations_written_for(person).order_by("name", "id"))
    if not organisations or not rounds:
        return render(request, "applicant/start/nothing.html", _hindrance(request, person, rounds=bool(rounds)))
    begun = Beginning(sent=request.GET, rounds=rounds, organisations=organisations, earlier=earlier, idea=idea)
    if begun.round is None or begun.organisation is None or begun.at:
        return render(request, "applicant/start/step.html", _step(request, person, begun))
    if request.method == "POST":
        reference = _drawn_reference(request)
        application = _begin(person, begun, begun.round, begun.organisation, reference)
        words = now_("Texts and plans are copied. Invite your partners anew, and check the dates.")
        messages.success(
            request, words if earlier else now_("Your application has started. Go through the list in any order.")
        )
        return redirect("applicant:application", reference=application.reference)
    return render(request, "applicant/start/answers.html", _answers(begun, begun.round))


def _earlier(request: HttpRequest, person: Person) -> Application | None:
    """Return the earlier application that is to be used again, if the address names one."""
    reference = request.GET.get("earlier", "")
    if not reference:
        return None
    found = applications_of(person).filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def _idea(request: HttpRequest, person: Person) -> Idea | None:
    """Return the idea to begin with, if the address names one of this person's."""
    named = request.GET.get("idea", "")
    if not named:
        return None
    try:
        return ideas_of(person).get(pk=named)
    except (Idea.DoesNotExist, ValidationError):
        raise Http404 from None


def _takes(round_: Round, earlier: Application) -> bool:
    """Whether what an earlier application chose exists in a round."""
    call = call_of_round(round_)
    offered = ([each.code for each in call.types], [each.code for each in call.formats])
    known = all(not codes or code in codes for codes, code in zip(offered, (earlier.type, earlier.format), strict=True))
    return earlier.field in round_.fields and known


def _hindrance(request: HttpRequest, person: Person, *, rounds: bool) -> dict[str, Any]:
    """Say what stands in the way of beginning: no open round, or no organisation to write for."""
    onward = urlencode({"next": request.get_full_path()})
    memberships = list(memberships_of(person))
    return {
        "rounds": rounds,
        "waiting": [each.organisation for each in memberships if each.admitted_at is None],
        "reading": [each.organisation for each in memberships if each.admitted_at is not None],
        "register": f"{reverse('applicant:organisation_new')}?{onward}",
        "search": f"{reverse('applicant:organisation_search')}?{onward}",
        "place": "applications",
    }


def _step(request: HttpRequest, person: Person, begun: Beginning) -> dict[str, Any]:
    at_first = begun.at == "round"
    return {
        "begun": begun,
        "form": begun.form,
        "closed": at_first and bool(request.GET.get("round")) and begun.sent.get("change") != "round",
        "call": call_of_round(begun.round) if begun.round else None,
        "others": list(applications_of(person)[:MOST_EARLIER]) if at_first and begun.earlier is None else [],
        "training": begun.round.training if begun.round else False,
        "place": "applications",
    }


def _answers(begun: Beginning, round_: Round) -> dict[str, Any]:
    call = call_of_round(round_)
    rows = [
        {"term": now_("Round"), "value": f"{call.title}: {round_words(round_).title}", "href": begun.address("round")},
        {"term": now_("Organisation"), "value": str(begun.organisation), "href": begun.address("organisation")},
    ]
    if begun.earlier is None:
        rows += [*_chosen_rows(begun, call), *_rows_from_idea(begun)]
    return {
        "begun": begun,
        "round": round_,
        "call": call,
        "rows": rows,
        "problems": [] if begun.earlier else _date_problems(begun, round_),
        "drawn": signing.dumps(new_reference(), salt=DRAWN),
        "training": round_.training,
        "place": "applications",
    }


def _chosen_rows(begun: Beginning, call: CallDefinition) -> list[dict[str, str]]:
    given = begun.given
    titles = {each.code: each.title for each in call.fields}
    titles |= {each.code: each.title for each in (*call.formats, *call.types)}
    terms = {"field": now_("Field"), "format": now_("Form of partnership"), "type": now_("Type of project")}
    dates = now_("%(first)s to %(last)s, %(months)d months") % {
        "first": day_words(given["start"]),
        "last": day_words(project_ends(given["start"], given["months"])),
        "months": given["months"],
    }
    return [
        *({"term": terms[p], "value": titles[given[p]], "href": begun.address(p)} for p in PARTS if given[p]),
        {"term": now_("Title"), "value": given["title"], "href": begun.address("title")},
        {"term": now_("Short name"), "value": given["acronym"] or now_("None yet"), "href": begun.address("title")},
        {"term": now_("Dates"), "value": dates, "href": begun.address("dates")},
    ]


def _rows_from_idea(begun: Beginning) -> list[dict[str, str]]:
    rows = []
    if begun.priorities:
        titles = "\n".join(f"{each.code} {each.title}" for each in begun.priorities)
        rows.append({"term": now_("Priorities"), "value": titles, "href": ""})
    if begun.idea is not None:
        there = reverse("applicant:idea", kwargs={"idea_id": begun.idea.pk})
        rows.append({"term": now_("Idea"), "value": str(begun.idea), "href": there})
    return rows


def _date_problems(begun: Beginning, round_: Round) -> list[str]:
    """Return what the rules of the call say against the dates."""
    given = begun.given
    tried = Application(round=round_, title=given["title"], start=given["start"], months=given["months"])
    tried.field, tried.format, tried.type = (given[part] for part in PARTS)
    return [say(each.message) for each in findings_about(tried) if DATES.intersection(each.where)]


def _drawn_reference(request: HttpRequest) -> str:
    """Return the number that the page with the button drew; none where the page was not ours."""
    try:
        return str(signing.loads(request.POST.get("drawn", ""), salt=DRAWN))
    except signing.BadSignature:
        return ""


def _begin(person: Person, begun: Beginning, round_: Round, organisation: Organisation, reference: str) -> Application:
    if begun.earlier is not None:
        return use_again(person, begun.earlier, round_, organisation, reference=reference)
    given = begun.given
    choices = Choices(
        field=given["field"],
        type=given["type"],
        format=given["format"],
        start=given["start"],
        months=given["months"],
        acronym=given["acronym"],
        priorities=tuple(each.code for each in begun.priorities),
    )
    begin = start_application if begun.idea is None else partial(start_from_idea, idea=begun.idea)
    return begin(person, round_, organisation, title=given["title"], choices=choices, reference=reference)
