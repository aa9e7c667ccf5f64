"""The languages of the programme by name."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy

LANGUAGES: Final = tuple(
    "bg cs da de el en es et fi fr ga hr hu is it lt lv mk mt nb nl nn pl pt ro sk sl sv tr".split()  # noqa: SIM905  # a line of codes reads better
)
# Django has no words for these.
OWN_WORDS: Final[dict[str, tuple[Promise, str]]] = {"mt": (gettext_lazy("Maltese"), "Malti")}


def language_choices() -> list[tuple[str, str]]:
    """Return languages by their names in the language of the pages, with what they call themselves."""
    return sorted(((code, language_words(code)) for code in LANGUAGES), key=lambda pair: pair[1].casefold())


def language_words(code: str) -> str:
    """Return "Polish (polski)"."""
    if code in OWN_WORDS:
        here, there = OWN_WORDS[code]
        return f"{here} ({there})"
    known = get_language_info(code)
    here, there = known["name_translated"], known["name_local"]
    return here if here == there else f"{here} ({there})"
