"""What happened to an assessment, in words, by the verb of its event; what each expert did alone is not told."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[dict[str, str | Promise]] = {
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


def step_words(verb: str) -> str:
    """Return the words that experts read; empty for what is not theirs to know."""
    return str(STEPS.get(verb, ""))


def agency_step_words(verb: str) -> str:
    """Return the words that the agency reads."""
    return str(AGENCY_STEPS.get(verb, verb))
