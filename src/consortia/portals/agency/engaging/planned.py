"""A plan in words: each application with its experts and why, what is proven, what contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from consortia.portals.shared.call_words import CallWords
from consortia.portals.shared.languages import language_words
from consortia.portals.shared.money import number_words
from consortia.portals.shared.reckoned import share_words
from consortia.stages.experts.models import Engagement, PairWish, Plan

MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """An expert of an application as the plan has it."""

    engagement: Engagement
    score: int
    why: str
    pinned: bool
    new: bool
    chance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApplication:
    """An application of the plan: whom it gets, and the demands in its way."""

    reference: str
    title: str
    total: int
    pairs: tuple[ShownPair, ...]
    missing: int = 0
    said: str = ""
    demands: tuple[str, ...] = field(default=())


def shown_plan(
    plan: Plan, engaged: Mapping[str, Engagement], titles: Mapping[str, str], words: CallWords
) -> list[ShownApplication]:
    """Return the plan by application, those that stay short first, then the worst off; `titles` are by reference."""
    facts = {each["application"]: each for each in plan.inputs.get("applications", ())}
    taken: dict[str, list[ShownPair]] = defaultdict(list)
    for pair in plan.result.get("pairs", ()):
        taken[pair["application"]].append(_pair(pair, engaged, words, keeps=plan.keeps_id is not None))
    short = {each["application"]: each for each in plan.result.get("unserved", ())}
    held_back = frozenset((plan.result.get("drawn") or {}).get("held_back", ()))
    telling = _Telling(facts, engaged, held_back)
    shown = [
        _application(reference, titles.get(reference, ""), taken[reference], short.get(reference), telling)
        for reference in facts
    ]
    return sorted(shown, key=lambda each: (each.missing == 0, each.total, each.reference))


def _pair(pair: Mapping[str, Any], engaged: Mapping[str, Engagement], words: CallWords, *, keeps: bool) -> ShownPair:
    why = []
    if pair["words"]:
        why.append(_("Both speak of: %(words)s.") % {"words": ", ".join(pair["words"])})
    if pair["priorities"]:
        shared = ", ".join(words.priority(code) for code in pair["priorities"])
        why.append(_("Both name the priority: %(priorities)s.") % {"priorities": shared})
    return ShownPair(
        engagement=engaged[pair["expert"]],
        score=pair["score"],
        why=" ".join(why) or _("Nothing in the texts speaks for the two; nobody who fits better was free."),
        pinned=pair["pinned"],
        new=keeps and not pair["kept"],
        chance=_share(pair["chance"]) if pair.get("chance") is not None and not pair["pinned"] else "",
    )


def _application(
    reference: str, title: str, pairs: Sequence[ShownPair], short: Mapping[str, Any] | None, telling: _Telling
) -> ShownApplication:
    return ShownApplication(
        reference=reference,
        title=title,
        total=sum(each.score for each in pairs),
        pairs=tuple(pairs),
        missing=short["missing"] if short else 0,
        said=telling.sentence(reference, short) if short else "",
        demands=tuple(telling.demand(each, short) for each in short["demands"]) if short else (),
    )


class _Telling:
    """Demands in words, with what they are asked for."""

    def __init__(
        self, facts: Mapping[str, Mapping[str, Any]], engaged: Mapping[str, Engagement], held_back: frozenset[str]
    ) -> None:
        self._facts, self._engaged, self._held_back = facts, engaged, held_back

    def sentence(self, reference: str, short: Mapping[str, Any]) -> str:
        """Say in one sentence why an application stays short."""
        demands = short["demands"]
        if reference in self._held_back:
            return _("The chance allowed for a pair left it short in this draw. Allow a higher one, or fix a pair.")
        if not demands:
            return _("Experts could be found for it, but others that stay short as well have them.")
        masks = [each["mask"] for each in demands if each["kind"] == "mask" and each["application"] == reference]
        others = [each for each in demands if each["kind"] not in {"need", "mask"} or each["application"] != reference]
        whom = self._whom(reference, masks)
        if not others and short["room"] == 0:
            return _("There is no %(whom)s.") % {"whom": whom}
        told = {"whom": whom, "room": short["room"]}
        return (
            ngettext(
                "For all that is demanded below there is place for only %(room)d expert who is a %(whom)s.",
                "For all that is demanded below there is place for only %(room)d experts, each a %(whom)s.",
                short["room"],
            )
            % told
        )

    def _whom(self, reference: str, masks: Sequence[str]) -> str:
        """Return "French-reading expert in VET without conflict"."""
        facts = self._facts[reference]
        parts = []
        if "language" in masks:
            parts.append(_("expert who reads %(language)s") % {"language": language_words(facts["language"])})
        else:
            parts.append(_("expert"))
        if "field" in masks:
            parts.append(_("in %(field)s") % {"field": facts["field"]})
        parts += [str(_WITHOUT[mask]) for mask in masks if mask in _WITHOUT]
        return " ".join(parts)

    def demand(self, demand: Mapping[str, Any], short: Mapping[str, Any]) -> str:
        """Return one demand in words, and whom it alone keeps out."""
        facts = self._facts.get(demand["application"], {})
        told = {
            "application": demand["application"],
            "expert": self._name(demand["expert"]),
            "needs": facts.get("needs", 0),
            "language": language_words(facts["language"]) if facts else "",
            "field": facts.get("field", ""),
        }
        kind = demand["mask"] or demand["kind"]
        said = str(_DEMANDS[kind]) % told
        here = demand["application"] == short["application"]
        number = dict(short["barred_alone"]).get(demand["mask"], 0) if here else 0
        if not number:
            return said
        return _("%(said)s (by itself it keeps out %(number)d)") % {"said": said, "number": number}

    def _name(self, engagement: str) -> str:
        found = self._engaged.get(engagement)
        return str(found.expert) if found is not None else engagement


_WITHOUT: Final[Mapping[str, Promise]] = {
    "conflict": lazy("without a conflict of interest"),
    "country": lazy("from another country than the applicant's"),
    "away": lazy("who is available"),
    "forbidden": lazy("whom no officer has ruled out"),
}
_DEMANDS: Final[Mapping[str, Promise]] = {
    "need": lazy("%(application)s needs %(needs)s of them"),
    "load": lazy("%(expert)s takes no more than was agreed"),
    "two-employers": lazy("The experts of %(application)s have different employers"),
    "one-external": lazy("One expert of %(application)s comes from outside the agency"),
    "pin": lazy("%(expert)s and %(application)s must be together"),
    "conflict": lazy("Nobody with a conflict of interest assesses %(application)s"),
    "country": lazy("Nobody from the applicant's country assesses %(application)s"),
    "language": lazy("The experts of %(application)s read %(language)s"),
    "field": lazy("The experts of %(application)s know the field %(field)s"),
    "away": lazy("The experts of %(application)s are available on the day the assessments are due"),
    "forbidden": lazy("Pairs with %(application)s that an officer has ruled out stay apart"),
}


def proven_words(plan: Plan) -> str:
    """Return what is proven of the plan: that none is better, or by how much one could be."""
    result = plan.result
    if result.get("drawn"):
        return _drawn_words(plan)
    if result["status"] == "optimal":
        if plan.keeps_id is not None:
            return _("Proven: no plan changes fewer pairs, and none of those that change as few fits better.")
        return _("Proven: in no plan is the worst-off application better off, and none of those as good fits better.")
    if result["status"] == "infeasible":
        return _("Not every place can be filled. As many are filled as can be; the rest says what contradicts.")
    floor, lowest = result["worst_off_bound"], result["worst_off"]
    told = {"bound": result["bound"], "total": result["total"], "floor": floor, "lowest": lowest}
    if floor is not None and floor != lowest:
        return (
            _("Not proven best: the worst-off application has %(lowest)s, and none could have more than %(floor)s.")
            % told
        )
    return _("Not proven best: the total is %(total)s, and none could be above %(bound)s.") % told


def _share(share: float) -> str:
    return share_words(Decimal(str(round(share, 2))))


def _drawn_words(plan: Plan) -> str:
    drawn = plan.result["drawn"]
    if not drawn["likeliest"]:
        return _("Nothing was left to draw: every place is fixed or given already, or nobody may take it.")
    share = drawn["expected"] / drawn["best"] if drawn["best"] > 0 else 1.0
    facts = {
        "most": _share(plan.most_likely / 100 if plan.most_likely else 1.0),
        "likeliest": _share(drawn["likeliest"]),
        "expected": number_words(round(drawn["expected"])),
        "best": number_words(drawn["best"]),
        "share": _share(share),
    }
    said = [
        _("Drawn by chance: no two that were not fixed had a chance above %(most)s; the likeliest had %(likeliest)s.")
        % facts,
        _("A total of %(expected)s was to be expected, %(share)s of the %(best)s that are possible without chance.")
        % facts,
        _("The chances were proven to promise the most; the worst-off application is not looked at first."),
    ]
    if drawn["held_back"]:
        number = len(drawn["held_back"])
        said.append(
            ngettext(
                "At this bound %(number)d application may stay short that could have all its experts: "
                "allow a higher chance, or fix a pair.",
                "At this bound %(number)d applications may stay short that could have all their experts: "
                "allow a higher chance, or fix pairs.",
                number,
            )
            % {"number": number}
        )
    return " ".join(said)


def wish_words(wish: PairWish) -> str:
    """Return what an officer asked for a pair."""
    told = {"expert": str(wish.engagement.expert), "application": wish.application.reference}
    if wish.kind == PairWish.Kind.PIN:
        return _("%(expert)s and %(application)s must be together") % told
    return _("%(expert)s and %(application)s must not be together") % told
