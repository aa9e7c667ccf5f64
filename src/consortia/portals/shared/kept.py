"""A form that was sent after the sign-in had expired: kept in the visitor's session until it can be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

KEY: Final = "kept-form"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """Where a form was sent, and what it held."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What a person wrote: the long values first, without the marks that pages put into their forms."""
        return tuple(sorted((value for _name, value in self.fields if " " in value.strip()), key=len, reverse=True))


def keep_form(request: HttpRequest) -> None:
    """Keep what was sent; files are not kept, they are still on the sender's disk."""
    fields = [
        [name, str(value)] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
    ]
    request.session[KEY] = {"path": request.get_full_path(), "fields": fields}


def kept_form(request: HttpRequest) -> KeptForm | None:
    """Return the form that waits to be sent again, if there is one."""
    found = request.session.get(KEY)
    if not isinstance(found, dict):
        return None
    return KeptForm(path=found["path"], fields=tuple((name, value) for name, value in found["fields"]))


def forget_form(request: HttpRequest) -> None:
    """Let the kept form go."""
    request.session.pop(KEY, None)
