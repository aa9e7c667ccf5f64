"""`consortia rank`: the ranking list of each envelope from points and money in plain files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

import click

from consortia.cli.calls_option import one_call, refuse, with_calls
from consortia.cli.printing import show, show_json
from consortia.cli.ranking_words import lines_of
from consortia.cli.tables import Row, read_rows
from consortia.core.application.loading import described
from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, Selection
from consortia.core.errors import DocumentError, NoValueError
from consortia.core.ranking import Assessed, Envelope, Ranked, rank_applications
from consortia.core.ranking.reading import read_code, read_euros, read_points
from consortia.core.ranking.reasons import plain_points
from consortia.core.values import Money
from consortia.rulebook.wording import say

SCORE_COLUMNS: Final = ("application", "envelope", "requested")
PROPOSED: Final = "proposed"
ENVELOPE_COLUMNS: Final = ("envelope", "amount")


@click.command()
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("--call", "code", required=True, help="Code of the call whose thresholds and rules of ranking count.")
@click.option(
    "--envelopes",
    "money",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV with the columns envelope and amount.",
)
@click.option("--seed", help="Text from which lots are drawn, where the call lets lots decide among equals.")
@with_calls
def rank(  # noqa: PLR0917  # click hands everything over by name
    scores: Path, code: str, money: Path, seed: str | None, form: str, folders: tuple[Path, ...]
) -> None:
    """Rank the applications of SCORES (CSV) by envelope and award them from the top while the money reaches.

    SCORES has the columns application, envelope, requested and one for the consolidated points of each criterion of
    the call; a column proposed may hold lower grants that were proposed. Exit code 0: ranked; 2: something could not
    be read.
    """
    call = one_call(code, folders)
    award, selection = _rules(call)
    if seed is not None and selection.ranking.when_ties_remain != "draw-lots":
        refuse(f"--seed: found {described(seed)}, expected nothing: {call.code} draws no lots")
    envelopes = _envelopes(money)
    applications = _applications(scores, award, envelopes)
    try:
        ranked = rank_applications(award, selection.ranking, applications, envelopes=envelopes, seed=seed)
    except NoValueError as error:
        refuse(f"--seed: found nothing, expected a text: {error}")
    if form == "json":
        show_json({"ranking": [ranked_values(each) for each in ranked]})
    else:
        show("\n".join(lines_of(call, ranked, envelopes)))


def ranked_values(ranked: Ranked) -> dict[str, Any]:
    """Return a row of a ranking list as values that JSON can hold."""
    points = plain_points(ranked.total)
    return {
        "application": ranked.application,
        "envelope": ranked.envelope,
        "position": ranked.position,
        "total": points if isinstance(points, int) else f"{points:f}",
        "outcome": ranked.outcome,
        "grant": str(ranked.grant),
        "reason": say(ranked.reason),
    }


def _rules(call: CallDefinition) -> tuple[Award, Selection]:
    if call.award is None or call.selection is None:
        missing = " and ".join(name for name in ("award", "selection") if getattr(call, name) is None)
        refuse(f"--call: found {call.code}, which says nothing under {missing}, expected a call with rules of ranking")
    return call.award, call.selection


def _envelopes(path: Path) -> tuple[Envelope, ...]:
    lines: dict[str, int] = {}
    envelopes: list[Envelope] = []
    try:
        for row in read_rows(path, ENVELOPE_COLUMNS):
            code = read_code(row.cells["envelope"], row.at("envelope"), "an envelope")
            _once(code, row, "envelope", lines)
            envelopes.append(Envelope(code=code, amount=read_euros(row.cells["amount"], row.at("amount"))))
    except DocumentError as error:
        refuse(f"{path}: {error}")
    return tuple(envelopes)


def _applications(path: Path, award: Award, envelopes: Sequence[Envelope]) -> tuple[Assessed, ...]:
    known = {each.code for each in envelopes}
    lines: dict[str, int] = {}
    applications: list[Assessed] = []
    try:
        columns = (*SCORE_COLUMNS, *(each.code for each in award.criteria))
        for row in read_rows(path, columns, allowed=(PROPOSED,)):
            _once(row.cells["application"], row, "application", lines)
            applications.append(_application(row, award, known))
    except DocumentError as error:
        refuse(f"{path}: {error}")
    return tuple(applications)


def _once(code: str, row: Row, column: str, lines: dict[str, int]) -> None:
    """Refuse a code that an earlier line has."""
    if code in lines:
        found = f"{described(code)}, which line {lines[code]} has"
        raise DocumentError(row.at(column), found, f"each {column} once")
    lines[code] = row.line


def _application(row: Row, award: Award, envelopes: Collection[str]) -> Assessed:
    application = read_code(row.cells["application"], row.at("application"), "an application")
    envelope = read_code(row.cells["envelope"], row.at("envelope"), "an envelope")
    if envelope not in envelopes:
        expected = (
            f"one of {', '.join(sorted(envelopes))}" if envelopes else "an envelope of the other file, which is empty"
        )
        raise DocumentError(row.at("envelope"), described(envelope), expected)
    requested = read_euros(row.cells["requested"], row.at("requested"))
    return Assessed(
        application=application,
        envelope=envelope,
        requested=requested,
        proposed=_proposed(row, requested),
        points={
            each.code: read_points(row.cells[each.code], row.at(each.code), criterion=each, award=award)
            for each in award.criteria
        },
    )


def _proposed(row: Row, requested: Money) -> Money | None:
    written = row.cells.get(PROPOSED, "")
    return read_euros(written, row.at(PROPOSED), at_most=requested) if written else None
