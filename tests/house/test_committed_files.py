"""What must not stand in any file of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.committed import place, texts

LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/[a-z]")
# Where packages come from is a matter of each machine, so no address of a registry is ever written down.
REGISTRY = re.compile(r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|--index-url|--extra-index-url)")
ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
OURS = re.compile(r"(?:^|\.)(?:example|example\.(?:com|org|net|eu)|test|invalid|localhost)$", re.IGNORECASE)
THIS_FILE = "tests/house/test_committed_files.py"


def lines() -> Iterator[tuple[str, str]]:
    for path, text in texts():
        if place(path) != THIS_FILE:
            for number, line in enumerate(text.splitlines(), 1):
                yield place(path, number), line


def test_no_work_is_put_off_in_a_comment() -> None:
    names_them = {"pyproject.toml", "CONTRIBUTING.md", "docs/explanation/the-house.md"}

    assert [at for at, line in lines() if LATER.search(line) and at.rpartition(":")[0] not in names_them] == []


def test_no_file_names_a_place_on_one_machine() -> None:
    assert [f"{at}: {line.strip()[:100]}" for at, line in lines() if MACHINE.search(line)] == []


def test_no_file_names_a_registry() -> None:
    assert [f"{at}: {line.strip()[:100]}" for at, line in lines() if REGISTRY.search(line)] == []


def test_every_e_mail_address_is_of_a_domain_for_examples() -> None:
    strangers = [
        f"{at}: {found.group()}"
        for at, line in lines()
        for found in ADDRESS.finditer(line)
        if not OURS.search(found[1]) and not at.startswith("LICENSE")
    ]

    assert strangers == []
