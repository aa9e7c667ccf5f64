"""The states that the database knows are those of the core."""

from __future__ import annotations

from typing import get_args

from consortia.core.assessment import PARTS, FileState
from consortia.stages.assessments.models import AssessmentFile, Entry


def test_the_states_of_a_file_are_those_of_the_core() -> None:
    assert AssessmentFile.State.values == list(get_args(FileState))


def test_the_parts_of_an_entry_are_those_of_the_core() -> None:
    field = Entry._meta.get_field("part")

    assert [code for code, _label in field.choices or ()] == list(PARTS)
