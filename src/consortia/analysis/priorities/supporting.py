"""Whether a text supports the priorities that somebody chose for it."""

from __future__ import annotations

from collections.abc import Iterable

from consortia.analysis.priorities.ground import read_idea
from consortia.analysis.priorities.judging import judge
from consortia.analysis.priorities.learned import learned_for
from consortia.analysis.priorities.matching import priority_match
from consortia.analysis.priorities.values import Support
from consortia.core.call import CallDefinition
from consortia.rulebook.vocabulary import Vocabulary


def unsupported_priorities(
    call: CallDefinition, text: str, chosen: Iterable[str], *, vocabulary: Vocabulary | None = None
) -> tuple[Support, ...]:
    """Return for each chosen priority, in the order chosen, whether the text supports it and what it leaves out.

    A priority is supported where a passage of the text speaks for it; the confidence says how strongly. Codes that
    the call does not have are passed over: whether they may be chosen is a check of the call.
    """
    ground, reading = read_idea(call, text, vocabulary)
    judgement = judge(ground, reading, None if vocabulary is not None else learned_for(call.code))
    known = {each.code: each for each in call.priorities}
    found = []
    for code in dict.fromkeys(chosen):
        if code in known:
            match = priority_match(ground, reading, known[code], judgement.chances.get(code, 0.0))
            found.append(Support(match=match, supported=bool(match.evidence)))
    return tuple(found)
