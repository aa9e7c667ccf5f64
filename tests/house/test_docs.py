"""The docs: four rooms, links that lead somewhere, decisions that say what they cost."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from consortia.config.entry import main
from consortia.core.application import load_document, read_application
from consortia.core.eligibility import check_application
from consortia.rulebook import load_calls
from docs.pages.markdown import anchor, headings_of
from tests.house.committed import DOCS, ROOT, named, place

SECOND_CALL = ROOT / "tests" / "rulebook" / "calls"
ROOMS = ("tutorials", "how-to", "reference", "explanation", "decisions")
LINK = re.compile(r"!?\[[^\]]*\]\((<[^>]+>|[^)\s]+)\)")
PARTS = ("## Context", "## Options", "## Outcome", "## Consequences")


def pages() -> list[Path]:
    return sorted({*named(".md"), *DOCS.rglob("*.md")})


def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def links_of(path: Path) -> list[str]:
    return [found.strip("<>") for found in LINK.findall(re.sub(r"`[^`\n]*`", "", prose(path)))]


def test_every_link_leads_somewhere() -> None:
    lost = [f"{place(path)}: {link}" for path in pages() for link in links_of(path) if not leads_somewhere(link, path)]

    assert lost == []


def leads_somewhere(link: str, path: Path) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    address, _, part = link.partition("#")
    target = (path.parent / unquote(address)).resolve() if address else path.resolve()
    if not target.exists():
        return False
    if not part or target.suffix != ".md":
        return True
    text = target.read_text(encoding="utf-8")
    return part in {anchor(re.sub(r"[`*]", "", heading)) for heading in headings_of(text)}


def test_every_page_stands_in_a_room() -> None:
    rooms = {*ROOMS, "index.md", "glossary.md"}

    assert [place(path) for path in DOCS.rglob("*.md") if path.relative_to(DOCS).parts[0] not in rooms] == []


def test_every_page_has_one_title() -> None:
    titles = {place(path): len(re.findall(r"^# ", prose(path), re.MULTILINE)) for path in DOCS.rglob("*.md")}

    assert {at: number for at, number in titles.items() if number != 1} == {}


def test_the_index_leads_to_every_page() -> None:
    indexes = [DOCS / "index.md", DOCS / "decisions" / "index.md"]
    linked = {(index.parent / link.partition("#")[0]).resolve() for index in indexes for link in links_of(index)}
    pages = {path for path in DOCS.rglob("*.md") if path != indexes[0]}

    assert sorted(place(path) for path in pages if path.resolve() not in linked) == []


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("2*.md")), ids=lambda path: path.stem)
def test_a_decision_has_a_date_and_says_what_it_costs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.fullmatch(r"[0-9]{4}-[a-z0-9-]+", path.stem)
    assert re.search(r"^Decided: [0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}", text, re.MULTILINE)
    assert [part for part in PARTS if f"{part}\n" not in text] == []
    assert "\nGood:" in text
    assert "\nBad:" in text


def test_every_command_in_the_docs_can_be_typed() -> None:
    refused = [
        f"{place(path)}: {line}"
        for path in pages()
        for line in commands_in(path.read_text(encoding="utf-8"))
        if not can_be_typed(line)
    ]

    assert refused == []


def commands_in(text: str) -> Iterator[str]:
    """The commands of ours in blocks of shell."""
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
        for line in block.splitlines():
            bare = line.partition(" #")[0].partition(" > ")[0].strip()
            if found := re.search(r"(?:^|\bxargs |\" )(consortia .+)$", bare):
                yield found[1]


def can_be_typed(line: str) -> bool:
    """Whether every word of a command is known: names of commands and options, places for arguments."""
    words = shlex.split(line)[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        found = next((each for each in words if each in command.list_commands(click.Context(command))), None)
        if found is None:
            return False
        before, words = words[: words.index(found)], words[words.index(found) + 1 :]
        if not _takes(command, before):
            return False
        command = command.get_command(click.Context(command), found) or click.Command("unknown")
    return command.name == "django" or _takes(command, words)


def _takes(command: click.Command, words: list[str]) -> bool:
    options = {name for each in command.params for name in each.opts}
    return all(not word.startswith("--") or word.partition("=")[0] in options for word in words)


def test_every_page_of_the_root_is_there() -> None:
    needed = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "NOTICE", "LICENSE", ".editorconfig")

    assert [name for name in needed if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(("name", "calls"), [("three-partners", ()), ("two-gardens", (SECOND_CALL,))])
def test_an_example_is_eligible(name: str, calls: tuple[Path, ...]) -> None:
    document = load_document((DOCS / "examples" / f"{name}.json").read_bytes())
    call = load_calls(calls)[str(document["call"])]

    assert check_application(call, read_application(document, call)).failed == ()
