"""Codes that stand twice, and codes that nothing in the call answers to."""

from collections.abc import Collection, Iterator, Mapping

from consortia.core.call import CallDefinition
from consortia.core.values import Source
from consortia.rulebook.consistency.finding import Contradiction, Entry, entries, repeated


def reference_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """Codes are unique where they are given, and known where they are used."""
    known = _known_codes(call)
    documents = [each.code for each in call.documents]
    for entry in entries(call):
        yield from _repeated_codes(entry)
        yield from _unknown_document(entry, documents)
        yield from _unknown_codes(entry, known)


def _known_codes(call: CallDefinition) -> Mapping[str, frozenset[str]]:
    """For each name of a key that refers to something: the codes it may hold."""
    fields = frozenset(each.code for each in call.fields)
    headings = frozenset(each.code for each in call.headings)
    return {
        "field": fields,
        "fields": fields,
        "types": frozenset(each.code for each in call.types),
        "formats": frozenset(each.code for each in call.formats),
        "roles": frozenset(each.code for each in call.roles),
        "kinds": frozenset(each.code for each in call.organisation_kinds),
        "heading": headings,
        "headings": headings,
        "events": headings,
        "outputs": headings,
        "criterion": frozenset(each.code for each in call.criteria),
        "ties": frozenset(each.code for each in call.criteria),
        "countries": frozenset(each.code for group in call.country_lists for each in group.members),
        "meant": frozenset(each.code for group in call.country_lists for each in group.members),
    }


def _repeated_codes(entry: Entry) -> Iterator[Contradiction]:
    if not isinstance(entry.value, tuple):
        return
    codes = [str(code) for each in entry.value if (code := getattr(each, "code", None)) is not None]
    twice = repeated(codes)
    if twice is not None:
        yield Contradiction(key=entry.key, found=f'the code "{twice}" twice', expected="each code once")


def _unknown_document(entry: Entry, documents: Collection[str]) -> Iterator[Contradiction]:
    if isinstance(entry.value, Source) and entry.value.document not in documents:
        listed = ", ".join(documents)
        yield Contradiction(
            key=f"{entry.key}.document", found=f'"{entry.value.document}"', expected=f"one of the documents {listed}"
        )


def _unknown_codes(entry: Entry, known: Mapping[str, frozenset[str]]) -> Iterator[Contradiction]:
    codes = known.get(entry.name) if isinstance(entry.value, str) else None
    if codes is None or entry.value in codes:
        return
    what = _MEANT.get(entry.name, entry.name.removesuffix("s"))
    yield Contradiction(key=entry.key, found=f'"{entry.value}"', expected=f"a {what} of this call")


_MEANT: Mapping[str, str] = {
    "kinds": "kind of organisation",
    "ties": "criterion",
    "events": "heading",
    "outputs": "heading",
    "countries": "country",
    "meant": "country",
}
