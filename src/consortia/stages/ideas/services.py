"""Beginning an idea, writing it, choosing its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.application.cowriting import Save, Version, View, receive
from consortia.core.errors import NoValueError
from consortia.stages.calls.models import Edition
from consortia.stages.ideas.models import Idea, IdeaVersion
from consortia.stages.ideas.permissions import may_write_idea
from consortia.stages.ideas.queries import call_of_idea, versions_of
from consortia.stages.journal.services import record
from consortia.stages.kept_texts import columns_of
from consortia.stages.people.models import Person

# Ideas may run on while they are written; this bound only keeps a stray file out.
LONGEST_IDEA = 200_000


class IdeaTooLongError(Exception):
    """The text is longer than any idea can be; it was not stored and stays with its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedIdea:
    """What stands after a save, and the view from which its author writes on."""

    idea: Idea
    view: View


@transaction.atomic
def begin_idea(person: Person, edition: Edition, *, text: str = "") -> Idea:
    """Begin an idea for a call; only its author sees it."""
    idea = Idea.objects.create(person=person, edition=edition)
    record("begin-idea", idea, by=person, facts={"call": edition.code})
    return save_idea(person, idea, Save(text=text, save_id="begin")).idea if text else idea


@transaction.atomic
def save_idea(person: Person, idea: Idea, save: Save) -> SavedIdea:
    """Store the text; what the author wrote meanwhile in another tab is merged, and every version is kept."""
    if not may_write_idea(person, idea):
        raise PermissionDenied
    if len(save.text) > LONGEST_IDEA:
        raise IdeaTooLongError
    idea = Idea.objects.select_for_update(of=("self",)).select_related("edition").get(pk=idea.pk)
    received = receive(versions_of(idea), save, author=str(person.pk))
    if received.new is not None:
        _keep(idea, received.new)
    return SavedIdea(idea=idea, view=received.view)


def save_ideas(person: Person, idea: Idea, saves: Sequence[Save]) -> SavedIdea:
    """Store saves one after the other, each grown from the one before, and return what became of the last."""
    first, *more = saves
    saved = save_idea(person, idea, first)
    for save in more:
        saved = save_idea(person, idea, replace(save, grew_from=saved.view))
    return saved


@transaction.atomic
def choose_field_of_idea(person: Person, idea: Idea, field: str) -> None:
    """Choose the field of an idea, or leave it to the text with an empty one; raises NoValueError for no field."""
    if not may_write_idea(person, idea):
        raise PermissionDenied
    if field and field not in {each.code for each in call_of_idea(idea).fields}:
        raise NoValueError(f"the call has no field {field}")
    Idea.objects.filter(pk=idea.pk).update(field=field)
    idea.field = field


@transaction.atomic
def let_go_of_idea(person: Person, idea: Idea) -> None:
    """Take an idea out of one's list, with all its versions; applications that began with it stay as they are."""
    if not may_write_idea(person, idea):
        raise PermissionDenied
    record("let-go-of-idea", idea, by=person, facts={"beginning": idea.beginning})
    idea.delete()


def _keep(idea: Idea, version: Version) -> None:
    IdeaVersion.objects.create(idea=idea, **columns_of(version))
    idea.text, idea.version = version.stands.text, version.number
    idea.save(update_fields=["text", "version", "changed_at"])
