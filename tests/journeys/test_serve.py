"""`consortia serve` as a person runs it daily: it starts, keeps everything, and ends with all that it started."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from consortia.demo import ACCOUNTS, DEMO_PASSWORD
from tests.cli.running import SMALL_CALLS
from tests.journeys.own_site import ROOT, OwnSite
from tests.rulebook.test_second_call import small_call
from tests.run import postgresql

PATIENCE = 30.0
# Making the demo world takes half a minute, more on a machine that others share.
A_WORLD_LATER = 300.0

pytestmark = pytest.mark.journey


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[OwnSite]:
    """A site in a folder that does not exist yet; whatever still runs in the end is ended."""
    own = OwnSite(tmp_path / "data")
    yield own
    if own.process is not None and own.process.poll() is None:
        own.kill()


@pytest.fixture
def site(new_site: OwnSite, migrated: Path) -> OwnSite:
    """A site whose database has its tables already: only journeys about the first start wait for those."""
    new_site.begin_with(migrated)
    return new_site


def serve(site: OwnSite, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command and wait for its end: for starts that cannot succeed."""
    command = [sys.executable, "-m", "consortia", "serve", "--port", str(site.port), "--data", str(site.folder)]
    return subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def page(site: OwnSite, address: str = "/", *, session: str = "") -> str:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    try:
        connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        assert answer.status == http.client.OK
        return answer.read().decode()
    finally:
        connection.close()


def named_in(text: str) -> str:
    """For whom a page was made: the name in its account menu."""
    found = re.search(r"Account of </span>([^<]+)</span>", text)
    assert found is not None
    return found[1]


def stop(site: OwnSite) -> int:
    assert site.process is not None
    site.process.send_signal(signal.SIGTERM)
    return site.process.wait(timeout=PATIENCE)


def started_by(process: int) -> dict[int, str]:
    """The processes that a process started, and those that they started, with their commands."""
    found: dict[int, str] = {}
    for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split():
        command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        found |= {int(child): command} | started_by(int(child))
    return found


def lives(process: int) -> bool:
    """Whether a process runs; one that ended and was not fetched by its parent does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def test_the_first_start_makes_a_folder_that_only_its_owner_reads(new_site: OwnSite) -> None:
    new_site.start()

    assert "Strategic Partnerships" in page(new_site, "/calls/")
    names = {path.name for path in new_site.folder.iterdir()}
    assert {"consortia.sqlite3", "secret-key", "receipt-key"} <= names
    modes = {name: stat.S_IMODE((new_site.folder / name).stat().st_mode) for name in ("", "secret-key", "receipt-key")}
    assert modes == {"": 0o700, "secret-key": 0o600, "receipt-key": 0o600}


def test_the_first_start_of_a_demo_prints_a_paper_when_asked(new_site: OwnSite) -> None:
    new_site.start("--demo", patience=A_WORLD_LATER)
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    entrance = visitor.open(f"{new_site.address}/account/login/", timeout=PATIENCE).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', entrance)
    assert token is not None
    signs_in = {"login": ACCOUNTS[0].email, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token[1]}
    listed = visitor.open(f"{new_site.address}/account/login/", urlencode(signs_in).encode(), timeout=PATIENCE)
    address = re.search(r'href="(/applications/[A-Z0-9]{8}/)"', listed.read().decode())
    assert address is not None

    paper = visitor.open(f"{new_site.address}{address[1]}papers/form.pdf", timeout=PATIENCE).read()

    assert paper.startswith(b"%PDF-1.7")


def test_a_second_start_keeps_everything(site: OwnSite) -> None:
    world = site.make_world()
    address = f"/applications/{world['reference']}/"
    site.start()
    before = page(site, address, session=world["lead"])
    keys = {name: (site.folder / name).read_bytes() for name in ("secret-key", "receipt-key")}

    assert stop(site) == 0
    site.start()

    after = page(site, address, session=world["lead"])
    assert world["reference"] in before
    assert world["reference"] in after
    assert {name: (site.folder / name).read_bytes() for name in keys} == keys


def test_a_request_to_stop_ends_server_and_worker_and_frees_the_port(site: OwnSite) -> None:
    site.start()
    assert site.process is not None
    wait_until(lambda: any(" worker " in command for command in started_by(site.process.pid).values()))
    children = started_by(site.process.pid)
    assert len(children) >= 2

    code = stop(site)

    assert code == 0
    wait_until(lambda: not any(lives(child) for child in children))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", site.port))


def test_a_worker_whose_site_was_killed_ends_too(site: OwnSite) -> None:
    site.start()
    assert site.process is not None
    children = started_by(site.process.pid)
    worker = next(child for child, command in children.items() if " worker " in command)

    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()

    try:
        wait_until(lambda: not lives(worker))
    finally:
        for child in children:
            if lives(child):
                os.kill(child, signal.SIGKILL)


def test_the_worker_may_run_apart(site: OwnSite) -> None:
    site.start("--no-worker")

    assert site.process is not None
    assert not any(" worker " in command for command in started_by(site.process.pid).values())
    assert "Strategic Partnerships" in page(site, "/calls/")


def test_further_call_files_are_loaded_and_edited_ones_take_effect_at_the_next_start(
    site: OwnSite, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    file = calls / "small.toml"
    text = next(SMALL_CALLS.glob("*.toml")).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    site.start("--calls", str(calls))
    first = page(site, "/calls/")
    stop(site)

    file.write_text(text.replace(small_call().title, "Gardens across borders", 1), encoding="utf-8")
    site.start("--calls", str(calls))

    assert small_call().title in first
    assert "Gardens across borders" in page(site, "/calls/")


def test_two_sites_cannot_share_a_port(site: OwnSite, tmp_path: Path) -> None:
    site.start()
    other = OwnSite(tmp_path / "other")
    other.port = site.port

    refused = serve(other)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Error: Cannot listen on 127.0.0.1 port {site.port}: ")
    assert not other.folder.exists()


def test_what_cannot_be_used_is_told_in_a_sentence(site: OwnSite, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "call.toml").write_text("call = x", encoding="utf-8")
    no_folder = OwnSite(Path("/proc/nowhere"))
    other_database = OwnSite(tmp_path / "other-database")
    other_database.environment["DATABASE_URL"] = "mysql://somewhere/else"
    no_database = OwnSite(tmp_path / "no-database")
    no_database.folder.mkdir()
    (no_database.folder / "consortia.sqlite3").write_text("Dear diary, this is no database. " * 9, encoding="utf-8")

    ends = [serve(site, "--calls", str(broken)), serve(no_folder), serve(other_database), serve(no_database)]

    assert [end.stderr.splitlines()[-1] for end in ends] == [
        (
            "Error: Cannot use a call file. call.toml: line 1, column 8: "
            "found text that is no TOML value, such as a text without quotation marks, expected TOML."
        ),
        "Error: Cannot use /proc/nowhere: No such file or directory.",
        "Error: DATABASE_URL begins with mysql://; use sqlite:// or postgresql://.",
        "Error: The database cannot be used: file is not a database",
    ]
    assert [end.returncode for end in ends] == [1, 1, 1, 1]
    assert not any("Traceback" in end.stderr for end in ends)


def test_an_option_speaks_before_the_environment_and_the_environment_before_what_is_usual(
    new_site: OwnSite, tmp_path: Path
) -> None:
    new_site.environment["CONSORTIA_DATA"] = str(tmp_path / "ignored")
    new_site.environment["CONSORTIA_CALLS"] = str(SMALL_CALLS)

    new_site.start()

    assert small_call().title in page(new_site, "/calls/")
    assert (new_site.folder / "consortia.sqlite3").is_file()
    assert not (tmp_path / "ignored").exists()


# The package that brings PostgreSQL asks for a folder that a machine without a desktop does not name.
@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR is not set")
def test_on_postgresql_several_processes_answer_each_person_with_their_own_pages(site: OwnSite) -> None:
    """Two processes that took over one connection would read each other's rows; a start must leave none behind."""
    with postgresql() as address:
        site.environment["DATABASE_URL"] = address
        world = site.make_world()
        own = f"/applications/{world['reference']}/"
        site.start()
        try:
            with ThreadPoolExecutor(8) as people:
                pages = list(people.map(lambda who: page(site, own, session=world[who]), ["lead", "partner"] * 40))
        finally:
            code = stop(site)

    lead, partner = pages[0], pages[1]
    assert (world["reference"] in lead, world["reference"] in partner) == (True, True)
    names = {named_in(text) for text in pages[::2]}, {named_in(text) for text in pages[1::2]}
    assert names == ({named_in(lead)}, {named_in(partner)})
    assert named_in(lead) != named_in(partner)
    assert code == 0
