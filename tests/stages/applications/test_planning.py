from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import DocumentError
from consortia.stages.applications.models import Application, PlanRow, PlanRowVersion
from consortia.stages.applications.services.consortium import part_with_organisation
from consortia.stages.applications.services.planning import (
    PlanEntry,
    add_plan_row,
    change_guarantee,
    change_plan_row,
    choose_lump_sum,
    entry_of,
    remove_plan_row,
    restore_plan_row,
    set_aside,
)
from consortia.stages.applications.services.starting import ChangedMeanwhileError
from consortia.stages.applications.snapshots import document_of
from consortia.stages.applications.touched import touched_by
from consortia.stages.organisations.models import Membership
from tests.factories.applications import Consortium, a_draft, a_member, a_person


def a_meeting(**changes: Any) -> PlanEntry:
    travellers = changes.pop("travellers", [{"from": "o2", "people": 2, "distance_km": 0}])
    values = {"host": changes.pop("host", "o1"), "travellers": travellers}
    return PlanEntry(heading="transnational-meetings", values=values, title="Kick-off", **changes)


def planned(consortium: Consortium, entry: PlanEntry | None = None) -> PlanRow:
    return add_plan_row(consortium.lead, consortium.application, entry or a_meeting())


def test_rows_get_ids_that_stand_once() -> None:
    consortium = a_draft()
    cost = PlanEntry(heading="special-needs", values={"description": "Interpreter", "cost": "10.00"})
    other = PlanEntry(heading="exceptional-costs", values={"description": "Film", "cost": "10.00"})

    keys = [planned(consortium, entry).key for entry in (a_meeting(), a_meeting(), cost, other)]

    assert keys == ["m1", "m2", "c1", "c2"]


def test_the_id_of_a_row_taken_out_is_not_given_again() -> None:
    consortium = a_draft()
    remove_plan_row(consortium.lead, planned(consortium))

    assert planned(consortium).key == "m2"


def test_a_row_that_breaks_the_document_is_refused_and_not_kept() -> None:
    consortium = a_draft()

    with pytest.raises(DocumentError) as refused:
        planned(consortium, a_meeting(travellers=[{"from": "o2", "people": 1_000_001, "distance_km": 0}]))

    assert refused.value.where == "transnational_meetings[0].travellers[0].people"
    assert not PlanRow.objects.exists()


def test_the_largest_number_of_people_is_taken() -> None:
    consortium = a_draft()

    row = planned(consortium, a_meeting(travellers=[{"from": "o2", "people": 1_000_000, "distance_km": 0}]))

    assert row.pk is not None


def test_a_row_changed_meanwhile_is_not_overwritten() -> None:
    consortium = a_draft()
    row = planned(consortium)
    change_plan_row(consortium.lead, row, a_meeting(host="o2"), seen=1)

    with pytest.raises(ChangedMeanwhileError):
        change_plan_row(consortium.lead, row, a_meeting(host="o3"), seen=1)

    assert PlanRow.objects.get().values["host"] == "o2"


def test_what_was_not_saved_can_be_set_aside() -> None:
    consortium = a_draft()
    row = planned(consortium)

    set_aside(consortium.lead, row, a_meeting(host="o3"), reason="two people")

    assert PlanRowVersion.objects.get().content["values"]["host"] == "o3"
    assert PlanRow.objects.get().values["host"] == "o1"


def test_a_row_taken_out_comes_back_as_it_was() -> None:
    consortium = a_draft()
    row = planned(consortium, a_meeting(first_month=3, last_month=4))
    before = entry_of(row)
    remove_plan_row(consortium.lead, row)

    restored = restore_plan_row(consortium.lead, PlanRowVersion.objects.get())

    assert entry_of(restored) == before
    assert restored.key == "m1"


def test_restoring_an_earlier_version_keeps_the_present_one() -> None:
    consortium = a_draft()
    row = planned(consortium)
    change_plan_row(consortium.lead, row, a_meeting(host="o2"), seen=1)

    restored = restore_plan_row(consortium.lead, PlanRowVersion.objects.get())

    assert (restored.values["host"], restored.version) == ("o1", 3)
    assert {version.content["values"]["host"] for version in PlanRowVersion.objects.all()} == {"o1", "o2"}


def test_a_version_with_somebody_who_left_can_be_restored() -> None:
    consortium = a_draft()
    row = planned(consortium, a_meeting(travellers=[{"from": "o3", "people": 2, "distance_km": 0}]))
    remove_plan_row(consortium.lead, row)
    part_with_organisation(consortium.lead, consortium.participations[2])

    restore_plan_row(consortium.lead, PlanRowVersion.objects.get(removed=True))

    assert document_of(consortium.application)["transnational_meetings"][0]["travellers"] == []


def test_a_reader_may_not_plan() -> None:
    consortium = a_draft()
    reader = a_member(consortium.participations[0].organisation, Membership.Role.READER)

    with pytest.raises(PermissionDenied):
        add_plan_row(reader, consortium.application, a_meeting())


def test_a_stranger_may_neither_change_nor_remove_nor_restore() -> None:
    consortium, stranger = a_draft(), a_person()
    row = planned(consortium)
    change_plan_row(consortium.lead, row, a_meeting(), seen=1)

    for attempt in (
        lambda: change_plan_row(stranger, row, a_meeting(), seen=2),
        lambda: remove_plan_row(stranger, row),
        lambda: restore_plan_row(stranger, PlanRowVersion.objects.get()),
        lambda: change_guarantee(stranger, consortium.application, Decimal(1), seen=0),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_partner_plans_too() -> None:
    consortium = a_draft()

    row = add_plan_row(consortium.partners[0], consortium.application, a_meeting())

    assert row.changed_by == consortium.partners[0]


def test_planning_touches_the_application() -> None:
    consortium = a_draft()
    before = Application.objects.get().changed_at

    planned(consortium)

    assert Application.objects.get().changed_at > before


def test_the_guarantee_stands_in_the_document() -> None:
    consortium = a_draft()

    change_guarantee(consortium.lead, consortium.application, Decimal("1200.5"), seen=0)

    assert document_of(consortium.application)["bank_guarantee_cost"] == "1200.50"


def test_a_guarantee_changed_meanwhile_is_not_overwritten() -> None:
    consortium = a_draft()
    change_guarantee(consortium.lead, consortium.application, Decimal(10), seen=0)

    with pytest.raises(ChangedMeanwhileError):
        change_guarantee(consortium.lead, consortium.application, Decimal(20), seen=0)


def test_choosing_a_lump_sum_keeps_it() -> None:
    consortium = a_draft()

    choose_lump_sum(consortium.lead, consortium.application, "30000.00", seen=0)

    assert Application.objects.get().lump_sum == "30000.00"


def test_what_names_an_organisation_is_listed_before_it_leaves() -> None:
    consortium = a_draft()
    planned(consortium, a_meeting(host="o3"))
    planned(consortium, a_meeting(travellers=[{"from": "o3", "people": 2, "distance_km": 0}]))
    planned(consortium)

    touched = touched_by(consortium.participations[2])

    assert [(each.key, each.fate) for each in touched] == [("m1", "moved"), ("m2", "removed")]


def test_parting_moves_what_the_organisation_carried_to_the_coordinator() -> None:
    consortium = a_draft()
    planned(consortium, a_meeting(host="o3"))

    part_with_organisation(consortium.lead, consortium.participations[2])

    assert PlanRow.objects.get().values["host"] == "o1"
