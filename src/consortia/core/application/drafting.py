"""Drafts: texts that know of every word which save it came with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from consortia.core.application.differing import WORD, Change, changes_by_text

# A word, the save it came with, and where it began in what was sent then.
Word: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text that came with one save; `at` is where it began in what was sent then."""

    length: int
    save: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that knows of each stretch which save it came with."""

    text: str = ""
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The saves that came from one page somebody has open, and all saves of that person; `now` is the one at hand."""

    page: frozenset[int] = frozenset()
    person: frozenset[int] = frozenset()
    now: int = 0

    def goes_first(self, *, after: int, beside: int) -> bool:
        """Whether what I write after a word of save `after` stands before what came there with save `beside`."""
        return after in self.page or (after in self.person and beside not in self.person)


def whole(text: str, *, save: int) -> Draft:
    """Return a text that came with one save."""
    return Draft(text=text, runs=(Run(length=len(text), save=save, at=0),) if text else ())


def plain_runs(draft: Draft) -> list[list[int]]:
    """Return the runs of a draft as plain numbers, in the form that is kept: length, save, place."""
    return [[run.length, run.save, run.at] for run in draft.runs]


def draft_from(text: str, runs: Sequence[Sequence[int]], *, save: int) -> Draft:
    """Return the draft that was kept with these runs; a text kept without any came whole with its save."""
    if not runs:
        return whole(text, save=save)
    return Draft(text=text, runs=tuple(Run(length=length, save=came, at=at) for length, came, at in runs))


def grow(base: Draft, text: str, *, save: int, own: Own | None = None, caret: int | None = None) -> Draft:
    """Return the text that somebody made of a draft: what they kept stays what it was, the rest is new.

    Several changes may read the same: who writes "The cat" before somebody's "The" has not written "cat The" after it.
    It was the one that ends at the caret, or else one that goes on from the writer's own words.
    """
    old, new = words_in(base), words_in(whole(text, save=save))
    changes = changes_by_text([word[0] for word in old], [word[0] for word in new])
    places = {place: number for number, place in enumerate(offsets_of(new))}
    grown: list[Word] = []
    at = 0
    for number, found in enumerate(changes):
        room = range(at, changes[number + 1].start if number + 1 < len(changes) else len(old) + 1)
        change = _written(found, old, new, room=room, own=own or Own(), caret=places.get(caret or 0))
        grown += old[at : change.start]
        grown += new[change.first : change.last]
        at = change.end
    return draft_of(grown + old[at:])


def _written(found: Change, old: list[Word], new: list[Word], *, room: range, own: Own, caret: int | None) -> Change:
    if found.start < found.end:
        return found
    left = right = 0
    while found.start - left - 1 in room and old[found.start - left - 1][0] == new[found.last - left - 1][0]:
        left += 1
    while found.start + right + 1 in room and old[found.start + right][0] == new[found.first + right][0]:
        right += 1

    def likely(step: int) -> tuple[bool, bool, int]:
        start = found.start + step
        return found.last + step == caret, start > 0 and old[start - 1][1] in own.page, step

    step = max(range(-left, right + 1), key=likely)
    at = found.start + step
    return Change(start=at, end=at, first=found.first + step, last=found.last + step)


def words_in(draft: Draft) -> list[Word]:
    """Return the words of a draft with their origin; what has no known origin came with save 0."""
    words: list[Word] = []
    runs = iter(draft.runs)
    run = next(runs, None)
    begin = 0
    for match in WORD.finditer(draft.text):
        at = match.start()
        while run is not None and at >= begin + run.length:
            begin += run.length
            run = next(runs, None)
        words.append((match.group(), run.save, run.at + at - begin) if run else (match.group(), 0, at))
    return words


def draft_of(words: Iterable[Word]) -> Draft:
    """Return the draft that these words make."""
    texts: list[str] = []
    runs: list[Run] = []
    for text, save, at in words:
        texts.append(text)
        last = runs[-1] if runs else None
        if last is not None and (last.save, last.at + last.length) == (save, at):
            runs[-1] = Run(length=last.length + len(text), save=save, at=last.at)
        else:
            runs.append(Run(length=len(text), save=save, at=at))
    return Draft(text="".join(texts), runs=tuple(runs))


def offsets_of(words: Iterable[Word]) -> list[int]:
    """Return where each word begins, and where the last one ends."""
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word[0]))
    return offsets
