"""The demo world as a whole: made once, in one transaction, and never touched again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consortia.demo.clock import Clock, going_by, tell_in_order
from consortia.demo.deciding import agency_tale
from consortia.demo.doubles import look_for_doubles, register_again
from consortia.demo.office import open_office
from consortia.demo.partnering import advertise_and_offer, advertise_early, describe_everybody
from consortia.demo.past import read_in_the_past
from consortia.demo.population import imagine, register
from consortia.demo.rounds import move_to_the_last_hour, open_rounds
from consortia.demo.stage import Stage
from consortia.demo.stories import stories
from consortia.demo.telling import Telling
from consortia.rulebook import load_calls
from consortia.stages.calls.models import Edition
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.journal.models import Event
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.services.filing import take_in

SEED: Final = 2016
VERB: Final = "make-demo-world"
# The first bodies registered so long ago, and all of them before the earliest closed round could begin.
FIRST_BODY: Final = timedelta(days=1100)
LAST_BODY: Final = timedelta(days=700)


class FolderInUseError(Exception):
    """The database holds people of its own; invented ones must not be mixed with them."""


def is_made() -> bool:
    """Whether this database holds the demo world already."""
    return Event.objects.filter(verb=VERB).exists()


@transaction.atomic
def make(tell: Callable[[str], None]) -> bool:
    """Make the demo world unless there is one; return whether it was made."""
    edition = _held_edition()
    if is_made():
        return False
    if Person.objects.exists():
        raise FolderInUseError
    tell("Making the demo world, once. It takes about half a minute…")
    today = timezone.now()
    clock = Clock(today - FIRST_BODY)
    with going_by(clock):
        rounds = open_rounds(edition, today)
        bodies = imagine(SEED)
        population = register(bodies, clock, until=today - LAST_BODY)
        again = register_again(population)
        stage = Stage(
            population=population, rounds=rounds, clock=clock, today=today, invitation_link=_invitation_link()
        )
        office = open_office(stage)
        tell(f"  {len(bodies) + again} organisations and {len(population.by_email)} people")
        describe_everybody(SEED, population)
        advertise_early(population)
        past = read_in_the_past(call_of_edition(edition.edition_hash), population, SEED)
        tell(f"  {past} past projects")
        tales = [*(Telling(story, stage).tale() for story in stories()), agency_tale(office)]
        tell_in_order(tales, clock, heard=lambda ended: tell(f"  {ended} applications") if ended % 10 == 0 else None)
        advertise_and_offer(population)
        clock.turn_to(today)
        take_in()
        look_for_doubles(population)
        move_to_the_last_hour(rounds.last_hour, today)
    record(VERB, edition, by=None, facts={"seed": SEED})
    return True


def _invitation_link() -> str:
    """Return the address behind which an invitation is answered, with `{token}` where its token goes."""
    return settings.SITE_ADDRESS + reverse("applicant:invitation", kwargs={"token": "TOKEN"}).replace(
        "TOKEN", "{token}"
    )


def _held_edition() -> Edition:
    """Hold the newest edition of the built-in call: of two starts at once the second waits and finds the world made."""
    built_in = {call.edition_hash for call in load_calls().values()}
    return Edition.objects.select_for_update().filter(edition_hash__in=built_in).order_by("id")[0]
