from __future__ import annotations

import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from consortia.stages.applications.models import Answer, AnswerVersion, Application, Comment, Participation, Submission
from consortia.stages.applications.permissions import standing_of
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared
from tests.factories.applications import Consortium, a_draft, a_person

by_reference = Prepared(
    lambda: (
        Application.objects.filter(reference=Given(Application, "reference"))
        .select_related("round__edition")
        .defer("round__edition__content")
    )
)
answers_of = Prepared(lambda: Answer.objects.filter(application=Given(Answer, "application")).order_by("question"))
names_of = Prepared(lambda: Person.objects.filter(id=Given(Person, "id")).values_list("name", "email"))


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def test_rows_are_those_of_the_queryset_with_what_hangs_on_them(consortium: Consortium) -> None:
    (found,) = by_reference(reference=consortium.application.reference)

    with CaptureQueriesContext(connection) as more:
        edition_hash = found.round.edition.edition_hash
    assert (found, edition_hash, len(more)) == (
        consortium.application,
        consortium.application.round.edition.edition_hash,
        0,
    )
    assert found.round.edition.get_deferred_fields() == {"content"}


def test_values_come_as_the_queryset_gives_them(consortium: Consortium) -> None:
    assert names_of(id=consortium.lead.pk) == [(consortium.lead.name, consortium.lead.email)]


def test_each_question_gets_its_own_values(consortium: Consortium) -> None:
    other = a_draft()

    found = [by_reference(reference=each.application.reference) for each in (consortium, other, consortium)]

    assert found == [[consortium.application], [other.application], [consortium.application]]


def test_a_question_hears_what_changed_since_the_last_one(consortium: Consortium) -> None:
    before = names_of(id=consortium.lead.pk)
    Person.objects.filter(pk=consortium.lead.pk).update(name="Another Name")

    after = names_of(id=consortium.lead.pk)

    assert (before[0][0], after[0][0]) == (consortium.lead.name, "Another Name")


def test_rows_that_are_changed_in_memory_stay_apart(consortium: Consortium) -> None:
    (first,) = by_reference(reference=consortium.application.reference)
    first.title = "Changed, not stored"

    (second,) = by_reference(reference=consortium.application.reference)

    assert (second is first, second.title) == (False, consortium.application.title)


def test_a_question_is_one_query(consortium: Consortium) -> None:
    answers_of(application=consortium.application.pk)

    with CaptureQueriesContext(connection) as asked:
        answers_of(application=consortium.application.pk)

    assert len(asked) == 1


def test_nobody_is_found_under_a_value_that_is_nowhere() -> None:
    assert (names_of(id=uuid.uuid4()), by_reference(reference="' OR 1=1 --")) == ([], [])


def test_no_value_is_refused_since_it_equals_nothing() -> None:
    with pytest.raises(ValueError, match="id is None"):
        names_of(id=None)


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(KeyError, match="reference"):
        by_reference()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_on_connections_of_their_own(consortium: Consortium) -> None:
    other = a_draft()
    references = [consortium.application.reference, other.application.reference] * 10

    def ask(reference: str) -> str:
        try:
            return by_reference(reference=reference)[0].reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, references))

    assert found == references


def written_at_once(threads: int) -> set[str]:
    """Let threads ask a new question for the first time at the same moment; return every SQL that was sent."""
    question = Prepared(
        lambda: Participation.objects.filter(
            application=Given(Participation, "application"), organisation__memberships__admitted_at__isnull=False
        ).select_related("application__round__edition", "organisation", "contact", "mandate")
    )
    start, sent = Barrier(threads), set()

    def ask(_number: int) -> None:
        start.wait()
        try:
            with CaptureQueriesContext(connection) as captured:
                question(application=uuid.UUID(int=0))
            sent.update(each["sql"] for each in captured)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, range(threads)))
    return sent


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_first_at_once_all_send_the_same_sql() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        sent = [written_at_once(8) for _ in range(15)]
    finally:
        sys.setswitchinterval(before)

    assert len(set().union(*sent)) == 1


@pytest.mark.parametrize(
    ("model", "name"),
    [(Participation, "application"), (AnswerVersion, "author"), (Comment, "application"), (Submission, "request_id")],
)
def test_a_gap_writes_the_same_sql_as_a_value(model: type, name: str) -> None:
    value = "x" if name == "request_id" else uuid.uuid4()
    given, plain = model.objects.filter(**{name: Given(model, name)}), model.objects.filter(**{name: value})  # type: ignore[attr-defined]  # every model has objects

    written = [each.query.get_compiler("default").as_sql()[0].replace("(%s)", "%s") for each in (given, plain)]

    assert written[0] == written[1]


def test_a_person_who_joins_is_heard_of_at_once(consortium: Consortium) -> None:
    stranger = a_person()
    before = standing_of(stranger, consortium.application)
    consortium.participations[1].organisation.memberships.create(
        person=stranger, role="member", admitted_at=consortium.application.created_at
    )

    after = standing_of(stranger, consortium.application)

    assert (before.reads, after.reads) == (False, True)


def test_what_was_saved_just_now_is_read_back(consortium: Consortium) -> None:
    answers_of(application=consortium.application.pk)
    save_answer(consortium.lead, consortium.application, "description.needs", save=Save(text="New.", save_id="new"))

    texts = {each.question: each.text for each in answers_of(application=consortium.application.pk)}

    assert texts["description.needs"] == "New."
