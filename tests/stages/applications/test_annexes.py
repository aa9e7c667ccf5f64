from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from pytest_django import Settings

from consortia.core.call.content import Uploads
from consortia.core.errors import NoValueError
from consortia.stages.applications.models import Annex
from consortia.stages.applications.services import annexes as service
from consortia.stages.applications.services.annexes import AnnexRefusedError, add_annex, plain_name, remove_annex
from consortia.stages.applications.services.consortium import change_role
from consortia.stages.applications.services.submitting import withdraw_application
from tests.factories import applications as make

PDF = b"%PDF-1.7\nscan"
PNG = b"\x89PNG\r\n\x1a\nscan"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_file(name: str = "scan.pdf", content: bytes = PDF) -> ContentFile[bytes]:
    return ContentFile(content, name=name)


def refused(consortium: make.Consortium, kind: str, file: ContentFile[bytes]) -> tuple[str, dict[str, object]]:
    with pytest.raises(AnnexRefusedError) as refusal:
        add_annex(consortium.lead, consortium.application, kind, file=file)
    return refusal.value.reason, refusal.value.facts


def test_a_file_is_kept_with_its_name_size_and_fingerprint() -> None:
    consortium = make.a_draft()

    annex = add_annex(consortium.lead, consortium.application, "timetable", file=a_file("Our plan.PDF"))

    assert (annex.name, annex.size) == ("Our plan.PDF", len(PDF))
    assert annex.sha256 == hashlib.sha256(PDF).hexdigest()
    assert annex.file.name.startswith(f"annexes/{consortium.application.pk}/")
    assert "plan" not in annex.file.name
    with annex.file.open("rb") as kept:
        assert kept.read() == PDF


def test_a_new_file_takes_the_place_of_the_earlier_one_which_stays_on_record() -> None:
    consortium = make.a_draft()
    first = add_annex(consortium.lead, consortium.application, "timetable", file=a_file())

    second = add_annex(consortium.lead, consortium.application, "timetable", file=a_file("plan.png", PNG))

    first.refresh_from_db()
    assert first.removed_at is not None
    assert list(Annex.objects.filter(removed_at=None)) == [second]


@pytest.mark.parametrize(
    ("file", "reason", "found"),
    [
        (a_file("plan.exe", PDF), "type", "exe"),
        (a_file("plan", PDF), "type", ""),
        (a_file("plan.pdf", b""), "empty", "plan.pdf"),
        (a_file("plan.pdf", b"<html>" + b" " * 2000 + PDF), "content", "pdf"),
        (a_file("plan.png", PDF), "content", "png"),
        (a_file("plan.jpg", PNG), "content", "jpg"),
        (a_file("plan.pdf", PDF + b"0" * 10 * 1024 * 1024), "size", 10 * 1024 * 1024 + len(PDF)),
    ],
    ids=["other kind", "no ending", "empty", "no pdf inside", "no png inside", "png named jpg", "too large"],
)
def test_a_file_that_cannot_be_taken_says_why(file: ContentFile[bytes], reason: str, found: object) -> None:
    consortium = make.a_draft()

    said, facts = refused(consortium, "timetable", file)

    assert (said, facts["found"]) == (reason, found)
    assert not Annex.objects.exists()


def test_a_pdf_with_a_few_bytes_before_its_mark_is_one() -> None:
    consortium = make.a_draft()

    assert add_annex(
        consortium.lead, consortium.application, "timetable", file=a_file("x.pdf", b"\xef\xbb\xbf" + PDF)
    ).pk


def test_a_kind_without_a_known_mark_is_taken_by_its_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft()
    monkeypatch.setattr(service, "BEGINNINGS", {})

    assert add_annex(consortium.lead, consortium.application, "timetable", file=a_file("x.png", b"text")).pk


def test_all_files_together_have_a_number_and_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft()
    add_annex(consortium.lead, consortium.application, "timetable", file=a_file())
    call = service.call_of_round(consortium.application.round)

    few = refused_with(monkeypatch, consortium, call, files=1, megabytes=100)
    small = refused_with(monkeypatch, consortium, call, files=30, megabytes=0)

    assert (few, small) == (("files", 1), ("total", len(PDF)))


def refused_with(
    monkeypatch: pytest.MonkeyPatch,
    consortium: make.Consortium,
    call: service.CallDefinition,
    *,
    files: int,
    megabytes: int,
) -> tuple[str, object]:
    assert call.uploads is not None
    uploads = Uploads(
        maximum_files=files,
        maximum_megabytes_total=megabytes,
        text="",
        source=call.uploads.source,
        status="provisional",
    )
    monkeypatch.setattr(service, "call_of_round", lambda _round: Limited(call, uploads))
    reason, facts = refused(consortium, "declaration-on-honour", a_file())
    monkeypatch.undo()
    return reason, facts["found"]


class Limited:
    """A call with other limits for uploads."""

    def __init__(self, call: service.CallDefinition, uploads: Uploads | None) -> None:
        self.uploads = uploads
        self.annex = call.annex


def test_a_call_without_limits_for_uploads_sets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft()
    call = service.call_of_round(consortium.application.round)
    monkeypatch.setattr(service, "call_of_round", lambda _round: Limited(call, None))

    assert add_annex(consortium.lead, consortium.application, "timetable", file=a_file()).pk


def test_replacing_a_file_does_not_count_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft()
    add_annex(consortium.lead, consortium.application, "timetable", file=a_file())
    call = service.call_of_round(consortium.application.round)
    assert call.uploads is not None
    monkeypatch.setattr(
        service,
        "call_of_round",
        lambda _round: Limited(
            call,
            Uploads(
                maximum_files=1,
                maximum_megabytes_total=1,
                text="",
                source=call.uploads.source,  # type: ignore[union-attr]  # asserted above
                status="provisional",
            ),
        ),
    )

    assert add_annex(consortium.lead, consortium.application, "timetable", file=a_file("new.pdf")).name == "new.pdf"


def test_the_mandate_of_a_partner_belongs_to_that_partner() -> None:
    consortium = make.a_draft()
    part = consortium.participations[1]

    annex = add_annex(consortium.partners[0], consortium.application, "mandate", file=a_file(), participation=part)
    with pytest.raises(AnnexRefusedError, match="scope"):
        add_annex(consortium.lead, consortium.application, "mandate", file=a_file())
    with pytest.raises(AnnexRefusedError, match="scope"):
        add_annex(
            consortium.lead,
            consortium.application,
            "mandate",
            file=a_file(),
            participation=consortium.participations[0],
        )

    assert annex.participation == part


def test_a_kind_the_call_does_not_know_is_an_error() -> None:
    consortium = make.a_draft()

    with pytest.raises(NoValueError):
        add_annex(consortium.lead, consortium.application, "holiday-photo", file=a_file())


def test_files_are_added_and_taken_out_by_those_who_write_there() -> None:
    consortium = make.a_draft()
    own = consortium.participations[1]
    annex = add_annex(consortium.partners[0], consortium.application, "mandate", file=a_file(), participation=own)

    for person in (consortium.partners[1], make.a_member(own.organisation, "reader"), make.a_person()):
        with pytest.raises(PermissionDenied):
            add_annex(person, consortium.application, "mandate", file=a_file(), participation=own)
        with pytest.raises(PermissionDenied):
            remove_annex(person, annex)
    remove_annex(consortium.lead, annex)

    annex.refresh_from_db()
    assert annex.removed_at is not None


def test_a_file_of_the_whole_application_is_taken_out_by_any_writer() -> None:
    consortium = make.a_draft()
    annex = add_annex(consortium.lead, consortium.application, "timetable", file=a_file())

    remove_annex(consortium.partners[0], annex)

    assert not Annex.objects.filter(removed_at=None).exists()


def test_an_associated_partner_and_a_withdrawn_application_take_no_common_files() -> None:
    consortium = make.a_draft()
    change_role(consortium.lead, consortium.participations[1], "associated")

    with pytest.raises(PermissionDenied):
        add_annex(consortium.partners[0], consortium.application, "timetable", file=a_file())
    withdraw_application(consortium.lead, consortium.application)
    consortium.application.refresh_from_db()
    with pytest.raises(PermissionDenied):
        add_annex(consortium.lead, consortium.application, "timetable", file=a_file())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("two  \n words\x00.pdf", "two words .pdf"),
        ("", "file"),
        ("/", "file"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a" * 300 + ".pdf", "a" * 150 + "…" + "a" * 36 + ".pdf"),
    ],
)
def test_names_are_kept_kindly(given: str, kept: str) -> None:
    assert plain_name(given) == kept
