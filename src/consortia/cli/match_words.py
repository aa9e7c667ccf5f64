"""What a match says, in plain words for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from consortia.analysis.priorities import Match, PriorityMatch
from consortia.core.call import CallDefinition
from consortia.rulebook.vocabulary import vocabulary_of

WIDTH = 100


def lines_of(call: CallDefinition, match: Match) -> Iterator[str]:
    """Yield the lines that tell a person what an idea fits, and how far to trust that."""
    yield f"{call.title}"
    if not match.fields and not match.priorities and not match.horizontal:
        yield from _nothing(call, match)
        return
    if match.fields:
        yield ""
        yield "Field: " + ", ".join(f"{each.field.title} {_percent(each.confidence)}" for each in match.fields[:3])
    if match.field is not None:
        yield from _group(f"Priorities of {match.field.title}", match.priorities)
    yield from _group("Horizontal priorities", match.horizontal)
    yield from _type(match)
    yield ""
    yield from textwrap.wrap(_caution(match), WIDTH)


def _group(title: str, found: Sequence[PriorityMatch]) -> Iterator[str]:
    yield ""
    yield title
    if not found:
        yield "  None: the text says too little for any of them."
    for each in found:
        yield f"  {each.code}  {each.priority.title} ({_percent(each.confidence)})"
        for said in each.evidence:
            yield from _wrapped(f'"{" ".join(said.passage.text.split())}"', "      ")
            yield from _wrapped(f"speaks for: {said.priority_passage}", "        ")
        if each.touched:
            yield from _wrapped("touches: " + "; ".join(theme.text for theme in each.touched), "      ")
        if each.left_out:
            yield from _wrapped("leaves out: " + "; ".join(theme.text for theme in each.left_out), "      ")


def _type(match: Match) -> Iterator[str]:
    if match.type is None:
        return
    yield ""
    yield f"Type: {match.type.type.title} ({_percent(match.type.confidence)})"
    for reason in match.type.reasons:
        yield from _wrapped(f'"{" ".join(reason.passage.text.split())}" ({reason.words})', "      ")


def _nothing(call: CallDefinition, match: Match) -> Iterator[str]:
    yield ""
    yield "None: the text fits no field and no priority that we could name."
    vocabulary = vocabulary_of(call)
    if vocabulary is not None and match.language not in vocabulary.languages:
        known = ", ".join(sorted(vocabulary.languages))
        yield from textwrap.wrap(
            f"It seems to be written in {match.language}; priorities are known in: {known}.", WIDTH
        )


def _caution(match: Match) -> str:
    if match.basis == "past-projects":
        return "Percentages: how often a reader agreed, for past projects that were not learned from."
    return "Percentages are rough here: nothing was learned for this call or language; they only give an order."


def _percent(confidence: float) -> str:
    return f"{confidence:.0%}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
