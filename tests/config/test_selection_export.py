"""From the database to a package and back to the same list, bit for bit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consortia.config.commands.selection import selection
from consortia.stages.selection.models import Score
from consortia.stages.selection.services.cascading import decline_grant
from tests.factories import selection as make

pytestmark = pytest.mark.django_db

FOUR = ((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28), (12, 8, 8, 12))


def run(*words: object) -> Result:
    return CliRunner().invoke(selection, [str(each) for each in words])


@pytest.fixture
def made() -> make.Made:
    """A published selection in which one has declined since, so that the package has an event."""
    made = make.published(make.a_round(*FOUR))
    decline_grant(made.consortia[0].lead, made.selection, made.applications[0], reason="We have other money.")
    return made


def test_what_is_exported_replays_to_the_same_list(made: make.Made, tmp_path: Path) -> None:
    out = tmp_path / "package.json"

    written = run("export", made.round.pk, "--out", out)
    replayed = run("replay", out, "--fingerprint", made.drawn.fingerprint)

    assert (written.exit_code, replayed.exit_code) == (0, 0)
    assert written.output == f"{out}: version 2, fingerprint {made.drawn.fingerprint}\n"
    assert [each["outcome"] for each in json.loads(out.read_text())["ranking"]] == [
        "awarded", "declined", "awarded", "below-threshold"
    ]  # fmt: skip


def test_the_same_selection_is_exported_to_the_same_bytes(made: make.Made, tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"

    run("export", made.round.pk, "--out", one)
    run("export", made.round.pk, "--agency", make.AGENCY, "--out", other)

    assert one.read_bytes() == other.read_bytes()


def test_without_a_file_the_package_goes_to_standard_output(made: make.Made, tmp_path: Path) -> None:
    out = tmp_path / "package.json"

    run("export", made.round.pk, "--out", out)
    printed = run("export", made.round.pk)

    assert printed.exit_code == 0
    assert printed.stdout_bytes == out.read_bytes()
    assert printed.stderr == f"Package: version 2, fingerprint {made.drawn.fingerprint}\n"


def test_one_altered_score_is_named(made: make.Made, tmp_path: Path) -> None:
    out = tmp_path / "package.json"
    run("export", made.round.pk, "--out", out)
    package = json.loads(out.read_text())
    altered = next(each for each in package["scores"] if each["application"] == made.applications[1].reference)
    altered["points"]["C1"] -= 1
    out.write_text(json.dumps(package))

    replayed = run("replay", out)

    assert replayed.exit_code == 1
    first = next(line for line in replayed.output.splitlines() if line.startswith("DIFFERS"))
    assert f"Application {made.applications[1].reference}: its score was altered: points.C1 is 19;" in first
    assert "its hash was made with 20." in first


def test_a_score_that_was_altered_in_the_database_is_not_exported(made: make.Made, tmp_path: Path) -> None:
    score = Score.objects.get(application=made.applications[1])
    Score.objects.filter(pk=score.pk).update(points={**score.points, "C1": "21"})

    refused = run("export", made.round.pk, "--out", tmp_path / "package.json")

    assert refused.exit_code == 1
    assert not (tmp_path / "package.json").exists()


@pytest.mark.parametrize("words", [("999999",), ("{round}", "--agency", "FI01")])
def test_what_there_is_not_is_refused_with_what_was_found(
    made: make.Made, tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = [each.format(round=made.round.pk) for each in words]

    refused = run("export", *told, "--out", tmp_path / "package.json")

    assert refused.exit_code == 2
    assert "found" in refused.output
    assert "Traceback" not in refused.output
