"""The application in this process: processor time by kind of request, without server, network and threads."""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from benchmarks.journey import kind_of, make_journey

if TYPE_CHECKING:
    from benchmarks.applicants import Applicant

INSIDE: Final = 40
WARM_UP: Final = 5


class Inside:
    """A connection that asks the application directly and notes what each kind of request takes."""

    def __init__(self) -> None:
        from consortia.config.wsgi import application

        self._application = application
        self._answer = _Answer()
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> None:
        """Answer a request and note its processor time."""
        environ = _environ(method, url, body, headers)
        answer, began = _Answer(), time.process_time()
        told = self._application(environ, answer.start)
        answer.body = b"".join(told)
        told.close()
        self.seconds[f"{method} {kind_of(url)}"].append(time.process_time() - began)
        self._answer = answer

    def getresponse(self) -> _Answer:
        """Return the last answer."""
        return self._answer

    def close(self) -> None:
        """Nothing is open."""


class _Answer:
    """An answer as `http.client` gives it."""

    status = 0
    body = b""

    def start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        """Take status and headers from the application."""
        self.status, self._headers = int(status.partition(" ")[0]), [(name, value.strip()) for name, value in headers]

    def getheader(self, name: str, default: str) -> str:
        """Return a header."""
        return next((value for known, value in self._headers if known.lower() == name.lower()), default)

    def getheaders(self) -> list[tuple[str, str]]:
        """Return all headers."""
        return self._headers

    def read(self) -> bytes:
        """Return the body."""
        return self.body


def print_inside(applicants: Sequence[Applicant]) -> None:
    """Print the median of each request and of the whole journey, in milliseconds of processor time."""
    for applicant in applicants[:WARM_UP]:
        make_journey(Inside(), applicant)
    inside = Inside()
    for applicant in applicants:
        make_journey(inside, applicant)
    medians = {kind: statistics.median(seconds) * 1000 for kind, seconds in inside.seconds.items()}
    print(f"In one process, without server and network: {sum(medians.values()):.1f} ms of CPU a journey")
    for kind, median in medians.items():
        print(f"    {median:6.1f}  {kind}")


def _environ(method: str, url: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return {
        **sent,
        "REQUEST_METHOD": method,
        "PATH_INFO": url,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
