"""What the agency of the demo world does, told as one tale: a round in the middle of its work, and one that is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from consortia.demo.assessing import Assessing
from consortia.demo.clock import Tale, together
from consortia.demo.engaging import engage_for_round
from consortia.demo.names import material
from consortia.demo.office import Office
from consortia.demo.screening import find_faults, receive_and_check
from consortia.demo.selecting import Selecting
from consortia.stages.calls.models import Round

# So many days before today the first of the assessments begins; each later one two days after the one before.
FIRST_ASSESSED: Final = 28
BETWEEN: Final = 2


def agency_tale(office: Office) -> Tale:
    """Tell both rounds at once."""
    rounds = office.stage.rounds
    main, early = rounds.closed["HE"], rounds.closed_early["YOUTH"]
    told = enumerate(material("assessing")["main"])
    return together(
        [
            _main_round(office, main),
            find_faults(office),
            Selecting(office, early).tale(),
            *(
                Assessing(office, each, office.ago(FIRST_ASSESSED - BETWEEN * number), number=number).tale()
                for number, each in told
            ),
        ]
    )


def _main_round(office: Office, round_: Round) -> Tale:
    yield round_.deadline - timedelta(days=20)
    office.give_money(round_, material("agency")["main"])
    yield from receive_and_check(office, round_)
    yield from engage_for_round(office, round_)
