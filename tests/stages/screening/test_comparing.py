"""Which applications share text, who sees that, and what an officer says of it."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied

from consortia.stages.agencies.services import recuse
from consortia.stages.applications.models import Submission
from consortia.stages.calls.models import Round
from consortia.stages.journal.queries import events_of
from consortia.stages.past_projects.models import PastProject
from consortia.stages.people.models import Person
from consortia.stages.screening.compared import kept, read, text_of
from consortia.stages.screening.copies import copies_for, count_copies, with_both_sides
from consortia.stages.screening.models import CopyLook, CopyPair, File, Prints
from consortia.stages.screening.points import frozen_of
from consortia.stages.screening.services.comparing import compare_waiting
from consortia.stages.screening.services.looking import NoWordsError, look_at_copy
from tests.factories import agencies, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Person:
    return agencies.somebody("officer")


def another_round(round_: Round, number: int) -> Round:
    """A round of the same edition with another number."""
    another = Round.objects.get(pk=round_.pk)
    another.pk, another.number = None, number
    another.save()
    return another


def test_two_that_share_a_passage_make_one_pair_whichever_came_first(officer: Person) -> None:
    one, other = screening.sharing_files(2)

    compare_waiting()

    pair = CopyPair.objects.get()
    assert {pair.one_id, pair.other_id} == {one.submission_id, other.submission_id}
    assert [copies_for(each, officer).get() for each in (one, other)] == [pair, pair]
    assert pair.bodies == CopyPair.Bodies.OTHER


def test_passages_are_what_stands_in_both_texts() -> None:
    screening.sharing_files(2)

    compare_waiting()

    pair = CopyPair.objects.get()
    assert pair.other is not None
    one, other = text_of(frozen_of(pair.one)), text_of(frozen_of(pair.other))
    for a_start, a_end, b_start, b_end, _words in pair.passages:
        assert one[a_start:a_end] == other[b_start:b_end]
    assert screening.PASSAGE.rstrip(".") in {one[a:b] for a, b, *_rest in pair.passages}


def test_comparing_again_adds_nothing() -> None:
    screening.sharing_files(2)
    first = compare_waiting()

    second = compare_waiting()

    assert (first, second, CopyPair.objects.count()) == (2, 0, 1)


def test_one_that_comes_later_meets_those_that_were_compared_before(officer: Person) -> None:
    (first,) = screening.sharing_files(1)
    compare_waiting()
    screening.sharing_files(1, round_=first.round)

    compare_waiting()

    assert count_copies(first, officer).to_look_at == 1


def test_what_the_call_says_and_what_organisations_say_of_themselves_does_not_count() -> None:
    (file,) = screening.sharing_files(1)
    frozen = frozen_of(file.submission)
    asked = max((each.ask for each in frozen.call.questions), key=len)
    screening.sharing_files(1, round_=file.round, passage=asked)
    screening.rewritten(file.submission, asked)

    compare_waiting()

    assert not CopyPair.objects.exists()
    own = [each["text"] for each in frozen.content["answers"] if each["scope"]]
    assert own
    assert all(each not in text_of(frozen) for each in own)


def test_a_later_version_is_compared_anew_and_the_pair_of_the_earlier_one_counts_no_more(officer: Person) -> None:
    one, _other = screening.sharing_files(2)
    compare_waiting()
    later = screening.replaced(one.submission, "Nothing of what stood here before.")
    File.objects.filter(pk=one.pk).update(submission=later)

    compare_waiting()

    assert Prints.objects.get(file=one).submission == later
    assert (CopyPair.objects.count(), count_copies(File.objects.get(pk=one.pk), officer).number) == (1, 0)


def test_one_that_was_withdrawn_shares_nothing_any_more(officer: Person) -> None:
    one, other = screening.sharing_files(2)
    compare_waiting()

    Submission.objects.filter(pk=other.submission_id).update(state=Submission.State.WITHDRAWN)

    assert count_copies(one, officer).number == 0


def test_agencies_meet_within_a_round_and_not_across_rounds(officer: Person) -> None:
    (one,) = screening.sharing_files(1)
    (same_round,) = screening.sharing_files(1, round_=one.round, agency=agencies.ELSEWHERE)
    earlier, another = (another_round(one.round, number) for number in (2, 3))
    (own_earlier,) = screening.sharing_files(1, round_=earlier)
    screening.sharing_files(1, round_=another, agency=agencies.ELSEWHERE)

    compare_waiting()

    met = {each for pair in copies_for(one, officer) for each in (pair.one_id, pair.other_id)} - {one.submission_id}
    assert met == {same_round.submission_id, own_earlier.submission_id}


def test_a_place_in_the_list_does_not_tell_how_much_is_shared_with_another_agency(officer: Person) -> None:
    (one,) = screening.sharing_files(1, passage=f"{screening.PASSAGE} {screening.MORE}")
    more = f"{screening.PASSAGE} {screening.MORE}"
    (elsewhere,) = screening.sharing_files(1, round_=one.round, agency=agencies.ELSEWHERE, passage=more)
    screening.sharing_files(1, round_=one.round)
    compare_waiting()

    pairs = list(with_both_sides(copies_for(one, officer), one.agency))

    assert pairs[0].words < pairs[1].words
    assert elsewhere.submission_id in {pairs[1].one_id, pairs[1].other_id}


def test_a_summary_of_a_past_project_is_met() -> None:
    (file,) = screening.sharing_files(1)
    past = PastProject.objects.create(identifier="2014-1-X", title="Then", summary=screening.PASSAGE, described=True)

    compare_waiting()

    pair = CopyPair.objects.get()
    assert (pair.one_id, pair.other, pair.past, pair.bodies) == (file.submission_id, None, past, "past")


def test_a_pair_with_an_application_that_one_keeps_away_from_is_not_there(officer: Person) -> None:
    one, other = screening.sharing_files(2)
    compare_waiting()

    recuse(officer, other.agency, str(other.application_id), reason="A friend applies.", by=officer)

    assert count_copies(one, officer).number == 0
    with pytest.raises(CopyPair.DoesNotExist):
        look_at_copy(officer, one, CopyPair.objects.get().pk, concern=False, words="Seen.")


def test_a_look_is_kept_and_stands_in_the_journal_of_both_files(officer: Person) -> None:
    one, other = screening.sharing_files(2)
    compare_waiting()
    pair = CopyPair.objects.get()

    look_at_copy(officer, one, pair.pk, concern=True, words="The same results twice.")
    concerned = count_copies(other, officer)
    look_at_copy(officer, other, pair.pk, concern=False, words="They told us of each other.")

    assert (concerned.to_look_at, concerned.concerns) == (0, 1)
    assert count_copies(one, officer).concerns == 0
    verbs = ["see-no-concern-in-copy", "see-concern-in-copy"]
    assert [[each.verb for each in events_of(file)[:2]] for file in (one, other)] == [verbs, verbs]


def test_a_look_of_one_agency_is_nothing_to_the_other(officer: Person) -> None:
    (one,) = screening.sharing_files(1)
    (other,) = screening.sharing_files(1, round_=one.round, agency=agencies.ELSEWHERE)
    compare_waiting()

    look_at_copy(officer, one, CopyPair.objects.get().pk, concern=True, words="To be asked there.")

    there = agencies.somebody("officer", agency=agencies.ELSEWHERE)
    assert count_copies(other, there).to_look_at == 1
    assert not events_of(other).filter(verb="see-concern-in-copy").exists()


def test_a_look_without_words_and_one_of_a_director_are_refused(officer: Person) -> None:
    one, _other = screening.sharing_files(2)
    compare_waiting()
    pair = CopyPair.objects.get()

    with pytest.raises(NoWordsError):
        look_at_copy(officer, one, pair.pk, concern=False, words=" ")
    with pytest.raises(PermissionDenied):
        look_at_copy(agencies.somebody("director"), one, pair.pk, concern=False, words="Seen.")
    assert not CopyLook.objects.exists()


def test_fingerprints_are_read_as_they_were_kept() -> None:
    numbers = np.array([0, 1, 2**64 - 1], dtype=np.uint64)

    assert read(kept(numbers)).tolist() == numbers.tolist()
