"""The moves of an assessment, explored completely: every state that any order of moves can reach."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest

from consortia.core.assessment import moves
from consortia.core.assessment.moves import TRANSITIONS, File
from consortia.core.errors import IllegalMoveError

EXPERTS = ("ada", "bo", "cy", "dee")
Step = tuple[str, File, File]


def compares(agree: bool) -> Callable[[File], tuple[str, ...]]:
    """Totals that agree or differ; beyond the number needed any two may be the closest, here the last two."""
    return lambda file: file.experts[-2:] if agree or len(file.experts) > file.needed else ()


def tried(file: File) -> Iterator[tuple[str, File]]:
    """Every move that anybody can make now, with what it leads to."""
    every: list[tuple[str, Callable[[], File]]] = [
        ("write", partial(moves.write, file)),
        ("put-up", partial(moves.put_up, file)),
        ("ask-another", partial(moves.ask_another, file)),
        ("reopen", partial(moves.reopen, file)),
    ]
    for expert in EXPERTS:
        every += [
            (f"ask {expert}", partial(moves.ask_expert, file, expert)),
            (f"finish {expert}, agree", partial(moves.finish, file, expert, compares(agree=True))),
            (f"finish {expert}, differ", partial(moves.finish, file, expert, compares(agree=False))),
            (f"take-off {expert}, agree", partial(moves.take_off, file, expert, compares(agree=True))),
            (f"take-off {expert}, differ", partial(moves.take_off, file, expert, compares(agree=False))),
            (f"take-up {expert}", partial(moves.take_up, file, expert)),
            (f"sign {expert}", partial(moves.sign, file, expert)),
            (f"refuse {expert}", partial(moves.refuse, file, expert)),
        ]
    for name, make in every:
        try:
            yield name, make()
        except IllegalMoveError:
            continue


@cache
def explored(needed: int) -> tuple[Step, ...]:
    """Every step between files that can be reached, from one that has just begun."""
    begun = File(needed=needed)
    known, waiting, steps = {begun}, deque([begun]), []
    while waiting:
        file = waiting.popleft()
        for name, after in tried(file):
            steps.append((name, file, after))
            if after not in known:
                known.add(after)
                waiting.append(after)
    return tuple(steps)


BOTH = pytest.mark.parametrize("needed", [1, 2, 3])


@BOTH
def test_nothing_is_final_without_all_signatures(needed: int) -> None:
    final = {after for _name, _before, after in explored(needed) if after.state == "final"}

    assert final
    assert all(file.pair and file.signed == frozenset(file.pair) for file in final)
    assert all(set(file.pair) <= file.finished == frozenset(file.experts) for file in final)


@BOTH
def test_only_the_last_signature_makes_it_final(needed: int) -> None:
    steps = [(name, before) for name, before, after in explored(needed) if after.state == "final"]

    assert {name.split()[0] for name, _before in steps} == {"sign"}
    assert {before.state for _name, before in steps} == {"signing"}
    assert all(len(before.signed) == len(before.pair) - 1 for _name, before in steps)


@BOTH
def test_a_change_after_a_signature_takes_signatures_away(needed: int) -> None:
    changed = [after for name, _before, after in explored(needed) if name in {"write", "put-up", "reopen"}]

    assert changed
    assert {file.signed for file in changed} == {frozenset()}


@BOTH
def test_signatures_stand_only_where_something_is_up_for_signature_or_final(needed: int) -> None:
    assert {after.state for _name, _before, after in explored(needed) if after.signed} <= {"signing", "final"}


@BOTH
def test_nobody_sees_the_others_before_everybody_has_finished(needed: int) -> None:
    unveiled = [after for _name, _before, after in explored(needed) if after.unveiled]

    assert unveiled
    assert all(file.all_finished for file in unveiled)


@BOTH
def test_an_assessment_that_others_have_seen_is_never_taken_up_again(needed: int) -> None:
    assert not [name for name, before, _after in explored(needed) if before.unveiled and name.startswith("take-up")]


@BOTH
def test_one_more_expert_at_most_is_asked(needed: int) -> None:
    assert max(len(after.experts) for _name, _before, after in explored(needed)) == needed + 1


@BOTH
def test_from_every_file_there_is_a_way_to_final(needed: int) -> None:
    steps = explored(needed)
    reaching = {after for _name, _before, after in steps if after.state == "final"}
    grown = True
    while grown:
        before = {begun for _name, begun, after in steps if after in reaching}
        grown = not before <= reaching
        reaching |= before

    assert {file for _name, begun, after in steps for file in (begun, after)} == reaching


def test_every_row_of_the_table_is_walked() -> None:
    walked = {(before.state, after.state) for needed in (1, 2) for _name, before, after in explored(needed)}

    # The last signature takes two rows at once; so does taking somebody off where those who remain have finished.
    table = {(row.state, row.becomes) for row in TRANSITIONS}
    by_taking_off = {(state, "consolidating") for state in ("third-expert", "signing", "consolidating")}
    assert table <= walked <= table | by_taking_off | {(state, "third-expert") for state in ("third-expert",)}


def test_the_moves_that_others_answer_for_need_a_reason() -> None:
    assert {row.move for row in TRANSITIONS if row.with_reason} == {"take-up", "refuse", "ask-another", "reopen"}


def test_no_move_has_two_ends() -> None:
    assert len({(row.state, row.move) for row in TRANSITIONS}) == len(TRANSITIONS)
