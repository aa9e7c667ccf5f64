"""How long an answer is."""

import re

_LINE_END = re.compile(r"\r\n|\r|\n")


def count_characters(answer: str) -> int:
    """Characters as the form counts them: each line end counts as two, whatever the machine writes for it."""
    line_ends = len(_LINE_END.findall(answer))
    written_line_ends = answer.count("\r") + answer.count("\n")
    return len(answer) - written_line_ends + 2 * line_ends
