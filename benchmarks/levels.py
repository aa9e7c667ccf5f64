"""Applicants who make journeys at the same time, and the table of what they met."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import TypeVar

from benchmarks.journey import Connection, Journey, JourneyError, to_port
from benchmarks.running_site import RunningSite

SignedIn = TypeVar("SignedIn")
HEADER = (
    f"{'site':<8}{'at once':>8}{'journeys':>9}{'a second':>9} |{'journey ms p50':>15}{'p95':>7}{'p99':>7}"
    f" |{'submit ms p50':>14}{'p95':>7}{'p99':>7} |{'CPU ms':>7}{'errors':>7}{'receipts':>9}{'stored':>7}"
)


@dataclass
class Level:
    """What so many applicants at once met."""

    at_once: int
    journeys: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    stored: int = 0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's processor time a journey, failed ones among them."""
        return self.cpu / (len(self.journeys) + len(self.errors)) * 1000

    def row(self, site: str) -> str:
        """One line of the table."""
        number = len(self.journeys) + len(self.errors)
        unique = len(set(self.receipts))
        return (
            f"{site:<8}{self.at_once:>8}{number:>9}{number / self.seconds:>9.1f} |"
            f"{_spread(self.journeys, 15)} |{_spread(self.submits, 14)} |"
            f"{self.cpu_ms:>7.0f}{len(self.errors):>7}{unique:>9}{self.stored:>7}"
        )

    def show(self, site: str) -> None:
        """Print the line, and below it what went wrong."""
        print(self.row(site), flush=True)
        for error in sorted(set(self.errors))[:5]:
            print(f"    {self.errors.count(error)} x {error}")


def _spread(seconds: Sequence[float], width: int) -> str:
    if len(seconds) < 2:
        return " " * (width + 14)
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"{cuts[49] * 1000:>{width}.0f}{cuts[94] * 1000:>7.0f}{cuts[98] * 1000:>7.0f}"


def drive(
    site: RunningSite,
    applicants: Sequence[SignedIn],
    make: Callable[[Connection, SignedIn], Journey],
    *,
    at_once: int,
    journeys: int,
) -> Level:
    """Let applicants make journeys, so many at once, one after the other and again, until all are made."""
    level, lock = Level(at_once=at_once), threading.Lock()

    def one(applicant: SignedIn) -> None:
        try:
            made = make(to_port(site.port), applicant)
        except (JourneyError, OSError) as error:
            with lock:
                level.errors.append(f"{type(error).__name__}: {error}")
            return
        with lock:
            level.journeys.append(made.seconds)
            level.submits.append(made.submit_seconds)
            level.receipts.append(made.receipt)
            level.requests.append(made.requests)
            level.received.append(made.received)

    cpu, began = site.server_seconds(), time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, islice(cycle(applicants), journeys)))
    level.seconds, level.cpu = time.perf_counter() - began, site.server_seconds() - cpu
    return level
