"""Who is acting on a page, and whether the page lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from consortia.stages.applications.permissions import may_answer, may_read
from consortia.stages.applications.queries import PRESENT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, QueryDict
    from django.utils.datastructures import MultiValueDict

    from consortia.stages.applications.models import Participation, Submission
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


def sees_part(user: Person | AnonymousUser, participation: Participation) -> bool:
    """Whether the person sees the application that this part belongs to."""
    return may_read(user, participation.application)


def may_change_part(user: Person | AnonymousUser, participation: Participation) -> bool:
    """Whether the person writes for this organisation, or leads."""
    return may_answer(user, participation.application, participation.key)


def sees_submission(user: Person | AnonymousUser, submission: Submission) -> bool:
    """Whether the person sees the application that was submitted."""
    return may_read(user, submission.application)


def present(participation: Participation) -> Participation:
    """Return the part if its organisation was asked or takes part; there is no page for those who left."""
    if participation.state not in PRESENT:
        raise Http404
    return participation
