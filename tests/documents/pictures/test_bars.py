from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.documents.pictures import BudgetShare, budget_bars
from consortia.documents.pictures.bars import plain_amount
from tests.documents.pictures.reading import drawn_as, spoken, texts
from tests.documents.pictures.samples import HEADINGS, SHARES


def widths(svg: str, hue: int) -> list[float]:
    return [float(shape.get("width", "0")) for shape in drawn_as(svg, f"pic-hue-{hue}")]


def test_a_heading_keeps_its_colour_in_the_whole_by_heading_and_by_organisation() -> None:
    svg = budget_bars(HEADINGS, SHARES)

    assert [len(widths(svg, hue)) for hue in (1, 2, 3)] == [4, 3, 4]


def test_bars_are_as_long_as_their_sums() -> None:
    _, heading, first, second = widths(budget_bars(HEADINGS, SHARES), 1)

    assert (first + 1) / (heading + 1) == pytest.approx(12000 / 18000, abs=0.002)
    assert (second + 1) / (heading + 1) == pytest.approx(6000 / 18000, abs=0.002)


def test_the_whole_is_measured_against_its_ceiling() -> None:
    svg = budget_bars(HEADINGS, SHARES, ceiling=Decimal(83001))

    assert widths(svg, 1)[0] + 1 == pytest.approx(896 * 18000 / 83001, abs=0.2)
    assert f"{plain_amount(Decimal('41500.50'))} of at most {plain_amount(Decimal(83001))}" in texts(svg)


def test_a_grant_above_its_ceiling_stays_in_the_picture() -> None:
    svg = budget_bars(HEADINGS, SHARES, ceiling=Decimal(10000))

    assert sum(width + 1 for width in (widths(svg, hue)[0] for hue in (1, 2, 3))) <= 897


def test_every_sum_is_written_out() -> None:
    said = texts(budget_bars(HEADINGS, SHARES))

    for amount in ("18000", "1150", "22350.50", "20500.50", "21000", "41500.50"):
        assert plain_amount(Decimal(amount)) in said


def test_short_names_stand_in_the_bars_that_have_room() -> None:
    said = texts(budget_bars(HEADINGS, SHARES))

    assert said.count("PMI") == 4
    assert said.count("TPM") == 0


def test_the_reader_may_have_sums_in_another_form() -> None:
    said = texts(budget_bars(HEADINGS, SHARES, write=lambda amount: f"{amount} EUR"))

    assert "41500.50 EUR" in said


def test_an_unknown_heading_is_refused_and_not_left_out() -> None:
    share = BudgetShare(name="School", amounts={"travel": Decimal(1)})

    with pytest.raises(ValueError, match="School: found the heading travel, expected one of"):
        budget_bars(HEADINGS, [share])


def test_an_empty_budget_says_so() -> None:
    svg = budget_bars(HEADINGS, [])

    assert spoken(svg)[1] == "Nothing has been asked for yet."
    assert "By organisation" not in texts(svg)


def test_the_description_tells_every_sum() -> None:
    description = spoken(budget_bars(HEADINGS, SHARES))[1]

    assert f"Intellectual outputs: {plain_amount(Decimal('22350.50'))}." in description
    assert f"Evening School: {plain_amount(Decimal(21000))}." in description


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0", "€\u00a00.00"), ("575", "€\u00a0575.00"), ("92705.5", "€\u00a092\u202f705.50")],
)
def test_plain_amounts_have_cents_and_thin_spaces(amount: str, written: str) -> None:
    assert plain_amount(Decimal(amount)) == written


amounts = st.dictionaries(
    st.sampled_from([heading.code for heading in HEADINGS]), st.decimals(0, 450000, places=2), max_size=3
)


@settings(max_examples=30, deadline=None)
@given(st.lists(amounts, max_size=6))
def test_any_budget_stays_inside_its_picture(shares: list[dict[str, Decimal]]) -> None:
    svg = budget_bars(HEADINGS, [BudgetShare(name="School", amounts=each) for each in shares])

    for hue in (1, 2, 3):
        for shape in drawn_as(svg, f"pic-hue-{hue}"):
            assert float(shape.get("x", "0")) + float(shape.get("width", "0")) <= 901
