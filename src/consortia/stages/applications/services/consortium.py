"""Building the consortium: inviting, accepting, changing roles, parting."""

from __future__ import annotations

import secrets
from copy import copy
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.applications.letters import (
    Words,
    coordination_words,
    invitation_answered_words,
    invitation_words,
    parted_words,
)
from consortia.stages.applications.models import Application, Invitation, Participation, PlanRow
from consortia.stages.applications.permissions import is_open_for_writing, may_answer, may_lead
from consortia.stages.applications.queries import (
    PRESENT,
    legal_representative_of,
    open_invitations,
    people_taking_part,
)
from consortia.stages.applications.services.agencies import settle_agency
from consortia.stages.applications.services.planning import keep_version
from consortia.stages.applications.snapshots import View, view_from
from consortia.stages.applications.touched import Touched, touched_by, without_organisation
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.permissions import may_write_for
from consortia.stages.people.models import Person

# Enough for the largest consortium in a week; a mistyped list cannot flood strangers with letters.
MOST_OPEN_INVITATIONS: Final = 60


class AlreadyTakesPartError(Exception):
    """The organisation is already in this consortium."""


class AlreadyInvitedError(Exception):
    """An invitation to this address is still open; it can be sent again."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation.email)
        self.invitation = invitation


class InvitationClosedError(Exception):
    """The invitation was answered or taken back, or the application was withdrawn."""


class NobodyToAskError(Exception):
    """Nobody of this organisation has an account, so nobody could answer; ask somebody there by e-mail."""


class TooManyInvitationsError(Exception):
    """More invitations are open than a consortium can need."""


@transaction.atomic
def invite_organisation(
    person: Person, application: Application, organisation: Organisation, *, role: str, message: str = "", link: str
) -> Participation:
    """Ask a registered organisation to take part; its people get a letter; `link` holds `{token}` for their token."""
    application = _led(person, application)
    if _present(application).filter(organisation=organisation).exists():
        raise AlreadyTakesPartError
    members = list(_who_could_answer(organisation))
    if not members:
        raise NobodyToAskError
    participation = _take_place(application, organisation, role=role, state=Participation.State.INVITED)
    for membership in members:
        invitation = _invite(person, application, membership.person.email, role=role, message=message, to=participation)
        _send(invitation, link)
    record("invite-organisation", application, by=person, facts={"organisation": str(organisation.pk), "role": role})
    return participation


@transaction.atomic
def invite_by_email(
    person: Person, application: Application, email: str, *, role: str, message: str = "", link: str
) -> Invitation:
    """Ask somebody by e-mail to bring their organisation in; `link` holds `{token}` where the token goes."""
    application = _led(person, application)
    waiting = open_invitations(application).filter(email__iexact=email).first()
    if waiting is not None:
        raise AlreadyInvitedError(waiting)
    invitation = _invite(person, application, email, role=role, message=message, to=None)
    _send(invitation, link)
    record("invite-by-email", application, by=person, facts={"role": role})
    return invitation


@transaction.atomic
def send_invitation_again(person: Person, invitation: Invitation, *, link: str) -> None:
    """Write the letter of an open invitation once more, at most once a day."""
    _led(person, invitation.application)
    _send(_open(invitation), link, once=f"invitation:{invitation.pk}:{timezone.now():%Y%m%d}")
    record("send-invitation-again", invitation.application, by=person, facts={"invitation": invitation.pk})


@transaction.atomic
def accept_invitation(person: Person, invitation: Invitation, organisation: Organisation) -> Participation:
    """Take part with an organisation the person writes for."""
    if not may_write_for(person, organisation):
        raise PermissionDenied
    invitation = _open(invitation)
    participation = invitation.participation
    if participation is None:
        if _present(invitation.application).filter(organisation=organisation).exists():
            raise AlreadyTakesPartError
        participation = _take_place(
            invitation.application, organisation, role=invitation.role, state=Participation.State.ACCEPTED
        )
    elif participation.organisation_id != organisation.pk:
        raise PermissionDenied
    _join(person, participation)
    _answered(invitation, participation, accepted=True)
    record("accept-invitation", invitation.application, by=person, facts={"organisation": str(organisation.pk)})
    _tell_host(invitation, organisation.name, accepted=True)
    return participation


@transaction.atomic
def decline_invitation(person: Person | None, invitation: Invitation) -> None:
    """Say no; the coordinator is told."""
    invitation = _open(invitation)
    participation = invitation.participation
    if participation is not None and participation.state == Participation.State.INVITED:
        participation.state = Participation.State.DECLINED
        participation.save(update_fields=["state"])
    _answered(invitation, participation, accepted=False)
    record("decline-invitation", invitation.application, by=person)
    name = participation.organisation.name if participation is not None else invitation.email
    _tell_host(invitation, name, accepted=False)


@transaction.atomic
def take_back_invitation(person: Person, invitation: Invitation) -> None:
    """Close an invitation that nobody has answered."""
    _led(person, invitation.application)
    invitation = _open(invitation)
    participation = invitation.participation
    if participation is not None and participation.state == Participation.State.INVITED:
        participation.state = Participation.State.WITHDRAWN
        participation.save(update_fields=["state"])
    waiting = open_invitations(invitation.application)
    # Colleagues were asked the same question, so it is taken back from all of them.
    _close(
        waiting.filter(participation=participation) if participation is not None else waiting.filter(pk=invitation.pk)
    )
    record("take-back-invitation", invitation.application, by=person)


@transaction.atomic
def change_part(person: Person, participation: Participation, **facts: Any) -> None:
    """Change contact person or legal representative of an organisation's part."""
    if not may_answer(person, participation.application, participation.key):
        raise PermissionDenied
    for name in ("contact", "legal_representative", "legal_representative_position"):
        if name in facts:
            setattr(participation, name, facts[name])
    participation.save()
    record("change-part", participation.application, by=person, facts={"organisation": participation.key})


@transaction.atomic
def change_role(person: Person, participation: Participation, role: str) -> None:
    """Make a partner an associated partner or the other way round."""
    _led(person, participation.application)
    if Participation.Role.COORDINATOR in (role, participation.role):
        raise PermissionDenied
    participation.role = Participation.Role(role)
    participation.save(update_fields=["role"])
    open_invitations(participation.application).filter(participation=participation).update(role=role)
    record("change-role", participation.application, by=person, facts={"organisation": participation.key, "role": role})


@transaction.atomic
def hand_over_coordination(person: Person, participation: Participation) -> None:
    """Make another accepted partner the coordinator; every text stays where it is."""
    application = _led(person, participation.application)
    participation = Participation.objects.select_related("organisation").get(pk=participation.pk)
    if participation.state != Participation.State.ACCEPTED:
        raise PermissionDenied
    lead = _present(application).filter(role=Participation.Role.COORDINATOR)
    before = [each.organisation.name for each in lead]
    lead.update(role=Participation.Role.PARTNER)
    participation.role = Participation.Role.COORDINATOR
    participation.save(update_fields=["role"])
    settle_agency(application, participation.organisation.country)
    record("hand-over-coordination", application, by=person, facts={"to": participation.key})
    participation.application = application
    _tell_everybody("coordination", application, coordination_words(participation, ", ".join(before)), but=person)


def what_parting_touches(participation: Participation) -> tuple[Touched, ...]:
    """List everything that names the organisation, and what would become of it."""
    return touched_by(participation)


def view_without(view: View, participation: Participation) -> View:
    """Return the application as it would be without an organisation; nothing is stored."""
    staying = tuple(each for each in view.rows.participations if each.key != participation.key)
    host = next((each.key for each in staying if each.role == Participation.Role.COORDINATOR), "")
    rows = []
    for row in view.rows.plan_rows:
        changed = without_organisation(row, participation.key, host=host)
        tried = copy(row)
        tried.values = row.values if changed is None else changed
        rows.append(tried)
    return view_from(replace(view.rows, participations=staying, plan_rows=tuple(rows)))


@transaction.atomic
def part_with_organisation(person: Person, participation: Participation) -> tuple[Touched, ...]:
    """Take an organisation out, by the lead or by itself; its texts stay, its places in the plan are kept on record."""
    application = participation.application
    own = may_write_for(person, participation.organisation)
    allowed = is_open_for_writing(application) and (own or may_lead(person, application))
    if participation.role == Participation.Role.COORDINATOR or participation.state not in PRESENT or not allowed:
        raise PermissionDenied
    application = _locked(application)
    touched = touched_by(participation)
    _take_out_of_the_plan(person, application, participation)
    words = parted_words(participation, person)
    _tell_everybody("parted", application, words, but=person)
    participation.state = Participation.State.WITHDRAWN
    participation.save(update_fields=["state"])
    _close(open_invitations(application).filter(participation=participation))
    record("part-with-organisation", application, by=person, facts={"organisation": participation.key, "own": own})
    return touched


def _take_out_of_the_plan(person: Person, application: Application, participation: Participation) -> None:
    lead = _present(application).filter(role=Participation.Role.COORDINATOR).first()
    reason = _("%(organisation)s left") % {"organisation": participation.organisation.name}
    for row in PlanRow.objects.select_for_update().filter(application=application):
        changed = without_organisation(row, participation.key, host=lead.key if lead is not None else "")
        if changed is not None:
            keep_version(person, row, reason=reason)
            row.values = changed
            row.version += 1
            row.save()


def _present(application: Application) -> QuerySet[Participation]:
    return Participation.objects.filter(application=application, state__in=PRESENT).select_related("organisation")


def _who_could_answer(organisation: Organisation) -> QuerySet[Membership]:
    members = Membership.objects.filter(organisation=organisation, admitted_at__isnull=False)
    return members.exclude(role=Membership.Role.READER).select_related("person").order_by("id")


def _led(person: Person, application: Application) -> Application:
    """Hold the application for somebody who leads it: two who change the consortium at once follow one another."""
    application = _locked(application)
    if not may_lead(person, application):
        raise PermissionDenied
    return application


def _locked(application: Application) -> Application:
    held = Application.objects.select_for_update(of=("self",)).select_related("round__edition")
    return held.get(pk=application.pk)


def _take_place(application: Application, organisation: Organisation, *, role: str, state: str) -> Participation:
    """Give the organisation a place; one that left before gets its old place, and so its texts, back."""
    if role == Participation.Role.COORDINATOR:
        raise PermissionDenied
    earlier = Participation.objects.filter(application=application, organisation=organisation).first()
    if earlier is not None:
        earlier.role, earlier.state = Participation.Role(role), Participation.State(state)
        earlier.save(update_fields=["role", "state"])
        return earlier
    taken = application.participations.count()
    return Participation.objects.create(
        application=application,
        key=f"o{taken + 1}",
        organisation=organisation,
        role=role,
        state=state,
        position=taken,
    )


def _join(person: Person, participation: Participation) -> None:
    """Accept, with the people whom the organisation's record names."""
    participation.state = Participation.State.ACCEPTED
    participation.contact = person
    known = legal_representative_of(participation.organisation)
    if known is not None and not participation.legal_representative:
        participation.legal_representative = known.person.name
        participation.legal_representative_position = known.position
    participation.save()


def _invite(
    person: Person, application: Application, email: str, *, role: str, message: str, to: Participation | None
) -> Invitation:
    if open_invitations(application).count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitationsError
    return Invitation.objects.create(
        application=application,
        participation=to,
        email=email,
        role=role,
        message=message,
        token=secrets.token_urlsafe(24),
        invited_by=person,
    )


def _send(invitation: Invitation, link: str, *, once: str | None = None) -> None:
    words = invitation_words(invitation, link.replace("{token}", invitation.token))
    _write("invitation", invitation.email, words, application=invitation.application, once_key=once)


def _open(invitation: Invitation) -> Invitation:
    """Hold an invitation that still waits for its answer."""
    application = _locked(invitation.application)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)
    closed = invitation.answered_at is not None or invitation.cancelled_at is not None
    if closed or not is_open_for_writing(application):
        raise InvitationClosedError
    invitation.application = application
    return invitation


def _answered(invitation: Invitation, participation: Participation | None, *, accepted: bool) -> None:
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=now, accepted=accepted, participation=participation)
    if participation is not None:
        # Colleagues got the same question; one answer settles it for all.
        open_invitations(invitation.application).filter(participation=participation).update(
            answered_at=now, accepted=accepted
        )


def _close(waiting: QuerySet[Invitation]) -> None:
    waiting.update(cancelled_at=timezone.now())


def _tell_host(invitation: Invitation, name: str, *, accepted: bool) -> None:
    if invitation.invited_by is not None:
        words = invitation_answered_words(invitation, name, accepted=accepted)
        _write("invitation-answered", invitation.invited_by.email, words, application=invitation.application)


def _tell_everybody(kind: str, application: Application, words: Words, *, but: Person) -> None:
    """Write to all who take part, except the one who did it."""
    addresses = {each.person.email for each in people_taking_part(application) if each.person_id != but.pk}
    for address in sorted(addresses):
        _write(kind, address, words, application=application)


def _write(kind: str, to: str, words: Words, *, application: Application, once_key: str | None = None) -> None:
    write_letter(kind, to, subject=words.subject, body=words.body, about=str(application.pk), once_key=once_key)
