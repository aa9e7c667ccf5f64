"""The one address of the bare site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone

from benchmarks.bare_site import PAGE
from consortia.stages.journal.models import Event

if TYPE_CHECKING:
    from django.http import HttpRequest


def bare(request: HttpRequest) -> HttpResponse:
    """Show a constant page, or store one row."""
    get_token(request)
    if request.method == "POST":
        # What is not read makes the server close the connection.
        json.loads(request.body)
        row = Event.objects.create(
            at=timezone.now(), verb="benchmark", actor=str(request.user.pk), actor_name=str(request.user)
        )
        return JsonResponse({"row": row.pk})
    return HttpResponse(PAGE)


urlpatterns = [path("", bare)]
