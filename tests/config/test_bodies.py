"""`consortia bodies suggest`: what it says, and that a second time changes nothing."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner

from consortia.config.commands.bodies import bodies
from consortia.stages.partnering.models import SameBody
from consortia.stages.past_projects.services.importing import import_results
from tests.factories import applications as make
from tests.stages.past_projects import lists

pytestmark = pytest.mark.django_db


def run() -> tuple[int, str]:
    done = CliRunner().invoke(bodies, ["suggest"])
    return done.exit_code, done.output


def test_new_pairs_are_counted_and_kept_for_people_and_a_second_time_changes_nothing() -> None:
    for name in ("Orlevia Werk GmbH", "ORLEVIA WERK gGmbH", "Institut Tarwen"):
        make.an_organisation(name=name)

    first, rows = run(), list(SameBody.objects.values())
    second = run()

    waiting = "1 pair to decide, on the page /organisations/same/ of the site.\n"
    assert first == (0, f"3 records compared: 1 new pair.\n{waiting}")
    assert second == (0, f"3 records compared: 0 new pairs.\n{waiting}")
    assert (len(rows), rows[0]["state"]) == (1, "open")
    assert list(SameBody.objects.values()) == rows


def test_where_nothing_is_alike_nothing_waits() -> None:
    make.an_organisation(name="Institut Tarwen")

    assert run() == (0, "1 record compared: 0 new pairs.\n")


def test_names_of_past_projects_are_compared_too() -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings())), name="list.csv")

    first, second = run(), run()

    waiting = "1 pair to decide, on the page /agency/past/names/ of the site.\n"
    assert first == (0, f"0 records compared: 0 new pairs.\n4 names of past projects compared: 1 new pair.\n{waiting}")
    assert second == (
        0,
        f"0 records compared: 0 new pairs.\n4 names of past projects compared: 0 new pairs.\n{waiting}",
    )
