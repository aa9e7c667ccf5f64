"""An idea is its author's own; nothing typed is lost; it becomes the beginning of an application."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.application.cowriting import Save, View
from consortia.core.errors import NoValueError
from consortia.stages.applications.models import Answer
from consortia.stages.applications.services.starting import choices_of, start_from_idea
from consortia.stages.ideas.models import Idea, IdeaVersion
from consortia.stages.ideas.queries import ideas_of, newest_editions, standing_since
from consortia.stages.ideas.services import (
    LONGEST_IDEA,
    IdeaTooLongError,
    begin_idea,
    choose_field_of_idea,
    let_go_of_idea,
    save_idea,
    save_ideas,
)
from consortia.stages.journal.models import Event
from tests.factories.applications import a_draft, a_person, a_round, an_organisation


def an_idea(text: str = "") -> Idea:
    return begin_idea(a_person(), a_round().edition, text=text)


def written(idea: Idea, text: str, save_id: str, *, base: int, page: str = "one") -> Idea:
    save = Save(text=text, save_id=save_id, page=page, grew_from=View(version=base))
    return save_idea(idea.person, idea, save).idea


def test_every_save_is_a_version_and_a_repeated_one_is_not() -> None:
    idea = an_idea("Learn")

    once = written(idea, "Learn by doing", "a", base=1)
    again = written(idea, "Learn by doing", "a", base=1)

    assert (once.version, again.version, again.text) == (2, 2, "Learn by doing")
    assert list(IdeaVersion.objects.order_by("number").values_list("number", "text")) == [
        (1, "Learn"),
        (2, "Learn by doing"),
    ]


def test_what_two_open_pages_write_is_merged() -> None:
    idea = an_idea("Young people learn.")

    written(idea, "Young people learn. They cook.", "a", base=1, page="one")
    idea = written(idea, "Very young people learn.", "b", base=1, page="two")

    assert idea.text == "Very young people learn. They cook."


def test_saves_in_a_row_grow_from_each_other() -> None:
    idea = an_idea()
    saves = [Save(text="A", save_id="1"), Save(text="A B", save_id="2")]

    saved = save_ideas(idea.person, idea, saves)

    assert (saved.idea.text, saved.idea.version, saved.view) == ("A B", 2, View(version=2, sent=True))


def test_a_page_learns_how_the_text_moved_under_it() -> None:
    idea = an_idea("One.")
    idea = written(idea, "One. Two.", "a", base=1, page="other")

    standing = standing_since(idea, View(version=1), page="mine")

    assert (standing.seen, standing.text) == ("One.", "One. Two.")
    assert [(move.at, move.removed, move.inserted) for move in standing.moves] == [(4, 0, 5)]


def test_a_text_beyond_all_bounds_is_refused_and_nothing_changes() -> None:
    idea = an_idea("Short")

    with pytest.raises(IdeaTooLongError):
        written(idea, "x" * (LONGEST_IDEA + 1), "a", base=1)

    idea.refresh_from_db()
    assert (idea.text, idea.version) == ("Short", 1)


def test_nobody_else_writes_chooses_or_lets_go() -> None:
    idea, stranger = an_idea("Mine"), a_person()

    for attempt in (
        lambda: save_idea(stranger, idea, Save(text="Yours", save_id="x")),
        lambda: choose_field_of_idea(stranger, idea, "HE"),
        lambda: let_go_of_idea(stranger, idea),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    idea.refresh_from_db()
    assert (idea.text, idea.field) == ("Mine", "")


def test_the_field_is_one_of_the_call_or_left_to_the_text() -> None:
    idea = an_idea()

    choose_field_of_idea(idea.person, idea, "HE")
    with pytest.raises(NoValueError):
        choose_field_of_idea(idea.person, idea, "SPORT")

    idea.refresh_from_db()
    assert idea.field == "HE"


def test_letting_go_leaves_a_line_in_the_journal() -> None:
    idea = an_idea("Pupils teach their grandparents to code.")

    let_go_of_idea(idea.person, idea)

    assert not Idea.objects.exists()
    assert Event.objects.get(verb="let-go-of-idea").facts == {"beginning": "Pupils teach their grandparents to code."}


def test_the_idea_worked_on_last_comes_first() -> None:
    first = an_idea("First")
    second = begin_idea(first.person, first.edition, text="Second")
    an_idea("Somebody else's")

    written(first, "First, again", "a", base=1)

    assert list(ideas_of(first.person)) == [first, second]


def test_each_call_is_offered_once() -> None:
    edition = a_round().edition

    assert newest_editions() == (edition,)


def test_an_application_begins_with_the_text_as_its_summary() -> None:
    consortium = a_draft()
    person = a_person()
    organisation = an_organisation(person)
    round_ = consortium.application.round
    idea = begin_idea(person, round_.edition, text="Pupils teach their grandparents to code.")
    begin = {"idea": idea, "title": "Code at home", "choices": choices_of(consortium.application)}

    application = start_from_idea(person, round_, organisation, reference="ONCE", **begin)
    again = start_from_idea(person, round_, organisation, reference="ONCE", **begin)

    assert again == application
    assert Answer.objects.get(application=application, question="summary.public").text == idea.text
    assert Event.objects.get(verb="begin-from-idea").facts == {"idea": str(idea.pk)}


def test_somebody_elses_idea_begins_nothing() -> None:
    consortium = a_draft()
    idea = an_idea("Mine")

    with pytest.raises(PermissionDenied):
        start_from_idea(
            consortium.lead,
            consortium.application.round,
            consortium.participations[0].organisation,
            idea=idea,
            title="Yours",
            choices=choices_of(consortium.application),
        )
