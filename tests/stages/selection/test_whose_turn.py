"""Whose turn it is in a selection, and what stands in the way where nobody can go on."""

from __future__ import annotations

import pytest

from consortia.stages.agencies.services import appoint
from consortia.stages.selection.models import Selection
from consortia.stages.selection.permissions import may_propose, sight_of
from consortia.stages.selection.queries import kept_from
from consortia.stages.selection.services.committee import keep_away, open_session
from consortia.stages.selection.services.deciding import proposal_of
from consortia.stages.selection.whose_turn import keeping_away, turn_of
from tests.factories import agencies
from tests.factories import selection as make

pytestmark = pytest.mark.django_db

TWO = ((24, 16, 16, 24), (20, 14, 14, 20))


def told(selection: Selection) -> tuple[str, list[str], str | None]:
    turn = turn_of(selection, proposal_of(selection))
    assert turn is not None
    return turn.act, [each.name for each in turn.people], turn.obstacle


def test_a_member_proposes_once_they_have_sat_in_a_session() -> None:
    made = make.drawn(make.a_round(*TWO))

    before = told(made.selection)
    make.sat(made)
    after = told(made.selection)

    assert before == ("propose", [], "nobody-sat")
    assert after == ("propose", [made.member.name], None)


def test_where_each_member_keeps_away_a_substitute_is_appointed_and_proposes() -> None:
    made = make.drawn(make.a_round(*TWO))
    session = make.sat(made)
    keep_away(made.member, made.selection, made.applications[0], reason="My sister works there.", by=made.member)

    stuck = told(made.selection)
    substitute = agencies.somebody("committee", name="A substitute")
    open_session(made.officer, made.selection, held_on=session.held_on, present=[substitute.pk])
    going_on = told(made.selection)

    assert stuck == ("propose", [], "nobody-free")
    assert going_on == ("propose", ["A substitute"], None)
    assert may_propose(substitute, made.selection, sight_of(substitute, made.selection))


def test_where_nobody_holds_the_post_it_is_said_so() -> None:
    made = make.drawn(make.a_round(*TWO))
    made.member.posts.update(ended_at=made.selection.begun_at)

    assert told(made.selection) == ("propose", [], "nobody-appointed")


def test_a_director_without_a_part_in_the_proposal_decides() -> None:
    made = make.a_round(*TWO)
    make.proposed(made)

    free = told(made.selection)
    make.sat(made).present.add(made.director)
    stuck = told(made.selection)

    assert free == ("approve", [made.director.name], None)
    assert stuck == ("approve", [], "nobody-free")


def test_after_publication_it_is_nobodys_turn() -> None:
    made = make.published(make.a_round(*TWO))

    assert turn_of(made.selection, proposal_of(made.selection)) is None


def test_many_are_looked_at_as_each_alone() -> None:
    made = make.drawn(make.a_round(*TWO))
    recused = agencies.somebody("committee")
    keep_away(recused, made.selection, made.applications[0], reason="My sister works there.", by=recused)
    takes_part = made.consortia[1].lead
    appoint(takes_part, make.AGENCY, "committee", by=None)
    declared = make.conflicted(made.applications[0]).person
    people = [recused, takes_part, declared, made.member, made.director]

    together = keeping_away([each.pk for each in people], made.selection)

    assert together == {recused.pk, takes_part.pk, declared.pk}
    assert together == {each.pk for each in people if kept_from(each, make.AGENCY, made.round)}
