"""Saving answers in the database: the protocol of core.application.cowriting, kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import NoValueError
from consortia.stages.applications.answers import KeptVersions
from consortia.stages.applications.models import Answer, AnswerVersion, Application
from consortia.stages.applications.services import writing
from consortia.stages.applications.services.writing import (
    NotAskedError,
    Save,
    TextTooLongError,
    View,
    restore_version,
    save_answer,
    settle_conflict,
)
from consortia.stages.people.models import Person
from tests.factories.applications import Consortium, a_draft, a_member, a_person, fill_answers, missing_answers

QUESTION = "description.needs"


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def write(
    consortium: Consortium, text: str, save_id: str, *, by: int = -1, view: View | None = None
) -> writing.SavedAnswer:
    person = consortium.lead if by < 0 else consortium.partners[by]
    save = Save(text=text, save_id=save_id, page=f"page of {person.name}", grew_from=view or View())
    return save_answer(person, consortium.application, QUESTION, save=save)


def test_two_people_who_write_at_once_both_keep_their_text(consortium: Consortium):
    first = write(consortium, "Pupils leave early.", "a")
    write(consortium, "Pupils leave early. Parents worry.", "b", by=0, view=View(version=first.version))

    saved = write(consortium, "Many pupils leave early.", "c", view=first.view)

    assert saved.text == "Many pupils leave early. Parents worry."
    assert saved.view == View(version=3, sent=True)


def test_a_save_that_is_repeated_after_a_lost_answer_is_one_version(consortium: Consortium):
    write(consortium, "Pupils leave early.", "a")

    again = write(consortium, "Pupils leave early.", "a")

    assert again.view == View(version=1, sent=True)
    assert AnswerVersion.objects.filter(answer=again.answer).count() == 1


def test_what_was_sent_and_what_stands_are_both_kept_with_their_origins(consortium: Consortium):
    write(consortium, "Pupils leave early.", "a")
    saved = write(consortium, "Parents worry.", "b", by=0)

    version = KeptVersions(saved.answer).numbered(2)

    assert version is not None
    assert (version.sent.text, version.stands.text) == ("Parents worry.", "Pupils leave early. Parents worry.")
    assert [(run.length, run.save) for run in version.stands.runs] == [(19, 1), (1, 2), (14, 2)]
    assert version.author == str(consortium.partners[0].pk)


def test_two_wordings_of_the_same_words_are_kept_until_somebody_chooses(consortium: Consortium):
    first = write(consortium, "We meet in Vienna.", "a")
    write(consortium, "We meet in Porto.", "b", by=0, view=first.view)
    saved = write(consortium, "We meet in Ghent.", "c", view=first.view)
    (conflict,) = saved.answer.open_conflicts

    settled = settle_conflict(consortium.lead, saved.answer, conflict["id"], choice="second", save_id="d")

    assert saved.text == "We meet in Porto Ghent."
    assert settled.text == "We meet in Ghent."
    assert settled.answer.open_conflicts == []


def test_wordings_that_somebody_sorts_out_by_hand_are_no_longer_asked_about(consortium: Consortium):
    first = write(consortium, "We meet in Vienna.", "a")
    write(consortium, "We meet in Porto.", "b", by=0, view=first.view)
    write(consortium, "We meet in Ghent.", "c", view=first.view)

    saved = write(consortium, "We meet in Porto.", "d", view=View(version=3))

    assert saved.answer.open_conflicts == []


def test_a_choice_made_twice_is_made_once(consortium: Consortium):
    first = write(consortium, "We meet in Vienna.", "a")
    write(consortium, "We meet in Porto.", "b", by=0, view=first.view)
    saved = write(consortium, "We meet in Ghent.", "c", view=first.view)
    (conflict,) = saved.answer.open_conflicts

    for save_id in ("d", "e"):
        settled = settle_conflict(consortium.lead, saved.answer, conflict["id"], choice="first", save_id=save_id)

    assert settled.text == "We meet in Porto."


def test_an_earlier_version_comes_back_with_what_others_wrote_since_it_was_looked_at(consortium: Consortium):
    write(consortium, "Pupils leave early.", "a")
    write(consortium, "Nothing.", "b", view=View(version=1, sent=True))
    write(consortium, "Nothing. Parents worry.", "c", by=0, view=View(version=2))

    saved = restore_version(consortium.lead, Answer.objects.get(question=QUESTION), 1, seen=2, save_id="d")

    assert "Pupils leave early." in saved.text
    assert "Parents worry." in saved.text
    assert "Nothing" not in saved.text


def test_the_title_of_the_application_follows_its_answer(consortium: Consortium):
    save = Save(text="Repair cafés  as schools\n", save_id="a", grew_from=View(version=1))

    save_answer(consortium.lead, consortium.application, "context.title", save=save)

    assert Application.objects.get(pk=consortium.application.pk).title == "Repair cafés as schools"


def test_a_text_that_no_answer_can_be_is_refused_and_nothing_is_stored(consortium: Consortium):
    with pytest.raises(TextTooLongError):
        write(consortium, "x" * (writing.LONGEST_TEXT + 1), "a")

    assert not Answer.objects.filter(question=QUESTION).exists()


@pytest.mark.parametrize(
    ("question", "scope"), [(QUESTION, "o1"), ("organisations.activities", ""), ("organisations.activities", "o99")]
)
def test_a_question_is_answered_only_by_whom_it_is_asked(consortium: Consortium, question: str, scope: str):
    with pytest.raises(NotAskedError):
        save_answer(consortium.lead, consortium.application, question, scope=scope, save=Save(text="x", save_id="a"))


def test_a_question_that_the_call_does_not_ask_has_no_answer(consortium: Consortium):
    with pytest.raises(NoValueError):
        save_answer(consortium.lead, consortium.application, "no.such", save=Save(text="x", save_id="a"))


def test_strangers_readers_and_other_partners_cannot_write(consortium: Consortium):
    reader = a_member(consortium.participations[0].organisation, "reader")
    save = Save(text="x", save_id="a")

    for person in (a_person(), reader):
        with pytest.raises(PermissionDenied):
            save_answer(person, consortium.application, QUESTION, save=save)
    with pytest.raises(PermissionDenied):
        save_answer(consortium.partners[0], consortium.application, "organisations.activities", scope="o1", save=save)


def test_a_partner_writes_its_own_part_and_the_lead_everywhere(consortium: Consortium):
    own = next(p.key for p in consortium.participations if p == consortium.part_of(consortium.partners[0]))

    for person in (consortium.partners[0], consortium.lead):
        save = Save(text=f"Written by {person.name}.", save_id=person.name)
        save_answer(person, consortium.application, "organisations.activities", scope=own, save=save)

    text = Answer.objects.get(question="organisations.activities", scope=own).text
    assert consortium.lead.name in text
    assert consortium.partners[0].name in text


def test_a_save_takes_the_same_number_of_queries_however_many_versions_there_are(
    consortium: Consortium, django_assert_max_num_queries: pytest.FixtureRequest
):
    view = View()
    for number in range(5):
        view = write(consortium, f"Sentence {number}.", f"s{number}", view=view).view

    with django_assert_max_num_queries(16):
        write(consortium, "Another one.", "last", view=view)


def test_the_factory_of_applications_leaves_the_rows_that_saving_each_answer_leaves(consortium: Consortium):
    other = a_draft()
    fill_answers(consortium.lead, consortium.application)

    for (question, scope), text in missing_answers(other.application).items():
        save = Save(text=text, save_id=f"{question}{scope}")
        save_answer(other.lead, other.application, question, scope=scope, save=save)

    made, saved = (_rows(each) for each in (consortium, other))
    assert len(saved) > 40
    assert made == saved


def _rows(consortium: Consortium) -> list[tuple[dict[str, object], dict[str, object]]]:
    """All versions with their answers, but without numbers of rows and moments, which differ each time."""
    versions = AnswerVersion.objects.filter(answer__application=consortium.application)
    ordered = versions.select_related("answer").order_by("answer__question", "answer__scope", "number")
    return [(_values(version.answer, consortium.lead), _values(version, consortium.lead)) for version in ordered]


def _values(row: Answer | AnswerVersion, lead: Person) -> dict[str, object]:
    apart = {"_state", "id", "application_id", "answer_id", "changed_at", "at"}
    by_lead = {name: value == lead.pk for name, value in vars(row).items() if name in {"author_id", "changed_by_id"}}
    return {name: value for name, value in vars(row).items() if name not in apart} | by_lead
