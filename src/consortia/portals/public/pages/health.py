"""For machines: whether the site is well, and what robots should leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from django.http import HttpRequest


@page("healthz", name="health", title=_("Health"), rights=anyone)
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a view's signature
    """Answer 200 where the database answers and is up to date, else 503."""
    trouble = _trouble()
    return HttpResponse(
        f"{trouble or 'well'}\n", status=503 if trouble else 200, content_type="text/plain; charset=utf-8"
    )


@page("robots.txt", name="robots", title=_("Robots"), rights=anyone)
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines to the public pages."""
    return render(request, "public/robots.txt", content_type="text/plain; charset=utf-8")


def _trouble() -> str:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return "the database does not answer"
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait" if waiting else ""
