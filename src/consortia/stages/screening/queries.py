"""What is read about files: lists with filters and order, counts for the overview, what hangs on one file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from consortia.stages.agencies.models import Recusal
from consortia.stages.agencies.queries import recused_from, working_for
from consortia.stages.applications.models import Application, Participation, Submission
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from consortia.stages.screening.models import (
    SETTLED,
    Clarification,
    CopyLook,
    CopyPair,
    Extension,
    File,
    PointAnswer,
    SavedView,
)

NOBODY: Final = "nobody"
TO_LOOK_AT: Final = "to-look-at"
ORDERS: Final[Mapping[str, str]] = {
    "reference": "reference",
    "title": "title",
    "coordinator": "coordinator",
    "country": "country",
    "field": "field",
    "requested": "requested",
    "received": "received_at",
    "state": "state",
    "since": "state_since",
    "handler": "handler__name",
}
USUAL_ORDER: Final = "-received"
# What an id can look like: an address that asks for anything else finds nothing.
NUMBER: Final = re.compile("[0-9]{1,15}")
PERSON: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is asked for; an empty word asks for everything."""

    round: str = ""
    field: str = ""
    type: str = ""
    state: str = ""
    handler: str = ""
    country: str = ""
    copies: str = ""
    text: str = ""
    sort: str = ""


def files_matching(agency: str, wanted: Wanted, *, reader: Person) -> QuerySet[File]:
    """Return an agency's files that match, in the order asked for, without those that the reader keeps away from."""
    away = kept_from(reader, agency)
    found = File.objects.filter(agency=agency).exclude(application__in=away)
    exact = {"field": wanted.field, "type": wanted.type, "state": wanted.state, "country": wanted.country}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.round:
        found = found.filter(round=int(wanted.round)) if NUMBER.fullmatch(wanted.round) else found.none()
    if wanted.handler == NOBODY:
        found = found.filter(handler=None)
    elif wanted.handler:
        found = found.filter(handler=UUID(wanted.handler)) if PERSON.fullmatch(wanted.handler) else found.none()
    if wanted.copies:
        # Few applications are kept from anybody; as a list they are asked for once and not for each pair.
        kept = list(away.values_list("pk", flat=True))
        pairs = unseen_pairs(agency, kept) if wanted.copies == TO_LOOK_AT else CopyPair.objects.none()
        one, other = (pairs.filter(**{side: OuterRef("submission")}) for side in ("one", "other"))
        found = found.filter(Exists(one) | Exists(other))
    for word in wanted.text.casefold().split():
        found = found.filter(searched__contains=word)
    return found.order_by(*_order(wanted.sort))


def unseen_pairs(agency: str, without: Collection[UUID]) -> QuerySet[CopyPair]:
    """Return the pairs that share text and of which the agency has said nothing, leaving out some applications."""
    current = Submission.State.CURRENT
    counts = Q(one__state=current) & (Q(other=None) | Q(other__state=current))
    kept = list(without)
    known = Q(one__application__in=kept) | Q(other__isnull=False, other__application__in=kept)
    seen = CopyLook.objects.filter(pair=OuterRef("pk"), agency=agency)
    own = Q(one__application__agency=agency) | Q(other__application__agency=agency)
    return CopyPair.objects.filter(counts, own).exclude(known).exclude(Exists(seen)).order_by()


def references_kept_from(reader: Person, agency: str) -> frozenset[str]:
    """Return the references of the applications to an agency that somebody keeps away from."""
    return frozenset(kept_from(reader, agency).filter(agency=agency).values_list("reference", flat=True))


def kept_from(reader: Person, agency: str) -> QuerySet[Application]:
    """Return the applications that somebody of an agency is recused from or takes part in."""
    own = Membership.objects.filter(person=reader, admitted_at__isnull=False).values("organisation")
    taking_part = Participation.objects.filter(organisation__in=own, state=Participation.State.ACCEPTED)
    recused = [UUID(each) for each in recused_from(reader, agency)]
    return Application.objects.filter(Q(pk__in=recused) | Q(pk__in=taking_part.values("application"))).order_by()


def _order(sort: str) -> tuple[str, str]:
    """Return the columns to sort by; the id makes the order the same each time."""
    sort = sort if sort.removeprefix("-") in ORDERS else USUAL_ORDER
    sign = "-" if sort.startswith("-") else ""
    return f"{sign}{ORDERS[sort.removeprefix('-')]}", f"{sign}id"


def choices_in(agency: str) -> dict[str, list[Any]]:
    """Return what the files of an agency can be filtered by: only what there is."""
    files = File.objects.filter(agency=agency).order_by()
    return {
        "round": list(files.values_list("round", "round__deadline", "round__years_later").distinct()),
        "kinds": list(files.values_list("field", "type", "country").distinct()),
        "handler": list(files.exclude(handler=None).values_list("handler", "handler__name").distinct()),
    }


def file_of(agency: str, reference: str) -> File | None:
    """Return one file with what its page shows."""
    return (
        File.objects.filter(agency=agency, reference=reference)
        .select_related("application__round__edition", "submission__submitted_by", "round", "handler")
        .defer("application__round__edition__content")
        .first()
    )


def answers_about(file: File) -> list[PointAnswer]:
    """Return what officers answered about the version that counts, the oldest first."""
    answers = PointAnswer.objects.filter(file=file, submission=file.submission_id)
    return list(answers.select_related("by").order_by("id"))


def answers_about_earlier(file: File) -> int:
    """Return how many answers were given about versions that no longer count."""
    return PointAnswer.objects.filter(file=file).exclude(submission=file.submission_id).count()


def people_for(file: File) -> QuerySet[Person]:
    """Return who may handle a file, by name: everybody who works for its agency and does not keep away from it."""
    recused = Recusal.objects.filter(agency=file.agency, subject=str(file.application_id)).values("person")
    taking_part = Participation.objects.filter(application=file.application_id, state=Participation.State.ACCEPTED)
    own = Membership.objects.filter(organisation__in=taking_part.values("organisation"), admitted_at__isnull=False)
    return working_for(file.agency).exclude(Q(pk__in=recused) | Q(pk__in=own.values("person")))


def kept_apart(handler: Person, agency: str, files: Iterable[File]) -> list[str]:
    """Return the references of those files that somebody could not handle, since they keep away from them."""
    away = kept_from(handler, agency)
    kept = File.objects.filter(agency=agency, pk__in=[each.pk for each in files], application__in=away)
    return list(kept.order_by("reference").values_list("reference", flat=True))


def questions_about(file: File) -> QuerySet[Clarification]:
    """Return what the applicant was asked, the latest first."""
    asked = Clarification.objects.filter(file=file).select_related("asked_by", "answered_by", "closed_by")
    return asked.order_by("-id")


def questions_to(application_id: UUID) -> QuerySet[Clarification]:
    """Return what the agency asks about an application, the latest first."""
    asked = Clarification.objects.filter(file__application=application_id)
    return asked.select_related("file__application", "answered_by").order_by("-id")


def extensions_of(agency: str) -> QuerySet[Extension]:
    """Return the requests to submit late, those that wait first."""
    found = Extension.objects.filter(agency=agency).select_related("application__round__edition", "asked_by")
    return found.defer("application__round__edition__content").order_by("-id")


def application_by_reference(agency: str, reference: str) -> Application | None:
    """Return an application that goes to an agency, or may still go there, submitted or not."""
    found = Application.objects.filter(agency__in=["", agency], reference=reference).select_related("round__edition")
    return found.defer("round__edition__content").first()


def views_for(person: Person, agency: str) -> QuerySet[SavedView]:
    """Return the saved views a person finds in an agency: their own, and those that were shared."""
    found = SavedView.objects.filter(agency=agency).filter(Q(person=person) | Q(shared=True))
    return found.select_related("person").order_by("name", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many files are in one state with one handler, and since when the one that has waited longest is."""

    state: str
    handler: str
    handler_name: str
    number: int
    oldest: datetime


def what_waits(agency: str) -> list[Waiting]:
    """Return the files that are not settled, by state and by who handles them."""
    rows = (
        File.objects.filter(agency=agency)
        .exclude(state__in=SETTLED)
        .order_by()
        .values_list("state", "handler", "handler__name")
        .annotate(number=Count("id"), oldest=Min("state_since"))
    )
    found = [
        Waiting(state=state, handler=str(handler or NOBODY), handler_name=name or "", number=number, oldest=oldest)
        for state, handler, name, number, oldest in rows
    ]
    return sorted(found, key=lambda each: (each.oldest, each.state))


def counts_by_state(agency: str) -> dict[str, int]:
    """Return how many files are in each state."""
    rows = File.objects.filter(agency=agency).order_by().values_list("state").annotate(number=Count("id"))
    return dict(rows)


def received_by_day(agency: str) -> list[tuple[date, str, int]]:
    """Return how many applications that count came in on each day, by field."""
    rows = (
        File.objects.filter(agency=agency)
        .order_by()
        .annotate(day=TruncDate("received_at"))
        .values_list("day", "field")
        .annotate(number=Count("id"))
    )
    return sorted(rows)


def counts_by_round(agency: str) -> dict[int, int]:
    """Return how many applications an agency received in each round."""
    rows = File.objects.filter(agency=agency).order_by().values_list("round").annotate(number=Count("id"))
    return dict(rows)


def overdue_questions(agency: str, now: datetime) -> QuerySet[Clarification]:
    """Return the questions whose answer is due and has not come, the oldest first."""
    waiting = Clarification.objects.filter(file__agency=agency, answered_at=None, closed_at=None, due__lt=now)
    return waiting.select_related("file").order_by("due", "id")


def open_extensions(agency: str) -> QuerySet[Extension]:
    """Return the requests to submit late for which nobody has proposed anything yet, the oldest first."""
    return extensions_of(agency).filter(outcome=Extension.Outcome.ASKED).order_by("id")
