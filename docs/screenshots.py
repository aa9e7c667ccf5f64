"""Take the pictures of the docs from a running demo: `.venv/bin/python -m docs.screenshots http://127.0.0.1:8000`.

Run by hand when the pages have changed; nothing else needs it. It signs in as people of the demo world, submits one
application and so changes that world: use a fresh one. Needs Chromium.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
COORDINATOR = "coordinator@demo.example"
PASSWORD = "demo-consortia"  # noqa: S105  # printed by every demo
SCROLL = "heading => heading.scrollIntoView()"
WIDTH, HEIGHT = 1280, 940
QUALITY = 82


def main(site: str) -> None:
    """Take all pictures, one after the other."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        public = _page(browser)
        public.goto(f"{site}/calls/")
        public.get_by_role("link", name="Strategic Partnerships 2016").first.click()
        public.get_by_role("link", name="Money", exact=True).click()
        public.get_by_role("heading", name="Transnational project meetings").first.evaluate(SCROLL)
        _take(public, "call")
        page = _signed_in(browser, site)
        page.get_by_role("link", name="Second Heat").first.click()
        _take(page, "application")
        page.get_by_role("link", name="Submit", exact=True).first.click()
        page.locator("input[name=declares]").check(force=True)
        page.get_by_role("button", name="Submit the application").click()
        page.wait_for_url("**/receipts/**")
        _take(page, "receipt")
        browser.close()


def _page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    return context.new_page()


def _signed_in(browser: Browser, site: str) -> Page:
    page = _page(browser)
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", COORDINATOR)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).last.click()
    page.wait_for_url("**/applications/")
    return page


def _take(page: Page, name: str) -> None:
    """Keep what the window shows, small."""
    page.wait_for_load_state("networkidle")
    small = PICTURES / f"{name}.webp"
    Image.open(BytesIO(page.screenshot())).save(small, quality=QUALITY, method=6)
    print(small.relative_to(PICTURES.parent), small.stat().st_size // 1024, "kB")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
