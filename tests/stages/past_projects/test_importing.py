"""Reading in lists: nothing is lost, the same again changes nothing, what changes is said and kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from consortia.stages.journal.models import Event
from consortia.stages.past_projects.models import (
    EarlierFacts,
    ImportRun,
    PastOrganisation,
    PastParticipation,
    PastProject,
    RejectedRow,
    SourceRow,
)
from consortia.stages.past_projects.permissions import may_import_results
from consortia.stages.past_projects.reading import UnreadableFileError
from consortia.stages.past_projects.services.importing import RESULTS_PLATFORM, Imported, import_results
from tests.factories import applications as make
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, GRANT, ROWS, SECOND, THIRD

pytestmark = pytest.mark.django_db

PARTICIPATIONS = (
    "project_identifier,role,partner_number,organisation_name,town,country\n"
    f"{FIRST['Project Identifier']},partner,3,Bee House,Turku,FI\n"
    "2018-1-XD01-KA202-000009,partner,,Bee House,Turku,FI\n"
).encode()


def take(content: bytes, name: str = "list.csv") -> Imported:
    return import_results(io.BytesIO(content), name=name)


def counts(imported: Imported) -> tuple[int, int, int, int]:
    run = imported.run
    return run.added, run.changed, run.unchanged, run.rejected


def everything() -> list[object]:
    """All that lists told, without the runs themselves."""
    tables = (PastProject, PastOrganisation, PastParticipation, RejectedRow, SourceRow, EarlierFacts)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_project_is_kept_as_told() -> None:
    take(lists.as_csv())

    project = PastProject.objects.get(identifier=FIRST["Project Identifier"])
    assert (project.title, project.field, project.year) == (FIRST["Project Title"], "SCH", 2016)
    assert project.grant == Decimal("112527.93")
    assert project.countries == ["ES", "PL", "EL"]
    assert list(project.participations.values_list("number", "role", "name", "country")) == [
        (0, "coordinator", "Colegio del Puente Undécimo", "ES"),
        (1, "partner", "Szkoła nad Rzeką", "PL"),
        (2, "partner", "Σχολείο της Θάλασσας", "EL"),
    ]


def test_two_spellings_of_a_name_in_one_country_are_one_organisation() -> None:
    take(lists.as_csv())

    organisation = PastOrganisation.objects.get(plain_name="szkola nad rzeka", country="PL")
    assert sorted(organisation.participations.values_list("name", flat=True)) == [
        "SZKOLA NAD RZEKA",
        "Szkoła nad Rzeką",
    ]
    assert PastOrganisation.objects.count() == 5


def test_the_same_list_again_changes_nothing() -> None:
    broken = lists.as_csv([*ROWS, {**THIRD, "Project Identifier": "X", "Call year": "soon"}])
    first = take(broken)
    before = everything()

    second = take(broken)

    assert counts(first) == (3, 0, 0, 1)
    assert counts(second) == (0, 0, 3, 1)
    assert everything() == before
    assert not second.run.touched


def test_the_same_projects_in_another_form_change_nothing_about_them() -> None:
    take(lists.as_csv())
    before = list(PastProject.objects.order_by("pk").values())

    imported = take(lists.as_json(), "list.json")

    assert counts(imported) == (0, 0, 3, 0)
    assert list(PastProject.objects.order_by("pk").values()) == before


def test_a_changed_row_changes_the_project_says_so_and_keeps_what_was_there() -> None:
    take(lists.as_csv())

    imported = take(lists.as_csv([FIRST, {**SECOND, "Project Title": "Choirs for all", GRANT: "190000"}, THIRD]))

    assert counts(imported) == (0, 1, 2, 0)
    (change,) = imported.changes
    assert (change.line, change.identifier, set(change.what)) == (4, SECOND["Project Identifier"], {"title", "grant"})
    project = PastProject.objects.get(identifier=SECOND["Project Identifier"])
    assert (project.title, project.grant) == ("Choirs for all", Decimal("190000.00"))
    assert project.earlier_facts.get().facts == {"title": SECOND["Project Title"], "grant": "200000.00"}


def test_a_cell_that_is_empty_later_takes_nothing_away() -> None:
    take(lists.as_csv())

    imported = take(lists.as_csv([{**FIRST, "Project Summary": "", GRANT: ""}, SECOND, THIRD]))

    project = PastProject.objects.get(identifier=FIRST["Project Identifier"])
    assert (project.summary, project.grant) == (FIRST["Project Summary"], Decimal("112527.93"))
    assert counts(imported) == (0, 0, 3, 0)


def test_a_partner_that_is_gone_from_its_row_is_gone_and_remembered() -> None:
    take(lists.as_csv())

    imported = take(lists.as_csv([{**FIRST, "Partner 2 name": "", "Partner 2 country": ""}, SECOND, THIRD]))

    project = PastProject.objects.get(identifier=FIRST["Project Identifier"])
    assert list(project.participations.values_list("number", flat=True)) == [0, 1]
    assert project.earlier_facts.get().facts["partner 2"]["name"] == "Σχολείο της Θάλασσας"
    assert counts(imported) == (0, 1, 2, 0)


def test_rows_left_out_are_kept_as_they_stood_there() -> None:
    take(lists.as_csv([FIRST, {**SECOND, "Call year": "soon"}]))

    row = RejectedRow.objects.get()
    assert (row.line, row.column, row.found) == (4, "Call year", "“soon”")
    assert SECOND["Project Title"] in row.raw
    assert not PastProject.objects.filter(identifier=SECOND["Project Identifier"]).exists()


def test_a_project_that_stands_twice_with_other_words_is_taken_once() -> None:
    twice = lists.as_csv([FIRST, SECOND, {**FIRST, "Project Title": "Another"}, FIRST])

    imported = take(twice)
    again = take(twice)

    assert counts(imported) == (2, 0, 1, 1)
    assert counts(again) == (0, 0, 3, 1)
    assert PastProject.objects.get(identifier=FIRST["Project Identifier"]).title == FIRST["Project Title"]


@pytest.mark.parametrize("participations_first", [True, False])
def test_participations_and_projects_may_come_in_either_order(participations_first: bool) -> None:
    both = [PARTICIPATIONS, lists.as_csv()]
    for content in both if participations_first else reversed(both):
        imported = take(content)

    project = PastProject.objects.get(identifier=FIRST["Project Identifier"])
    waiting = PastProject.objects.get(identifier="2018-1-XD01-KA202-000009")
    assert list(project.participations.values_list("number", "name"))[-1] == (3, "Bee House")
    assert project.participations.count() == 4
    assert (project.described, waiting.described) == (True, False)
    assert imported.waiting == (0 if participations_first else 1)


def test_partners_without_numbers_get_the_next_and_keep_it() -> None:
    rows = b"project_identifier,role,organisation_name\nP,partner,House A\nP,partner,House B\nP,coordinator,House C\n"
    take(rows)
    before = everything()

    again = take(rows)

    assert list(PastParticipation.objects.values_list("number", "name")) == [
        (0, "House C"),
        (1, "House A"),
        (2, "House B"),
    ]
    assert (counts(again), everything()) == ((0, 0, 3, 0), before)


def test_what_was_read_before_a_file_breaks_off_stays() -> None:
    many = [
        {
            **FIRST,
            "Project Identifier": f"N-{number}",
            "Project Title": hashlib.sha256(bytes([number % 256, number // 256])).hexdigest(),
        }
        for number in range(900)
    ]
    packed = lists.as_packed(lists.as_csv(many))

    imported = take(packed[: len(packed) // 2])

    assert imported.run.state == ImportRun.State.BROKEN
    assert "the end of the packed file before its last byte" in imported.run.problem
    assert 100 < PastProject.objects.count() == imported.run.added < 900
    assert counts(take(packed)) == (900 - imported.run.added, 0, imported.run.added, 0)


def test_a_file_that_is_no_list_leaves_nothing_behind() -> None:
    with pytest.raises(UnreadableFileError):
        take(b"name,town\nA,B\n")

    assert (ImportRun.objects.count(), PastProject.objects.count()) == (0, 0)


def test_every_row_knows_its_file_and_line_and_the_journal_the_run() -> None:
    imported = take(lists.as_csv(), "overview.csv")

    row = SourceRow.objects.get(project__identifier=SECOND["Project Identifier"])
    event = Event.objects.get(verb="import-results")
    assert (row.run.file_name, row.line, len(row.digest)) == ("overview.csv", 4, 64)
    assert (row.run.source, row.run.encoding) == (RESULTS_PLATFORM, "UTF-8 with a mark")
    assert event.subject == str(imported.run.pk)
    assert _some(event.facts, "rows", "added") == {"rows": 3, "added": 3}


def _some(facts: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: facts[name] for name in names}


def test_only_those_who_look_after_the_site_read_lists_in() -> None:
    person = make.a_person()
    staff = make.a_person()
    staff.is_staff = True

    assert [may_import_results(each) for each in (None, AnonymousUser(), person, staff)] == [True, False, False, True]
    with pytest.raises(PermissionDenied):
        import_results(io.BytesIO(lists.as_csv()), by=person)
    assert PastProject.objects.count() == 0


def test_queries_do_not_grow_with_rows(django_assert_max_num_queries) -> None:
    rows = [{**FIRST, "Project Identifier": f"N-{number}"} for number in range(150)]

    with django_assert_max_num_queries(30):
        take(lists.as_csv(rows))
