"""The way of an assessment from the first word to the last signature."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.application.cowriting import Save, View
from consortia.core.errors import IllegalMoveError, NoValueError
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.assessments.models import Assessment, AssessmentFile, Entry, EntryVersion, Signature
from consortia.stages.assessments.queries import history_of
from consortia.stages.assessments.services.finishing import NotReadyError, finish_assessment, take_up_assessment
from consortia.stages.assessments.services.signing import (
    OtherContentError,
    ask_another_expert,
    assign_third_expert,
    digest_of,
    put_up_for_signature,
    refuse_to_sign,
    reopen_assessment,
    sign_assessment,
)
from consortia.stages.assessments.services.writing import (
    LONGEST_ENTRY,
    EntryTooLongError,
    NotOpenError,
    Place,
    save_entries,
    save_entry,
)
from consortia.stages.assessments.snapshots import opened
from consortia.stages.experts.services.assigning import end_assignment
from consortia.stages.journal.queries import events_of
from consortia.stages.letters.models import Letter
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.factories import experts

COMMENT = Place(criterion="C1", part="comment")


@pytest.fixture
def assessed() -> assess.Assessed:
    return assess.given("Ada Expert", "Bo Expert")


def test_what_is_typed_in_two_tabs_is_merged_and_every_version_is_kept(assessed: assess.Assessed) -> None:
    ada, own = assessed.people[0], assessed.assignments[0]
    begun = save_entry(ada, own, COMMENT, Save(text="One two three.", save_id="a", page="left"))

    save_entry(ada, own, COMMENT, Save(text="One two three. Four.", save_id="b", page="left", grew_from=begun.view))
    saved = save_entry(
        ada, own, COMMENT, Save(text="Zero. One two three.", save_id="c", page="right", grew_from=begun.view)
    )

    assert saved.entry.text == "Zero. One two three. Four."
    assert [(each.sent, each.author) for each in history_of(saved.entry)] == [
        ("Zero. One two three.", ada), ("One two three. Four.", ada), ("One two three.", ada)
    ]  # fmt: skip


def test_a_save_that_arrives_twice_is_one_version(assessed: assess.Assessed) -> None:
    save = Save(text="24", save_id="a")

    for _time in range(2):
        saved = save_entry(assessed.people[0], assessed.assignments[0], Place(criterion="C1", part="points"), save)

    assert (saved.entry.text, EntryVersion.objects.count()) == ("24", 1)


def test_points_that_are_no_number_are_kept_as_they_were_typed(assessed: assess.Assessed) -> None:
    assess.wrote(assessed.assignments[0], "C1.points", "about 20")

    assert Entry.objects.get().text == "about 20"


def test_saves_in_a_row_grow_from_each_other(assessed: assess.Assessed) -> None:
    saves = [Save(text="A", save_id="1"), Save(text="A B", save_id="2")]

    saved = save_entries(assessed.people[0], assessed.assignments[0], COMMENT, saves)

    assert (saved.entry.text, saved.view) == ("A B", View(version=2, sent=True))


def test_a_text_beyond_all_bounds_is_refused_and_nothing_changes(assessed: assess.Assessed) -> None:
    with pytest.raises(EntryTooLongError):
        save_entry(
            assessed.people[0], assessed.assignments[0], COMMENT, Save(text="x" * (LONGEST_ENTRY + 1), save_id="a")
        )

    assert not Entry.objects.exists()


@pytest.mark.parametrize("where", ["C9.comment", "C1.colour"])
def test_only_what_the_call_asks_is_written(assessed: assess.Assessed, where: str) -> None:
    with pytest.raises(NoValueError, match=where):
        assess.wrote(assessed.assignments[0], where, "x")


def test_nobody_writes_in_anothers_name(assessed: assess.Assessed) -> None:
    stranger = make.a_person()

    for person in (stranger, assessed.officer):
        with pytest.raises(PermissionDenied):
            assess.wrote(assessed.assignments[0], "C1.points", "1", person=person)

    assert not AssessmentFile.objects.exists()


def test_an_assessment_that_lacks_something_is_not_finished(assessed: assess.Assessed) -> None:
    assess.filled(assessed.assignments[0])
    assess.wrote(assessed.assignments[0], "C2.points", "21", base=1)

    with pytest.raises(NotReadyError) as refused:
        finish_assessment(assessed.people[0], assessed.assignments[0])

    assert [each.rule for each in refused.value.findings] == ["assessment.points-out-of-range"]
    assert assessed.state == "assessing"


def test_what_is_finished_is_not_written_any_more(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])

    with pytest.raises(NotOpenError):
        assess.wrote(assessed.assignments[0], "C1.points", "1", base=1)
    with pytest.raises(NotOpenError):
        finish_assessment(assessed.people[0], assessed.assignments[0])

    assert Assessment.objects.get().finished_at is not None


def test_two_totals_that_lie_close_are_consolidated_and_signed_by_both(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], assess.GOOD)
    assess.finished(assessed.assignments[1], assess.MIDDLING)
    states = [assessed.state]
    assess.agreed(assessed)
    states.append(assessed.state)
    assess.signed(assessed, 0)
    states.append(assessed.state)

    assess.signed(assessed, 1)

    assert [*states, assessed.state] == ["consolidating", "signing", "signing", "final"]
    assert {each.content_sha256 for each in Signature.objects.all()} == {digest_of(assessed.opened.agreed)}
    assert AssessmentFile.objects.get().final_at is not None


def test_everybody_concerned_gets_a_letter_and_no_letter_names_another_expert(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    before = Letter.objects.filter(kind__in=["consolidate", "sign-assessment"]).count()

    assess.finished(assessed.assignments[1])
    assess.agreed(assessed)

    letters = list(Letter.objects.filter(kind__in=["consolidate", "sign-assessment"]).order_by("id"))
    assert before == 0
    assert [(each.kind, each.to) for each in letters] == [
        ("consolidate", assessed.people[0].email),
        ("consolidate", assessed.people[1].email),
        ("sign-assessment", assessed.people[1].email),
    ]
    assert not [each for each in letters if "Expert" in each.body.replace(str(assessed.application.title), "")]


def test_only_the_lead_writes_what_is_agreed_on(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)

    with pytest.raises(NotOpenError):
        assess.wrote(assessed.assignments[1], "C1.points", "20", consolidated=True)
    with pytest.raises(NotOpenError):
        put_up_for_signature(assessed.people[1], assessed.assignments[1])


def test_nothing_is_agreed_on_before_both_have_finished(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])

    with pytest.raises(NotOpenError):
        assess.wrote(assessed.assignments[0], "C1.points", "20", consolidated=True)


def test_what_lacks_something_is_not_put_up(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)

    with pytest.raises(NotReadyError):
        put_up_for_signature(assessed.people[0], assessed.assignments[0])

    assert assessed.state == "consolidating"


def test_a_change_after_a_signature_removes_it_and_keeps_it_on_record(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    assess.signed(assessed, 1)

    assess.wrote(assessed.assignments[0], "C1.points", "20", base=1, consolidated=True)

    assert (assessed.state, assessed.opened.file.signed) == ("consolidating", frozenset())
    assert Signature.objects.get().removed_at is not None
    assert events_of(AssessmentFile.objects.get())[0].verb == "change-signed-assessment"


def test_a_save_without_a_change_removes_no_signature(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    assess.signed(assessed, 1)

    assess.wrote(assessed.assignments[0], "C1.points", "24", base=1, consolidated=True)

    assert (assessed.state, len(assessed.opened.file.signed)) == ("signing", 1)


def test_nobody_signs_what_they_did_not_read(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    seen = digest_of(assessed.opened.agreed)
    assess.wrote(assessed.assignments[0], "C1.points", "20", base=1, consolidated=True)
    put_up_for_signature(assessed.people[0], assessed.assignments[0])

    with pytest.raises(OtherContentError):
        sign_assessment(assessed.people[1], assessed.assignments[1], seen=seen)

    assert not Signature.objects.exists()


def test_who_does_not_sign_says_why_and_the_lead_reads_it(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    assess.signed(assessed, 0)

    with pytest.raises(NoReasonError):
        refuse_to_sign(assessed.people[1], assessed.assignments[1], reason=" ")
    refuse_to_sign(assessed.people[1], assessed.assignments[1], reason="C2 is too high.")

    assert (assessed.state, assessed.opened.file.signed) == ("consolidating", frozenset())
    letter = Letter.objects.get(kind="assessment-not-signed")
    assert (letter.to, "C2 is too high." in letter.body) == (assessed.people[0].email, True)


def test_a_gap_at_the_limit_brings_a_third_expert_and_the_two_closest_count(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], (24, 16, 16, 24))
    assess.finished(assessed.assignments[1], (15, 10, 10, 15))
    state = assessed.state
    third = a_third(assessed)
    during = assessed.state
    assess.finished(third, (20, 14, 14, 20))

    what = assessed.opened
    assert (state, during, what.file.state) == ("third-expert", "assessing", "consolidating")
    assert what.file.pair == (str(assessed.assignments[0].pk), str(third.pk))
    assert [(each.to, "30 points apart" in each.body) for each in Letter.objects.filter(kind="third-expert")] == [
        (assessed.officer.email, True)
    ]


def test_no_third_expert_where_both_are_below_the_threshold(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], (18, 12, 12, 17))
    assess.finished(assessed.assignments[1], (9, 5, 5, 9))

    assert (assessed.opened.comparison.gap, assessed.state) == (31, "consolidating")  # type: ignore[union-attr]  # all have finished


def test_whose_points_do_not_count_signs_nothing(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], (24, 16, 16, 24))
    assess.finished(assessed.assignments[1], (15, 10, 10, 15))
    third = a_third(assessed)
    assess.finished(third, (20, 14, 14, 20))
    assess.agreed(assessed)

    with pytest.raises(NotOpenError):
        assess.signed(assessed, 1)


def test_a_third_expert_is_only_asked_where_one_is_needed(assessed: assess.Assessed) -> None:
    with pytest.raises(NotOpenError):
        a_third(assessed)


def test_a_single_expert_signs_what_they_wrote() -> None:
    assessed = assess.given("Ada Expert")
    assess.finished(assessed.assignments[0])
    what = assessed.opened

    assess.signed(assessed, 0)

    assert (what.file.state, what.comparison.outcome) == ("signing", "single")  # type: ignore[union-attr]  # finished
    assert what.agreed.by_criterion == what.written(str(assessed.assignments[0].pk)).by_criterion
    assert assessed.state == "final"


def test_the_agency_opens_a_finished_one_again_with_a_reason(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])

    with pytest.raises(PermissionDenied):
        take_up_assessment(assessed.people[0], assessed.assignments[0], reason="I forgot something.")
    with pytest.raises(NoReasonError):
        take_up_assessment(assessed.officer, assessed.assignments[0], reason="")
    take_up_assessment(assessed.officer, assessed.assignments[0], reason="C3 speaks of another project.")
    assess.wrote(assessed.assignments[0], "C3.points", "12", base=1)

    assert assessed.opened.written(str(assessed.assignments[0].pk)).under("C3").number == 12
    assert events_of(AssessmentFile.objects.get())[0].facts["reason"] == "C3 speaks of another project."


def test_what_others_have_seen_is_not_opened_again(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)

    with pytest.raises(IllegalMoveError):
        take_up_assessment(assessed.officer, assessed.assignments[0], reason="Too late.")


def test_a_final_assessment_is_opened_again_with_a_reason_and_signed_anew(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    assess.agreed(assessed)
    assess.signed(assessed, 0, 1)
    submission = assessed.assignments[0].submission

    with pytest.raises(PermissionDenied):
        reopen_assessment(assessed.people[0], submission, reason="I changed my mind.")
    reopen_assessment(assessed.officer, submission, reason="The comment under C4 names a person.")

    file = AssessmentFile.objects.get()
    assert (file.state, file.final_at) == ("consolidating", None)
    assert Signature.objects.filter(removed_at__isnull=True).count() == 0
    assert Letter.objects.filter(kind="assessment-open-again").count() == 2


def test_where_experts_do_not_agree_the_agency_asks_one_more(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)

    ask_another_expert(assessed.officer, assessed.assignments[0].submission, reason="They do not agree on C1.")
    third = a_third(assessed)
    assess.finished(third, assess.MIDDLING)

    assert assessed.opened.comparison.outcome == "two-closest"  # type: ignore[union-attr]  # all have finished
    assert assessed.state == "consolidating"


def test_a_replaced_expert_counts_no_more_and_what_they_wrote_stays(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1])
    assess.agreed(assessed)
    assess.signed(assessed, 0)

    end_assignment(assessed.officer, assessed.assignments[1], reason="A tie came to light.")
    new = experts.assigned(assessed.officer, assessed.application)
    between = assessed.state
    assess.finished(new)

    what = assessed.opened
    assert (between, what.file.state) == ("assessing", "consolidating")
    assert what.file.pair == (str(assessed.assignments[0].pk), str(new.pk))
    assert what.file.signed == frozenset()
    assert what.written(str(assessed.assignments[1].pk)).under("C1").number == assess.GOOD[0]


def test_an_appeal_is_assessed_apart(assessed: assess.Assessed) -> None:
    for assignment in assessed.assignments:
        assess.finished(assignment)
    again = experts.assigned(assessed.officer, assessed.application, role="appeal")

    assess.filled(again)

    assert assessed.state == "consolidating"
    assert opened(again.submission, appeal=True).file.experts == (str(again.pk),)


def a_third(assessed: assess.Assessed) -> assess.Assignment:
    """One more expert, given the application as an officer does."""
    engagement = experts.engaged(assessed.officer, assessed.application.agency, assessed.application.round)
    return assign_third_expert(assessed.officer, engagement, assessed.assignments[0].submission)
