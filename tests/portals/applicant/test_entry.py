from __future__ import annotations

from datetime import date

import pytest

from consortia.portals.applicant.entry import FORMS
from consortia.portals.applicant.entry.months import month_choices, span_words
from consortia.portals.applicant.entry.rates import rates_of
from consortia.portals.applicant.entry.towns import namesakes, suggestions
from consortia.portals.applicant.entry.ways import way_of
from consortia.portals.applicant.entry.words import FACTS
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import rows_of
from tests.factories.applications import a_draft
from tests.portals.applicant.planning import MEETING


@pytest.mark.parametrize(
    ("town", "country", "meant"),
    [
        ("Frankfurt", "DE", ["Frankfurt am Main", "Frankfurt (Oder)"]),
        ("Frankfurt Oder", "DE", ["Frankfurt (Oder)"]),
        ("Reggio", "IT", ["Reggio Calabria", "Reggio nell'Emilia"]),
        ("Wien", "AT", ["Vienna"]),
        ("Nowheresbury", "AT", []),
    ],
)
def test_a_name_for_short_may_mean_several_towns(town: str, country: str, meant: list[str]) -> None:
    assert [place.name for place in namesakes(town, country)] == meant


def test_every_way_of_reckoning_has_its_words() -> None:
    assert set(FACTS) == {*FORMS, "monthly-share"}


def test_every_heading_of_the_call_says_what_it_pays() -> None:
    rows = rows_of(a_draft().application)

    for heading in rows.call.headings:
        rates = rates_of(heading, rows)
        assert rates.rates, heading.code
        assert rates.source, heading.code


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (3, 3, "Month 3, November 2016"),
        (3, None, "Month 3, November 2016"),
        (3, 9, "Months 3 to 9, November 2016 to May 2017"),
    ],
)
def test_months_are_told_with_the_calendar(first: int | None, last: int | None, words: str) -> None:
    assert span_words(date(2016, 9, 1), first, last) == words


def test_a_month_after_the_end_stays_a_choice_only_for_its_row() -> None:
    assert len(month_choices(date(2016, 9, 1), 24)) == 24
    assert month_choices(date(2016, 9, 1), 24, kept=24)[-1] == (24, "24: August 2018")
    assert month_choices(date(2016, 9, 1), 24, kept=25)[-1] == (25, "25: September 2018, after the end of the project")


@pytest.mark.parametrize(("town", "country"), [("Wien", "AT"), ("VIENNA", "AT"), ("Lodz", "PL"), ("Αθήνα", "EL")])
def test_a_town_is_found_by_any_of_its_names(town: str, country: str) -> None:
    assert len(namesakes(town, country)) == 1


@pytest.mark.parametrize(
    ("town", "country"), [("", "AT"), ("   ", "AT"), ("Wien", ""), ("Wien", "XX"), ("W" * 500, "AT")]
)
def test_what_is_no_town_is_not_found(town: str, country: str) -> None:
    assert namesakes(town, country) == ()


def test_nothing_is_suggested_for_nothing() -> None:
    assert suggestions("", "AT") == ()


@pytest.mark.parametrize(
    ("kilometres", "words"),
    [
        (99, "99 km, band 0 to 99 km, € 0 each"),
        (100, "100 km, band 100 to 1 999 km, € 575 each"),
        (1999, "1 999 km, band 100 to 1 999 km, € 575 each"),
        (2000, "2 000 km, band 2 000 km or more, € 760 each"),
    ],
)
def test_a_distance_is_told_with_its_band_and_rate(kilometres: int, words: str) -> None:
    rows = rows_of(a_draft().application)
    distances = {"o2": {"km": kilometres, "reason": "Another way."}}
    row = PlanRow(heading=MEETING, values={"host": "o1", "travellers": []}, extras={"distances": distances})

    way = way_of(rows.by_key["o2"], row, rows, rows.call.heading(MEETING))

    told = way.words.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert told == words
    assert way.overridden
