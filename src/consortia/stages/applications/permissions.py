"""Who may do what with an application. Pages and services all ask here."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from consortia.stages.applications.models import Annex, Application, Participation
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is in one application, read once for a whole page."""

    participations: tuple[Participation, ...]
    writes: bool
    leads: bool
    signs_for: frozenset[str]

    @property
    def reads(self) -> bool:
        """Whether the person sees the application at all."""
        return bool(self.participations)

    @property
    def keys(self) -> frozenset[str]:
        """The document ids of the organisations the person belongs to."""
        return frozenset(participation.key for participation in self.participations)

    def opens(self, scope: str) -> bool:
        """Whether the person may open papers of an organisation (they may show who its people are), or common ones."""
        return self.reads and (not scope or self.leads or scope in self.keys)


NOBODY = Standing(participations=(), writes=False, leads=False, signs_for=frozenset())


def standing_of(person: Person | AnonymousUser, application: Application) -> Standing:
    """Return what a person is in an application; two queries, whatever the consortium's size."""
    if not isinstance(person, Person):
        return NOBODY
    memberships = {
        membership.organisation_id: membership
        for membership in Membership.objects.filter(
            person=person,
            admitted_at__isnull=False,
            organisation__participations__application=application,
        )
    }
    taking_part = list(
        Participation.objects.filter(
            application=application, state=Participation.State.ACCEPTED, organisation__in=memberships
        ).select_related("organisation")
    )
    writing = [p for p in taking_part if memberships[p.organisation_id].role != Membership.Role.READER]
    return Standing(
        participations=tuple(taking_part),
        writes=any(p.role != Participation.Role.ASSOCIATED for p in writing),
        leads=any(p.role == Participation.Role.COORDINATOR for p in writing),
        signs_for=frozenset(p.key for p in writing),
    )


def is_open_for_writing(application: Application) -> bool:
    """Whether the document can still change: until the deadline, and as long as it is not withdrawn."""
    return application.state != Application.State.WITHDRAWN


def may_read(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person belongs to an organisation that takes part."""
    return standing_of(person, application).reads


def may_lead(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person writes for the coordinator: choices, consortium, submission."""
    return is_open_for_writing(application) and standing_of(person, application).leads


def may_plan(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may change the tables of activities, travel and work days."""
    return is_open_for_writing(application) and standing_of(person, application).writes


def may_answer(person: Person | AnonymousUser, application: Application, scope: str) -> bool:
    """Whether the person may write an answer: every writer the common ones, an organisation and the lead its own."""
    if not is_open_for_writing(application):
        return False
    standing = standing_of(person, application)
    if not scope:
        return standing.writes
    return standing.leads or scope in standing.signs_for


def may_comment(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may talk beside the questions: everybody who reads."""
    return may_read(person, application)


def may_open_annex(person: Person | AnonymousUser, annex: Annex) -> bool:
    """Whether the person may open a file: common ones every reader, an organisation's papers it and the lead."""
    standing = standing_of(person, annex.application)
    return standing.reads if annex.participation is None else standing.opens(annex.participation.key)


def may_give_mandate(person: Person | AnonymousUser, participation: Participation) -> bool:
    """Whether the person may give the mandate of this organisation."""
    return participation.key in standing_of(person, participation.application).signs_for


def may_submit(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may submit or withdraw for the consortium: the coordinator's writers."""
    return may_lead(person, application)
