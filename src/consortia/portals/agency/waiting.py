"""What of an agency waits after the formal check: experts, assessments, appeals, each with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortia.portals.shared.moments import day_words
from consortia.stages.assessments.queries import Awaited, awaited_in
from consortia.stages.calls.models import Round
from consortia.stages.experts.queries import without_experts
from consortia.stages.selection.models import Selection
from consortia.stages.selection.queries import open_appeals, selections_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A line of the list: what waits, where one goes on, since when, and the kind of sign beside it."""

    text: str
    href: str
    hint: str
    status: str
    word: str


def waiting_after_check(code: str, *, kept_away: Collection[str]) -> list[Waits]:
    """Return what waits in the rounds that are not published yet, and every appeal that is not decided.

    `kept_away` are references of applications that the reader sees nothing of. Six queries whatever the number.
    """
    now = timezone.now()
    done = {each.round_id for each in selections_of(code) if each.state == Selection.State.PUBLISHED}
    return [
        *_without_experts(code, done, now),
        *_awaited(code, done, now),
        *(
            Waits(
                text=_("Appeal: %(reference)s") % {"reference": each.application.reference},
                href=reverse(
                    "agency:selection_appeal",
                    kwargs={
                        "agency": code,
                        "number": each.selection.round_id,
                        "reference": each.application.reference,
                    },
                ),
                hint=_("sent on %(day)s") % {"day": day_words(each.sent_at)},
                status="needs-attention",
                word=capfirst(each.get_state_display()),
            )
            for each in open_appeals(code, kept_away=kept_away)
        ),
    ]


def _without_experts(code: str, done: Collection[int], now: datetime) -> Iterator[Waits]:
    for round_, number in without_experts(code, now=now):
        if round_.pk in done:
            continue
        words = ngettext(
            "%(number)d application that passed has no expert",
            "%(number)d applications that passed have no expert",
            number,
        )
        yield Waits(
            text=words % {"number": number},
            href=_round_page("plan", code, round_.pk),
            hint=_("round of %(day)s") % {"day": day_words(round_.deadline)},
            status="needs-attention",
            word=_("Plan who assesses what"),
        )


def _awaited(code: str, done: Collection[int], now: datetime) -> Iterator[Waits]:
    found = [each for each in awaited_in(code, today=timezone.localdate(now)) if each.round not in done]
    deadlines = dict(Round.objects.filter(pk__in={each.round for each in found}).values_list("pk", "deadline"))
    for each in found:
        state = "" if each.what == "late" else f"?state={each.what}"
        days = (timezone.localdate(now) - each.since).days
        since = ngettext("longest wait %(days)d day", "longest wait %(days)d days", days) % {"days": days}
        round_ = _("round of %(day)s") % {"day": day_words(deadlines[each.round])}
        yield Waits(
            text=_SAID[each.what](each) % {"number": each.number},
            href=_round_page("assessments", code, each.round) + state,
            hint=f"{round_}, {since}",
            status="overdue" if each.what == "late" else "waiting",
            word=_WORDS[each.what](),
        )


def _round_page(name: str, code: str, round_id: int) -> str:
    return reverse(f"agency:{name}", kwargs={"agency": code, "round_id": round_id})


_SAID: Final[Mapping[str, Callable[[Awaited], str]]] = {
    "late": lambda each: ngettext("%(number)d assessment is late", "%(number)d assessments are late", each.number),
    "third-expert": lambda each: ngettext(
        "%(number)d application waits for a third expert",
        "%(number)d applications wait for a third expert",
        each.number,
    ),
    "consolidating": lambda each: ngettext(
        "%(number)d application waits for its experts to agree",
        "%(number)d applications wait for their experts to agree",
        each.number,
    ),
    "signing": lambda each: ngettext(
        "%(number)d consolidated assessment is not signed by all",
        "%(number)d consolidated assessments are not signed by all",
        each.number,
    ),
}
_WORDS: Final[Mapping[str, Callable[[], Any]]] = {
    "late": lambda: _("Late"),
    "third-expert": lambda: _("Waits for you"),
    "consolidating": lambda: _("Waits for experts"),
    "signing": lambda: _("Waits for experts"),
}
