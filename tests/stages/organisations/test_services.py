from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.queries import organisations_like, organisations_matching, people_of, plain
from consortia.stages.organisations.services import (
    LastKeeperError,
    OrganisationRecord,
    Standing,
    TakenNumberError,
    admit_person,
    ask_to_join,
    change_organisation,
    change_standing,
    part_with_person,
    record_of,
    refuse_person,
    register_organisation,
)
from tests.factories.applications import a_member, a_person, an_organisation

RECORD = OrganisationRecord(name="Łódź Szkoła", kind="school", country="PL", city="Łódź", oid="E10098499")


def test_whoever_registers_an_organisation_keeps_it() -> None:
    person = a_person()

    organisation = register_organisation(person, RECORD, position="Head", may_sign=True)

    membership = Membership.objects.get()
    assert record_of(organisation) == RECORD
    assert (membership.person, membership.role, membership.position, membership.may_sign) == (
        person,
        "keeper",
        "Head",
        True,
    )
    assert [event.verb for event in Event.objects.filter(subject=str(organisation.pk))] == ["register-organisation"]


@pytest.mark.parametrize("number", [{"oid": "E10098499"}, {"pic": "948211004"}])
def test_a_number_belongs_to_one_organisation(number: dict[str, str]) -> None:
    known = OrganisationRecord(name="A", kind="school", country="PL", city="Gdynia", **number)
    first = register_organisation(None, known)

    with pytest.raises(TakenNumberError) as taken:
        register_organisation(None, known)

    assert taken.value.organisation == first
    assert Organisation.objects.count() == 1


def test_an_organisation_keeps_its_own_number_when_its_record_changes() -> None:
    keeper = a_person()
    organisation = register_organisation(keeper, RECORD)

    change_organisation(keeper, organisation, RECORD)

    assert Event.objects.filter(verb="change-organisation").count() == 1


def test_only_keepers_change_a_record() -> None:
    organisation = an_organisation(a_person())

    with pytest.raises(PermissionDenied):
        change_organisation(a_member(organisation), organisation, RECORD)


def test_asking_twice_is_one_request() -> None:
    keeper, person = a_person(), a_person()
    organisation = an_organisation(keeper)

    first = ask_to_join(person, organisation, position="Teacher")
    second = ask_to_join(person, organisation)

    assert first == second
    assert Letter.objects.filter(kind="join-request").count() == 1


def test_only_keepers_admit_and_refuse() -> None:
    organisation = an_organisation(a_person())
    writer = a_member(organisation)
    request = ask_to_join(a_person(), organisation)

    for act in (lambda: admit_person(writer, request, Standing()), lambda: refuse_person(writer, request)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_letter_of_admission_is_written_once() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    request = ask_to_join(a_person(), organisation)

    admit_person(keeper, request, Standing(role="reader"))
    admit_person(keeper, request, Standing(role="writer"))

    request.refresh_from_db()
    assert request.role == "writer"
    assert Letter.objects.filter(kind="admitted").count() == 1


def test_an_organisation_is_never_without_a_keeper() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    own = Membership.objects.get()

    for act in (lambda: part_with_person(keeper, own), lambda: change_standing(keeper, own, Standing(role="reader"))):
        with pytest.raises(LastKeeperError):
            act()
    second = Membership.objects.get(person=a_member(organisation, "keeper"))
    part_with_person(keeper, own)

    assert list(people_of(organisation)) == [second]


def test_somebody_leaves_by_themselves_but_parts_with_nobody_else() -> None:
    organisation = an_organisation(a_person())
    one, other = a_member(organisation), a_member(organisation)

    with pytest.raises(PermissionDenied):
        part_with_person(one, Membership.objects.get(person=other))
    part_with_person(one, Membership.objects.get(person=one))

    assert not Membership.objects.filter(person=one).exists()


def test_those_who_wait_stand_last() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    waiting = ask_to_join(a_person(), organisation)
    later = a_member(organisation)

    people = [membership.person for membership in people_of(organisation)]

    assert people == [keeper, later, waiting.person]


@pytest.mark.parametrize("text", ["lodz", "ŁÓDŹ szkola", "szkoła", "E10098499", "pl"])
def test_accents_and_case_do_not_matter_in_a_search(text: str) -> None:
    organisation = register_organisation(None, RECORD)

    assert list(organisations_matching(text)) == [organisation]


@pytest.mark.parametrize("text", ["n" * 200_000, "a " * 100_000], ids=["one word", "many words"])
def test_a_text_longer_than_any_name_finds_nothing(text: str) -> None:
    assert not organisations_like(text, "ES").exists()
    assert not organisations_matching(text).exists()


def test_names_with_the_same_words_are_alike_within_a_country() -> None:
    found = an_organisation(country="FI", name="University of Tampere")
    an_organisation(country="DE", name="University of Tampere abroad")

    assert list(organisations_like("Tampere University", "FI")) == [found]


def test_words_are_compared_without_accents_and_spaces() -> None:
    assert plain("  Çağ   ÜNİVERSİTESİ ") == plain("cag universitesi")


def test_people_of_an_organisation_take_one_question() -> None:
    organisation = an_organisation(a_person())
    a_member(organisation)
    a_member(organisation)

    with CaptureQueriesContext(connection) as asked:
        names = [membership.person.name for membership in people_of(organisation)]

    assert len(names) == 3
    assert len(asked) == 1
