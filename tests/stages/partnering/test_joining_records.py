from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict

from consortia.stages.journal.models import Event
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.services import change_organisation, record_of
from consortia.stages.partnering.models import SameBody
from consortia.stages.partnering.queries import pairs_to_decide, same_body_as
from consortia.stages.partnering.services.joining_records import (
    say_different_bodies,
    say_same_body,
    suggest_same_bodies,
    undo_decision,
)
from consortia.stages.people.models import Person
from tests.factories import applications as make

SPELLINGS = ("Orlevia Werk GmbH", "ORLEVIA WERK gGmbH", "Orlévia Werk")


@pytest.fixture
def keeper() -> Person:
    """Somebody who keeps three records of one body, among others of strangers."""
    person = make.a_person()
    for name in SPELLINGS:
        make.an_organisation(person, name=name)
    for number in range(5):
        make.an_organisation(name=f"Institut {number} Tarwen{number}")
    suggest_same_bodies()
    return person


def rows() -> list[dict[str, object]]:
    return [model_to_dict(each) for each in Organisation.objects.order_by("pk")]


def test_every_spelling_is_paired_with_every_other_and_no_stranger(keeper: Person) -> None:
    pairs = list(pairs_to_decide())

    assert len(pairs) == 3
    assert {name for pair in pairs for name in (pair.one.name, pair.other.name)} == set(SPELLINGS)
    assert all(pair.confidence > 0.9 for pair in pairs)
    assert pairs[0].reasons[0] == {"code": "same-but-for-form", "facts": {}}


def test_suggesting_again_changes_no_decision_and_adds_nothing(keeper: Person) -> None:
    first, second, _third = pairs_to_decide()
    say_same_body(keeper, first)
    say_different_bodies(keeper, second)

    added = suggest_same_bodies()

    assert added == 0
    assert sorted(SameBody.objects.values_list("state", flat=True)) == ["different", "open", "same"]


def test_a_pair_that_a_correction_tells_apart_is_no_longer_suggested(keeper: Person) -> None:
    organisation = Organisation.objects.get(name=SPELLINGS[2])
    known = record_of(organisation)
    change_organisation(keeper, organisation, type(known)(**{**_facts(known), "name": "Brodauer Chorverein"}))

    suggest_same_bodies()

    assert {(p.one.name, p.other.name) for p in pairs_to_decide()} <= {SPELLINGS[:2], SPELLINGS[1::-1]}
    assert pairs_to_decide().count() == 1


def _facts(known: object) -> dict[str, object]:
    return {name: getattr(known, name) for name in type(known).__dataclass_fields__}  # type: ignore[attr-defined]  # a dataclass


def test_merging_links_over_several_records_and_undoing_restores_everything(keeper: Person) -> None:
    before, pairs = rows(), list(pairs_to_decide())
    own = Organisation.objects.get(name=SPELLINGS[0])
    states = [model_to_dict(each) for each in pairs]

    for pair in pairs[:2]:
        say_same_body(keeper, pair)
    merged = same_body_as(own)
    for pair in pairs[:2]:
        undo_decision(keeper, pair)

    assert merged == set(Organisation.objects.filter(name__in=SPELLINGS).values_list("pk", flat=True))
    assert rows() == before
    assert [model_to_dict(each) for each in SameBody.objects.order_by("-confidence", "id")] == states
    assert same_body_as(own) == {own.pk}


def test_the_journal_of_both_records_keeps_who_decided_and_what_stood_before(keeper: Person) -> None:
    pair = pairs_to_decide()[0]

    say_same_body(keeper, pair)
    undo_decision(keeper, pair)

    for organisation in (pair.one, pair.other):
        events = Event.objects.filter(subject=str(organisation.pk), verb__in=["say-same", "undo-same-body"])
        told = [(each.verb, each.actor, each.facts["before"]) for each in events.order_by("id")]
        assert told == [("say-same", str(keeper.pk), "open"), ("undo-same-body", str(keeper.pk), "same")]


def test_only_who_keeps_both_records_or_runs_the_site_decides(keeper: Person) -> None:
    pair = pairs_to_decide()[0]
    half = make.a_person()
    pair.one.memberships.create(person=half, role="keeper", admitted_at=make.datetime.now().astimezone())
    runs_the_site = Person.objects.create_superuser("root@example.org", "long-enough", name="Root")

    for person in (make.a_person(), half):
        with pytest.raises(PermissionDenied):
            say_same_body(person, pair)
    say_same_body(runs_the_site, pair)

    assert SameBody.objects.get(pk=pair.pk).decided_by == runs_the_site
