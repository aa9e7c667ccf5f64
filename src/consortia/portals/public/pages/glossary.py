"""The words of the programme, each with its meaning and an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.glossary import chapters
from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("glossary/", name="glossary", title=_("Glossary"), rights=anyone)
def glossary(request: HttpRequest) -> HttpResponse:
    """Show all words."""
    return render(request, "public/glossary.html", {"chapters": chapters()})
