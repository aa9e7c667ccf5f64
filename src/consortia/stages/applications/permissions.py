"""Who may do what with an application. Pages and services all ask here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.queries import recused_from
from consortia.stages.applications.models import Annex, Application, Participation
from consortia.stages.one_look import asked_once
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is in one application: `keys` are the document ids of the organisations they belong to."""

    keys: frozenset[str]
    writes: bool
    leads: bool
    signs_for: frozenset[str]

    @property
    def reads(self) -> bool:
        """Whether the person sees the application at all."""
        return bool(self.keys)

    def opens(self, scope: str) -> bool:
        """Whether the person may open papers of an organisation (they may show who its people are), or common ones."""
        return self.reads and (not scope or self.leads or scope in self.keys)


NOBODY = Standing(keys=frozenset(), writes=False, leads=False, signs_for=frozenset())


_taking_part: Final = Prepared(
    lambda: (
        Participation.objects.filter(
            application=Given(Participation, "application"),
            state=Participation.State.ACCEPTED,
            organisation__memberships__person=Given(Membership, "person"),
            organisation__memberships__admitted_at__isnull=False,
        )
        .order_by()
        .values_list("key", "role", "organisation__memberships__role")
    )
)


def standing_of(person: Person | AnonymousUser, application: Application) -> Standing:
    """Return what a person is in an application; one query, since every page and every service asks."""
    if not isinstance(person, Person):
        return NOBODY
    return asked_once(("standing", person.pk, application.pk), lambda: _standing(person, application))


def _standing(person: Person, application: Application) -> Standing:
    taking_part = _taking_part(application=application.pk, person=person.pk)
    writing = {key: role for key, role, belongs_as in taking_part if belongs_as != Membership.Role.READER}
    return Standing(
        keys=frozenset(key for key, _role, _belongs_as in taking_part),
        writes=any(role != Participation.Role.ASSOCIATED for role in writing.values()),
        leads=Participation.Role.COORDINATOR in writing.values(),
        signs_for=frozenset(writing),
    )


def keeps_away(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether somebody of an agency must see nothing of an application: recused from it, or taking part in it."""
    return str(application.pk) in recused_from(person, application.agency) or standing_of(person, application).reads


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
