from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consortia.demo.rounds import open_rounds, years_until_ahead, years_until_closed
from consortia.stages.calls.services import load_editions
from tests.factories.documents import call_2016

MONTHS = [datetime(2026 + month // 12, month % 12 + 1, 20, 9, tzinfo=UTC) for month in range(26)]


@pytest.mark.parametrize("today", MONTHS, ids=lambda today: f"{today:%B-%Y}")
def test_whatever_the_day_one_set_lies_ahead_and_one_is_closed(today: datetime):
    call = call_2016()

    ahead, closed = call.years_later(years_until_ahead(call, today)), call.years_later(years_until_closed(call, today))

    assert timedelta(weeks=4) < ahead.deadline("VET", 1) - today < timedelta(days=366 + 35)
    assert max(closed.deadline(each.fields[0], each.number) for each in closed.rounds) < today
    assert today - closed.deadline("VET", 1) < timedelta(days=2 * 366)


@pytest.mark.django_db
@pytest.mark.parametrize("today", MONTHS[::5], ids=lambda today: f"{today:%B-%Y}")
def test_every_field_can_still_be_applied_for_when_the_nearest_deadline_is_moved(today: datetime):
    (edition,) = load_editions()

    rounds = open_rounds(edition, today)

    assert set(rounds.ahead) == set(rounds.closed) == {field.code for field in call_2016().fields}
    assert all(round_.deadline > today for round_ in rounds.ahead.values())
    assert rounds.last_hour not in rounds.ahead.values()
    assert rounds.last_hour.fields == ["YOUTH"]
