"""The package of a selection: everything that made a ranking list, with its hashes, in one JSON document.

Whoever holds it can make the list again from the scores without any database. The same selection gives the same
bytes, whatever the order in which applications and envelopes were told.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, RankingRules
from consortia.core.call.canonical import Plain
from consortia.core.errors import NoValueError
from consortia.core.ranking.ranking import rank_applications
from consortia.core.ranking.reasons import plain_points
from consortia.core.ranking.values import Assessed, Declined, Envelope, Event, Ranked
from consortia.core.values import Message, Parameter

FORMAT: Final = "consortia-selection-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What a selection was made from: scores, money, a seed where lots are drawn, and what happened since.

    `about` says in the agency's own words what was selected, for example round and date; nothing is reckoned from it.
    """

    applications: tuple[Assessed, ...]
    envelopes: tuple[Envelope, ...]
    events: tuple[Event, ...] = ()
    seed: str | None = None
    about: Mapping[str, str]


def pack(call: CallDefinition, selected: Selected) -> dict[str, Plain]:
    """The package of a selection under a call: what went in, the list that came out, and a hash of each part."""
    award, rules = rules_of(call)
    ranked = rank_applications(
        award,
        rules,
        selected.applications,
        envelopes=selected.envelopes,
        events=selected.events,
        seed=selected.seed,
    )
    package: dict[str, Plain] = {
        "format": FORMAT,
        "about": dict(selected.about),
        "rules": {"edition": call.edition_hash, "applied": applied_rules(award, rules), "content": call.content},
        "envelopes": [_envelope(each) for each in sorted(selected.envelopes, key=lambda each: each.code)],
        "scores": [_score(each) for each in sorted(selected.applications, key=lambda each: each.application)],
        "seed": selected.seed,
        "events": [_event(each) for each in selected.events],
        "ranking": [_row(each) for each in ranked],
    }
    package["sha256"] = hashes_of(package)
    package["fingerprint"] = fingerprint_of(package)
    return package


def rules_of(call: CallDefinition) -> tuple[Award, RankingRules]:
    """The rules by which a call ranks, or an error where it has none."""
    if call.award is None or call.selection is None:
        raise NoValueError(f"{call.code} has no award criteria or no rules of ranking")
    return call.award, call.selection.ranking


def applied_rules(award: Award, rules: RankingRules) -> dict[str, Plain]:
    """The rules of the call that decide on a ranking list, each by its key."""
    criteria: dict[str, Plain] = {}
    for each in award.criteria:
        place = f"award.criteria.{each.code}"
        criteria |= {
            f"{place}.title": each.title,
            f"{place}.maximum": each.maximum,
            f"{place}.threshold": each.threshold,
        }
    return {
        "award.threshold_total": award.threshold_total,
        "award.threshold_share": str(award.threshold_share),
        "award.whole_points": award.whole_points,
        **criteria,
        "selection.ranking.order": rules.order,
        "selection.ranking.ties": list(rules.ties),
        "selection.ranking.when_ties_remain": rules.when_ties_remain,
        "selection.ranking.when_money_ends": rules.when_money_ends,
        "selection.ranking.reserve_list": rules.reserve_list,
    }


def hashes_of(package: Mapping[str, object]) -> dict[str, Plain]:
    """The hash of each table of rules, each envelope, score and event, and of the list as a whole."""
    content = _part(package["rules"], "content")
    return {
        "about": digest_of(package["about"]),
        "rules": {key: digest_of(value) for key, value in content.items()},
        "envelopes": {str(each["envelope"]): digest_of(each) for each in _records(package["envelopes"])},
        "scores": {str(each["application"]): digest_of(each) for each in _records(package["scores"])},
        "seed": digest_of(package["seed"]),
        "events": {str(number): digest_of(each) for number, each in enumerate(_records(package["events"]), 1)},
        "ranking": digest_of(package["ranking"]),
    }


def fingerprint_of(package: Mapping[str, object]) -> str:
    """The one hash that stands for the whole package."""
    return digest_of({key: value for key, value in package.items() if key != "fingerprint"})


def digest_of(value: object) -> str:
    """SHA-256 of the canonical JSON of a value, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """The one way to write a value as JSON: keys sorted, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def package_bytes(package: Mapping[str, object]) -> bytes:
    """The package as the bytes of its file."""
    return f"{canonical(package)}\n".encode("utf-8", "surrogatepass")


def _part(value: object, key: str) -> Mapping[str, object]:
    part = value[key] if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _records(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, list) else []


def _envelope(envelope: Envelope) -> dict[str, Plain]:
    return {"envelope": envelope.code, "amount": str(envelope.amount)}


def _score(assessed: Assessed) -> dict[str, Plain]:
    return {
        "application": assessed.application,
        "envelope": assessed.envelope,
        "requested": str(assessed.requested),
        "proposed": None if assessed.proposed is None else str(assessed.proposed),
        "points": {code: _points(points) for code, points in assessed.points.items()},
    }


def _event(event: Event) -> dict[str, Plain]:
    if isinstance(event, Declined):
        return {"event": "declined", "application": event.application}
    return {"event": "grown", "envelope": event.envelope, "by": str(event.by)}


def _row(ranked: Ranked) -> dict[str, Plain]:
    return {
        "application": ranked.application,
        "envelope": ranked.envelope,
        "position": ranked.position,
        "total": _points(ranked.total),
        "outcome": ranked.outcome,
        "grant": str(ranked.grant),
        "reason": _reason(ranked.reason),
    }


def _reason(reason: Message) -> dict[str, Plain]:
    """Code and facts rather than words: words may be improved, and the list is still the same."""
    return {"code": reason.code, "facts": {name: _fact(fact) for name, fact in reason.parameters.items()}}


def _fact(fact: Parameter) -> Plain:
    if isinstance(fact, tuple):
        return list(fact)
    return fact if isinstance(fact, int) else str(fact)


def _points(points: Decimal) -> Plain:
    """Whole points as a number, others as text, since a number with a fraction may become a float on its way."""
    written = plain_points(points)
    return written if isinstance(written, int) else f"{written:f}"
