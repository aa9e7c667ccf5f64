"""How sure the order is: beside the official lists, and never in their place."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from consortia.stages.selection.models import Place
from consortia.stages.selection.services.committee import keep_away
from consortia.stages.selection.services.estimating import ask_for_estimate, keep_estimate
from tests.factories import selection as make


def test_the_estimate_is_the_same_each_time_and_leaves_the_official_order_alone() -> None:
    made = make.drawn(make.a_round_of_experts((24, 16, 16, 24), (20, 14, 14, 20)))
    before = list(Place.objects.order_by("id").values())

    asked = ask_for_estimate(made.member, made.drawn)
    first, second = keep_estimate(made.drawn.pk).found, keep_estimate(made.drawn.pk).found

    assert (asked.found, first) == ({}, second)
    assert [each["application"] for each in first["standings"]] == sorted(each.reference for each in made.applications)
    assert [(each["expert"], each["assessments"]) for each in first["severities"]] == [(1, 2), (2, 2)]
    assert list(Place.objects.order_by("id").values()) == before


def test_whoever_keeps_away_from_one_application_does_not_ask_for_it() -> None:
    made = make.drawn(make.a_round((24, 16, 16, 24)))
    keep_away(made.member, made.selection, made.applications[0], reason="My sister works there.", by=made.member)

    with pytest.raises(PermissionDenied):
        ask_for_estimate(made.member, made.drawn)
