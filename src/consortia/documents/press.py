"""The press: typst kept warm, so that the second document costs milliseconds.

Text reaches typst as JSON and stays text; no typesetting command of a person is ever carried out. A sign that no
typeface at hand can draw would break the archive standard, so the press asks typst which ones these are, writes
their names instead and prints again.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

import typst

from consortia.core.errors import ConsortiaError
from consortia.documents.literal import named

LAYOUT = Path(__file__).parent / "layout"
STANDARDS: Final = ("ua-1", "a-2a")
MOST_ROUNDS = 6
PICTURE_PPI = 192

Payload = Mapping[str, object]

_REFUSED = re.compile(
    r'the text `"(?P<drawn>.*?)"` could not be displayed'
    r'|the text contains the disallowed codepoint `"(?P<disallowed>.*?)"`'
    r'|the PDF contains the codepoint `"(?P<private>.*?)"`'
)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


class PrintingError(ConsortiaError):
    """A document could not be printed for a reason that is not in its text, such as a drawing that is no SVG."""


class Press:
    """A warm compiler with its typefaces: those built in, and those in folders that an institution adds."""

    def __init__(self, font_folders: Sequence[Path] = ()) -> None:
        """Read the typefaces once; the machine's own are left out, so every machine prints the same."""
        paths = [str(folder) for folder in font_folders]
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=paths)
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = threading.Lock()

    def print(self, layout: str, document: Payload, dated: datetime) -> bytes:
        """Print the document by the named layout as PDF/UA-1 and PDF/A-2a; the same input gives the same bytes."""
        replaced: set[str] = set()
        with self._lock:
            for _ in range(MOST_ROUNDS):
                try:
                    return self._compile(layout, _without(document, replaced), dated)
                except typst.TypstError as refusal:
                    found = _refused_signs(refusal) - replaced
                    if not found:
                        raise PrintingError(refusal.diagnostic) from refusal
                    replaced |= found
        message = f"{layout}: signs are still refused after {MOST_ROUNDS} rounds"
        raise PrintingError(message)

    def picture_png(self, svg: str, *, width_mm: float, tallest_mm: float) -> bytes:
        """Draw an SVG as PNG for programs that cannot show it, as wide as asked and no taller than the page bears."""
        inputs = {"svg": svg, "width": str(width_mm), "tallest": str(tallest_mm)}
        with self._lock:
            try:
                drawn = self._compiler("picture").compile(format="png", ppi=PICTURE_PPI, sys_inputs=inputs)
            except typst.TypstError as refusal:
                raise PrintingError(refusal.diagnostic) from refusal
        return cast("bytes", drawn)

    def _compile(self, layout: str, document: Payload, dated: datetime) -> bytes:
        printed = self._compiler(layout).compile(
            format="pdf",
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=list(STANDARDS),
            timestamp=int(dated.timestamp()),
        )
        return cast("bytes", printed)

    def _compiler(self, layout: str) -> typst.Compiler:
        compiler = self._compilers.get(layout)
        if compiler is None:
            compiler = typst.Compiler(
                str(LAYOUT / f"{layout}.typ"), root=str(LAYOUT), font_paths=self._fonts, ignore_system_fonts=True
            )
            self._compilers[layout] = compiler
        return compiler


@lru_cache(maxsize=1)
def house_press() -> Press:
    """Return the press with the built-in typefaces, shared by all who print in this process."""
    return Press()


def _refused_signs(refusal: typst.TypstError) -> set[str]:
    signs: set[str] = set()
    for match in _REFUSED.finditer(refusal.diagnostic):
        signs |= _blamed(_unescaped(match["drawn"] or match["disallowed"] or match["private"]))
    return signs


def _blamed(cluster: str) -> set[str]:
    """Of several signs drawn together blame the marks first: the letter below them is probably known."""
    if len(cluster) == 1:
        return {cluster}
    marks = {sign for sign in cluster if unicodedata.category(sign)[0] in "MC"}
    return marks or {sign for sign in cluster if not sign.isascii()}


def _unescaped(quoted: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], quoted)


def _without(document: Payload, signs: set[str]) -> Payload:
    if not signs:
        return document
    table = str.maketrans({sign: named(sign) for sign in signs})
    changed = cast("dict[str, object]", _translated(document, table))
    return changed | {"substituted": changed != document}


def _translated(node: object, table: Mapping[int, str]) -> object:
    if isinstance(node, str):
        return node if node.isascii() else node.translate(table)
    if isinstance(node, Mapping):
        return {key: _translated(value, table) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_translated(value, table) for value in node]
    return node
