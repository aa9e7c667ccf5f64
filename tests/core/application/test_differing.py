from __future__ import annotations

from consortia.core.application.differing import Piece, changes_by_identity, difference


def test_a_difference_shows_removed_words_before_added_ones():
    assert difference("We meet in Vienna.", "We meet in Porto in May.") == (
        Piece(kind="same", text="We meet in "),
        Piece(kind="removed", text="Vienna"),
        Piece(kind="added", text="Porto in May"),
        Piece(kind="same", text="."),
    )


def test_a_difference_of_equal_texts_is_one_piece():
    assert difference("We meet.", "We meet.") == (Piece(kind="same", text="We meet."),)
    assert difference("", "") == ()


def test_words_that_changed_places_are_a_change():
    changes = changes_by_identity("abcd", "acbd")

    assert [(change.start, change.end) for change in changes] == [(1, 2), (3, 3)]
