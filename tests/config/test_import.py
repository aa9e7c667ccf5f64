"""`consortia import results`: what it says and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from consortia.config.commands.import_ import import_
from consortia.stages.past_projects.models import ImportRun
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, SECOND

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(import_, ["results", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_good_list_ends_with_0_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(lists.as_csv())

    first, second = run(path, "--source", "A list of nowhere"), run(path)

    assert first == (0, f"{path} (CSV, UTF-8 with a mark): 3 rows\n  3 added, 0 changed, 0 unchanged\n")
    assert second == (0, f"{path} (CSV, UTF-8 with a mark): 3 rows\n  0 added, 0 changed, 3 unchanged\n")
    assert ImportRun.objects.earliest("id").source == "A list of nowhere"


def test_rows_left_out_end_with_1_and_are_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(lists.as_csv([FIRST, {**SECOND, "Call year": "soon"}]))

    code, said = run(path)

    assert code == 1
    assert "  line 4, Call year: found “soon”, expected a whole number from 1980 to 2100\n" in said


def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(lists.as_json())

    done = CliRunner().invoke(import_, ["results", str(tmp_path / "nothing.csv"), str(path), "--format", "json"])
    nothing, whole = json.loads(done.stdout)

    assert done.exit_code == 2
    assert (nothing["state"], nothing["problem"]) == (
        "unreadable",
        f"{tmp_path / 'nothing.csv'}: the file: found nothing, expected a file that can be read",
    )
    assert (whole["state"], whole["added"], whole["form"]) == ("complete", 3, "JSON")
