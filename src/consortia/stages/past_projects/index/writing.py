"""What stands in the index for each project, and how it is written there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tantivy

from consortia.stages.past_projects.index.words import PLAIN, STEMS, analyser, composed, plain_words, prepared

VERSION: Final = "1"
HEAP_BYTES: Final = 128_000_000
# The beginning of a text tells whether two are the same; what is said of one project alone mostly stands at its end.
_ALIKE_WORDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One project as the index sees it."""

    key: int
    title: str
    summary: str
    names: str
    year: int
    grant: int
    field: str
    programme: str
    action: str
    countries: tuple[str, ...]
    topics: tuple[str, ...]


def schema() -> tantivy.Schema:
    """Return what is indexed; a change of it needs another VERSION, so that every index is built anew."""
    building = tantivy.SchemaBuilder()
    for name in ("key", "year", "grant", "alike"):
        building.add_unsigned_field(name, stored=False, indexed=True, fast=True)
    for name in ("field", "programme", "action", "country", "topic"):
        building.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    building.add_text_field("title", tokenizer_name=STEMS)
    building.add_text_field("title_plain", tokenizer_name=PLAIN)
    building.add_text_field("text", tokenizer_name=STEMS)
    building.add_text_field("names", tokenizer_name=PLAIN)
    return building.build()


def opened(folder: Path) -> tantivy.Index:
    """Open the index in a folder, or begin one there."""
    index = tantivy.Index(schema(), path=str(folder))
    for kind in (STEMS, PLAIN):
        index.register_tokenizer(kind, analyser(kind))
    return index


def write(index: tantivy.Index, entries: Iterable[Entry], *, instead: Iterable[int] = ()) -> None:
    """Add entries; those named by `instead` were there before and go. One thread: the same entries, the same index."""
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for key in instead:
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "key", key))
    for entry in entries:
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def alike(summary: str) -> int:
    """Return a number that texts share which begin with the same words; 0 for hardly any words."""
    words = plain_words(summary[: _ALIKE_WORDS * 12])[:_ALIKE_WORDS]
    if len(words) < _ALIKE_WORDS // 6:
        return 0
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=7).digest(), "big")


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("key", entry.key)
    document.add_unsigned("year", entry.year)
    document.add_unsigned("grant", entry.grant)
    document.add_unsigned("alike", alike(entry.summary))
    for name, value in (("field", entry.field), ("programme", entry.programme), ("action", entry.action)):
        if value:
            document.add_text(name, value)
    for country in entry.countries:
        document.add_text("country", country)
    for topic in entry.topics:
        document.add_text("topic", topic)
    title = prepared(composed(entry.title))
    document.add_text("title", title)
    document.add_text("title_plain", title)
    document.add_text("text", f"{title}\n{prepared(composed(entry.summary))}")
    document.add_text("names", prepared(composed(entry.names)))
    return document
