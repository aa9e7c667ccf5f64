"""A page of a portal: its address, who may open it and what it is called, declared where its view stands.

    @page("applications/<reference>/map/", name="map", title=_("Map"), rights=may_read, of=an_application)
    def partners_map(request, application): ...

A view without rights cannot be made a page; `tests/portals/test_rights.py` tries every page in every role.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise

from consortia.portals.shared.kept import keep_form
from consortia.stages.one_look import one_look

# What changes nothing: guard, view and template may rely on one and the same answer about rights.
LOOKING: Final = frozenset({"GET", "HEAD"})
View = Callable[..., HttpResponseBase]
Right = Callable[..., bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: everything a portal's list of addresses and the rights matrix need to know of it."""

    address: str
    name: str
    title: str | Promise
    rights: Right
    view: View


def anyone(_user: object, *_subject: object) -> bool:
    """Open to everybody."""
    return True


def signed_in(user: Any, *_subject: object) -> bool:
    """Open to everybody with an account."""
    return bool(user.is_authenticated)


def page(
    address: str,
    *,
    name: str,
    title: str | Promise,
    rights: Right,
    of: Callable[..., object] | None = None,
    sees: Right | None = None,
) -> Callable[[View], Page]:
    """Make a view a page.

    `of` turns the parts of the address that it names as parameters into the subject the page is about; `rights` is
    asked with the user and the subject. Where `sees` is given and says no, the page does not exist for this user (404);
    where only `rights` says no, it is forbidden (403). Somebody without an account is asked to sign in first, whether
    or not the thing exists.
    """

    def declare(view: View) -> Page:
        taken = tuple(inspect.signature(of).parameters) if of is not None else ()

        @wraps(view)
        def guarded(request: HttpRequest, **parts: object) -> HttpResponseBase:
            stranger = isinstance(request.user, AnonymousUser)
            try:
                subject = () if of is None else (of(**{part: parts.pop(part) for part in taken}),)
            except Http404:
                # What is private does not tell strangers whether it exists.
                if stranger and sees is not None:
                    return _to_sign_in(request)
                raise
            with one_look() if request.method in LOOKING else nullcontext():
                _guard(request, rights, sees, subject)
                if stranger and not rights(request.user, *subject):
                    return _to_sign_in(request)
                return view(request, *subject, **parts)

        return Page(address=address, name=name, title=title, rights=rights, view=guarded)

    return declare


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in first; a form that was sent after the sign-in had expired is kept and offered again."""
    if request.method == "POST" and request.POST:
        keep_form(request)
        return redirect_to_login(reverse("public:kept"))
    return redirect_to_login(request.get_full_path())


def _guard(request: HttpRequest, rights: Right, sees: Right | None, subject: tuple[object, ...]) -> None:
    # Whoever may act here sees the page as well, so that most requests ask the database once.
    if isinstance(request.user, AnonymousUser) or rights(request.user, *subject):
        return
    if sees is not None and (sees is rights or not sees(request.user, *subject)):
        raise Http404
    raise PermissionDenied


def addresses(pages: Iterable[Page]) -> list[URLPattern]:
    """Return the address list of a portal."""
    return [path(each.address, each.view, name=each.name) for each in pages]
