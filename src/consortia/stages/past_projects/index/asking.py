"""Questions to the index: which projects, in which order, and how many of them in each country, year, field."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import tantivy

from consortia.stages.past_projects.index.wanted import Typed, Wanted
from consortia.stages.past_projects.index.words import plain_words, stems
from consortia.stages.past_projects.index.writing import schema

Order = Literal["relevance", "newest", "oldest", "largest", "smallest"]
_SORTED: Final[Mapping[str, tuple[str, tantivy.Order]]] = {
    "newest": ("year", tantivy.Order.Desc),
    "oldest": ("year", tantivy.Order.Asc),
    "largest": ("grant", tantivy.Order.Desc),
    "smallest": ("grant", tantivy.Order.Asc),
}
# A word in the title says more about a project than one in its summary; a whole word more than its stem.
_TITLE, _WHOLE, _NAMES = 2.5, 1.5, 1.5
# Up to so many words must all be there; of more, this share.
_ALL: Final = 4
_SHARE: Final = 0.7
_HIGHEST: Final = 2**63
FACETS: Final[Mapping[str, str]] = {
    "fields": "field",
    "years": "year",
    "countries": "country",
    "programmes": "programme",
    "actions": "action",
    "topics": "topic",
}
_MOST_VALUES: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Keys of projects in order, how many there are in all, and whether some words had to be let go."""

    keys: tuple[int, ...]
    total: int
    is_loose: bool = False


def find(index: tantivy.Index, wanted: Wanted, *, order: Order, first: int, most: int) -> Found:
    """Return the projects from a place on. Where none has all the words, those that have some."""
    searcher = index.searcher()
    query = _query(wanted, loose=False)
    is_loose = False
    if not wanted.typed.is_empty and not searcher.search(query, limit=1, count=False).hits:
        query, is_loose = _query(wanted, loose=True), True
    sorted_by, direction = _SORTED.get(order, (None, tantivy.Order.Desc))
    result = searcher.search(query, limit=max(1, most), offset=first, order_by_field=sorted_by, order=direction)
    keys = searcher.fast_field_values("key", [address for _score, address in result.hits])
    count: int = result.count  # type: ignore[attr-defined]  # missing in the library's types
    return Found(keys=tuple(int(key or 0) for key in keys), total=count, is_loose=is_loose and count > 0)


def count_facets(index: tantivy.Index, wanted: Wanted, *, loose: bool) -> dict[str, dict[str, int]]:
    """Return how many of the found projects have each value. A limit does not narrow the numbers of its own kind."""
    searcher = index.searcher()
    chosen = [name for name in FACETS if getattr(wanted, name)]
    rest = [name for name in FACETS if name not in chosen]
    counted = _counted(searcher, wanted, rest, loose=loose) if rest else {}
    for name in chosen:
        counted |= _counted(searcher, wanted.without(name), [name], loose=loose)
    return counted


def _counted(
    searcher: tantivy.Searcher, wanted: Wanted, names: Sequence[str], *, loose: bool
) -> dict[str, dict[str, int]]:
    asked = {name: {"terms": {"field": FACETS[name], "size": _MOST_VALUES}} for name in names}
    told = searcher.aggregate(_query(wanted, loose=loose), asked)
    return {name: {_value(each["key"]): int(each["doc_count"]) for each in told[name]["buckets"]} for name in names}


def _value(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


def _query(wanted: Wanted, *, loose: bool) -> tantivy.Query:
    parts = [(tantivy.Occur.Must, each) for each in (*_text_queries(wanted.typed, loose=loose), *_limits(wanted))]
    parts += [(tantivy.Occur.MustNot, _any_field(each)) for each in wanted.typed.unwanted]
    if all(occur == tantivy.Occur.MustNot for occur, _query in parts):
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)))
    return tantivy.Query.boolean_query(parts)


def _text_queries(typed: Typed, *, loose: bool) -> list[tantivy.Query]:
    words = [_any_field(word) for word in typed.words]
    phrases = [_any_field(phrase) for phrase in typed.phrases]
    if loose:
        every = [(tantivy.Occur.Should, each) for each in (*words, *phrases)]
        return [tantivy.Query.boolean_query(every)] if every else []
    if len(words) <= _ALL:
        return [*phrases, *words]
    needed = math.ceil(len(words) * _SHARE)
    some = tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in words], needed)
    return [*phrases, some]


def _any_field(said: str) -> tantivy.Query:
    """Return what finds a word or phrase in title, summary, topics or names."""
    stemmed, whole = stems(said), plain_words(said)
    wherever = [
        _in_order("text", stemmed),
        tantivy.Query.boost_query(_in_order("title", stemmed), _TITLE),
        tantivy.Query.boost_query(_in_order("title_plain", whole), _WHOLE),
        tantivy.Query.boost_query(_in_order("names", whole), _NAMES),
    ]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in wherever])


def _in_order(field: str, words: Sequence[str]) -> tantivy.Query:
    if not words:
        return tantivy.Query.empty_query()
    if len(words) == 1:
        return tantivy.Query.term_query(schema(), field, words[0])
    return tantivy.Query.phrase_query(schema(), field, list(words))


def _limits(wanted: Wanted) -> list[tantivy.Query]:
    limits = [
        tantivy.Query.term_set_query(schema(), FACETS[name], list(getattr(wanted, name)))
        for name in FACETS
        if getattr(wanted, name)
    ]
    if wanted.least_grant is not None or wanted.most_grant is not None:
        # A project whose grant was not published has none; it is never within limits.
        least = max(1, int(wanted.least_grant or 0))
        most = int(wanted.most_grant) if wanted.most_grant is not None else _HIGHEST
        limits.append(tantivy.Query.range_query(schema(), "grant", tantivy.FieldType.Unsigned, least, most))
    return [tantivy.Query.const_score_query(each, 0.0) for each in limits]
