"""How long the papers take: pages, milliseconds and kilobytes, beside what we allow ourselves.

Run with `.venv/bin/python benchmarks/documents.py`; it ends with 1 where a bound is passed.
Allowed is what a person waits for without noticing: a third of a second for 20 pages, one second for 60.
The bound is held against the processor's time, since a benchmark must not depend on who else uses the machine; the
time on the wall stands beside it. Each run prints other texts, so what typst remembers of a text does not count;
`first` includes reading the typefaces.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from consortia.documents.dossier import Dossier, DossierState, Section
from consortia.documents.pdf import application_pdf, blank_form_pdf, mandate_pdf, receipt_pdf
from consortia.documents.word import application_word
from tests.documents.samples import answered, dossier, mandate, receipt

LANGUAGES = ("en", "el", "pl", "bg", "tr", "ka")
REPEATS = 5


def twenty_pages(turn: int) -> Dossier:
    return dossier(title=f"Twenty pages, turn {turn}", organisations=4, length=2600 + turn, languages=("en", "pl"))


def sixty_pages(turn: int) -> Dossier:
    more = tuple(
        Section(
            title=f"Further questions {part}",
            blocks=tuple(
                answered(f"Question {at}", "What else matters?", 4700 + turn, LANGUAGES[(part + at) % 6], at)
                for at in range(5)
            ),
        )
        for part in range(4)
    )
    return dossier(
        title=f"Sixty pages, turn {turn}",
        organisations=6,
        length=4300 + turn,
        languages=LANGUAGES,
        state=DossierState.DRAFT,
        extra=more,
    )


def measured(name: str, print_it: Callable[[int], bytes], allowed: float) -> bool:
    """Print one row: the first run, then the middle of the runs on the warm press."""
    processor, wall = [], []
    file = b""
    for turn in range(REPEATS + 1):
        start, wall_start = time.process_time(), time.perf_counter()
        file = print_it(turn)
        processor.append((time.process_time() - start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
    warm, warm_wall = sorted(processor[1:])[REPEATS // 2], sorted(wall[1:])[REPEATS // 2]
    pages = str(len(pikepdf.open(BytesIO(file)).pages)) if file.startswith(b"%PDF") else "-"
    verdict = "within" if warm <= allowed else "OVER"
    size = len(file) / 1024
    figures = f"{processor[0]:>11.0f}{warm:>10.0f}{allowed:>10.0f}{warm_wall:>10.0f}{size:>7.0f}"
    print(f"{name:<22}{pages:>6}{figures}  {verdict}")
    return warm <= allowed


def main() -> int:
    print(f"{'paper':<22}{'pages':>6}{'first CPU':>11}{'warm CPU':>10}{'allowed':>10}{'wall ms':>10}{'kB':>7}")
    rows = (
        measured("application, about 20", lambda turn: application_pdf(twenty_pages(turn)), 330),
        measured("application, about 60", lambda turn: application_pdf(sixty_pages(turn)), 1000),
        measured("blank form", lambda turn: blank_form_pdf(twenty_pages(turn)), 330),
        measured("mandate", lambda _turn: mandate_pdf(mandate()), 50),
        measured("receipt", lambda _turn: receipt_pdf(receipt()), 50),
        measured("Word, about 20", lambda turn: application_word(twenty_pages(turn)), 500),
        measured("Word, about 60", lambda turn: application_word(sixty_pages(turn)), 1000),
    )
    return 0 if all(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
