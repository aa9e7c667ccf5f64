"""An officer looks at what two applications share and says what they think of it. The software never does."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.copies import copies_for
from consortia.stages.screening.models import CopyLook, CopyPair, File
from consortia.stages.screening.permissions import may_screen_file
from consortia.stages.screening.services.moving import held


class NoWordsError(Exception):
    """A look was to be kept without a word on what was seen."""


@transaction.atomic
def look_at_copy(person: Person, file: File, pair_id: int, *, concern: bool, words: str) -> CopyLook:
    """Keep what an officer says of a pair; it stands in the journal of both files where both are the agency's.

    Raises CopyPair.DoesNotExist for a pair that is not shown to the person, or no longer counts.
    """
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    pair = copies_for(file, person).get(pk=pair_id)
    if not words.strip():
        raise NoWordsError
    look = CopyLook.objects.create(pair=pair, agency=file.agency, concern=concern, words=words.strip(), by=person)
    verb = "see-concern-in-copy" if concern else "see-no-concern-in-copy"
    for each in _files_of(pair, file.agency):
        record(verb, each, by=person, facts={"pair": pair.pk, "words": look.words})
    return look


def _files_of(pair: CopyPair, agency: str) -> list[File]:
    return list(File.objects.filter(agency=agency, submission__in=[pair.one_id, pair.other_id]).order_by("id"))
