"""What the core raises. What the programme itself expects to happen is a value, never an exception.

ConsortiaError
├── DocumentError      a document, table or package that cannot be read: where, found, expected
├── CallFileError      a call file that cannot be read: file, key, found, expected
├── NoValueError       a value asked for where the call gives none (outside its dates, outside its table)
└── IllegalMoveError   a move of an application that the table of moves does not know
"""


class ConsortiaError(Exception):
    """The root of everything that this project raises on purpose."""


class DocumentError(ConsortiaError):
    """A document, table or package breaks its format at one named place."""

    def __init__(self, where: str, found: str, expected: str) -> None:
        super().__init__(f"{where}: found {found}, expected {expected}")
        self.where = where
        self.found = found
        self.expected = expected

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str, str]]:
        """Travel between processes whole, since documents are read by several."""
        return (DocumentError, (self.where, self.found, self.expected))


class CallFileError(ConsortiaError):
    """A call file says something that the reader does not understand."""

    def __init__(self, file: str, key: str, *, found: str, expected: str) -> None:
        super().__init__(f"{file}: {key}: found {found}, expected {expected}")
        self.file = file
        self.key = key
        self.found = found
        self.expected = expected


class NoValueError(ConsortiaError):
    """The call gives no value for what was asked; guessing one would hide a missing rule."""


class IllegalMoveError(ConsortiaError):
    """An application in this state cannot make this move."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(f"an application that is {state} cannot {move}")
        self.state = state
        self.move = move
