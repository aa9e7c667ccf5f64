"""Whether a text supports the priorities that somebody chose for it."""

from __future__ import annotations

from collections.abc import Iterable

from consortia.analysis.priorities.ground import read_idea
from consortia.analysis.priorities.matching import match_idea, priority_match
from consortia.analysis.priorities.values import Support
from consortia.core.call import CallDefinition
from consortia.rulebook.vocabulary import Vocabulary


def unsupported_priorities(
    call: CallDefinition, text: str, chosen: Iterable[str], *, vocabulary: Vocabulary | None = None
) -> tuple[Support, ...]:
    """Return for each chosen priority, in the order chosen, whether the text supports it and what it leaves out.

    Codes that the call does not have are passed over: whether they may be chosen is a check of the call.
    """
    ground, reading = read_idea(call, text, vocabulary)
    known = {each.code: each for each in call.priorities}
    found = []
    for code in dict.fromkeys(chosen):
        if code in known:
            match = match_idea(call, text, field=known[code].field, vocabulary=vocabulary)
            suggested = {each.code: each for each in (*match.priorities, *match.horizontal)}
            held = suggested.get(code) or priority_match(ground, reading, known[code], 0.0)
            found.append(Support(match=held, supported=bool(held.evidence)))
    return tuple(found)
