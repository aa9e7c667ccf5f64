"""Building the consortium: inviting, accepting, changing roles, parting."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.applications.models import Application, Invitation, Participation, PlanRow
from consortia.stages.applications.permissions import may_answer, may_lead
from consortia.stages.applications.services.planning import keep_version
from consortia.stages.applications.touched import Touched, touched_by, without_organisation
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.permissions import may_write_for
from consortia.stages.people.models import Person

# Enough for the largest consortium in a week; a mistyped list cannot flood strangers with letters.
MOST_OPEN_INVITATIONS = 60


class AlreadyTakesPartError(Exception):
    """The organisation is already in this consortium."""


class InvitationClosedError(Exception):
    """The invitation was answered or taken back."""


class TooManyInvitationsError(Exception):
    """More invitations are open than a consortium can need."""


@transaction.atomic
def invite_organisation(
    person: Person, application: Application, organisation: Organisation, *, role: str, message: str = "", link: str
) -> Participation:
    """Ask a registered organisation to take part; its people get a letter with the link."""
    _check_lead(person, application)
    if _present(application).filter(organisation=organisation).exists():
        raise AlreadyTakesPartError
    participation = _take_place(application, organisation, role=role, state=Participation.State.INVITED)
    members = Membership.objects.filter(organisation=organisation, admitted_at__isnull=False).select_related("person")
    for membership in members:
        _invite(
            person,
            participation.application,
            membership.person.email,
            role=role,
            message=message,
            link=link,
            to=participation,
        )
    record("invite-organisation", application, by=person, facts={"organisation": str(organisation.pk), "role": role})
    return participation


@transaction.atomic
def invite_by_email(
    person: Person, application: Application, email: str, *, role: str, message: str = "", link: str
) -> Invitation:
    """Ask somebody by e-mail to bring their organisation in; `link` holds `{token}` where the token goes."""
    _check_lead(person, application)
    invitation = _invite(person, application, email, role=role, message=message, link=link, to=None)
    record("invite-by-email", application, by=person, facts={"role": role})
    return invitation


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
    participation.state = Participation.State.ACCEPTED
    participation.contact = person
    participation.save()
    _answered(invitation, participation, accepted=True)
    record("accept-invitation", invitation.application, by=person, facts={"organisation": str(organisation.pk)})
    _tell_lead(invitation, _("%(organisation)s takes part") % {"organisation": organisation.name})
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
    _tell_lead(invitation, _("%(email)s does not take part") % {"email": invitation.email})


@transaction.atomic
def take_back_invitation(person: Person, invitation: Invitation) -> None:
    """Close an invitation that nobody has answered."""
    _check_lead(person, invitation.application)
    invitation = _open(invitation)
    invitation.cancelled_at = timezone.now()
    invitation.save(update_fields=["cancelled_at"])
    participation = invitation.participation
    if participation is not None and participation.state == Participation.State.INVITED:
        participation.state = Participation.State.WITHDRAWN
        participation.save(update_fields=["state"])
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
    _check_lead(person, participation.application)
    if Participation.Role.COORDINATOR in (role, participation.role):
        raise PermissionDenied
    participation.role = Participation.Role(role)
    participation.save(update_fields=["role"])
    record("change-role", participation.application, by=person, facts={"organisation": participation.key, "role": role})


@transaction.atomic
def hand_over_coordination(person: Person, participation: Participation) -> None:
    """Make another accepted partner the coordinator; every text stays where it is."""
    application = participation.application
    _check_lead(person, application)
    if participation.state != Participation.State.ACCEPTED:
        raise PermissionDenied
    _present(application).filter(role=Participation.Role.COORDINATOR).update(role=Participation.Role.PARTNER)
    participation.role = Participation.Role.COORDINATOR
    participation.save(update_fields=["role"])
    record("hand-over-coordination", application, by=person, facts={"to": participation.key})


def what_parting_touches(participation: Participation) -> tuple[Touched, ...]:
    """List everything that names the organisation, and what would become of it."""
    return touched_by(participation)


@transaction.atomic
def part_with_organisation(person: Person, participation: Participation) -> tuple[Touched, ...]:
    """Take an organisation out, by the lead or by itself; its texts stay, its places in the plan are kept on record."""
    application = participation.application
    own = participation.key in {p.key for p in _own_parts(person, application)}
    if participation.role == Participation.Role.COORDINATOR or not (own or may_lead(person, application)):
        raise PermissionDenied
    touched = touched_by(participation)
    lead = _present(application).filter(role=Participation.Role.COORDINATOR).first()
    for row in PlanRow.objects.select_for_update().filter(application=application):
        changed = without_organisation(row, participation.key, host=lead.key if lead is not None else "")
        if changed is not None:
            keep_version(
                person, row, reason=_("%(organisation)s left") % {"organisation": participation.organisation.name}
            )
            row.values = changed
            row.version += 1
            row.save()
    participation.state = Participation.State.WITHDRAWN
    participation.save(update_fields=["state"])
    Invitation.objects.filter(participation=participation, answered_at=None, cancelled_at=None).update(
        cancelled_at=timezone.now()
    )
    record("part-with-organisation", application, by=person, facts={"organisation": participation.key, "own": own})
    return touched


def _own_parts(person: Person, application: Application) -> list[Participation]:
    return [p for p in _present(application) if may_write_for(person, p.organisation)]


def _present(application: Application) -> QuerySet[Participation]:
    return Participation.objects.filter(
        application=application, state__in=[Participation.State.INVITED, Participation.State.ACCEPTED]
    ).select_related("organisation")


def _check_lead(person: Person, application: Application) -> None:
    if not may_lead(person, application):
        raise PermissionDenied


def _take_place(application: Application, organisation: Organisation, *, role: str, state: str) -> Participation:
    """Give the organisation a place; one that left before gets its old place, and so its texts, back."""
    if role == Participation.Role.COORDINATOR:
        raise PermissionDenied
    earlier = Participation.objects.filter(application=application, organisation=organisation).first()
    if earlier is not None:
        earlier.role, earlier.state = Participation.Role(role), Participation.State(state)
        earlier.save(update_fields=["role", "state"])
        return earlier
    taken = Application.objects.select_for_update().get(pk=application.pk).participations.count()
    return Participation.objects.create(
        application=application,
        key=f"o{taken + 1}",
        organisation=organisation,
        role=role,
        state=state,
        position=taken,
    )


def _invite(  # noqa: PLR0913  # one letter needs all of it; keyword-only
    person: Person,
    application: Application,
    email: str,
    *,
    role: str,
    message: str,
    link: str,
    to: Participation | None,
) -> Invitation:
    waiting = Invitation.objects.filter(application=application, answered_at=None, cancelled_at=None)
    if waiting.count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitationsError
    invitation = Invitation.objects.create(
        application=application,
        participation=to,
        email=email,
        role=role,
        message=message,
        token=secrets.token_urlsafe(24),
        invited_by=person,
    )
    address = link.replace("{token}", invitation.token)
    write_letter(
        "invitation",
        email,
        subject=_("%(person)s invites you to “%(title)s”") % {"person": person.name, "title": application.title},
        body=_(
            "%(person)s invites your organisation to take part in the application “%(title)s”.\n\n%(message)s\n\nAnswer here: %(link)s"
        )
        % {"person": person.name, "title": application.title, "message": message, "link": address},
        about=str(application.pk),
    )
    return invitation


def _open(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.answered_at is not None or invitation.cancelled_at is not None:
        raise InvitationClosedError
    return invitation


def _answered(invitation: Invitation, participation: Participation | None, *, accepted: bool) -> None:
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=now, accepted=accepted, participation=participation)
    if participation is not None:
        # Colleagues got the same question; one answer settles it for all.
        Invitation.objects.filter(participation=participation, answered_at=None).update(
            answered_at=now, accepted=accepted
        )


def _tell_lead(invitation: Invitation, subject: str) -> None:
    if invitation.invited_by is not None:
        write_letter(
            "invitation-answered",
            invitation.invited_by.email,
            subject=subject,
            body=_("This concerns the application “%(title)s”.") % {"title": invitation.application.title},
            about=str(invitation.application_id),
        )
