from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from consortia.demo import make_world
from consortia.demo.world import FolderInUseError
from consortia.stages.calls.models import Edition, Round
from consortia.stages.calls.services import load_editions
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Organisation
from consortia.stages.people.models import Person
from tests.factories.applications import a_person

pytestmark = pytest.mark.django_db


def test_a_first_start_that_is_killed_leaves_nothing_half():
    load_editions()

    def kill(line: str) -> None:
        if "organisations" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_world(kill)

    left = [model.objects.count() for model in (Organisation, Person, Round, Letter, EmailAddress)]
    assert left == [0, 0, 0, 0, 0]
    assert Edition.objects.exists()


def test_invented_people_are_never_mixed_with_those_who_are_there_already():
    load_editions()
    a_person("Ada Lindqvist")

    with pytest.raises(FolderInUseError):
        make_world()

    assert Person.objects.count() == 1
