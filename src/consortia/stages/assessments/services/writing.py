"""Writing an assessment: each entry saves by itself, and every version is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.application.cowriting import Save, View, receive
from consortia.core.assessment import PARTS, moves
from consortia.core.errors import NoValueError
from consortia.stages.assessments.models import Assessment, Entry, EntryVersion
from consortia.stages.assessments.permissions import assesses, may_consolidate, may_write
from consortia.stages.assessments.queries import versions_of
from consortia.stages.assessments.services.keeping import file_to_change, keep, note
from consortia.stages.assessments.snapshots import Rules
from consortia.stages.experts.models import Assignment
from consortia.stages.kept_texts import columns_of
from consortia.stages.people.models import Person

# No comment is as long as this; the bound only keeps a stray file out.
LONGEST_ENTRY = 40_000


class EntryTooLongError(Exception):
    """The text is longer than any comment can be; it was not stored and stays with its author."""


class NotOpenError(Exception):
    """The assessment is finished, signed or no longer this expert's to write: nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of an assessment: a part under a criterion, of the expert's own or of the consolidated one."""

    criterion: str
    part: str
    consolidated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedEntry:
    """What stands after a save, and the view from which its author writes on."""

    entry: Entry
    view: View


@transaction.atomic
def save_entry(person: Person, assignment: Assignment, place: Place, save: Save) -> SavedEntry:
    """Store points, a band or a comment; what the author wrote meanwhile in another tab is merged.

    A change of the consolidated assessment takes away every signature under it.
    """
    if not assesses(person, assignment.application):
        raise PermissionDenied
    if len(save.text) > LONGEST_ENTRY:
        raise EntryTooLongError
    row, what = file_to_change(assignment)
    _check_place(what.rules, place)
    own = str(assignment.pk)
    if place.consolidated:
        if not may_consolidate(own, what.file, lead=what.lead):
            raise NotOpenError
        assessment, _made = Assessment.objects.get_or_create(file=row, assignment=None)
        saved = keep_entry(person, assessment, place, save)
        if saved.new:
            if what.file.signed:
                note("change-signed-assessment", row, by=person, facts={"where": f"{place.criterion}.{place.part}"})
            keep(row, moves.write(what.file), consolidated=assessment)
        return SavedEntry(entry=saved.entry, view=saved.view)
    if not may_write(own, what.file):
        raise NotOpenError
    assessment, _made = Assessment.objects.get_or_create(file=row, assignment=assignment)
    keep(row, what.file, consolidated=what.consolidated)
    saved = keep_entry(person, assessment, place, save)
    return SavedEntry(entry=saved.entry, view=saved.view)


def save_entries(person: Person, assignment: Assignment, place: Place, saves: Sequence[Save]) -> SavedEntry:
    """Store saves one after the other, each grown from the one before, and return what became of the last."""
    first, *more = saves
    saved = save_entry(person, assignment, place, first)
    for save in more:
        saved = save_entry(person, assignment, place, replace(save, grew_from=saved.view))
    return saved


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry after a save, and whether anything new came with it."""

    entry: Entry
    view: View
    new: bool


def keep_entry(person: Person, assessment: Assessment, place: Place, save: Save) -> Kept:
    """Merge a save into an entry and keep the version; within the caller's transaction, after its checks."""
    entry, _made = Entry.objects.get_or_create(assessment=assessment, criterion=place.criterion, part=place.part)
    received = receive(versions_of(entry), save, author=str(person.pk))
    if received.new is not None:
        EntryVersion.objects.create(entry=entry, author=person, **columns_of(received.new))
        entry.text, entry.version = received.new.stands.text, received.new.number
        entry.save(update_fields=["text", "version", "changed_at"])
    return Kept(entry=entry, view=received.view, new=received.new is not None)


def _check_place(rules: Rules, place: Place) -> None:
    if place.part not in PARTS or place.criterion not in {each.code for each in rules.award.criteria}:
        message = f"the call has no {place.criterion}.{place.part} to assess"
        raise NoValueError(message)
