"""`consortia check`: every rule on every document, with reasons, sources and the smallest repair."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NamedTuple

import click

from consortia.cli.calls_option import loaded_calls, refuse, with_calls, years_option
from consortia.cli.plain_values import verdict_values
from consortia.cli.printing import as_json, counted, euros_written, printable, write
from consortia.cli.reading import STANDARD_INPUT, read_file
from consortia.core.call import CallDefinition
from consortia.core.eligibility import check_application
from consortia.core.eligibility.repair import smallest_repair
from consortia.core.errors import DocumentError

# Below this many files, starting further processes costs more than it saves.
FEW_FILES = 48
PIECE = 16

ELIGIBLE, NOT_ELIGIBLE, UNREADABLE = 0, 1, 2
MARKS = {"pass": "pass   ", "fail": "FAIL   ", "warning": "warning", "not-applicable": "n/a    "}


class Answer(NamedTuple):
    """What checking one file gave: the exit code it asks for and what to print."""

    code: int
    printed: bytes


class Job(NamedTuple):
    """What every process needs to know."""

    calls: Mapping[str, CallDefinition]
    form: str


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_calls
@years_option
def check(files: tuple[Path, ...], form: str, folders: tuple[Path, ...], years: int) -> None:
    """Check application documents against their call; - stands for standard input.

    Exit code 0: all are eligible; 1: at least one is not; 2: at least one could not be read.
    """
    job = Job(calls=loaded_calls(folders, years), form=form)
    worst = ELIGIBLE
    for answer in _answers(files, job):
        worst = max(worst, answer.code)
        write(answer.printed)
    sys.exit(worst)


def _answers(files: tuple[Path, ...], job: Job) -> Iterator[Answer]:
    """Yield the answers in the order of the files, each as soon as it is there."""
    # Standard input is open in this process only.
    if len(files) <= FEW_FILES or STANDARD_INPUT in files:
        yield from (_answer(path, job) for path in files)
        return
    # Not multiprocessing.Pool, which waits for ever where a process of it dies or the reader of the output goes away.
    with ProcessPoolExecutor(os.cpu_count(), initializer=_prepare, initargs=(job,)) as processes:
        try:
            yield from processes.map(_answer_prepared, files, chunksize=PIECE)
        except BrokenProcessPool:
            refuse("A process that checked documents was ended from outside; the rest were not checked.")


_prepared: list[Job] = []


def _prepare(job: Job) -> None:
    _prepared[:] = [job]


def _answer_prepared(path: Path) -> Answer:
    return _answer(path, _prepared[0])


def _answer(path: Path, job: Job) -> Answer:
    try:
        read = read_file(path, job.calls)
    except DocumentError as error:
        return Answer(UNREADABLE, _unreadable(path, error, job.form))
    verdict = check_application(read.call, read.application)
    repair = None if verdict.eligible else smallest_repair(read.call, read.application)
    values = verdict_values(str(path), read.call, verdict, repair)
    printed = as_json(values) if job.form == "json" else printable("\n".join(_lines(values)))
    return Answer(ELIGIBLE if verdict.eligible else NOT_ELIGIBLE, printed)


def _unreadable(path: Path, error: DocumentError, form: str) -> bytes:
    facts = {"where": error.where, "found": error.found, "expected": error.expected}
    if form == "json":
        return as_json({"file": str(path), "error": facts})
    return printable(f"{path}\n  cannot be read: {error.where}: found {error.found}, expected {error.expected}\n")


def _lines(values: dict[str, Any]) -> Iterator[str]:
    training = " (training: the call's dates are moved)" if values["call"]["training"] else ""
    yield f"{values['file']}{training}"
    budget = values["budget"]
    verdict = "eligible" if values["eligible"] else f"not eligible: {counted(len(values['failed']), 'rule')} broken"
    yield f"  {verdict}; grant {euros_written(budget['grant'])} of at most {euros_written(budget['maximum_grant'])}"
    yield ""
    for finding in sorted(
        values["findings"], key=lambda each: list(MARKS).index(each["status"]) if each["status"] != "fail" else -1
    ):
        yield f"  {MARKS[finding['status']]}  {finding['rule']}"
        yield f"           {finding['message']}"
        if finding["where"]:
            yield f"           where: {', '.join(finding['where'])}"
        yield f"           source: {finding['source']}"
    yield from _repair_lines(values)
    yield ""


def _repair_lines(values: dict[str, Any]) -> Iterator[str]:
    repair = values["repair"]
    if repair is None:
        if values["failed"]:
            yield "\n  No change to the document can repair this."
        return
    size = "smallest repair" if repair["smallest"] else "repair (a smaller one may exist)"
    yield f"\n  The {size} of all broken rules together, {counted(len(repair['steps']), 'step')}:"
    yield from (f"    {number}. {step}" for number, step in enumerate(repair["steps"], 1))
    if repair["beyond_repair"]:
        yield f"    No change to the document can repair: {', '.join(repair['beyond_repair'])}"
