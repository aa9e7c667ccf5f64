from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from pytest_django import Settings

from consortia.documents.dossier import DossierState, FindingsList, Part, Picture, Question, Table
from consortia.documents.pdf import application_pdf, mandate_pdf, receipt_pdf
from consortia.documents.word import application_word
from consortia.stages.applications.models import AnswerVersion, PlanRow, Submission
from consortia.stages.applications.services import papers as service
from consortia.stages.applications.services.annexes import add_annex
from consortia.stages.applications.services.consortium import change_part, part_with_organisation
from consortia.stages.applications.services.mandates import digests_for, give_mandate, sight_of
from consortia.stages.applications.services.papers import (
    current_dossier,
    draw_submission,
    mandate_to_sign,
    receipt_paper,
    submitted_dossier,
    write_receipt_letters,
)
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row, change_guarantee
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.applications.tasks import draw_papers, tell_consortium
from consortia.stages.letters.models import Letter
from tests.documents.reading import text_of_pdf
from tests.factories import applications as make


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def submitted(consortium: make.Consortium) -> Submission:
    return submit_application(
        consortium.lead,
        consortium.application,
        request_id=f"request-{consortium.application.reference}",
        declared_by="Dr Ada Lindqvist",
        arrived_at=timezone.now(),
    )


def table(dossier: service.Dossier, caption: str) -> Table:
    return next(block for block in dossier.leaf_blocks() if isinstance(block, Table) and block.caption == caption)


def test_the_pdf_of_a_submission_is_drawn_once_under_its_number() -> None:
    submission = submitted(make.a_ready_application())

    draw_submission(str(submission.pk))
    submission.refresh_from_db()
    name = submission.document.name
    draw_submission(str(submission.pk))

    submission.refresh_from_db()
    assert submission.document.name == name == f"submissions/{submission.number}.pdf"
    with submission.document.open("rb") as file:
        assert file.read(5) == b"%PDF-"


def test_drawing_writes_nothing_but_the_place_of_the_document() -> None:
    submission = submitted(make.a_ready_application())
    before = {**Submission.objects.filter(pk=submission.pk).values()[0]}

    draw_submission(str(submission.pk))

    after = {**Submission.objects.filter(pk=submission.pk).values()[0]}
    assert {name for name in after if after[name] != before[name]} == {"document"}


def test_a_failed_pdf_leaves_the_letters_and_the_other_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = submitted(make.a_ready_application())

    def broken(*_arguments: object, **_named: object) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(service, "application_pdf", broken)
    with pytest.raises(OSError, match="no space left"):
        draw_papers.call(str(submission.pk))
    tell_consortium.call(str(submission.pk))
    written = Letter.objects.filter(kind="receipt").count()
    monkeypatch.undo()
    monkeypatch.setattr(service, "write_letter", broken)
    with pytest.raises(OSError, match="no space left"):
        tell_consortium.call(str(submission.pk))
    draw_papers.call(str(submission.pk))

    submission.refresh_from_db()
    assert written == 3
    assert submission.document


def test_everybody_who_takes_part_gets_one_letter_with_the_receipt() -> None:
    consortium = make.a_ready_application()
    reader = make.a_member(consortium.participations[1].organisation, "reader")
    submission = submitted(consortium)

    write_receipt_letters(str(submission.pk))
    write_receipt_letters(str(submission.pk))

    letters = Letter.objects.filter(kind="receipt")
    body = letters[0].body
    assert {letter.to for letter in letters} == {
        consortium.lead.email,
        reader.email,
        *(person.email for person in consortium.partners),
    }
    assert letters.count() == 4
    assert all(
        said in body for said in (submission.number, submission.sha256, "Brussels time", "UTC", "Dr Ada Lindqvist")
    )
    assert f"/receipts/{submission.number}/" in body
    assert "Until the deadline" in body


def test_after_the_deadline_the_letter_says_that_this_version_is_assessed() -> None:
    round_ = make.a_round()
    consortium = make.a_ready_application(round_=round_)
    submission = submitted(consortium)
    round_.deadline = submission.received_at
    round_.save()

    write_receipt_letters(str(submission.pk))

    letter = Letter.objects.filter(kind="receipt").first()
    assert letter is not None
    assert "The deadline has passed" in letter.body


def test_a_paper_drawn_later_says_what_stood_then() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    then = submitted_dossier(Submission.objects.get(pk=submission.pk))

    part_with_organisation(consortium.lead, consortium.participations[1])
    organisation = consortium.participations[2].organisation
    organisation.name = "Renamed Institute"
    organisation.save()
    PlanRow.objects.filter(application=consortium.application).delete()

    assert submitted_dossier(Submission.objects.get(pk=submission.pk)) == then
    assert (then.state, then.number, then.fingerprint) == (DossierState.SUBMITTED, submission.number, submission.sha256)


def test_the_dossier_holds_answers_tables_pictures_findings_and_what_is_signed() -> None:
    consortium = make.a_ready_application()
    change_part(consortium.lead, consortium.participations[0], legal_representative="Prof. Marta Königsberg")

    dossier = current_dossier(consortium.application, now=timezone.now())

    blocks = list(dossier.leaf_blocks())
    answered = [block for block in blocks if isinstance(block, Question) and block.answer]
    assert len(answered) > 30
    assert len([block for block in blocks if isinstance(block, Picture)]) == 3
    assert any(isinstance(block, FindingsList) and len(block.lines) > 10 for block in blocks)
    assert [section.title for section in dossier.sections[-5:]] == [
        "Timetable and places",
        "The grant",
        "What the check found",
        "Declaration on honour",
        "Mandates",
    ]
    assert [part.title for part in dossier.sections[-1].blocks if isinstance(part, Part)] == [
        each.organisation.name for each in consortium.participations[1:]
    ]


def test_plan_rows_stand_with_their_own_lines_also_where_another_row_waits_beside_the_document() -> None:
    consortium = make.a_ready_application()
    meeting = PlanEntry(
        heading="transnational-meetings",
        values={"host": "o3", "travellers": [{"from": "o1", "people": 1, "distance_km": 0}]},
        title="Second meeting",
    )
    add_plan_row(consortium.lead, consortium.application, meeting)
    PlanRow.objects.filter(application=consortium.application, key="m1").update(
        values={"host": "o9", "travellers": [{"from": "o1", "people": 9, "distance_km": 0}]}
    )

    dossier = current_dossier(consortium.application, now=timezone.now())

    rows = [row.cells for row in table(dossier, "Transnational project meetings").rows]
    assert rows[0] == ("Second meeting",)
    assert rows[1][2] == "1 person"
    assert len(rows) == 2


def test_costs_stand_under_their_description_and_the_guarantee_without_one() -> None:
    consortium = make.a_ready_application()
    cost = PlanEntry(heading="exceptional-costs", values={"description": "Web hosting", "cost": "400.00"})
    add_plan_row(consortium.lead, consortium.application, cost)
    consortium.application.refresh_from_db()
    change_guarantee(
        consortium.lead, consortium.application, service.Decimal("100.00"), seen=consortium.application.facts_version
    )

    dossier = current_dossier(consortium.application, now=timezone.now())

    rows = [row.cells for row in table(dossier, "Exceptional costs").rows]
    assert rows[0] == ("Web hosting",)
    assert rows[1][3] == "75\N{NO-BREAK SPACE}% of €\N{NO-BREAK SPACE}400.00"
    assert rows[1][4] == "€\N{NO-BREAK SPACE}300.00"
    assert rows[-1][4] == "€\N{NO-BREAK SPACE}75.00"


def test_files_and_mandates_are_listed() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    give_mandate(
        consortium.partners[0], part, signatory="Prof. Ruiz", seen=digests_for(view_of(consortium.application), part)
    )
    scan = service.ContentFile(b"%PDF-1.7", name="mandate Zaragoza.pdf")
    annex = add_annex(consortium.lead, consortium.application, "mandate", file=scan, participation=part)

    dossier = current_dossier(consortium.application, now=timezone.now())

    mandates = table(dossier, "Mandates of the partners").rows
    files = table(dossier, "Files handed in").rows
    assert mandates[0].cells[:3] == (part.organisation.name, "given", "Prof. Ruiz")
    assert mandates[1].cells[1:] == ("not given yet", "", "")
    assert files[0].cells == (
        "Mandate of the partner",
        part.organisation.name,
        "mandate Zaragoza.pdf",
        annex.sha256[:16],
    )


def test_a_draft_without_money_months_or_coordinates_is_still_printed() -> None:
    consortium = make.a_draft()
    for part in consortium.participations:
        part.organisation.latitude = part.organisation.longitude = None
        part.organisation.save()
    AnswerVersion.objects.all().delete()

    dossier = current_dossier(consortium.application, now=timezone.now())

    assert application_pdf(dossier)[:5] == b"%PDF-"


@pytest.mark.parametrize("blank", [False, True])
def test_current_state_and_blank_form_come_as_pdf_and_word(*, blank: bool) -> None:
    consortium = make.a_ready_application()

    dossier = current_dossier(consortium.application, now=timezone.now(), blank=blank)
    pdf, word = application_pdf(dossier), application_word(dossier)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    assert dossier.state == (DossierState.BLANK if blank else DossierState.DRAFT)
    assert pages > 10
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert ("What we say about" in text_of_pdf(pdf)) is not blank


@pytest.mark.parametrize(
    "hostile",
    [
        "\x07bell\x1b[31m",
        "a\u202eb\u2066c",
        "\ufffe\ufdd0",
        "\U0001d518\U0001d52b \U000f0000 \U0001f3f3\ufe0f\u200d\U0001f308",
        "\u202e" * 50,
    ],
)
def test_signs_that_cannot_be_shown_do_not_break_the_pdf(hostile: str) -> None:
    consortium = make.a_ready_application()
    answer = consortium.application.answers.filter(scope="").exclude(question="title").exclude(text="").first()
    assert answer is not None
    save = Save(text=f"Before {hostile} after", save_id="hostile", grew_from=View(version=answer.version))
    save_answer(consortium.lead, consortium.application, answer.question, save=save)
    change_part(consortium.lead, consortium.participations[0], legal_representative=f"Name {hostile}")
    submission = submitted(consortium)

    draw_submission(str(submission.pk))

    submission.refresh_from_db()
    with submission.document.open("rb") as file:
        text = text_of_pdf(file.read())
    assert "Before" in text
    assert json.loads(submission.snapshot)["parts"][0]["legal_representative"] == f"Name {hostile}"


def test_the_mandate_to_sign_names_both_sides_the_sums_and_its_fingerprint() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    change_part(consortium.lead, part, legal_representative="Prof. Ruiz", legal_representative_position="Rectora")
    view = view_of(consortium.application)

    mandate = mandate_to_sign(view, part, now=timezone.now())

    assert (mandate.partner.name, mandate.partner.signatory) == (part.organisation.name, "Prof. Ruiz")
    assert mandate.coordinator.name == consortium.participations[0].organisation.name
    assert mandate.fingerprint == sight_of(view, part).digests.part
    assert [fact.label for fact in mandate.amounts[:2]] == [
        "Grant of the whole project",
        "For the partner, before ceilings",
    ]
    assert "Prof. Ruiz" in text_of_pdf(mandate_pdf(mandate))


def test_the_receipt_prints_on_one_page() -> None:
    submission = submitted(make.a_ready_application())

    printed = receipt_pdf(receipt_paper(Submission.objects.get(pk=submission.pk)))

    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 1
    assert submission.number in text_of_pdf(printed)
