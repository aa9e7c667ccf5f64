"""What an applicant's browser sends and receives from opening a section to holding the receipt."""

from __future__ import annotations

import html
import http.client
import json
import re
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlencode

if TYPE_CHECKING:
    from benchmarks.applicants import Applicant

PATIENCE = 120
# Longer than most answers people write, within the limits of the form.
LONG_ANSWER = "Five schools and workshops repair what others throw away, and write down how they do it. " * 20
SENTENCE = "And here is one thing more, added on the last day. "


class JourneyError(Exception):
    """The site answered something else than an applicant would hope for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey that ended with a receipt."""

    receipt: str
    seconds: float
    submit_seconds: float
    requests: int
    received: int


class Answer(Protocol):
    """What a browser reads of an answer."""

    status: int

    def getheader(self, name: str, default: str) -> str:
        """Return a header."""

    def getheaders(self) -> list[tuple[str, str]]:
        """Return all headers."""

    def read(self) -> bytes:
        """Return the body."""


class Connection(Protocol):
    """What a browser sends over: the network, or the application itself in this process."""

    def request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> None:
        """Send a request."""

    def getresponse(self) -> Answer:
        """Return the answer to it."""

    def close(self) -> None:
        """End the connection."""


def to_port(port: int) -> Connection:
    """Return a connection to the site on this machine."""
    return cast("Connection", http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE))


class Browser:
    """One connection that is kept, with its cookies."""

    def __init__(self, connection: Connection, session: str, *, cookie: str = "sessionid") -> None:
        self._connection = connection
        self._cookies = {cookie: session}
        self.requests = self.received = 0

    def get(self, address: str) -> str:
        """Open a page."""
        status, _location, body = self._ask("GET", address, b"", {})
        if status != http.client.OK:
            raise JourneyError(f"GET {kind_of(address)}: {status}")
        return body

    def follow(self, address: str) -> str:
        """Open what leads elsewhere; return where to."""
        status, location, _body = self._ask("GET", address, b"", {})
        if status != http.client.FOUND:
            raise JourneyError(f"GET {kind_of(address)}: {status}")
        return location

    def send_json(self, address: str, content: object) -> dict[str, object]:
        """Send what the page's script sends."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._cookies.get("csrftoken", "")}
        status, _location, body = self._ask("POST", address, json.dumps(content).encode(), headers)
        if status != http.client.OK:
            raise JourneyError(f"POST {kind_of(address)}: {status}")
        found = json.loads(body)
        assert isinstance(found, dict)
        return found

    def send_form(self, address: str, fields: dict[str, str]) -> str:
        """Send a form; return where the site leads to."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, location, _body = self._ask("POST", address, urlencode(fields).encode(), headers)
        if status != http.client.FOUND:
            raise JourneyError(f"POST {kind_of(address)}: {status}")
        return location

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _ask(self, method: str, address: str, sent: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, address, sent, {**headers, "Cookie": cookies})
        answer = self._connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        body = answer.read()
        self.requests, self.received = self.requests + 1, self.received + len(body)
        return answer.status, answer.getheader("Location", ""), body.decode("utf-8")


def make_journey(connection: Connection, applicant: Applicant) -> Journey:
    """Write, submit and look at the receipt."""
    browser = Browser(connection, applicant.session)
    began = time.perf_counter()
    try:
        _write(browser, applicant)
        address = f"/applications/{applicant.reference}/submit/"
        page = browser.get(address)
        fields = {name: _value_of(name, page) for name in ("csrfmiddlewaretoken", "request_id")}
        clicked = time.perf_counter()
        receipt = browser.send_form(address, {**fields, "declared_by": "Ada Lindqvist", "declares": "on"})
        acknowledged = time.perf_counter()
        number = receipt.strip("/").rpartition("/")[2]
        if number not in browser.get(receipt):
            raise JourneyError("the receipt does not show its number")
    finally:
        browser.close()
    return ended(browser, number, began=began, clicked=clicked, acknowledged=acknowledged)


def make_bare_journey(connection: Connection, applicant: Applicant) -> Journey:
    """Send as many requests to the bare site: three pages to look at, two rows to store."""
    browser = Browser(connection, applicant.session)
    began = time.perf_counter()
    try:
        browser.get("/")
        browser.send_json("/", {})
        browser.get("/")
        clicked = time.perf_counter()
        stored = browser.send_json("/", {})
        acknowledged = time.perf_counter()
        browser.get("/")
    finally:
        browser.close()
    return ended(browser, str(stored["row"]), began=began, clicked=clicked, acknowledged=acknowledged)


def ended(browser: Browser, receipt: str, *, began: float, clicked: float, acknowledged: float) -> Journey:
    """Return a journey that ends now."""
    return Journey(
        receipt=receipt,
        seconds=time.perf_counter() - began,
        submit_seconds=acknowledged - clicked,
        requests=browser.requests,
        received=browser.received,
    )


def _write(browser: Browser, applicant: Applicant) -> None:
    page = browser.get(f"/applications/{applicant.reference}/form/{applicant.section}/")
    version = int(_value_of(f"base-{applicant.question}", page))
    text = _text_of(f"text-{applicant.question}", page) + SENTENCE
    save = {"text": text, "save_id": uuid.uuid4().hex, "grew_from": {"version": version, "sent": False}}
    content = {"page": uuid.uuid4().hex[:16], "saves": [save]}
    told = browser.send_json(f"/applications/{applicant.reference}/answers/{applicant.question}/", content)
    if told["text"] != text:
        raise JourneyError("what was saved does not stand")


def _text_of(name: str, page: str) -> str:
    found = re.search(rf'<textarea[^>]*\bname="{re.escape(name)}"[^>]*>(?:\r?\n)?([^<]*)</textarea>', page)
    if found is None:
        raise JourneyError(f"the page has no field {name}")
    return html.unescape(found[1]).replace("\r\n", "\n")


def _value_of(name: str, page: str) -> str:
    found = re.search(rf'<input[^>]*\bname="{re.escape(name)}"[^>]*>', page)
    value = re.search(r'\bvalue="([^"]*)"', found.group()) if found else None
    if value is None:
        raise JourneyError(f"the page has no field {name}")
    return html.unescape(value[1])


def kind_of(address: str) -> str:
    """Return an address without what differs from applicant to applicant."""
    return re.sub(r"/(applications|receipts|submit|submissions)/[^/]+/", r"/\1/…/", address)
