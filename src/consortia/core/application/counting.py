"""How long an answer is, and whether it says anything."""

import re
from unicodedata import category

_LINE_END = re.compile(r"\r\n|\r|\n")


def count_characters(answer: str) -> int:
    """Characters as the form counts them: each line end counts as two, whatever the machine writes for it."""
    line_ends = len(_LINE_END.findall(answer))
    written_line_ends = answer.count("\r") + answer.count("\n")
    return len(answer) - written_line_ends + 2 * line_ends


def says_something(text: str | None) -> bool:
    """Whether a text holds a visible character: spaces, controls, marks without a letter and fillers show nothing."""
    return any(category(each) not in _UNSEEN and each not in _FILLERS for each in text or "")


# Categories of Unicode: separators, controls, formats (U+200B, U+FEFF), marks that need a letter to stand on.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
# Letters and symbols by their category, yet drawn as nothing: Hangul fillers and the empty Braille cell.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
