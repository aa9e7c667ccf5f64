"""How long checking and costing takes: one large application in the process, thousands from the command line.

Usage: python benchmarks/check.py [--documents 2000]. The bound for one application of 12 partners and 60 activities is
5 ms; beside it stands the time that Python's own JSON reader needs for the same text. Medians, processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from consortia.core.application import load_document, read_application
from consortia.core.eligibility import check_application
from consortia.core.eligibility.repair import smallest_repair
from consortia.rulebook import load_calls

CALL = "erasmus-2016-ka2-strategic-partnerships"
BOUND_MS = 5.0
COUNTRIES = ("ES", "DE", "PL", "FI", "PT", "FR", "IT", "EL", "SE", "RO", "AT", "NL")


def large_document() -> dict[str, object]:
    """Return an application of 12 partners with 60 planned activities of all kinds."""
    organisations = [
        {
            "id": f"o{number}",
            "name": f"Organisation {number}",
            "country": country,
            "city": "Town",
            "kind": "vet-provider",
            "role": "partner" if number else "coordinator",
            "charter": False,
            "added_value": None,
        }
        for number, country in enumerate(COUNTRIES)
    ]
    travellers = [{"from": f"o{n}", "people": 2, "distance_km": 300 * n} for n in range(12)]
    work = [{"organisation": f"o{n}", "category": "teacher", "days": 10 + n} for n in range(12)]
    groups = [
        {"from": f"o{n}", "kind": "learner", "people": 3, "days": 20, "distance_km": 900, "linguistic_support": False}
        for n in range(12)
    ]
    activity = {"format": "blended-mobility", "host_country": "DE", "groups": groups}
    event = {"output": "io1", "country": "ES", "local_participants": 20, "international_participants": 5}
    return {
        "call": CALL,
        "field": "VET",
        "type": "INNOVATION",
        "format": "general",
        "title": "A large application",
        "summary": "Twelve partners and sixty activities.",
        "priorities": ["VET-1"],
        "start": "2016-09-01",
        "months": 36,
        "round": 1,
        "submitted_at": "2016-03-30T10:00:00+02:00",
        "organisations": organisations,
        "transnational_meetings": [{"id": f"m{n}", "host": "o0", "travellers": travellers} for n in range(20)],
        "intellectual_outputs": [{"id": f"io{n}", "title": "Output", "work": work} for n in range(1, 11)],
        "multiplier_events": [{"id": f"e{n}", **event} for n in range(10)],
        "learning_activities": [{"id": f"a{n}", **activity} for n in range(20)],
        "special_needs": [],
        "exceptional_costs": [],
        "bank_guarantee_cost": "0.00",
    }


def median_ms(act: Callable[[], object], times: int = 60) -> float:
    """Return the median processor time of an action in milliseconds; other work on the machine does not count."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def in_process() -> None:
    """Print what one large application costs in the process."""
    call = load_calls()[CALL]
    text = json.dumps(large_document())
    document = load_document(text)
    application = read_application(document, call)
    broken = read_application({**document, "organisations": _two_countries(document)}, call)
    worst = read_application({**document, **_much_broken(document)}, call)
    failed = len(check_application(call, worst).failed)
    rows = [
        ("read, check and cost", lambda: check_application(call, read_application(load_document(text), call)), 60),
        ("check and cost", lambda: check_application(call, application), 60),
        ("smallest repair of one broken rule", lambda: smallest_repair(call, broken), 60),
        (f"smallest repair of {failed} broken rules", lambda: smallest_repair(call, worst), 5),
        ("peer: json.loads of the same text", lambda: json.loads(text), 60),
    ]
    print(f"One application, 12 partners, 60 activities, {len(text):,} characters (bound {BOUND_MS} ms)")
    for name, act, times in rows:
        print(f"  {name:<38} {median_ms(act, times):8.2f} ms")


def _two_countries(document: object) -> list[dict[str, object]]:
    organisations = document["organisations"]  # type: ignore[index]  # a mapping, as written above
    return [{**each, "country": "ES" if number % 2 else "DE"} for number, each in enumerate(organisations)]


def _much_broken(document: object) -> dict[str, object]:
    """Parts in the place of the document's own: wrong dates and priorities, two coordinators, a venue elsewhere."""
    organisations = _two_countries(document)[:2]
    activities = document["learning_activities"]  # type: ignore[index]  # a mapping, as written above
    groups = [{**each, "days": 2} for each in activities[0]["groups"][:2]]
    return {
        "priorities": [],
        "start": "2017-06-01",
        "months": 40,
        "organisations": [{**each, "role": "coordinator"} for each in organisations],
        "transnational_meetings": [],
        "intellectual_outputs": [],
        "multiplier_events": [{"id": "e1", "output": None, "country": "ES", "local_participants": 9,
                               "international_participants": 0}],
        "learning_activities": [{**activities[0], "host_country": "FI", "groups": groups}],
    }  # fmt: skip


def from_the_command_line(number: int) -> None:
    """Print how many documents a second one command checks."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index in range(number):
            path = Path(folder) / f"{index:05}.json"
            path.write_text(json.dumps(large_document()), encoding="utf-8")
            paths.append(str(path))
        command = [sys.executable, "-m", "consortia", "check", "--format", "json", *paths]
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
    lines = done.stdout.splitlines()
    assert len(lines) == number, done.stderr
    speed = f"{seconds:.1f} s, {number / seconds:.0f} a second"
    print(f"{number} documents in one command on {os.cpu_count()} cores: {speed}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    in_process()
    from_the_command_line(parser.parse_args().documents)
