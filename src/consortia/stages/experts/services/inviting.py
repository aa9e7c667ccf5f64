"""Engagements: an agency invites, the expert accepts or declines, the agency ends or replaces."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.agencies.services import NoReasonError
from consortia.stages.calls.models import Round
from consortia.stages.experts.letters import answered_words, engagement_ended_words, engagement_words
from consortia.stages.experts.models import Engagement, Expert
from consortia.stages.experts.permissions import is_engaged, may_engage, may_read_profile
from consortia.stages.experts.queries import RUNNING
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.people.services import keep_portal


class AlreadyEngagedError(Exception):
    """The expert or the address is invited to this round already."""


class AnsweredError(Exception):
    """The invitation was answered, replaced or ended before."""


class AnotherAddressError(Exception):
    """The letter went to an address that is not one of this person's confirmed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agency asks for and gives to read."""

    most: int
    briefing: str = ""
    reading_pack: str = ""
    answer_by: date | None = None
    due_on: date | None = None
    internal: bool = False


@transaction.atomic
def invite_expert(person: Person, agency: str, round_: Round, expert: Expert, *, terms: Terms, link: str) -> Engagement:
    """Ask an expert whose profile the agency may read; `link` holds `{token}` where the token goes."""
    if not (may_engage(person, agency) and may_read_profile(person, expert, agency)):
        raise PermissionDenied
    return _invite(person, _engagement(agency, round_, expert.person.email, terms), expert, link)


@transaction.atomic
def invite_address(person: Person, agency: str, round_: Round, email: str, *, terms: Terms, link: str) -> Engagement:
    """Ask somebody by e-mail. Whether the address has an account or a profile is not told to the agency."""
    if not may_engage(person, agency):
        raise PermissionDenied
    return _invite(person, _engagement(agency, round_, email.strip().lower(), terms), None, link)


@transaction.atomic
def accept_engagement(person: Person, engagement: Engagement) -> Engagement:
    """Say yes. The agency may read the profile from now on; what is to be assessed waits for the declaration."""
    engagement = _open(engagement)
    _check_address(person, engagement)
    expert, _made = Expert.objects.get_or_create(person=person)
    others = Engagement.objects.filter(agency=engagement.agency, round=engagement.round_id, expert=expert)
    if others.filter(state__in=RUNNING).exclude(pk=engagement.pk).exists():
        raise AlreadyEngagedError
    engagement.expert, engagement.state = expert, Engagement.State.ACCEPTED
    _answer(person, engagement)
    return engagement


@transaction.atomic
def decline_engagement(person: Person, engagement: Engagement, *, reason: str) -> Engagement:
    """Say no, with the reason."""
    engagement = _open(engagement)
    _check_address(person, engagement)
    if not reason.strip():
        raise NoReasonError(_("Say in a few words why, so that the agency knows whether to ask you again."))
    engagement.state, engagement.reason = Engagement.State.DECLINED, reason.strip()
    _answer(person, engagement)
    return engagement


@transaction.atomic
def end_engagement(person: Person, engagement: Engagement, *, reason: str) -> Engagement:
    """End an engagement or take an invitation back; what the expert had to assess ends with it."""
    return close_engagement(person, engagement, state=Engagement.State.ENDED, reason=reason)


def close_engagement(
    person: Person, engagement: Engagement, *, state: Engagement.State, reason: str, successor: Engagement | None = None
) -> Engagement:
    """End or replace an engagement within the caller's transaction; what was assigned must be handed on before."""
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if not may_engage(person, engagement.agency):
        raise PermissionDenied
    if engagement.state not in RUNNING:
        raise AnsweredError
    if not reason.strip():
        raise NoReasonError(_("Say why: the expert reads it."))
    engagement.state, engagement.reason, engagement.replaced_by = state, reason.strip(), successor
    engagement.save(update_fields=["state", "reason", "replaced_by"])
    now = timezone.now()
    engagement.assignments.filter(ended_at__isnull=True).update(ended_at=now, ended_reason=reason.strip())
    subject, body = engagement_ended_words(engagement)
    write_letter("engagement-ended", engagement.email, subject=subject, body=body, about=str(engagement.pk))
    record(str(state.value), engagement, by=person, facts={"reason": engagement.reason})
    _tell_portals(engagement)
    return engagement


def has_address(person: Person, email: str) -> bool:
    """Whether an address is a confirmed one of the person."""
    return bool(EmailAddress.objects.filter(user=person, verified=True, email__iexact=email).exists())


def _engagement(agency: str, round_: Round, email: str, terms: Terms) -> Engagement:
    return Engagement(
        agency=agency,
        round=round_,
        email=email,
        token=secrets.token_urlsafe(32),
        most=terms.most,
        briefing=terms.briefing,
        reading_pack=terms.reading_pack,
        answer_by=terms.answer_by,
        due_on=terms.due_on,
        internal=terms.internal,
    )


def _invite(person: Person, engagement: Engagement, expert: Expert | None, link: str) -> Engagement:
    running = Engagement.objects.filter(agency=engagement.agency, round=engagement.round, state__in=RUNNING)
    same = running.filter(email__iexact=engagement.email)
    if same.exists() or (expert is not None and running.filter(expert=expert).exists()):
        raise AlreadyEngagedError
    engagement.expert, engagement.invited_by = expert, person
    engagement.save()
    subject, body = engagement_words(engagement, link.replace("{token}", engagement.token))
    write_letter("engagement", engagement.email, subject=subject, body=body, about=str(engagement.pk))
    record("invite-expert", engagement, by=person, facts={"agency": engagement.agency, "round": engagement.round_id})
    _tell_portals(engagement)
    return engagement


def _open(engagement: Engagement) -> Engagement:
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if engagement.state != Engagement.State.INVITED:
        raise AnsweredError
    return engagement


def _check_address(person: Person, engagement: Engagement) -> None:
    if engagement.expert is not None and not is_engaged(person, engagement):
        raise AnotherAddressError
    if engagement.expert is None and not has_address(person, engagement.email):
        raise AnotherAddressError


def _answer(person: Person, engagement: Engagement) -> None:
    engagement.answered_at = timezone.now()
    engagement.save(update_fields=["expert", "state", "reason", "answered_at"])
    subject, body = answered_words(engagement, person.name)
    to = engagement.invited_by.email
    write_letter("engagement-answered", to, subject=subject, body=body, about=str(engagement.pk))
    record(str(engagement.state), engagement, by=person)
    _tell_portals(engagement)


def _tell_portals(engagement: Engagement) -> None:
    expert = engagement.expert
    if expert is not None:
        asked = Engagement.objects.filter(expert=expert, state__in=RUNNING).exists()
        keep_portal(expert.person, "expert", has_place=asked)
