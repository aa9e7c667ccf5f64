"""How an answer stands on the page: paragraphs, lists as people type them, and what is said about its length."""

import re
from dataclasses import dataclass

from consortia.documents.dossier import Question
from consortia.documents.literal import literal
from consortia.documents.words import Words

NO_BREAK_SPACE = "\u00a0"
LINE_OF_A_LIST = re.compile(r"\s*(?:[-*\u2013\u2014\u2022\u00b7\u2023]|\(?(?:\d{1,2}|[a-z])[.)])\s")
SIGNS_A_LINE = 75
FEWEST_LINES, MOST_LINES = 2, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """One paragraph of lines; lines of a list hang under their sign."""

    lines: tuple[str, ...]
    hang: bool


def paragraphs_of(text: str) -> tuple[Prose, ...]:
    """Part a text at empty lines; within a paragraph every typed line end is kept."""
    paragraphs: list[Prose] = []
    for passage in re.split(r"\n[^\S\n]*\n", literal(text)):
        lines = tuple(line.rstrip() for line in passage.split("\n") if line.strip())
        paragraphs.extend(_runs(lines))
    return tuple(paragraphs)


def grouped(number: int) -> str:
    """Write a count in groups of three that no line parts."""
    return f"{number:,}".replace(",", NO_BREAK_SPACE)


def length_note(question: Question, words: Words, *, blank: bool) -> str:
    """Say how long an answer is or may be."""
    if question.limit is None:
        return words.count_only.format(count=grouped(question.count)) if question.count else ""
    limit = grouped(question.limit)
    if blank or question.count is None:
        return words.limit_only.format(limit=limit)
    note = words.count_of_limit.format(count=grouped(question.count), limit=limit)
    if is_over(question):
        note += " · " + words.over_limit.format(over=grouped(question.count - question.limit))
    return note


def is_over(question: Question) -> bool:
    """Whether more was written than the call allows."""
    return question.limit is not None and question.count is not None and question.count > question.limit


def lines_to_write(question: Question) -> int:
    """Return how many ruled lines a blank form gives: by the limit, within what a page can bear."""
    if question.limit is None:
        return FEWEST_LINES
    return max(FEWEST_LINES, min(MOST_LINES, question.limit // SIGNS_A_LINE // 3))


def _runs(lines: tuple[str, ...]) -> list[Prose]:
    runs: list[Prose] = []
    for line in lines:
        hang = bool(LINE_OF_A_LIST.match(line))
        if runs and runs[-1].hang == hang:
            runs[-1] = Prose(lines=(*runs[-1].lines, line), hang=hang)
        else:
            runs.append(Prose(lines=(line,), hang=hang))
    return runs
