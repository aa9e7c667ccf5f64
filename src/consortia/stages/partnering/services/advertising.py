"""Adverts: written, renewed and withdrawn by those who write for an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.stages.calls.models import Round
from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import Advert
from consortia.stages.partnering.permissions import may_change_advert, may_describe
from consortia.stages.people.models import Person

# House rules of this site against a wall of old adverts; the programme has none.
LONGEST_RUN: Final = timedelta(days=180)
MOST_ADVERTS: Final = 5


class TooManyAdvertsError(Exception):
    """The organisation has as many running adverts as one may have."""


class RunsTooLongError(Exception):
    """The last day lies in the past or too far ahead; `latest` is the last that is possible."""

    def __init__(self, latest: date) -> None:
        super().__init__(f"at the latest {latest}")
        self.latest = latest


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertText:
    """What an advert says, until when, and for which round and field if for any."""

    title: str
    text: str
    expires_on: date
    field: str = ""
    round: Round | None = None


@transaction.atomic
def publish_advert(person: Person, organisation: Organisation, said: AdvertText) -> Advert:
    """Publish an advert; it ends by itself on its last day."""
    if not may_describe(person, organisation):
        raise PermissionDenied
    _spare_the_wall(Organisation.objects.select_for_update().get(pk=organisation.pk))
    advert = Advert.objects.create(
        organisation=organisation,
        round=said.round,
        field=said.field,
        title=said.title,
        text=said.text,
        expires_on=_possible(said.expires_on),
        written_by=person,
    )
    record("publish-advert", organisation, by=person, facts={"advert": str(advert.pk), "title": said.title})
    return advert


@transaction.atomic
def renew_advert(person: Person, advert: Advert, expires_on: date) -> None:
    """Let an advert run until another day, one that has ended or was withdrawn too."""
    if not may_change_advert(person, advert):
        raise PermissionDenied
    if advert.withdrawn_at is not None or advert.expires_on < timezone.localdate():
        _spare_the_wall(Organisation.objects.select_for_update().get(pk=advert.organisation_id))
    advert.expires_on, advert.withdrawn_at = _possible(expires_on), None
    advert.save(update_fields=["expires_on", "withdrawn_at"])
    record("renew-advert", advert.organisation, by=person, facts={"advert": str(advert.pk), "until": str(expires_on)})


@transaction.atomic
def withdraw_advert(person: Person, advert: Advert) -> None:
    """Take an advert down; its text stays with its organisation and can be renewed."""
    if not may_change_advert(person, advert):
        raise PermissionDenied
    if advert.withdrawn_at is None:
        advert.withdrawn_at = timezone.now()
        advert.save(update_fields=["withdrawn_at"])
        record("withdraw-advert", advert.organisation, by=person, facts={"advert": str(advert.pk)})


def latest_day() -> date:
    """Return the last day until which an advert published today may run."""
    return timezone.localdate() + LONGEST_RUN


def _possible(day: date) -> date:
    if not timezone.localdate() <= day <= latest_day():
        raise RunsTooLongError(latest_day())
    return day


def _spare_the_wall(organisation: Organisation) -> None:
    running = Advert.objects.filter(organisation=organisation, withdrawn_at=None, expires_on__gte=timezone.localdate())
    if running.count() >= MOST_ADVERTS:
        raise TooManyAdvertsError
