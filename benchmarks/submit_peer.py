"""How much a whole submission costs on pretalx, which takes proposals for conferences.

Usage: python -m benchmarks.submit_peer [--folder FOLDER] [--journeys 48] [--repeats 3]

`python -m benchmarks.submit --peer` runs it beside our own site. pretalx is installed once, from the package registry,
into a folder of its own (by default among the person's caches), with a call that asks six questions. A journey is what
somebody with an account does: open the call, begin a proposal, fill in and send three pages, see that it was received,
open what was received. Each journey is made by an applicant of its own, so that no list grows. The server is that of
`consortia serve`, with as many processes and threads.

Letters and pictures are handed to a worker, as production does, and its time is not counted: the row `peer`. Without a
worker pretalx does both while the applicant waits, which is its default: the row `+letter`, with a postbox here that
takes letters and throws them away. The row `short` is the least there is: a call without questions, the call itself and
what was received not opened.

On SQLite pretalx opens each page of a proposal in a transaction that reads before it writes, so two at once fail.
Failed journeys are shorter: compare milliseconds of CPU at 1 at once.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sqlite3 import connect

from platformdirs import user_cache_path

from benchmarks.journey import LONG_ANSWER, Browser, Connection, Journey, JourneyError, ended
from benchmarks.levels import HEADER, Level, drive
from benchmarks.running_site import RunningSite, free_port, running
from consortia.config.commands.serve import SQLITE_THREADS

PRETALX = "2025.2.2"
SCRIPT = Path(__file__).with_name("pretalx_site.py")
WARM_UP = 12
AT_ONCE = (1, 8)
Measure = Callable[[int], Level]
MakeJourney = Callable[[Connection, str], Journey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """pretalx as it listens, with applicants who have not submitted yet."""

    site: RunningSite
    folder: Path
    sessions: list[str]

    def measure(self, at_once: int, *, journeys: int, make: MakeJourney) -> Level:
        """Let fresh applicants make journeys."""
        fresh = [self.sessions.pop() for _ in range(journeys)]
        level = drive(self.site, fresh, make, at_once=at_once, journeys=journeys)
        level.stored = self._stored(level.receipts)
        return level

    def _stored(self, codes: Sequence[str]) -> int:
        with closing(connect(self.folder / "db.sqlite3")) as database:
            rows = database.execute("SELECT code FROM submission_submission WHERE state = 'submitted'")
            return len({code for (code,) in rows} & set(codes))


def make_peer_journey(connection: Connection, session: str) -> Journey:
    """Open the call, propose something, and look at what was received."""
    browser = Browser(connection, session, cookie="pretalx_session")
    began = time.perf_counter()
    try:
        browser.get("/call/cfp")
        at = _begin(browser, "call")
        page = browser.get(at)
        at = browser.send_form(at, {**_token(page), **_answers(page), "action": "submit"})
        code, clicked, acknowledged = _submit(browser, at, "call")
        if LONG_ANSWER.strip() not in html.unescape(browser.get(f"/call/me/submissions/{code}/")):
            raise JourneyError("what was received does not stand")
    finally:
        browser.close()
    return ended(browser, code, began=began, clicked=clicked, acknowledged=acknowledged)


def make_short_journey(connection: Connection, session: str) -> Journey:
    """Propose something where no questions are asked, and see that it was received: the least there is."""
    browser = Browser(connection, session, cookie="pretalx_session")
    began = time.perf_counter()
    try:
        code, clicked, acknowledged = _submit(browser, _begin(browser, "short"), "short")
    finally:
        browser.close()
    return ended(browser, code, began=began, clicked=clicked, acknowledged=acknowledged)


def _begin(browser: Browser, call: str) -> str:
    """Fill in the first page; return where the next one is."""
    at = browser.follow(f"/{call}/submit/")
    page = browser.get(at)
    kind = _found(r'<option selected value="?(\d+)', page)
    general = {"title": "Repair together", "abstract": LONG_ANSWER, "description": LONG_ANSWER, "notes": ""}
    general |= {"submission_type": kind, "content_locale": "en", "additional_speaker": ""}
    return browser.send_form(at, {**_token(page), **general, "action": "submit"})


def _submit(browser: Browser, at: str, call: str) -> tuple[str, float, float]:
    """Fill in the last page and submit; return the code, when it was sent and when it was acknowledged."""
    page = browser.get(at)
    profile = {"name": "Ada Lindqvist", "biography": LONG_ANSWER[:400], "action": "submit"}
    clicked = time.perf_counter()
    at = browser.send_form(at, {**_token(page), **profile})
    acknowledged = time.perf_counter()
    return _found(rf'href="?/{call}/me/submissions/(\w+)/', browser.get(at)), clicked, acknowledged


def _answers(page: str) -> dict[str, str]:
    """Answer each question that the page asks."""
    answers = dict.fromkeys(re.findall(r'<textarea[^>]*\bname="?(question_\d+)', page), LONG_ANSWER)
    for entry in re.findall(r"<input[^>]*>", page):
        named = re.search(r'\bname="?(question_\d+)', entry)
        if named:
            value = re.search(r'\bvalue="?(\w+)', entry)
            answers[named[1]] = "on" if "checkbox" in entry else value[1] if value else "Gent"
    return answers


def _token(page: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": _found(r'name="?csrfmiddlewaretoken"?[^>]*\bvalue="?(\w+)', page)}


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise JourneyError(f"the page has nothing like {pattern}")
    return found[1]


def usual_folder() -> Path:
    """Return where pretalx is kept installed unless another folder is named."""
    return user_cache_path("consortia-benchmarks")


def prepared_peer(folder: Path) -> Path:
    """Return a folder in which pretalx is installed and set up; the first time takes some minutes."""
    name = f"pretalx-{PRETALX}-granian-{version('granian')}"
    digest = sha256(SCRIPT.read_bytes()).hexdigest()
    folder = folder.resolve() / f"{name}-{digest[:8]}"
    if (folder / "ready").exists():
        return folder
    print(f"Installing pretalx into {folder}, once", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _run([sys.executable, "-m", "venv", str(folder / "venv")])
    wanted = [f"pretalx=={PRETALX}", f"granian=={version('granian')}"]
    _run([_python(folder), "-m", "pip", "install", "--quiet", *wanted])
    _run([_python(folder), str(SCRIPT), "set-up"], environment=_environment(folder, folder / "site"))
    (folder / "ready").touch()
    return folder


@contextmanager
def running_peer(folder: Path, *, applicants: int, letters_at: int | None = None) -> Iterator[Peer]:
    """Start a copy of what is set up; letters go to a port while the applicant waits, or to a worker elsewhere."""
    with tempfile.TemporaryDirectory(prefix="pretalx-bench-") as temporary:
        data = Path(temporary) / "site"
        shutil.copytree(folder / "site", data)
        environment, port = _environment(folder, data, letters_at), free_port()
        sessions = Path(temporary) / "sessions.json"
        _run([_python(folder), str(SCRIPT), "sign-in", str(applicants), str(sessions)], environment=environment)
        command = [_python(folder), str(SCRIPT), "listen", str(port), str(SQLITE_THREADS)]
        with running(command, port, environment=environment, log=Path(temporary) / "log") as site:
            yield Peer(site=site, folder=data, sessions=json.loads(sessions.read_text("utf-8")))


def _python(folder: Path) -> str:
    return str(folder / "venv" / "bin" / "python")


def _environment(folder: Path, data: Path, letters_at: int | None = None) -> dict[str, str]:
    ours = ("DJANGO", "CONSORTIA", "DATABASE", "PYTHON", "PRETALX")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"PRETALX_DATA_DIR": str(data), "PRETALX_FILESYSTEM_STATIC": str(folder / "static")}
    kept |= {"PRETALX_DEBUG": "False", "PRETALX_SITE_URL": "http://127.0.0.1", "PRETALX_MAIL_HOST": "127.0.0.1"}
    if letters_at is None:
        return {**kept, "PRETALX_CELERY_BROKER": "memory://", "PRETALX_CELERY_BACKEND": "cache+memory://"}
    return {**kept, "PRETALX_MAIL_PORT": str(letters_at)}


def _run(command: Sequence[str], *, environment: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


class _Postman(socketserver.StreamRequestHandler):
    """Takes letters by SMTP, as far as Django speaks it, and throws them away."""

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self._say("221 bye" if verb == b"QUIT" else "250 ok")

    def _say(self, what: str) -> None:
        self.wfile.write(f"{what}\r\n".encode())


@contextmanager
def postbox() -> Iterator[int]:
    """Yield the port of a postbox that is open."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Postman) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def take_turns(measures: Mapping[str, Measure], *, repeats: int) -> None:
    """Measure all in turn and print each level, then medians and how many times the first one's time each takes."""
    levels: dict[tuple[str, int], list[Level]] = defaultdict(list)
    print(HEADER)
    for _repeat in range(repeats):
        for at_once in AT_ONCE:
            for name, measure in measures.items():
                levels[name, at_once].append(measure(at_once))
                levels[name, at_once][-1].show(name)
    first = next(iter(measures))
    print(f"Medians of {repeats}, milliseconds of CPU a journey, and times that of {first}:")
    for at_once in AT_ONCE:
        medians = {name: statistics.median(each.cpu_ms for each in levels[name, at_once]) for name in measures}
        told = (f"{name} {median:.0f} ({median / medians[first]:.1f})" for name, median in medians.items())
        print(f"    {at_once} at once: {', '.join(told)}")
    for name in measures:
        alone = levels[name, AT_ONCE[0]][0]
        requests, received = statistics.median(alone.requests), statistics.median(alone.received)
        print(f"    A journey of {name}: {requests:.0f} requests, {received / 1000:.0f} kB of pages")


def measure_beside(ours: Mapping[str, Measure], *, folder: Path, journeys: int, repeats: int) -> None:
    """Measure pretalx, in turn with others where there are any."""
    folder, applicants = prepared_peer(folder), repeats * len(AT_ONCE) * journeys + WARM_UP
    with (
        postbox() as port,
        running_peer(folder, applicants=2 * applicants) as handed,
        running_peer(folder, applicants=applicants, letters_at=port) as waiting,
    ):
        theirs = {
            "peer": partial(handed.measure, make=make_peer_journey),
            "+letter": partial(waiting.measure, make=make_peer_journey),
            "short": partial(handed.measure, make=make_short_journey),
        }
        for measure in theirs.values():
            measure(1, journeys=WARM_UP)
        take_turns(
            {**ours, **{name: partial(each, journeys=journeys) for name, each in theirs.items()}}, repeats=repeats
        )


def main() -> int:
    """Measure pretalx alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=usual_folder(), help="where pretalx is installed")
    parser.add_argument("--journeys", type=int, default=48, help="so many at each level")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    measure_beside({}, folder=asked.folder, journeys=asked.journeys, repeats=asked.repeats)
    return 0


if __name__ == "__main__":
    sys.exit(main())
