"""What happened to an assessment, in words, by the verb of its event; what each expert did alone is not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortia.stages.assessments.queries import steps_of

if TYPE_CHECKING:
    from consortia.stages.assessments.snapshots import Opened

STEPS: Final[dict[str, str | Promise]] = {
    "propose-lower-amounts": _("Lower amounts proposed"),
    "put-up-assessment": _("Put up for signature"),
    "sign-assessment": _("Signed"),
    "refuse-to-sign": _("Not signed"),
    "change-signed-assessment": _("Changed after a signature"),
    "reopen-assessment": _("Opened again"),
    "ask-another-expert": _("One more expert is asked"),
}
# What only the agency reads: it would tell an expert about others.
AGENCY_STEPS: Final[dict[str, str | Promise]] = {
    "finish-assessment": _("Individual assessment finished"),
    "take-up-assessment": _("Individual assessment opened again"),
    "differ": _("Totals far apart: a third expert is needed"),
    **STEPS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to an assessment, by whom and why."""

    at: datetime
    by: str
    words: str
    reason: str


def steps_shown(what: Opened, words_of: Callable[[str], str]) -> list[Step]:
    """Return what happened to an assessment, the newest first; verbs without words for the reader stay out."""
    return [
        Step(at=each.at, by=each.actor_name, words=words, reason=str(each.facts.get("reason", "")))
        for each in (steps_of(what.row) if what.row is not None else ())
        if (words := words_of(each.verb))
    ]


def step_words(verb: str) -> str:
    """Return the words that experts read; empty for what is not theirs to know."""
    return str(STEPS.get(verb, ""))


def agency_step_words(verb: str) -> str:
    """Return the words that the agency reads."""
    return str(AGENCY_STEPS.get(verb, verb))
