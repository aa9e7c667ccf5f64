from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone

from consortia.cli.verify_receipt import verify
from consortia.core.errors import IllegalMoveError
from consortia.documents.proof import canonical_json, digest_of, prove_receipt
from consortia.stages.applications.models import Answer, Application, Participation, Submission
from consortia.stages.applications.permissions import may_answer, may_lead, may_plan, may_submit
from consortia.stages.applications.queries import same_consortium_elsewhere
from consortia.stages.applications.services.agencies import UnknownAgencyError, choose_agency, settle_agency
from consortia.stages.applications.services.consortium import change_part, invite_organisation
from consortia.stages.applications.services.mandates import digests_for, give_mandate
from consortia.stages.applications.services.submitting import (
    DeadlinePassedError,
    NotReadyError,
    StaleRequestError,
    may_resume,
    receipt_of,
    resume_application,
    submit_application,
    withdraw_application,
)
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.services import move_deadline
from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from tests.factories import applications as make

BRUSSELS = ZoneInfo("Europe/Brussels")
WINTER_NOON = datetime(2028, 2, 2, 12, 0, 0, tzinfo=BRUSSELS)
SUMMER_NOON = datetime(2028, 7, 4, 12, 0, 0, tzinfo=BRUSSELS)
MICROSECOND = timedelta(microseconds=1)


def submitted(
    consortium: make.Consortium,
    *,
    request_id: str = "one",
    at: datetime | None = None,
    declared_by: str = "Dr Ada Lindqvist",
) -> Submission:
    return submit_application(
        consortium.lead,
        consortium.application,
        request_id=request_id,
        declared_by=declared_by,
        arrived_at=at or timezone.now(),
    )


def rewrite(consortium: make.Consortium, text: str) -> None:
    answer = Answer.objects.filter(application=consortium.application, scope="").exclude(question="title").first()
    assert answer is not None
    save = Save(text=text, save_id=text, grew_from=View(version=answer.version))
    save_answer(consortium.lead, consortium.application, answer.question, save=save)


def test_submitting_freezes_document_answers_plan_and_papers() -> None:
    consortium = make.a_ready_application()
    at = timezone.now()

    submission = submitted(consortium, at=at)

    content = json.loads(submission.snapshot)
    assert submission.number == f"2016-{consortium.application.reference}-1"
    assert (submission.sequence, submission.state) == (1, Submission.State.CURRENT)
    assert submission.received_at == at
    assert submission.sha256 == digest_of(submission.snapshot)
    assert submission.snapshot == canonical_json(content)
    assert content["document"]["submitted_at"] == at.isoformat()
    assert [part["id"] for part in content["parts"]] == ["o1", "o2", "o3"]
    assert [row["place"] for row in content["plan"]] == ["transnational_meetings[0]", "intellectual_outputs[0]"]
    assert content["agency"]["code"] == "DE01"
    assert {each["state"] for each in content["mandates"]} == {"missing"}
    assert submission.budget["grant"] == str(view_of(consortium.application).budget.grant)
    assert all(each["text"] and each["status"] in {"pass", "warning", "not-applicable"} for each in submission.findings)


def test_submitting_moves_the_application_and_stores_its_agency() -> None:
    consortium = make.a_ready_application()

    submission = submitted(consortium)

    application = Application.objects.get(pk=consortium.application.pk)
    event = Event.objects.get(verb="submit")
    assert (application.state, application.agency) == (Application.State.SUBMITTED, "DE01")
    assert event.facts == {"receipt": submission.number, "sha256": submission.sha256}


@pytest.mark.parametrize("noon", [WINTER_NOON, SUMMER_NOON], ids=["winter", "summer time"])
def test_the_deadline_itself_is_in_time_and_a_microsecond_later_is_not(noon: datetime) -> None:
    consortium = make.a_ready_application(round_=make.a_round(deadline=noon))

    with pytest.raises(DeadlinePassedError):
        submitted(consortium, at=noon + MICROSECOND)
    just_before = submitted(consortium, request_id="before", at=noon - MICROSECOND)
    exactly = submitted(consortium, request_id="at", at=noon.astimezone(UTC), declared_by="Dr Bo Lind")

    assert (just_before.sequence, exactly.sequence) == (1, 2)
    assert exactly.state == Submission.State.CURRENT


@pytest.mark.parametrize("shift", [timedelta(days=-3), timedelta(days=3)], ids=["earlier", "later"])
def test_a_moved_deadline_decides_to_the_microsecond(shift: timedelta) -> None:
    round_ = make.a_round(deadline=WINTER_NOON)
    consortium = make.a_ready_application(round_=round_)
    moved = WINTER_NOON + shift

    move_deadline(round_, moved, reason="The portal was down.", by=None)

    with pytest.raises(DeadlinePassedError):
        submitted(consortium, at=moved + MICROSECOND)
    assert submitted(consortium, at=moved).received_at == moved


def test_a_deadline_moved_across_the_change_of_clocks_keeps_its_wall_time() -> None:
    round_ = make.a_round(deadline=datetime(2028, 3, 24, 12, 0, tzinfo=BRUSSELS))
    consortium = make.a_ready_application(round_=round_)
    after_the_change = datetime(2028, 3, 31, 12, 0, tzinfo=BRUSSELS)

    move_deadline(round_, after_the_change, reason="A week more.", by=None)

    submission = submitted(consortium, at=datetime(2028, 3, 31, 10, 0, tzinfo=UTC))
    rule = next(each for each in submission.findings if each["rule"] == "submission.deadline")
    assert rule["status"] == "pass"
    with pytest.raises(DeadlinePassedError):
        submitted(consortium, request_id="late", at=datetime(2028, 3, 31, 10, 0, 0, 1, tzinfo=UTC))


def test_the_same_request_twice_is_one_submission() -> None:
    consortium = make.a_ready_application()

    first = submitted(consortium)
    again = submitted(consortium)

    assert again == first
    assert Submission.objects.count() == 1


def test_the_same_request_after_the_deadline_still_gives_its_receipt() -> None:
    consortium = make.a_ready_application(round_=make.a_round(deadline=WINTER_NOON))

    first = submitted(consortium, at=WINTER_NOON)
    again = submitted(consortium, at=WINTER_NOON + timedelta(minutes=1))

    assert again == first


def test_a_request_number_of_another_application_is_refused() -> None:
    one, other = make.a_ready_application(), make.a_ready_application()
    submitted(one)

    with pytest.raises(StaleRequestError):
        submitted(other)


def test_submitting_again_makes_a_new_version_that_counts_and_keeps_the_earlier_one() -> None:
    consortium = make.a_ready_application()
    first = submitted(consortium)
    kept = first.snapshot
    rewrite(consortium, "Something better.")

    second = submitted(consortium, request_id="two")

    first.refresh_from_db()
    assert (first.state, second.state) == (Submission.State.REPLACED, Submission.State.CURRENT)
    assert first.snapshot == kept
    assert second.sha256 != first.sha256
    assert list(consortium.application.submissions.values_list("sequence", flat=True)) == [2, 1]


def test_what_stands_in_the_way_is_told_and_nothing_is_stored() -> None:
    consortium = make.a_draft(countries=("DE", "ES"))

    with pytest.raises(NotReadyError) as refused:
        submitted(consortium)

    assert "consortium.minimum-organisations" in str(refused.value)
    assert "form.answer-missing" in {finding.rule for finding in refused.value.view.blocking}
    assert Submission.objects.count() == 0


def test_an_organisation_that_has_not_answered_stands_in_the_way() -> None:
    consortium = make.a_ready_application()
    asked = make.an_organisation(make.a_person(), country="FI")
    invite_organisation(consortium.lead, consortium.application, asked, role="partner", link="http://x/{token}/")
    make.fill_answers(consortium.lead, consortium.application)

    with pytest.raises(NotReadyError, match="open points"):
        submitted(consortium)


def test_where_a_country_has_several_agencies_one_must_be_chosen() -> None:
    consortium = make.a_ready_application(countries=("BE", "ES", "PL"))
    with pytest.raises(NotReadyError, match="open points"):
        submitted(consortium)

    choose_agency(consortium.lead, consortium.application, "BE02", country="BE")

    assert json.loads(submitted(consortium).snapshot)["agency"]["code"] == "BE02"


def test_an_agency_of_another_country_cannot_be_chosen() -> None:
    consortium = make.a_draft(countries=("BE", "ES", "PL"))

    with pytest.raises(UnknownAgencyError):
        choose_agency(consortium.lead, consortium.application, "DE01", country="BE")
    with pytest.raises(PermissionDenied):
        choose_agency(consortium.partners[0], consortium.application, "BE02", country="BE")


def test_a_choice_of_agency_is_forgotten_when_it_no_longer_fits() -> None:
    consortium = make.a_draft(countries=("BE", "ES", "PL"))
    choose_agency(consortium.lead, consortium.application, "BE02", country="BE")

    settle_agency(consortium.application, "FR")
    after_france = consortium.application.agency
    choose_agency(consortium.lead, consortium.application, "BE03", country="BE")
    settle_agency(consortium.application, "BE")

    assert (after_france, consortium.application.agency) == ("FR01", "BE03")


def _writer(consortium: make.Consortium) -> Person:
    return consortium.partners[0]


def _associated(consortium: make.Consortium) -> Person:
    return make.a_partner(consortium.lead, consortium.application, country="FI", role=Participation.Role.ASSOCIATED)


def _reader(consortium: make.Consortium) -> Person:
    return make.a_member(consortium.participations[0].organisation, Membership.Role.READER)


def _stranger(_consortium: make.Consortium) -> Person:
    return make.a_person()


@pytest.mark.parametrize(
    ("who", "leads", "plans", "answers"),
    [
        (_writer, False, True, True),
        (_associated, False, False, False),
        (_reader, False, False, False),
        (_stranger, False, False, False),
    ],
)
def test_only_the_coordinators_writers_submit_and_withdraw(
    who: Callable[[make.Consortium], Person], *, leads: bool, plans: bool, answers: bool
) -> None:
    consortium = make.a_ready_application()
    person = who(consortium)
    application = consortium.application
    make.fill_answers(consortium.lead, application)

    with pytest.raises(PermissionDenied):
        submit_application(person, application, request_id="x", declared_by="x", arrived_at=timezone.now())
    with pytest.raises(PermissionDenied):
        withdraw_application(person, application)

    rights = (may_submit(person, application), may_plan(person, application), may_answer(person, application, ""))
    assert rights == (leads, plans, answers)


def test_withdrawing_keeps_what_was_received_and_tells_everybody() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)

    withdraw_application(consortium.lead, consortium.application, reason="A partner went bankrupt.")

    submission.refresh_from_db()
    letters = Letter.objects.filter(kind="withdrawn")
    assert submission.state == Submission.State.WITHDRAWN
    assert {letter.to for letter in letters} == {consortium.lead.email, *(p.email for p in consortium.partners)}
    assert all("> A partner went bankrupt." in letter.body and submission.number in letter.body for letter in letters)


def test_a_withdrawn_application_is_read_only() -> None:
    consortium = make.a_ready_application()
    withdraw_application(consortium.lead, consortium.application)
    application = Application.objects.get(pk=consortium.application.pk)
    part = application.participations.get(key="o2")

    assert not any(right(consortium.lead, application) for right in (may_lead, may_plan, may_submit))
    assert not may_answer(consortium.lead, application, "")
    with pytest.raises(PermissionDenied):
        give_mandate(consortium.partners[0], part, signatory="X", seen=digests_for(view_of(application), part))
    with pytest.raises(PermissionDenied):
        submitted(consortium)
    with pytest.raises(PermissionDenied):
        withdraw_application(consortium.lead, application)


def test_a_draft_can_be_withdrawn_and_its_letter_says_that_nothing_was_submitted() -> None:
    consortium = make.a_draft()

    withdraw_application(consortium.lead, consortium.application)

    letter = Letter.objects.filter(kind="withdrawn").first()
    assert letter is not None
    assert "It had not been submitted" in letter.body


def test_a_withdrawn_application_is_taken_up_again_until_the_deadline() -> None:
    round_ = make.a_round(deadline=WINTER_NOON)
    consortium = make.a_ready_application(round_=round_)
    application = consortium.application
    submitted(consortium, at=WINTER_NOON - timedelta(days=1))
    withdraw_application(consortium.lead, application)
    application.refresh_from_db()

    with pytest.raises(PermissionDenied):
        resume_application(consortium.partners[0], application, now=WINTER_NOON)
    with pytest.raises(DeadlinePassedError):
        resume_application(consortium.lead, application, now=WINTER_NOON + MICROSECOND)
    resume_application(consortium.lead, application, now=WINTER_NOON)

    application.refresh_from_db()
    assert application.state == Application.State.DRAFT
    assert submitted(consortium, request_id="again", at=WINTER_NOON).sequence == 2


def test_only_a_withdrawn_application_can_be_taken_up_again() -> None:
    consortium = make.a_draft()

    assert not may_resume(consortium.lead, consortium.application)
    with pytest.raises(PermissionDenied):
        resume_application(consortium.lead, consortium.application, now=timezone.now())


def test_nothing_that_was_frozen_follows_later_edits() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    before = json.dumps(receipt_of(submission), sort_keys=True)

    part = consortium.participations[0]
    change_part(consortium.lead, part, legal_representative="Somebody Else", legal_representative_position="Dean")
    rewrite(consortium, "Rewritten after the deadline.")
    part.organisation.name = "Renamed Institute"
    part.organisation.save()

    after = json.dumps(receipt_of(Submission.objects.get(pk=submission.pk)), sort_keys=True)
    assert after == before


def test_the_receipt_is_the_same_to_the_letter_each_time_and_proves_itself() -> None:
    consortium = make.a_ready_application()

    submission = submitted(consortium)

    stored = Submission.objects.get(pk=submission.pk)
    receipt = receipt_of(stored)
    assert receipt["signature"] == stored.signature
    assert canonical_json(receipt) == canonical_json(receipt_of(submission))
    assert all(step.holds for step in prove_receipt(receipt, copy=json.loads(stored.snapshot)))


def test_the_receipt_can_be_verified_offline_after_a_round_trip_through_files(tmp_path: Path) -> None:
    consortium = make.a_ready_application()
    submission = Submission.objects.get(pk=submitted(consortium).pk)
    receipt, copy = tmp_path / "receipt.json", tmp_path / "snapshot.json"
    receipt.write_text(json.dumps(receipt_of(submission), indent=2, ensure_ascii=True), encoding="utf-8")
    copy.write_text(submission.snapshot, encoding="utf-8")

    genuine = CliRunner().invoke(verify, [str(receipt), str(copy)])
    receipt.write_text(receipt.read_text(encoding="utf-8").replace("34800.00", "34801.00"), encoding="utf-8")
    forged = CliRunner().invoke(verify, [str(receipt)])

    assert genuine.exit_code == 0, genuine.output
    assert "Checked again with the same edition of the call" in genuine.output
    assert forged.exit_code == 1


def test_a_receipt_names_the_moment_in_both_zones() -> None:
    consortium = make.a_ready_application(round_=make.a_round(deadline=SUMMER_NOON))

    receipt = receipt_of(submitted(consortium, at=SUMMER_NOON))

    assert receipt["received_at"] == {"utc": "2028-07-04T10:00:00+00:00", "brussels": "2028-07-04T12:00:00+02:00"}


def test_the_same_organisations_in_another_submitted_application_are_found() -> None:
    round_ = make.a_round()
    one = make.a_ready_application(round_=round_)
    submitted(one)
    other = make.a_draft(round_=round_)
    before = same_consortium_elsewhere(other.application, other.application.participations.all())

    # The same organisations, in the order of the other application.
    pairs = zip(other.participations, one.participations, strict=True)
    for mine, theirs in pairs:
        Participation.objects.filter(pk=mine.pk).update(organisation=theirs.organisation)

    assert before == []
    assert same_consortium_elsewhere(other.application, other.application.participations.all()) == [one.application]
    assert same_consortium_elsewhere(one.application, one.application.participations.all()) == []


def test_submitting_costs_the_same_queries_with_three_and_with_five_partners() -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for countries in (("DE", "ES", "PL"), ("DE", "ES", "PL", "FI", "ES", "PL")):
        consortium = make.a_ready_application(countries=countries)
        with CaptureQueriesContext(connection) as captured:
            submitted(consortium, request_id=f"{len(countries)}")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_an_unknown_move_is_refused_by_the_table() -> None:
    consortium = make.a_ready_application()
    Application.objects.filter(pk=consortium.application.pk).update(state="lost")

    with pytest.raises(IllegalMoveError):
        submitted(consortium)


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_by_many_at_once_is_stored_once() -> None:
    consortium = make.a_ready_application()

    numbers = at_once(8, lambda _place: submitted(consortium, request_id="same").number)

    assert len(set(numbers)) == 1
    assert Submission.objects.filter(application=consortium.application).count() == 1


def test_what_counts_already_is_not_stored_again_unless_something_changed() -> None:
    consortium = make.a_ready_application()
    first = submitted(consortium, request_id="first tab")

    unchanged = submitted(consortium, request_id="second tab")
    rewrite(consortium, "One word more.")
    changed = submitted(consortium, request_id="third tab")

    assert unchanged == first
    assert (changed.sequence, changed.number) == (2, f"2016-{consortium.application.reference}-2")
    assert Event.objects.filter(verb="submit").count() == 2


@pytest.mark.django_db(transaction=True)
def test_different_requests_at_once_get_different_sequences_and_one_counts() -> None:
    consortium = make.a_ready_application()

    def submit(place: int) -> str:
        return submitted(consortium, request_id=f"request-{place}", declared_by=f"Declarant {place}").number

    numbers = at_once(6, submit)

    stored = Submission.objects.filter(application=consortium.application)
    assert len(set(numbers)) == 6
    assert sorted(stored.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert stored.filter(state=Submission.State.CURRENT).count() == 1
    assert stored.get(state=Submission.State.CURRENT).sequence == 6


@pytest.mark.django_db(transaction=True)
def test_many_applications_of_one_round_are_submitted_at_once() -> None:
    round_ = make.a_round()
    consortia = [make.a_ready_application(round_=round_) for _each in range(5)]

    numbers = at_once(5, lambda place: submitted(consortia[place], request_id=f"round-{place}").number)

    assert len(set(numbers)) == Submission.objects.count() == 5


def at_once(many: int, act: Callable[[int], str]) -> list[str]:
    """Let several threads act, each with a connection of its own that is closed afterwards."""

    def acting(place: int) -> str:
        try:
            return act(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=many) as pool:
        return list(pool.map(acting, range(many)))
