"""What the experts' pages are about, read from their addresses: an application, by its reference, never by an id."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from consortia.core.assessment import PARTS
from consortia.stages.applications.models import Application
from consortia.stages.assessments.services.writing import Place


def an_application(reference: str) -> Application:
    """Return the application with this reference."""
    found = Application.objects.select_related("round__edition").defer("round__edition__content")
    return get_object_or_404(found, reference=reference.upper())


def a_place(name: str, *, consolidated: bool) -> Place:
    """Return the entry that a name such as `C1.points` means."""
    criterion, _dot, part = name.partition(".")
    if part not in PARTS:
        raise Http404
    return Place(criterion=criterion, part=part, consolidated=consolidated)
