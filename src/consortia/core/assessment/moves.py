"""The moves of an application's assessment: one table, and what else must hold for each move.

Experts assess alone; when the last one finishes, the totals agree or differ; a lead expert writes what they agree on;
each of those whose points are consolidated signs; with the last signature it is final. A change takes signatures away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from consortia.core.errors import IllegalMoveError

FileState: TypeAlias = Literal["assessing", "third-expert", "consolidating", "signing", "final"]
Move: TypeAlias = Literal[
    "ask",
    "take-off",
    "finish",
    "take-up",
    "agree",
    "differ",
    "write",
    "put-up",
    "sign",
    "complete",
    "refuse",
    "ask-another",
    "reopen",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move from one state to another, and whether whoever makes it must say why."""

    state: FileState
    move: Move
    becomes: FileState
    with_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    # Experts assess, each alone.
    Transition(state="assessing", move="ask", becomes="assessing"),
    Transition(state="assessing", move="finish", becomes="assessing"),
    Transition(state="assessing", move="take-up", becomes="assessing", with_reason=True),
    # The last one has finished: the totals are compared.
    Transition(state="assessing", move="agree", becomes="consolidating"),
    Transition(state="assessing", move="differ", becomes="third-expert"),
    Transition(state="third-expert", move="ask", becomes="assessing"),
    # An expert is taken off, for a conflict or for want of time: those who remain are looked at anew.
    Transition(state="assessing", move="take-off", becomes="assessing"),
    Transition(state="third-expert", move="take-off", becomes="assessing"),
    Transition(state="consolidating", move="take-off", becomes="assessing"),
    Transition(state="signing", move="take-off", becomes="assessing"),
    # The lead expert writes what they agree on and puts it up for signature.
    Transition(state="consolidating", move="write", becomes="consolidating"),
    Transition(state="consolidating", move="put-up", becomes="signing"),
    Transition(state="consolidating", move="ask-another", becomes="third-expert", with_reason=True),
    # Each of them signs, or says why not.
    Transition(state="signing", move="sign", becomes="signing"),
    Transition(state="signing", move="complete", becomes="final"),
    Transition(state="signing", move="refuse", becomes="consolidating", with_reason=True),
    Transition(state="signing", move="write", becomes="consolidating"),
    Transition(state="signing", move="ask-another", becomes="third-expert", with_reason=True),
    Transition(state="final", move="reopen", becomes="consolidating", with_reason=True),
)
_TABLE: Mapping[tuple[str, str], Transition] = {(each.state, each.move): each for each in TRANSITIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """How far the assessment of one application is; experts stand by any name, in the order of being asked.

    `needed` is how many were asked at the beginning, `pair` are those whose points are consolidated.
    """

    needed: int
    state: FileState = "assessing"
    experts: tuple[str, ...] = ()
    finished: frozenset[str] = frozenset()
    pair: tuple[str, ...] = ()
    signed: frozenset[str] = frozenset()

    @property
    def all_finished(self) -> bool:
        """Whether everybody who was asked has finished."""
        return len(self.experts) >= self.needed and self.finished == frozenset(self.experts)

    @property
    def unveiled(self) -> bool:
        """Whether those whose points are consolidated may see each other's: not before all have finished."""
        return self.state in {"consolidating", "signing", "final"}


# Decides whose points are consolidated once all have finished; nobody's when one more expert is asked.
Compare: TypeAlias = Callable[[File], tuple[str, ...]]


def ask_expert(file: File, expert: str) -> File:
    """One more expert is asked: as many as are needed at the beginning, later one where the totals or minds differ."""
    row = _row(file, "ask")
    beginning = len(file.experts) < file.needed
    if expert in file.experts or (file.state == "assessing" and not beginning):
        raise IllegalMoveError(file.state, "ask")
    return replace(file, state=row.becomes, experts=(*file.experts, expert))


def finish(file: File, expert: str, compare: Compare) -> File:
    """An expert finishes; with the last one the totals are compared and the file moves on."""
    row = _row(file, "finish")
    if expert not in file.experts or expert in file.finished:
        raise IllegalMoveError(file.state, "finish")
    return _compared(replace(file, state=row.becomes, finished=file.finished | {expert}), compare)


def take_off(file: File, expert: str, compare: Compare) -> File:
    """An expert no longer assesses; what was consolidated with them is set aside, and nothing stays signed."""
    row = _row(file, "take-off")
    if expert not in file.experts:
        raise IllegalMoveError(file.state, "take-off")
    remain = tuple(each for each in file.experts if each != expert)
    file = replace(
        file, state=row.becomes, experts=remain, finished=file.finished - {expert}, pair=(), signed=frozenset()
    )
    return _compared(file, compare)


def take_up(file: File, expert: str) -> File:
    """A finished individual assessment is opened again, while others are still at work and nobody has seen any."""
    row = _row(file, "take-up")
    if expert not in file.finished:
        raise IllegalMoveError(file.state, "take-up")
    return replace(file, state=row.becomes, finished=file.finished - {expert})


def write(file: File) -> File:
    """The consolidated assessment is changed; what was signed no longer stands, so the signatures go."""
    return replace(file, state=_row(file, "write").becomes, signed=frozenset())


def put_up(file: File) -> File:
    """The lead expert puts the consolidated assessment up for signature."""
    return replace(file, state=_row(file, "put-up").becomes, signed=frozenset())


def sign(file: File, expert: str) -> File:
    """One of those whose points are consolidated signs; the last signature makes it final."""
    row = _row(file, "sign")
    if expert not in file.pair or expert in file.signed:
        raise IllegalMoveError(file.state, "sign")
    file = replace(file, state=row.becomes, signed=file.signed | {expert})
    return replace(file, state=_row(file, "complete").becomes) if file.signed == frozenset(file.pair) else file


def refuse(file: File, expert: str) -> File:
    """One of them does not sign and says why; it goes back to the lead expert, unsigned."""
    row = _row(file, "refuse")
    if expert not in file.pair or expert in file.signed:
        raise IllegalMoveError(file.state, "refuse")
    return replace(file, state=row.becomes, signed=frozenset())


def ask_another(file: File) -> File:
    """The experts do not agree and the agency asks one more: what was being consolidated is set aside."""
    row = _row(file, "ask-another")
    if len(file.experts) > file.needed:
        raise IllegalMoveError(file.state, "ask-another")
    return replace(file, state=row.becomes, pair=(), signed=frozenset())


def reopen(file: File) -> File:
    """A final assessment is opened again with a reason; it has to be signed anew by each."""
    return replace(file, state=_row(file, "reopen").becomes, signed=frozenset())


def _compared(file: File, compare: Compare) -> File:
    """With the last one who finishes the totals are compared, and the file moves on."""
    if not file.all_finished:
        return file
    pair = compare(file)
    return replace(file, state=_row(file, "agree" if pair else "differ").becomes, pair=pair)


def _row(file: File, move: Move) -> Transition:
    row = _TABLE.get((file.state, move))
    if row is None:
        raise IllegalMoveError(file.state, move)
    return row
