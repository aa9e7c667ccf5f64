from __future__ import annotations

from datetime import date
from typing import Any

from consortia.stages.applications.pictures import budget_picture, map_picture, timetable_picture
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.snapshots import view_of
from tests.factories.applications import Consortium, a_draft


def planned(consortium: Consortium, heading: str, values: dict[str, Any], **changes: Any) -> None:
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading=heading, values=values, **changes))


def a_meeting(consortium: Consortium, **changes: Any) -> None:
    values = {"host": "o1", "travellers": [{"from": "o2", "people": 2, "distance_km": 0}]}
    planned(consortium, "transnational-meetings", values, **{"title": "Kick-off", "first_month": 2, **changes})


def test_the_timetable_names_rows_with_their_months() -> None:
    consortium = a_draft()
    a_meeting(consortium)
    planned(
        consortium,
        "intellectual-outputs",
        {"title": "Handbook", "work": []},
        title="Handbook",
        first_month=2,
        last_month=5,
    )

    picture = timetable_picture(view_of(consortium.application), today=date(2028, 10, 1))

    assert "Kick-off: Oct 2028." in picture
    assert "Handbook: Oct 2028 \N{EN DASH} Jan 2029." in picture


def test_the_timetable_leaves_out_what_has_no_months() -> None:
    consortium = a_draft()
    a_meeting(consortium, first_month=None)

    assert "Kick-off" not in timetable_picture(view_of(consortium.application))


def test_what_people_typed_stays_text_in_every_picture() -> None:
    consortium = a_draft()
    a_meeting(consortium, title="</text><script>")
    consortium.participations[0].organisation.__class__.objects.update(name="<b>&")
    view = view_of(consortium.application)

    for picture in (timetable_picture(view), map_picture(view), budget_picture(view)):
        assert "<script>" not in picture
        assert "<b>" not in picture


def test_the_map_draws_partners_and_the_ways_to_meetings() -> None:
    consortium = a_draft()
    without = map_picture(view_of(consortium.application))
    a_meeting(consortium)

    picture = map_picture(view_of(consortium.application))

    assert "Leipzig" in picture
    assert picture.count("pic-link") > without.count("pic-link")


def test_a_partner_whose_town_is_not_known_is_left_off_the_map() -> None:
    consortium = a_draft()
    organisation = consortium.participations[1].organisation
    organisation.latitude = organisation.longitude = None
    organisation.save()
    a_meeting(consortium)

    assert "Zaragoza" not in map_picture(view_of(consortium.application))


def test_the_budget_is_drawn_by_organisation() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    assert consortium.participations[1].organisation.name in budget_picture(view_of(consortium.application))
