from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from consortia.portals.shared import statuses
from consortia.portals.shared.statuses import STATUSES

ICONS = Path(statuses.__file__).parent / "templates/shared/icons"


def drawn(source: str, **context: object) -> str:
    return Template("{% load pieces %}" + source).render(Context(context)).strip()


def at(address: str) -> object:
    return RequestFactory().get(address)


@pytest.mark.parametrize("code", STATUSES)
def test_every_state_has_a_word_and_a_shape(code: str) -> None:
    html = drawn("{% status code %}", code=code)

    assert str(STATUSES[code].word) in html
    assert (ICONS / f"{STATUSES[code].shape}.svg").is_file()
    assert "<svg" in html


def test_a_state_of_the_stages_and_of_the_pages_is_written_alike() -> None:
    assert drawn('{% status "not_applicable" %}') == drawn('{% status "not-applicable" %}')


def test_a_state_may_have_a_word_of_its_own() -> None:
    assert "Three to repair" in drawn('{% status "fail" "Three to repair" %}')


def test_an_unknown_state_is_shown_as_it_is() -> None:
    assert "<mystery>" not in drawn("{% status code %}", code="<mystery>")
    assert "&lt;mystery&gt;" in drawn("{% status code %}", code="<mystery>")


def test_a_field_shows_its_code_as_text() -> None:
    assert drawn('{% field_code "HE" %}') == '<span class="field-code field-code-he">HE</span>'
    assert drawn('{% field_code "SPORT" %}') == '<span class="field-code">SPORT</span>'


def test_money_in_a_column_keeps_its_exact_value_for_machines() -> None:
    html = drawn("{% money amount %}", amount=Decimal("7580.00"))

    assert html == '<data class="money" value="7580.00">€\N{NO-BREAK SPACE}7\N{NO-BREAK SPACE}580.00</data>'
    assert "\N{EN DASH}" in drawn("{% money amount %}", amount=None)


def test_a_moment_carries_its_machine_time() -> None:
    noon = datetime(2016, 3, 31, 10, tzinfo=UTC)

    assert drawn('{{ noon|moment:"Europe/Brussels" }}', noon=noon) == (
        '<time datetime="2016-03-31T10:00:00+00:00">Thursday 31 March 2016, 12:00 Brussels time</time>'
    )


def test_a_countdown_tells_the_script_both_clocks() -> None:
    html = drawn(
        "{% countdown then now %}", then=datetime(2016, 3, 31, 10, tzinfo=UTC), now=datetime(2016, 3, 29, 7, tzinfo=UTC)
    )

    assert 'data-deadline="2016-03-31T12:00:00+02:00"' in html
    assert 'data-now="2016-03-29T09:00:00+02:00"' in html
    assert "2 days and 3 hours left" in html


@pytest.mark.parametrize(
    ("address", "href", "order"),
    [
        ("/?q=turku&page=3", 'href="?q=turku&amp;sort=deadline"', ""),
        ("/?sort=deadline", 'href="?sort=-deadline"', 'aria-sort="ascending"'),
        ("/?sort=-deadline", 'href="?sort=deadline"', 'aria-sort="descending"'),
        ("/?sort=title", 'href="?sort=deadline"', ""),
    ],
)
def test_a_heading_sorts_by_a_link_that_keeps_the_search(address: str, href: str, order: str) -> None:
    html = drawn('{% sortable "deadline" "Deadline" %}', request=at(address))

    assert href in html
    assert order in html
    assert ("aria-sort" in html) is bool(order)


def test_pages_are_links_that_keep_the_search() -> None:
    results = Paginator(range(100), 10).page(5)
    html = drawn('{% include "shared/pieces/pagination.html" %}', page=results, request=at("/?q=turku&page=5"))

    assert 'href="?q=turku&amp;page=6"' in html
    assert 'aria-current="page"' in html
    assert "41 to 50 of 100" in html


def test_one_page_alone_needs_no_links() -> None:
    results = Paginator(range(3), 10).page(1)

    assert "<nav" not in drawn('{% include "shared/pieces/pagination.html" %}', page=results, request=at("/"))


def test_each_explained_word_has_its_own_card() -> None:
    html = drawn('{% term "OID" "A number." %}{% term "PIC" "Another." %}')

    assert 'popovertarget="term-1"' in html
    assert 'id="term-2"' in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("saving", "Saving"),
        ("offline", "Offline, kept here"),
        ("conflict", "Two versions: choose"),
        ("saved", "Saved 14:03"),
    ],
)
def test_the_save_state_says_what_became_of_the_text(state: str, words: str) -> None:
    html = drawn("{% save_state state at=at %}", state=state, at=datetime(2016, 3, 1, 13, 3, tzinfo=UTC))

    assert f'data-state="{state}"' in html
    assert words in html.replace('<time datetime="2016-03-01T13:03:00+00:00">', "").replace("</time>", "")


def test_what_people_wrote_is_shown_as_text() -> None:
    html = drawn(
        '{% include "shared/pieces/summary_list.html" %}',
        rows=[{"term": "Title", "value": "<script>alert(1)</script>"}],
    )

    assert "<script>" not in html


def test_an_unanswered_row_says_so() -> None:
    assert "Not answered yet" in drawn(
        '{% include "shared/pieces/summary_list.html" %}', rows=[{"term": "Title", "value": ""}]
    )
