from __future__ import annotations

from consortia.core.application.drafting import Draft, Own, grow, whole
from consortia.core.application.merging import Conflict, Move, merge_drafts, merge_texts, moves_between


def test_changes_of_different_words_are_both_applied():
    base = "We train teachers. They teach pupils. Parents help."

    merge = merge_texts(base, base.replace("teachers", "mentors"), base.replace("help", "help a lot"))

    assert merge.text == "We train mentors. They teach pupils. Parents help a lot."
    assert merge.conflicts == ()


def test_the_same_words_changed_in_two_ways_are_both_kept_and_reported():
    merge = merge_texts("We meet in Vienna.", "We meet in Ghent.", "We meet in Porto.")

    assert merge.text == "We meet in Porto Ghent."
    assert merge.conflicts == (Conflict(first="Porto", second="Ghent"),)


def test_a_sentence_rewritten_in_two_ways_is_not_shuffled():
    merge = merge_texts(
        "We met her there.\nLast line.", "You saw him here.\nLast line.", "They heard it all.\nLast line."
    )

    assert merge.text == "They heard it all You saw him here.\nLast line."
    assert merge.conflicts == (Conflict(first="They heard it all", second="You saw him here"),)


def test_a_text_somebody_deletes_while_another_improves_it_is_kept_and_reported():
    base = "First. We meet every month in one of our schools. Last."

    merge = merge_texts(base, "First. Last.", base.replace("every month", "every second month"))

    assert merge.text == "First. We meet every second month in one of our schools. Last."
    assert [conflict.second for conflict in merge.conflicts] == [""]


def test_the_same_correction_made_twice_is_made_once():
    assert (
        merge_texts("We trian teachers.", "We train teachers now.", "We train teachers.").text
        == "We train teachers now."
    )
    assert merge_texts("We train in May.", "We train them in May.", "We train them in May or June.").text == (
        "We train them in May or June."
    )


def test_two_people_who_begin_with_the_same_word_keep_their_own():
    base = whole("", save=0)
    theirs, mine = grow(base, "We", save=1), grow(base, "We", save=2)

    merge = merge_drafts(base, mine, theirs, own=Own(page=frozenset({2}), now=2))

    assert merge.text == "We We"


def test_the_same_long_text_pasted_twice_stands_once():
    base = Draft()
    text = "Our school has four hundred pupils from many countries."

    merge = merge_drafts(base, grow(base, text, save=2), grow(base, text, save=1), own=Own(now=2))

    assert merge.text == text
    assert merge.mine == merge.draft


def test_whoever_writes_on_from_their_own_word_goes_first():
    begun = whole("It rains.", save=1)
    hers = grow(begun, "It rains. The cat", save=2)
    his = merge_drafts(begun, grow(begun, "It rains. A dog", save=3), hers, own=Own(now=3)).draft
    own = Own(page=frozenset({2}), person=frozenset({2}), now=4)

    merge = merge_drafts(hers, grow(hers, "It rains. The cat sleeps.", save=4), his, own=own)

    assert his.text == "It rains. The cat A dog"
    assert merge.text == "It rains. The cat sleeps. A dog"


def test_whoever_writes_on_from_a_word_of_somebody_else_goes_behind_what_that_person_adds():
    begun = whole("The cat", save=1)
    hers = grow(begun, "The cat sleeps.", save=2)
    his = grow(begun, "The cat A dog barks.", save=3)

    merge = merge_drafts(begun, his, hers, own=Own(page=frozenset({3}), person=frozenset({3}), now=3))

    assert merge.text == "The cat sleeps. A dog barks."


def test_equal_words_of_two_people_are_not_taken_for_each_other():
    begun = whole("One.", save=1)
    first = merge_drafts(
        begun, grow(begun, "One. the", save=3), grow(begun, "One. the dog ran. the", save=2), own=Own(now=3)
    )
    own = Own(page=frozenset({3}), person=frozenset({3}), now=4)

    merge = merge_drafts(first.mine, grow(first.mine, "One. the end", save=4), first.draft, own=own)

    assert first.text == "One. the dog ran. the the"
    assert merge.text == "One. the dog ran. the the end"


def test_a_sentence_begun_like_the_next_one_belongs_to_its_own_author():
    mine = whole("My dog.", save=1)
    both = merge_drafts(Draft(), mine, grow(Draft(), "\nThe cat.", save=2), own=Own(now=1)).draft
    assert both.text == "\nThe cat. My dog."
    begun = grow(mine, "My dog.\nThe cat.", save=2)

    grown = grow(begun, "My dog.\nThe bird.\nThe cat.", save=3, own=Own(page=frozenset({1})))

    assert [(run.length, run.save) for run in grown.runs] == [(7, 1), (10, 3), (9, 2)]


def test_what_was_written_ends_at_the_caret():
    begun = whole("The cat. The cat.", save=1)

    grown = grow(begun, "The cat. The cat. The cat.", save=2, caret=17)

    assert [(run.length, run.save) for run in grown.runs] == [(8, 1), (9, 2), (9, 1)]


def test_two_words_typed_in_one_place_do_not_grow_together():
    assert merge_texts("", "dog", "cat").text == "cat dog"
    assert merge_texts("", "\ndog", "cat").text == "cat\ndog"


def test_a_rewritten_text_is_one_change():
    base = " ".join(f"word{number}" for number in range(700))
    mine = " ".join(f"other{number}" for number in range(700))

    merge = merge_texts(base, mine, base + " and an end")

    assert mine in merge.text
    assert "and an end" in merge.text


def test_every_letter_of_a_merge_knows_the_save_it_came_with():
    begun = whole("It rains.", save=1)

    merge = merge_drafts(
        begun, grow(begun, "Now it rains.", save=3), grow(begun, "It rains. Ducks like it.", save=2), own=Own(now=3)
    )

    assert merge.text == "Now it rains. Ducks like it."
    assert [(run.length, run.save) for run in merge.draft.runs] == [(6, 3), (7, 1), (15, 2)]


def test_a_caret_learns_what_moved():
    begun = whole("It rains.", save=1)
    after = grow(begun, "Look: It rains. Ducks like it!", save=2)

    moves = moves_between(begun, after, own=Own(page=frozenset({1})))

    assert moves == (
        Move(at=0, removed=0, inserted=6, caret_stays=False),
        Move(at=9, removed=0, inserted=15, caret_stays=True),
    )


def test_nothing_moves_between_a_draft_and_itself():
    assert moves_between(whole("It rains.", save=1), whole("It rains.", save=1), own=Own()) == ()
