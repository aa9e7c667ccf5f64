from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.core.errors import IllegalMoveError
from consortia.stages.agencies.services import recuse
from consortia.stages.journal.models import Event
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.points import GROUPS
from consortia.stages.screening.services.checking import (
    AnswersLackWordsError,
    Given,
    PointsOpenError,
    VersionReplacedError,
    answer_points,
    look_again,
    pass_check,
    points_to_check,
)
from consortia.stages.screening.services.handling import assign_handler
from consortia.stages.screening.services.passing import pass_checks
from tests.factories import agencies, screening
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def test_the_points_are_those_of_the_call_with_what_was_found() -> None:
    file = screening.a_file()

    points = points_to_check(file)

    assert [sum(each.group == group for each in points) for group in GROUPS] == [21, 5, 2]
    assert {each.found for each in points if each.group == "eligibility"} <= {"pass", "not-applicable", "warning"}
    assert {each.found for each in points if each.group != "eligibility"} == {""}
    assert len({each.code for each in points}) == len(points)


def test_answers_are_kept_and_an_answer_given_again_is_no_new_row() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    code = points_to_check(file)[0].code
    given = {code: Given(holds="yes")}

    first = answer_points(officer, file, given, receipt=file.submission.number)
    again = answer_points(officer, file, given, receipt=file.submission.number)

    file.refresh_from_db()
    assert (first, again, file.state, PointAnswer.objects.count()) == (1, 0, "checking", 1)


def test_a_changed_answer_stands_and_the_earlier_one_stays_on_record() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    code = points_to_check(file)[0].code
    answer_points(officer, file, {code: Given(holds="yes")}, receipt=file.submission.number)

    changed = {code: Given(holds="no", words="Two are the same body.")}
    answer_points(officer, file, changed, receipt=file.submission.number)

    point = points_to_check(file)[0]
    assert [each.holds for each in point.answers] == ["yes", "no"]
    assert point.answer is not None
    assert point.answer.words == "Two are the same body."


def test_a_fault_needs_words_and_nothing_is_stored_without_them() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    one, two = (each.code for each in points_to_check(file)[:2])

    given = {one: Given(holds="yes"), two: Given(holds="no", words="  ")}

    with pytest.raises(AnswersLackWordsError) as problem:
        answer_points(officer, file, given, receipt=file.submission.number)

    assert [each.point.code for each in problem.value.problems] == [two]
    assert not PointAnswer.objects.exists()


def test_answers_about_an_earlier_version_are_not_taken() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")

    with pytest.raises(VersionReplacedError):
        answer_points(officer, file, {}, receipt="2016-EARLIER-1")

    assert File.objects.get().state == "received"


@pytest.mark.parametrize("role", ["committee", "director"])
def test_only_officers_and_team_leads_check(role: str) -> None:
    file, person = screening.a_file(), agencies.somebody(role)

    with pytest.raises(PermissionDenied):
        answer_points(person, file, {}, receipt=file.submission.number)

    assert File.objects.get().state == "received"


def test_officers_of_another_agency_do_not_check() -> None:
    file, stranger = screening.a_file(), agencies.somebody("officer", agency=agencies.ELSEWHERE)

    for attempt in (
        lambda: answer_points(stranger, file, {}, receipt=file.submission.number),
        lambda: pass_check(stranger, file),
        lambda: look_again(stranger, file, reason="x"),
        lambda: assign_handler(stranger, file.agency, [file.pk], stranger),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    file.refresh_from_db()
    assert (file.state, file.handler) == ("received", None)


def test_a_check_passes_when_every_point_holds() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    screening.answer_all(officer, file)

    passed = pass_check(officer, file)

    assert passed.state == "eligible"
    assert Event.objects.filter(verb="pass", subject=str(file.pk)).count() == 1


def test_a_check_does_not_pass_with_an_open_point_or_one_that_does_not_hold() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    first, *others = points_to_check(file)
    receipt = file.submission.number
    answer_points(officer, file, {each.code: Given(holds="yes", words="Seen.") for each in others}, receipt=receipt)
    file.refresh_from_db()

    with pytest.raises(PointsOpenError) as still_open:
        pass_check(officer, file)
    answer_points(officer, file, {first.code: Given(holds="no", words="It is not.")}, receipt=receipt)
    with pytest.raises(PointsOpenError) as failing:
        pass_check(officer, file)

    assert [each.code for each in still_open.value.open_points] == [first.code]
    assert [each.code for each in failing.value.failing] == [first.code]
    file.refresh_from_db()
    assert file.state == "checking"


def test_a_check_that_is_not_under_way_does_not_pass() -> None:
    file = screening.a_file()

    with pytest.raises(IllegalMoveError):
        pass_check(agencies.somebody("officer"), file)

    assert File.objects.get().state == "received"


def test_several_checks_pass_where_they_are_ready_and_the_others_are_named() -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    ready, failing, begun, new = (screening.a_file(round_=round_) for _each in range(4))
    screening.answer_all(officer, ready)
    screening.answer_all(officer, failing, holds="no", words="No.")
    code = points_to_check(begun)[0].code
    answer_points(officer, begun, {code: Given(holds="yes")}, receipt=begun.submission.number)

    passed = pass_checks(officer, File.objects.order_by("id"))

    assert passed.files == (ready,)
    assert (passed.failing, passed.open, passed.elsewhere) == ((failing,), (begun,), (new,))
    assert list(File.objects.order_by("id").values_list("state", flat=True)) == [
        "eligible",
        "checking",
        "checking",
        "received",
    ]


def test_passing_many_costs_the_same_for_one_and_for_three_and_each_is_recorded() -> None:
    officer, round_, costs = agencies.somebody("officer"), make.a_round(), []
    for number in (1, 3):
        files = [screening.a_file(round_=round_) for _each in range(number)]
        for file in files:
            screening.answer_all(officer, file)
        with CaptureQueriesContext(connection) as captured:
            passed = pass_checks(officer, files)
        costs.append(len(captured))
        assert set(passed.files) == set(files)

    recorded = Event.objects.filter(verb="pass", actor=str(officer.pk)).values_list("facts__before", "facts__after")
    assert list(recorded) == [("checking", "eligible")] * 4
    assert costs == [9, 9]


def test_more_than_a_batch_passes_without_losing_any() -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    files = [screening.a_file(round_=round_) for _each in range(3)]
    for file in files:
        screening.answer_all(officer, file)

    passed = pass_checks(officer, files, batch=2)

    assert passed.files == tuple(files)


def test_nothing_passes_where_one_is_kept_from_the_person() -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    files = [screening.a_file(round_=round_) for _each in range(2)]
    for file in files:
        screening.answer_all(officer, file)
    recuse(officer, files[1].agency, str(files[1].application_id), reason="A friend.", by=officer)

    with pytest.raises(PermissionDenied):
        pass_checks(officer, files)

    assert set(File.objects.values_list("state", flat=True)) == {"checking"}


def test_a_check_that_passed_can_be_opened_again() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    screening.answer_all(officer, file)
    pass_check(officer, file)

    opened = look_again(officer, file, reason="A letter came.")

    assert opened.state == "checking"
    assert Event.objects.get(verb="look-again").facts["reason"] == "A letter came."


def test_files_are_handed_over_and_each_is_recorded() -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    files = [screening.a_file(round_=round_) for _each in range(2)]

    changed = assign_handler(officer, agencies.AGENCY, [each.pk for each in files], officer)
    again = assign_handler(officer, agencies.AGENCY, [each.pk for each in files], officer)

    assert (changed, again, File.objects.filter(handler=officer).count()) == (2, 0, 2)
    assert Event.objects.filter(verb="assign").count() == 2


def test_nobody_is_handed_a_file_who_does_not_work_for_the_agency() -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")

    with pytest.raises(PermissionDenied):
        assign_handler(officer, file.agency, [file.pk], agencies.somebody("officer", agency=agencies.ELSEWHERE))

    assert File.objects.get().handler is None


def test_files_of_another_agency_are_left_alone() -> None:
    file = screening.a_file()
    stranger = agencies.somebody("officer", agency=agencies.ELSEWHERE)

    changed = assign_handler(stranger, agencies.ELSEWHERE, [file.pk], stranger)

    assert (changed, File.objects.get().handler) == (0, None)
