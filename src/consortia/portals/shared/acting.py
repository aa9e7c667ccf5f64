"""Who is acting on a page, and what came with the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, QueryDict
    from django.utils.datastructures import MultiValueDict

    from consortia.stages.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; the rights of a page keep everybody else out."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, empty or not; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """Return the files sent with a form; None where the page is only looked at."""
    return request.FILES if request.method == "POST" else None
