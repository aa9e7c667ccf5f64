"""An idea beside what exists already: the projects most like it, what both share, what only the idea has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from consortia.stages.past_projects.index import likeness
from consortia.stages.past_projects.index.likeness import Near, Sentence, Weighed
from consortia.stages.past_projects.index.passages import Piece, marked
from consortia.stages.past_projects.index.words import composed, words_of
from consortia.stages.past_projects.keeping import searchable
from consortia.stages.past_projects.models import PastProject
from consortia.stages.past_projects.queries import in_order

LOOKED_AT: Final = 200
FETCHED_AT_ONCE: Final = 20
WORDS_SHOWN: Final = 10
OWN_SHOWN: Final = 24
PAIRS_SHOWN: Final = 2
# From this share of common words on, two summaries are one text with other names in it.
SAME: Final = 0.75
# Fewer words than these that tell something, and any likeness is chance.
FEWEST: Final = 3
# One word in common is chance too: a German idea meets a German summary for its "old" or "four".
FEWEST_SHARED: Final = 2
# From so many projects one learns which words are ways to speak.
ENOUGH_TO_KNOW_WORDS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A passage of the idea and one of a project, the words that both have marked."""

    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A past project beside the idea. `same` counts further projects that say almost the same."""

    project: PastProject
    words: tuple[Weighed, ...]
    pairs: tuple[Pair, ...]
    share: float
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What exists already, and what the idea adds: its words that none of the projects shown has."""

    projects: tuple[Similar, ...]
    own: tuple[Weighed, ...]
    new_everywhere: tuple[Weighed, ...]
    is_current: bool = True


def similar_projects(text: str, *, leave_out: int = 0, most: int = 10) -> Likeness:
    """Return the past projects most like a text of up to 30 000 characters; texts that repeat stand for one."""
    index, is_current = searchable()
    weighed = likeness.weigh(index, text) if index is not None else {}
    if index is None or len(weighed) < FEWEST:
        return Likeness(projects=(), own=(), new_everywhere=(), is_current=is_current)
    near = [each for each in likeness.nearest(index, weighed, LOOKED_AT) if each.key != leave_out]
    chosen = [each for each in _different(near, most) if len(each.stems & weighed.keys()) >= FEWEST_SHARED]
    ours = likeness.sentences(text, weighed)
    projects = tuple(_beside(each, ours, weighed) for each in chosen)
    held = {stem for each in chosen for stem in each.stems}
    own = likeness.own(weighed, held, OWN_SHOWN)
    return Likeness(
        projects=projects,
        own=tuple(each for each in own if each.projects),
        new_everywhere=tuple(each for each in own if not each.projects),
        is_current=is_current,
    )


def words_of_subjects(text: str) -> str:
    """Return the words of a text that name subjects, as often as it says them; ways to speak stand in many projects.

    A word that none of many projects says is no subject either. Of few projects nothing can be learned about words,
    and all of them come back.
    """
    index, _is_current = searchable()
    if index is None or index.searcher().num_docs < ENOUGH_TO_KNOW_WORDS:
        return text
    text = composed(text)
    subjects = {stem for stem, word in likeness.weigh(index, text).items() if word.is_subject and word.projects}
    return " ".join(text[word.start : word.end] for word in words_of(text) if word.stem in subjects)


@dataclass(slots=True, kw_only=True)
class _Chosen:
    """A project with the words of its text, and how many more say the same."""

    project: PastProject
    stems: frozenset[str]
    alike: int
    same: int = 0


def _different(near: Sequence[Near], most: int) -> list[_Chosen]:
    """Return the nearest projects whose texts differ; texts are fetched only as far as they are needed."""
    chosen: list[_Chosen] = []
    by_number: dict[int, _Chosen] = {}
    for first in range(0, len(near), FETCHED_AT_ONCE):
        some = near[first : first + FETCHED_AT_ONCE]
        fresh = [each for each in some if each.alike not in by_number or not each.alike]
        projects = {each.pk: each for each in in_order([each.key for each in fresh])}
        for each in some:
            if each.alike and each.alike in by_number:
                by_number[each.alike].same += 1
            elif project := projects.get(each.key):
                one = _Chosen(project=project, stems=likeness.stems_of(_text(project)), alike=each.alike)
                twin = next((other for other in chosen if likeness.overlap(one.stems, other.stems) >= SAME), None)
                if twin:
                    twin.same += 1
                elif len(chosen) < most:
                    chosen.append(one)
                if one.alike:
                    by_number[one.alike] = twin or one
        if len(chosen) == most:
            break
    return chosen


def _beside(chosen: _Chosen, ours: Sequence[Sentence], weighed: Mapping[str, Weighed]) -> Similar:
    words = likeness.shared(weighed, chosen.stems, len(weighed))
    theirs = likeness.sentences(_text(chosen.project), weighed)
    pairs = likeness.pairs(ours, theirs, weighed, PAIRS_SHOWN)
    whole = sum(each.weight for each in weighed.values())
    return Similar(
        project=chosen.project,
        words=words[:WORDS_SHOWN],
        pairs=tuple(_pair(our, their) for our, their in pairs),
        share=sum(each.weight for each in words) / whole,
        same=chosen.same,
    )


def _pair(our: Sentence, their: Sentence) -> Pair:
    both = our.stems & their.stems
    return Pair(ours=marked(our.text, both), theirs=marked(their.text, both))


def _text(project: PastProject) -> str:
    return f"{project.title}.\n{project.summary}"
