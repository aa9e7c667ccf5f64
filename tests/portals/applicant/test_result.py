"""What applicants see of a published result, where they find it, and an appeal after its term."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from consortia.stages.selection.models import Appeal, Selection
from consortia.stages.selection.results import outcomes_of
from tests.factories import selection as make

pytestmark = pytest.mark.django_db

THREE = ((24, 16, 16, 24), (20, 14, 14, 20), (12, 8, 8, 12))


def test_the_result_stands_where_applicants_look_first_and_only_once_it_is_published(client: Client) -> None:
    made = make.drawn(make.a_round(*THREE))
    reference = made.applications[0].reference
    client.force_login(made.consortia[0].lead)
    pages = ("/applications/", f"/applications/{reference}/")

    before = [f"/applications/{reference}/result/" in client.get(page).content.decode() for page in pages]
    make.published(made)
    after = [client.get(page).content.decode() for page in pages]

    assert before == [False, False]
    assert [f"/applications/{reference}/result/" in page for page in after] == [True, True]
    assert ["Awarded" in page for page in after] == [True, True]


def test_the_outcomes_of_many_are_read_at_once(django_assert_num_queries: object) -> None:
    made = make.published(make.a_round(*THREE, room_for=1))
    applications = [each.pk for each in made.applications]

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no public type
        outcomes = outcomes_of(applications)

    assert [outcomes[each] for each in applications] == ["awarded", "reserve", "below-threshold"]


def test_an_appeal_after_the_term_can_be_sent_and_is_marked(client: Client) -> None:
    made = make.published(make.a_round(*THREE))
    Selection.objects.update(published_at=F("published_at") - timedelta(days=40))
    client.force_login(made.consortia[2].lead)
    path = f"/applications/{made.applications[2].reference}/result/"

    page = client.get(path).content.decode()
    client.post(path, {"act": "appeal", "reasons": "We were in hospital."})

    assert "kept and marked as late" in page
    assert Appeal.objects.get().late
