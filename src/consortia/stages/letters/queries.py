"""Reading letters."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from consortia.stages.letters.models import Letter


def letters_matching(text: str = "") -> QuerySet[Letter]:
    """Return letters whose address or subject holds the text, the newest first."""
    wanted = Q(to__icontains=text) | Q(subject__icontains=text) if text else Q()
    return Letter.objects.filter(wanted).order_by("-id")


def letters_to(addresses: Iterable[str]) -> QuerySet[Letter]:
    """Return the letters written to one of these addresses, the newest first."""
    return Letter.objects.filter(to__in=list(addresses)).order_by("-id")
