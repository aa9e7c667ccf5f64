"""Every piece of the house in a real browser: for all eyes, by keyboard, on small screens, and without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from consortia.core.application import count_characters

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
LEVELS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.portals.shared.addresses"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium at /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, *, width: int = 1280, **options: object) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]  # handed on
    page.goto(address)
    return page


@pytest.mark.parametrize("query", ["", "?errors=1"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_at_level_aa(browser: Browser, live_server: str, width: int, scheme: str, query: str) -> None:
    page = opened(browser, f"{live_server}/patterns/{query}", width=width, color_scheme=scheme, bypass_csp=True)

    found = Axe().run(page, options=LEVELS)

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []
    page.close()


@pytest.mark.parametrize("width", [320, 480, 640, 1024, 1600])
def test_nothing_is_wider_than_the_screen(browser: Browser, live_server: str, width: int) -> None:
    page = opened(browser, f"{live_server}/patterns/?errors=1", width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_content_policy_lets_everything_through_and_nothing_is_wrong(browser: Browser, live_server: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server}/patterns/")
    page.wait_for_selector("html.script")

    assert said == []
    page.close()


def test_every_control_is_reached_by_keyboard_and_shows_its_ring(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/")
    seen = []
    for _step in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const at = document.activeElement, style = getComputedStyle(at);
            return { name: at.tagName + "#" + at.id + "." + at.className + " " + at.textContent.trim().slice(0, 30),
                     ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3,
                     body: at === document.body }; }"""
        )
        if here["body"]:
            break
        seen.append(here)

    assert "Skip to the content" in seen[0]["name"]
    assert [each["name"] for each in seen if not each["ring"]] == []
    assert len(seen) > 60
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_one_presses_is_large_enough(browser: Browser, live_server: str, width: int) -> None:
    page = opened(browser, f"{live_server}/patterns/", width=width)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, summary, .button, nav a, .sort")]
        .filter(at => at.checkVisibility() && !at.closest("p") && at.type !== "hidden")
        .map(at => [at.outerHTML.slice(0, 90), at.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24)
        .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )

    assert small == []
    page.close()


def test_the_browser_counts_a_text_as_the_server_does(browser: Browser, live_server: str) -> None:
    texts = [
        "",
        "abc",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "\r\r\n\n",
        "é",
        "é",
        "😀👩‍👧",
        "\u2028",
        "tab\t",
        "Ελλάδα\n\n",
        "\n" * 50,
    ]
    page = opened(browser, f"{live_server}/patterns/")

    counted = page.evaluate(
        """async texts => {
        const counter = await import("/static/shared/counter.js");
        return texts.map(counter.countCharacters);
        }""",
        texts,
    )

    assert counted == [count_characters(text) for text in texts]
    page.close()


def test_the_counter_follows_the_typing_and_lets_one_write_on(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/")
    gap = "\N{NO-BREAK SPACE}"

    page.fill("#id_needs", "x" * 4999 + "\n")
    over = page.inner_text(".counter-words")
    page.fill("#id_needs", "ab\n")
    within = page.inner_text(".counter-words")

    assert over == f"5{gap}001 of 5{gap}000 characters used, 1 too many: you can go on writing, but not submit"
    assert within == f"4 of 5{gap}000 characters used, 4{gap}996 left"
    page.close()


def test_a_form_sent_twice_goes_out_once(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)

    page.evaluate(
        """() => {
        const button = document.querySelector('form[method="post"] .button');
        button.click();
        button.click();
        }"""
    )
    page.wait_for_selector("#error-summary, h1")
    page.wait_for_load_state("networkidle")

    assert sent == ["POST"]
    page.close()


def test_the_first_problem_is_where_the_reader_is_put(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/?errors=1")

    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click("#error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.close()


def test_on_a_phone_the_panel_is_a_bar_that_opens(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/", width=360)

    assert not page.is_visible("#panel-sheet")
    page.click(".panel-bar")
    assert page.is_visible("#panel-sheet")
    assert page.get_attribute(".panel-bar", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel-sheet")
    page.close()


def test_without_script_everything_is_there(browser: Browser, live_server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server}/patterns/")

    page.click(".panel-bar")
    assert page.is_visible("#panel-sheet")
    page.click(".term-word >> nth=0")
    assert page.is_visible("#term-1")
    assert "left" in page.inner_text(".countdown >> nth=0")
    context.close()


def test_on_paper_the_numbers_stand_and_the_buttons_go(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/")
    page.emulate_media(media="print")

    assert page.is_visible("#budget-caption")
    assert page.is_visible("#panel-sheet")
    assert [each.is_visible() for each in page.query_selector_all(".button, .site-nav, .tabs, .pagination")].count(
        True
    ) == 0
    page.close()


def test_a_page_from_right_to_left_keeps_its_width(browser: Browser, live_server: str) -> None:
    page = opened(browser, f"{live_server}/patterns/", width=360)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert (
        json.loads(page.evaluate("JSON.stringify(document.querySelector('h1').getBoundingClientRect())"))["right"] > 300
    )
    page.close()
