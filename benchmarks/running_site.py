"""The site as `consortia serve` starts it, and the processor time that its processes take."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSite:
    """A site that answers."""

    port: int
    process: int

    def server_seconds(self) -> float:
        """Return the processor time that the processes which answer requests took so far."""
        return sum(_seconds(pid) for pid in _family(self.process) if not _is_worker(pid))

    def worker_seconds(self) -> float:
        """Return the processor time that the worker took so far."""
        return sum(_seconds(pid) for pid in _family(self.process) if _is_worker(pid))


@contextmanager
def running_site(folder: Path, *, worker: bool = False, bare: bool = False) -> Iterator[RunningSite]:
    """Start the site on a free port and stop it in the end; a bare one is that of `benchmarks/bare_site.py`."""
    port = free_port()
    command = [sys.executable, "-m", "consortia", "serve", "--port", str(port), "--data", str(folder)]
    command.append("--worker" if worker else "--no-worker")
    if bare:
        command = [sys.executable, "-m", "benchmarks.bare_site", str(port)]
    with running(command, port) as site:
        yield site


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, *, environment: Mapping[str, str] | None = None, log: Path | None = None
) -> Iterator[RunningSite]:
    """Start what listens on a port, wait until it answers, and stop it in the end; what it says goes to a log."""
    with (log or Path(os.devnull)).open("wb") as said:
        errors = said if log else None
        process = subprocess.Popen(command, start_new_session=True, env=environment, stdout=said, stderr=errors)
    try:
        _wait_for(port, process)
        yield RunningSite(port=port, process=process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the site did not start")


def _family(process: int) -> set[int]:
    """Return a process with all that it started."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    family = {process}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _is_worker(pid: int) -> bool:
    try:
        return b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """Return what the system tells of a process after its name, which may hold spaces; nothing if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
