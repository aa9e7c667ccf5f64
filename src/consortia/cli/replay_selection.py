"""`consortia selection replay`: make a ranking list again from its package, without any database."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from consortia.cli.calls_option import calls_option, format_option, loaded_calls, refuse
from consortia.cli.printing import counted, show, show_json
from consortia.cli.ranking_words import reason_written
from consortia.cli.reading import read_bytes
from consortia.core.application.loading import described, load_document
from consortia.core.call import CallDefinition
from consortia.core.errors import ConsortiaError, DocumentError
from consortia.core.ranking.opening import refuse_other_forms
from consortia.core.ranking.package import fingerprint_of, package_bytes
from consortia.core.ranking.replaying import Difference, altered_parts, replay
from consortia.rulebook import call_from_content

SAME, DIFFERS = 0, 1
BY_HASH: Final = "sha256"
NOTHING: Final = "nothing"
# What differs, by its part and whether only its hash tells; {found} stands in the package.
WORDS: Final[Mapping[tuple[str, bool], str]] = {
    ("about", True): "What the package says about itself was {altered}.",
    ("rule", True): "Rules: the table {name} of the call was {altered}.",
    ("rule", False): "Rule {name}: the package applies {found}, the call in it says {expected}.",
    ("envelope", True): "Envelope {name}: its amount was {altered}.",
    ("score", True): "Application {name}: its score (envelope, amounts, points) was {altered}.",
    ("score", False): "Application {name}: its score was altered: {key} is {found}; its hash was made with {expected}.",
    ("seed", True): "The seed was {altered}.",
    ("event", True): "Event {name} was {altered}.",
    ("row", False): "Row of application {name}: {key} is {found} in the package; made again it is {expected}.",
    ("order", False): "The order of {name} was altered: in place {key} stands {found}; made again it is {expected}.",
    ("hash", False): "The hash called {name} is {found} in the package; made again it is {expected}.",
    ("package", True): "The part {name} of the package is not written as it is when it is made again.",
}


class Replayed(NamedTuple):
    """What came of a package: everything that differs, and why it could not be made again, if so.

    `as_exported` says whether the file has the bytes that `selection export` writes for what stands in it.
    """

    package: Mapping[str, Any]
    as_exported: bool
    differences: tuple[Difference, ...]
    unmade: str | None = None


@click.command(name="replay")
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--fingerprint", "published", help="Fingerprint of the package as it was published.")
@format_option
@calls_option
def replay_selection(package: Path, published: str | None, form: str, folders: tuple[Path, ...]) -> None:
    """Make the ranking lists in PACKAGE again from its scores and compare.

    Exit code 0: the same bit for bit; 1: something differs, and is named; 2: the package could not be read.
    """
    done = _replayed(package)
    fingerprint = fingerprint_of(done.package)
    as_published = published is None or published.strip().lower() == fingerprint
    same = not done.differences and done.unmade is None and as_published
    at_hand = _at_hand(done.package, loaded_calls(folders))
    if form == "json":
        show_json(_values(package, done, same=same, fingerprint=fingerprint, at_hand=at_hand, published=published))
    else:
        show("\n".join(_lines(done, fingerprint=fingerprint, at_hand=at_hand)))
        if not as_published:
            show(f"DIFFERS  The fingerprint is {fingerprint}, not {described(published)}.")
    sys.exit(SAME if same else DIFFERS)


def _replayed(path: Path) -> Replayed:
    """The package made again, or the end of the command where it cannot be read."""
    try:
        content = read_bytes(path)
        package = load_document(content)
        refuse_other_forms(package)
    except DocumentError as error:
        refuse(f"{path}: {error}")
    as_exported = content == package_bytes(package)
    try:
        return Replayed(package, as_exported, replay(package, _call_in(package)))
    except ConsortiaError as error:
        altered = altered_parts(package)
        if not altered:
            refuse(f"{path}: {error}")
        # What cannot be read any more was altered: that is an answer, not a fault of the file.
        return Replayed(package, as_exported, altered, str(error))


def _call_in(package: Mapping[str, Any]) -> CallDefinition:
    return call_from_content(package["rules"]["content"])


def _at_hand(package: Mapping[str, Any], calls: Mapping[str, CallDefinition]) -> bool:
    """Whether one of the calls here, moved by as many years, is the edition that the package names."""
    content, edition = package["rules"]["content"], package["rules"]["edition"]
    years = content.get("years_moved", 0)
    if not isinstance(years, int):
        return False
    try:
        return any(call.years_later(years).edition_hash == edition for call in calls.values())
    except ConsortiaError:
        return False


def _values(
    path: Path, done: Replayed, *, same: bool, fingerprint: str, at_hand: bool, published: str | None
) -> dict[str, Any]:
    return {
        "file": str(path),
        "same": same,
        "edition": done.package["rules"]["edition"],
        "edition_at_hand": at_hand,
        "fingerprint": fingerprint,
        "published": published,
        "as_exported": done.as_exported,
        "not_made_again": done.unmade,
        "differences": [
            {"part": each.part, "name": each.name, "key": each.key, "found": each.found, "expected": each.expected}
            for each in done.differences
        ],
    }


def _lines(done: Replayed, *, fingerprint: str, at_hand: bool) -> Iterator[str]:
    for told in _worth_telling(done.differences):
        yield f"DIFFERS  {told}"
    if done.unmade is not None:
        yield f"DIFFERS  So the list cannot be made again: {done.unmade}."
    elif not done.differences:
        rows = done.package["ranking"]
        envelopes = counted(len(done.package["envelopes"]), "envelope")
        applications = counted(len(rows), "application")
        yield f"same     Made again from the scores: {applications} in {envelopes}, every row the same."
    edition = done.package["rules"]["edition"]
    known = "which is at hand here" if at_hand else "which is not at hand here: compare it with the published one"
    yield f"         Rules: edition {edition}, {known}."
    yield f"         Fingerprint of the package: {fingerprint}"
    if not done.as_exported:
        yield "         The file has other spaces, ends of lines or order of keys than an export. That changes nothing."


def _told(difference: Difference) -> str:
    if difference.part == "rule" and difference.key == "edition":
        return f"Rules: the package names edition {difference.found}; the call in it has {difference.expected}."
    words = WORDS[difference.part, difference.key == BY_HASH]
    altered = "added" if difference.expected == NOTHING else "removed" if difference.found == NOTHING else "altered"
    if difference.part == "envelope" and altered != "altered":
        return f"Envelope {difference.name} was {altered}."
    facts = {name: getattr(difference, name) for name in ("name", "key", "found", "expected")}
    return words.format(altered=altered, **facts)


def _worth_telling(differences: Sequence[Difference]) -> Iterator[str]:
    """Each difference once: a reason only where nothing else of its row differs, and a whole row in one line."""
    rows: dict[str, list[Difference]] = {}
    for each in differences:
        if each.part == "row":
            rows.setdefault(each.name, []).append(each)
        else:
            yield _told(each)
    for name, differing in rows.items():
        by_key = {each.key: each for each in differing}
        if "application" in by_key:
            missing = by_key["application"].found == NOTHING
            told = "it is missing, though a score makes one" if missing else "it stands there, though no score makes it"
            yield f"Row of application {name}: {told}."
        else:
            yield from (_told(each) for each in differing if each.key != "reason")
            if by_key.keys() == {"reason"}:
                reason = by_key["reason"]
                yield _told(
                    replace(reason, found=reason_written(reason.found), expected=reason_written(reason.expected))
                )
