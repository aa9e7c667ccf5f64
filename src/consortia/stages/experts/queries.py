"""Reading experts, engagements and assignments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.account.models import EmailAddress
from django.db.models import Count, Q, QuerySet

from consortia.stages.agencies.models import Post
from consortia.stages.applications.models import Application
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Engagement, Expert, PairWish, Plan
from consortia.stages.organisations.queries import LONGEST_TEXT, plain
from consortia.stages.partnering.queries import marked
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File

RUNNING: Final = (Engagement.State.INVITED, Engagement.State.ACCEPTED)
# How many applications somebody who is engaged has now.
GIVEN: Final = Count("assignments", filter=Q(assignments__ended_at__isnull=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a search for experts asks for; empty parts ask for nothing."""

    text: str = ""
    field: str = ""
    language: str = ""
    country: str = ""


def experts_known_to(agency: str, sought: Sought | None = None) -> QuerySet[Expert]:
    """Return the experts whose profile an agency may read: those in the pool, and those who agreed to it."""
    sought = sought or Sought()
    agreed = Engagement.objects.filter(agency=agency, state=Engagement.State.ACCEPTED).values("expert")
    wanted = Q(in_pool=True) | Q(pk__in=agreed)
    for word in plain(sought.text[:LONGEST_TEXT]).split():
        wanted &= Q(search_text__contains=word)
    if sought.field:
        wanted &= Q(search_text__contains=marked("field", sought.field))
    if sought.language:
        wanted &= Q(search_text__contains=marked("language", sought.language))
    if sought.country:
        wanted &= Q(country=sought.country)
    found = Expert.objects.filter(wanted).select_related("person", "employer")
    return found.order_by("person__name", "id")


def engagements_in(agency: str, round_: Round) -> QuerySet[Engagement]:
    """Return whom an agency asked for a round, with how many applications each has, running ones first."""
    found = Engagement.objects.filter(agency=agency, round=round_).select_related("expert__person", "declaration")
    return found.annotate(given=GIVEN).order_by("state", "email", "id")


def engaged_in(agency: str, round_: Round) -> list[Engagement]:
    """Return who accepted and declared for a round: they can be given applications."""
    ready = _ready(agency, round_.pk)
    return list(ready.select_related("expert__person", "expert__employer", "declaration").order_by("id"))


def others_for(agency: str, application: Application) -> list[Engagement]:
    """Return who accepted and declared and does not have this application, those with the fewest first, as `given`."""
    ready = _ready(agency, application.round_id).exclude(assignments__application=application)
    return list(ready.select_related("expert__person").annotate(given=GIVEN).order_by("given", "id"))


def _ready(agency: str, round_id: int) -> QuerySet[Engagement]:
    accepted = Engagement.objects.filter(agency=agency, round=round_id, state=Engagement.State.ACCEPTED)
    return accepted.filter(declaration__isnull=False)


def engagements_of(person: Person) -> QuerySet[Engagement]:
    """Return what agencies ask of a person: by their profile, or at an address of theirs; ended ones stay out."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values("email")
    mine = Q(expert__person=person) | Q(expert__isnull=True, email__in=addresses)
    found = Engagement.objects.filter(mine, state__in=RUNNING)
    return found.select_related("round__edition", "declaration").order_by("-id")


def rounds_with_files(agency: str) -> QuerySet[Round]:
    """Return the rounds in which an agency received applications or asked experts, the latest deadline first."""
    received = Application.objects.filter(agency=agency, state=Application.State.SUBMITTED).values("round")
    asked = Engagement.objects.filter(agency=agency).values("round")
    found = Round.objects.filter(Q(pk__in=received) | Q(pk__in=asked)).select_related("edition")
    return found.order_by("-deadline", "id")


def applications_in(agency: str, round_: Round) -> QuerySet[Application]:
    """Return what an agency received in a round and was neither withdrawn nor found ineligible, by reference."""
    received = Application.objects.filter(agency=agency, round=round_, state=Application.State.SUBMITTED)
    return received.exclude(file__state=File.State.INELIGIBLE).order_by("reference")


def without_experts(agency: str, *, now: datetime) -> list[tuple[Round, int]]:
    """Return the rounds past their deadline with applications that passed and nobody assesses, with how many."""
    running = Assignment.objects.filter(ended_at__isnull=True).values("application")
    waiting = File.objects.filter(agency=agency, state=File.State.ELIGIBLE, round__deadline__lt=now)
    waiting = waiting.exclude(application__in=running)
    numbers = dict(waiting.order_by().values_list("round").annotate(number=Count("pk")))
    rounds = Round.objects.filter(pk__in=numbers).order_by("deadline", "id")
    return [(round_, numbers[round_.pk]) for round_ in rounds]


def works_for(expert: Expert, agency: str) -> bool:
    """Whether an expert holds a post in the agency."""
    return Post.objects.filter(person=expert.person_id, agency=agency, ended_at__isnull=True).exists()


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Return what a person has to assess now, whichever agency asked, the round that closed first on top."""
    running = Assignment.objects.filter(
        engagement__expert__person=person,
        engagement__state=Engagement.State.ACCEPTED,
        engagement__declaration__isnull=False,
        ended_at__isnull=True,
    )
    return running.select_related("engagement__round__edition", "application", "submission").defer(
        "submission__snapshot", "submission__findings", "submission__budget", "engagement__round__edition__content"
    )


def assignments_in(agency: str, round_: Round) -> QuerySet[Assignment]:
    """Return who assesses what in a round of an agency, by application."""
    running = Assignment.objects.filter(engagement__agency=agency, engagement__round=round_, ended_at__isnull=True)
    return running.select_related("engagement__expert__person", "application")


def newest_plan(agency: str, round_: Round) -> Plan | None:
    """Return the plan that was begun last for a round."""
    found = Plan.objects.filter(agency=agency, round=round_).select_related("made_by", "published_by", "keeps")
    return found.select_related("round__edition").order_by("-number").first()


def wishes_in(agency: str, round_: Round) -> QuerySet[PairWish]:
    """Return the pairs of a round that officers pinned or ruled out."""
    found = PairWish.objects.filter(engagement__agency=agency, engagement__round=round_, taken_back_at__isnull=True)
    return found.select_related("engagement__expert__person", "application", "by").order_by("id")
