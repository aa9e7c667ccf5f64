"""What is read about selections: lists with their places, what is missing, what happened, who keeps away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from consortia.core.values import Money, euros
from consortia.stages.agencies.queries import recusals_in, recused_from
from consortia.stages.applications.models import Application, Participation, Submission
from consortia.stages.applications.queries import PRESENT
from consortia.stages.assessments.models import Assessment, AssessmentFile
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, DeclaredConflict, Engagement
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.selection.models import (
    Appeal,
    Certainty,
    Change,
    Lowering,
    Minutes,
    Place,
    RankingList,
    Score,
    Selection,
    Session,
)
from consortia.stages.selection.rules import envelope_for, rules_of_round

# Files that no list waits for: they never come into one.
OUT: Final = (File.State.INELIGIBLE, File.State.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What keeps a list from being drawn: an application, or an envelope, and what it lacks."""

    what: Literal["deadline", "screening", "assessment", "envelope", "nothing-received"]
    field: str = ""
    reference: str = ""
    title: str = ""


def rounds_to_select(agency: str) -> QuerySet[Round]:
    """Return the rounds in which an agency received applications, the latest deadline first."""
    received = File.objects.filter(agency=agency).exclude(state=File.State.WITHDRAWN).values("round")
    return Round.objects.filter(pk__in=received).select_related("edition").order_by("-deadline", "id")


def selections_of(agency: str) -> QuerySet[Selection]:
    """Return an agency's selections."""
    return Selection.objects.filter(agency=agency).select_related("round__edition").defer("round__edition__content")


def selection_in(agency: str, round_id: int) -> Selection | None:
    """Return the selection of an agency in a round, where it has begun."""
    return selections_of(agency).filter(round=round_id).first()


def files_to_rank(agency: str, round_: Round) -> QuerySet[File]:
    """Return the files whose applications come into the lists: those that passed the formal check."""
    passed = File.objects.filter(agency=agency, round=round_, state=File.State.ELIGIBLE)
    return passed.select_related("application", "submission").defer("submission__snapshot", "submission__findings")


def final_files(agency: str, round_: Round) -> QuerySet[AssessmentFile]:
    """Return the assessments of a round that are final; those after an appeal stand apart."""
    return AssessmentFile.objects.filter(
        submission__application__agency=agency,
        submission__application__round=round_,
        submission__state=Submission.State.CURRENT,
        appeal=False,
        state=AssessmentFile.State.FINAL,
    )


def consolidated_in(files: QuerySet[AssessmentFile]) -> QuerySet[Assessment]:
    """Return what experts agreed on in these files, with everything that stands in it."""
    agreed = Assessment.objects.filter(file__in=files, assignment__isnull=True)
    return agreed.select_related("file").prefetch_related("entries")


def missing_in(agency: str, round_: Round, *, now: datetime) -> tuple[Missing, ...]:
    """Return what is not settled yet, by reference: nothing of the round can be decided before it is."""
    if now <= round_.deadline:
        return (Missing(what="deadline"),)
    awaited = File.objects.filter(agency=agency, round=round_).exclude(state__in=OUT)
    final = final_files(agency, round_).values("submission")
    open_ones = awaited.exclude(state=File.State.ELIGIBLE, submission__in=final).order_by("reference")
    found = tuple(
        Missing(
            what="assessment" if state == File.State.ELIGIBLE else "screening",
            field=field,
            reference=reference,
            title=title,
        )
        for state, field, reference, title in open_ones.values_list("state", "field", "reference", "title")
    )
    return found if found or awaited.exists() else (Missing(what="nothing-received"),)


def newest_list(selection: Selection) -> RankingList | None:
    """Return the version of the lists that stands."""
    return RankingList.objects.filter(selection=selection).select_related("drawn_by").order_by("-number").first()


def lists_of(selection: Selection) -> QuerySet[RankingList]:
    """Return every version of the lists, the newest first, with how many places each has."""
    versions = RankingList.objects.filter(selection=selection).select_related("drawn_by").prefetch_related("changes")
    return versions.annotate(size=Count("places")).order_by("-number")


def places_in(drawn: RankingList, *, without: Collection[str] = ()) -> QuerySet[Place]:
    """Return the places of a list in order, without the envelopes that the reader does not see."""
    places = Place.objects.filter(list=drawn).exclude(envelope__in=list(without))
    return places.select_related("application", "score").order_by("envelope", "position", "application__reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """One list in sums: its money as drawn and grown since, what is awarded, what is left, how many stand where."""

    envelope: str
    amount: Money
    awarded: Money
    places: int
    awards: int
    reserves: int
    below: int

    @property
    def left(self) -> Money:
        """What nobody was awarded."""
        return self.amount - self.awarded


def envelope_totals(drawn: RankingList) -> tuple[Totals, ...]:
    """Return every list of a version in sums, by envelope; two queries."""
    amounts = {code: euros(amount) for code, amount in drawn.envelopes.items()}
    for envelope, by in Change.objects.filter(
        selection=drawn.selection_id, list__number__lte=drawn.number, kind=Change.Kind.GROWN
    ).values_list("envelope", "amount"):
        amounts[envelope] += euros(by or 0)
    outcome = Place.Outcome
    sums = (
        Place.objects.filter(list=drawn)
        .order_by("envelope")
        .values_list("envelope")
        .annotate(
            places=Count("id"),
            sum_awarded=Sum("grant"),
            awards=Count("id", filter=Q(outcome=outcome.AWARDED)),
            reserves=Count("id", filter=Q(outcome=outcome.RESERVE)),
            below=Count("id", filter=Q(outcome=outcome.BELOW)),
        )
    )
    return tuple(
        Totals(
            envelope=envelope,
            amount=amounts[envelope],
            awarded=euros(awarded),
            places=places,
            awards=awards,
            reserves=reserves,
            below=below,
        )
        for envelope, places, awarded, awards, reserves, below in sums
    )


def place_of(drawn: RankingList, application: Application) -> Place | None:
    """Return where an application stands."""
    return Place.objects.filter(list=drawn, application=application).select_related("score", "application").first()


def lowerings_standing(selection: Selection) -> Mapping[UUID, Mapping[str, Lowering]]:
    """Return what stands as proposed below the requested: by application, then heading, the last word of each."""
    latest = (
        Lowering.objects.filter(selection=selection)
        .order_by()
        .values("application", "heading")
        .annotate(latest=Max("id"))
        .values("latest")
    )
    found: dict[UUID, dict[str, Lowering]] = {}
    for each in Lowering.objects.filter(pk__in=latest).select_related("by").order_by("id"):
        if each.proposed < each.requested:
            found.setdefault(each.application_id, {})[each.heading] = each
    return found


def lowerings_of(selection: Selection, application: Application) -> QuerySet[Lowering]:
    """Return every amount that was proposed for an application, the newest first."""
    return Lowering.objects.filter(selection=selection, application=application).select_related("by").order_by("-id")


def changes_of(selection: Selection) -> QuerySet[Change]:
    """Return what happened to the lists since they were published, in order."""
    return Change.objects.filter(selection=selection).select_related("application", "by", "list").order_by("id")


def sessions_of(selection: Selection) -> QuerySet[Session]:
    """Return the sessions of the committee on a selection."""
    return Session.objects.filter(selection=selection).prefetch_related("present").order_by("held_on", "id")


def minutes_of(session: Session, *, without: Collection[str] = ()) -> QuerySet[Minutes]:
    """Return every version of the minutes, without those on envelopes that the reader does not see."""
    versions = Minutes.objects.filter(session=session).exclude(envelope__in=list(without))
    return versions.select_related("author").order_by("envelope", "-number")


def drafters_of(selection: Selection) -> frozenset[UUID]:
    """Return who sat in a session of the committee or wrote its minutes: the proposal is theirs."""
    sat = Session.present.through.objects.filter(session__selection=selection).values_list("person_id", flat=True)
    wrote = Minutes.objects.filter(session__selection=selection).values_list("author_id", flat=True)
    return frozenset({*sat, *wrote})


def kept_from(person: object, agency: str, round_: Round) -> Mapping[UUID, str]:
    """Return the applications that a person must see nothing of, with their fields.

    Those from which they are recused, those of an organisation they belong to, and those with which they declared a
    conflict as an expert: nobody has to remember to record what the site knows.
    """
    if not isinstance(person, Person):
        return {}
    recused = [UUID(each) for each in recused_from(person, agency)]
    own = Participation.objects.filter(
        state__in=PRESENT,
        organisation__in=Membership.objects.filter(person=person, admitted_at__isnull=False).values("organisation"),
    )
    declared = DeclaredConflict.objects.filter(expert__person=person)
    found = Application.objects.filter(agency=agency, round=round_).filter(
        Q(pk__in=recused) | Q(pk__in=own.values("application")) | Q(pk__in=declared.values("application"))
    )
    return dict(found.order_by().values_list("pk", "field"))


def appeals_in(selection: Selection, *, without: Collection[UUID] = ()) -> QuerySet[Appeal]:
    """Return the appeals against the results of a selection, without those on files the reader keeps away from."""
    found = Appeal.objects.filter(selection=selection).exclude(application__in=list(without))
    return found.select_related("application", "sent_by", "received_by", "proposal__proposed_by").order_by("id")


def open_appeals(agency: str, *, kept_away: Collection[str] = ()) -> QuerySet[Appeal]:
    """Return an agency's appeals that nobody has decided, the oldest first.

    Whoever keeps away from applications (by reference) gets none of their rounds: what stands beside them would tell.
    """
    found = Appeal.objects.filter(selection__agency=agency).exclude(state=Appeal.State.DECIDED)
    if kept_away:
        rounds = Application.objects.filter(reference__in=list(kept_away)).values("round")
        found = found.exclude(selection__round__in=rounds)
    return found.select_related("application", "selection").order_by("id")


def appeal_of(application: Application) -> Appeal | None:
    """Return the appeal of an application, where there is one."""
    return Appeal.objects.filter(application=application).select_related("sent_by").first()


def coordinators_of(applications: Iterable[UUID]) -> Mapping[UUID, list[Person]]:
    """Return to whom letters about applications go: its contact and whoever writes for the coordinator."""
    parts = (
        Participation.objects.filter(
            application__in=list(applications),
            role=Participation.Role.COORDINATOR,
            state=Participation.State.ACCEPTED,
        )
        .select_related("contact")
        .prefetch_related("organisation__memberships__person")
    )
    found: dict[UUID, list[Person]] = {}
    for part in parts:
        writers = {
            each.person.email: each.person
            for each in part.organisation.memberships.all()
            if each.admitted_at is not None and each.role != Membership.Role.READER
        }
        if part.contact is not None:
            writers.setdefault(part.contact.email, part.contact)
        found[part.application_id] = [writers[email] for email in sorted(writers)]
    return found


def application_in(selection: Selection, reference: str) -> Application | None:
    """Return an application of the round by its reference."""
    found = Application.objects.filter(agency=selection.agency, round=selection.round_id)
    return found.filter(reference=reference.strip().upper()).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAway:
    """Who keeps away from which application, and why."""

    person: Person
    reference: str
    reason: str
    at: datetime


def recusals_about(selection: Selection, reader: Person, *, without: Collection[str]) -> list[KeptAway]:
    """Return who keeps away from what in a round: the reader's own, and others' in the lists that they see."""
    recusals = list(recusals_in(selection.agency))
    found = Application.objects.filter(agency=selection.agency, round=selection.round_id)
    applications = {str(each.pk): each for each in found.filter(pk__in=[UUID(each.subject) for each in recusals])}
    rules = rules_of_round(selection.round)
    return [
        KeptAway(person=each.person, reference=applications[each.subject].reference, reason=each.reason, at=each.at)
        for each in recusals
        if each.subject in applications
        and (each.person_id == reader.pk or envelope_for(rules, applications[each.subject].field) not in without)
    ]


def envelopes_in(selection: Selection) -> list[str]:
    """Return the envelopes for which something was received, in the order of the round's fields."""
    rules = rules_of_round(selection.round)
    received = File.objects.filter(agency=selection.agency, round=selection.round_id).exclude(state__in=OUT)
    fields = set(received.order_by().values_list("field", flat=True).distinct())
    return list(dict.fromkeys(envelope_for(rules, each) for each in selection.round.fields if each in fields))


def experts_for_appeal(appeal: Appeal) -> list[Engagement]:
    """Return the experts of the round who declared and never had this application, by name."""
    had = Assignment.objects.filter(application=appeal.application).values("engagement__expert")
    ready = Engagement.objects.filter(
        agency=appeal.selection.agency,
        round=appeal.selection.round_id,
        state=Engagement.State.ACCEPTED,
        declaration__isnull=False,
    ).exclude(expert__in=had)
    return list(ready.select_related("expert__person", "declaration", "round").order_by("expert__person__name", "id"))


def individual_assessments(drawn: RankingList) -> QuerySet[Assessment]:
    """Return what experts gave alone to the applications of a list, once finished; those after an appeal stay out."""
    submissions = Score.objects.filter(places__list=drawn).values("submission")
    finished = Assessment.objects.filter(
        file__submission__in=submissions, file__appeal=False, assignment__isnull=False, finished_at__isnull=False
    )
    return finished.select_related("assignment__application", "assignment__engagement").prefetch_related("entries")


def certainty_of(drawn: RankingList) -> Certainty | None:
    """Return how sure the order of a list is, where somebody has asked for the estimate."""
    return Certainty.objects.filter(list=drawn).first()
