"""Names of past projects that may be one body: suggested, decided, undone, and read as one meanwhile."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict

from consortia.stages.agencies.models import Post
from consortia.stages.journal.models import Event
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.past import Section, past_section
from consortia.stages.partnering.queries import experienced
from consortia.stages.past_projects.models import PastOrganisation, PastProject, SameName
from consortia.stages.past_projects.permissions import may_look_after_past
from consortia.stages.past_projects.queries import experience_of, history_of, pairs_of_names
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.past_projects.services.joining_names import (
    compare_names_anew,
    names_wait,
    say_different_names,
    say_same_name,
    suggest_same_names,
    undo_same_name,
)
from consortia.stages.past_projects.services.linking import link_organisation
from consortia.stages.people.models import Person
from tests.factories import agencies
from tests.factories import applications as make
from tests.factories.partnering import who_runs_the_site
from tests.stages.past_projects import lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Person:
    return agencies.people_of("DE01")["officer"]


def read_in(more: int = 0) -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings(more=more))), name="list.csv")


def named(name: str) -> PastOrganisation:
    return PastOrganisation.objects.get(name=name)


def test_spellings_of_one_name_are_paired_and_strangers_are_not() -> None:
    read_in(more=2)

    new = suggest_same_names()

    pairs = SameName.objects.select_related("one", "other")
    assert (new, len(pairs)) == (6, 6)
    assert {each.name for pair in pairs for each in (pair.one, pair.other)} == {
        row["Coordinating organisation name"] for row in lists.two_spellings(more=2)
    }
    assert min(pair.confidence for pair in pairs) > 0.9


def test_nothing_is_compared_twice_until_a_new_name_comes_in_and_decisions_stand(officer: Person) -> None:
    read_in()
    suggest_same_names()
    say_same_name(officer, SameName.objects.get())
    waits_after_one, waits_before = names_wait(), SameName.objects.values_list("pk", "state").get()
    read_in(more=1)

    again = suggest_same_names()

    assert (waits_after_one, again, names_wait()) == (False, 2, False)
    assert SameName.objects.values_list("pk", "state").order_by("pk")[0] == waits_before


def test_comparing_all_anew_changes_nothing() -> None:
    read_in(more=2)
    suggest_same_names()
    before = list(SameName.objects.order_by("pk").values())
    compare_names_anew()

    assert (suggest_same_names(), list(SameName.objects.order_by("pk").values())) == (0, before)


def test_one_country_at_a_time_leaves_the_others_for_later() -> None:
    read_in()

    suggest_same_names(countries=1)

    assert (SameName.objects.count(), names_wait()) == (1, True)
    assert set(PastOrganisation.objects.filter(compared=False).values_list("country", flat=True)) == {"PL"}


def test_joined_names_have_one_history_and_undoing_tells_them_apart_again(officer: Person) -> None:
    read_in()
    suggest_same_names()
    pair = SameName.objects.get()
    rows = [model_to_dict(each) for each in PastOrganisation.objects.order_by("pk")]

    say_same_name(officer, pair)
    joined = history_of(named("Haus am Fluss"))
    undo_same_name(officer, pair)
    apart = history_of(named("Haus am Fluss"))

    assert ([part.project.title for part in joined.projects], joined.partner_count) == (["Project 0", "Project 1"], 2)
    assert joined.spellings == ("Haus am Fluss", "Haus am Fluß e.V.")
    assert ([part.project.title for part in apart.projects], apart.partner_count) == (["Project 0"], 1)
    assert [model_to_dict(each) for each in PastOrganisation.objects.order_by("pk")] == rows


def test_a_partner_in_two_spellings_is_one_partner() -> None:
    shared = {"Partner 1 name": "Bee House", "Partner 1 country": "FI"}
    rows = [{**row, **shared} for row in lists.two_spellings()]
    import_results(io.BytesIO(lists.as_csv(rows)), name="list.csv")
    suggest_same_names()
    say_same_name(who_runs_the_site(), SameName.objects.get())

    history = history_of(named("Bee House"))

    assert [(each.organisation.name, each.times) for each in history.partners] == [("Haus am Fluss", 2)]


def test_the_network_draws_joined_names_as_one_body(officer: Person) -> None:
    read_in()
    suggest_same_names()
    say_same_name(officer, SameName.objects.get())

    members = [each.members[0] for each in past_section(Section())]

    assert members == [f"past-{named('Haus am Fluss').pk}"] * 2


def test_what_a_joined_name_did_counts_for_the_organisation_that_the_other_is_linked_to(officer: Person) -> None:
    read_in()
    suggest_same_names()
    own = make.an_organisation(name="Haus am Fluss")
    link_organisation(who_runs_the_site(), named("Haus am Fluss"), own)
    before = experience_of(own)

    say_same_name(officer, SameName.objects.get())
    after = experience_of(own)

    assert before is not None
    assert after is not None
    assert (before.number, after.number, after.coordinated) == (1, 2, 2)
    assert {each.members[0] for each in past_section(Section(around=str(own.pk)))} == {str(own.pk)}
    assert len(past_section(Section(around=str(own.pk)))) == PastProject.objects.count()
    assert experienced() == {str(own.pk)}


def test_two_bodies_are_not_suggested_again_and_the_journal_keeps_both_names(officer: Person) -> None:
    read_in()
    suggest_same_names()
    pair = SameName.objects.get()

    say_different_names(officer, pair)
    compare_names_anew()
    again = suggest_same_names()

    assert (again, SameName.objects.get().state) == (0, "different")
    told = Event.objects.filter(verb="say-different").values_list("subject", "actor", "facts__before")
    assert sorted(told) == sorted((str(pk), str(officer.pk), "open") for pk in (pair.one_id, pair.other_id))


@pytest.mark.parametrize("role", Post.Role.values)
def test_staff_and_those_who_work_on_files_look_after_the_past(role: str) -> None:
    person = make.a_person()
    Post.objects.create(person=person, agency="DE01", role=role)

    assert may_look_after_past(person) is (role != Post.Role.COMMITTEE)
    assert may_look_after_past(who_runs_the_site())


def test_an_applicant_decides_nothing(officer: Person) -> None:
    read_in()
    suggest_same_names()

    with pytest.raises(PermissionDenied):
        say_same_name(make.a_person(), SameName.objects.get())

    assert SameName.objects.get().state == "open"


def test_pairs_are_found_by_words_and_country() -> None:
    read_in()
    suggest_same_names()

    found = [
        pairs_of_names(text=text, country=country).count()
        for text, country in (("fluß HAUS", ""), ("haus brücke", ""), ("", "DE"), ("", "PL"))
    ]

    assert found == [1, 0, 1, 0]


def test_who_keeps_one_organisation_takes_no_name_away_from_another() -> None:
    read_in()
    owner, rival = make.a_person(), make.a_person()
    own, other = make.an_organisation(owner), make.an_organisation(rival, name="Rival")
    link_organisation(owner, named("Haus am Fluss"), own)

    for wish in (other, None):
        with pytest.raises(PermissionDenied):
            link_organisation(rival, named("Haus am Fluss"), wish)

    assert named("Haus am Fluss").organisation == Organisation.objects.get(pk=own.pk)
