"""What the call of a round says of ranking, and which envelope pays for what."""

from __future__ import annotations

from dataclasses import dataclass

from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, RankingRules
from consortia.core.call.award import Selection as SelectionRules
from consortia.core.errors import NoValueError
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the call says of ranking."""

    call: CallDefinition
    award: Award
    selection: SelectionRules

    @property
    def ranking(self) -> RankingRules:
        """How applications are put in order and where the money stops."""
        return self.selection.ranking

    @property
    def draws_lots(self) -> bool:
        """Whether lots may have to be drawn among equals."""
        return self.ranking.when_ties_remain == "draw-lots"


def rules_of_round(round_: Round) -> Rules:
    """Return what the call of a round says of ranking; raises NoValueError where it says nothing."""
    return rules_of_edition(round_.edition.edition_hash)


def rules_of_edition(edition_hash: str) -> Rules:
    """Return what an edition of a call says of ranking: its dates play no part, so a training round moves nothing."""
    call = call_of_edition(edition_hash)
    if call.award is None or call.selection is None:
        message = f"the call {call.code} says nothing about ranking"
        raise NoValueError(message)
    return Rules(call=call, award=call.award, selection=call.selection)


def envelope_for(rules: Rules, field: str) -> str:
    """Return the envelope that pays for a field: its own where the call ranks by field, else the action's."""
    return field if "field" in rules.ranking.grouped_by else rules.call.code
