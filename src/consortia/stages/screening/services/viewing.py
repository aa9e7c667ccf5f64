"""Lists that people want to see again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.people.models import Person
from consortia.stages.screening.models import SavedView
from consortia.stages.screening.permissions import may_read_files


@transaction.atomic
def save_view(person: Person, agency: str, name: str, *, query: str, shared: bool) -> SavedView:
    """Keep filters and order under a name; the same name of the same person is the same view, renewed."""
    if not may_read_files(person, agency):
        raise PermissionDenied
    view, _made = SavedView.objects.update_or_create(
        person=person, agency=agency, name=name.strip(), defaults={"query": query, "shared": shared}
    )
    return view


@transaction.atomic
def forget_view(person: Person, view: SavedView) -> None:
    """Take a view away; only whoever saved it does."""
    if view.person_id != person.pk:
        raise PermissionDenied
    view.delete()
