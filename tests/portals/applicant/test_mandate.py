from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consortia.portals.applicant.pages.annexes import refusal_words
from consortia.portals.shared.files import size_words
from consortia.stages.applications.models import Annex, Mandate, Participation, PlanRow
from consortia.stages.applications.services.annexes import AnnexRefusedError
from consortia.stages.applications.services.consortium import change_part, hand_over_coordination
from consortia.stages.applications.services.mandates import digests_for
from consortia.stages.applications.services.planning import change_plan_row, entry_of
from consortia.stages.applications.services.submitting import withdraw_application
from consortia.stages.applications.snapshots import view_of
from tests.factories import applications as make
from tests.portals.applicant.acting import at, client_of, words_of

PDF = b"%PDF-1.7\nscan"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def seen(consortium: make.Consortium, key: str = "o2") -> dict[str, str]:
    view = view_of(consortium.application)
    digests = digests_for(view, view.rows.by_key[key])
    return {"part": digests.part, "money": digests.money, "signatory": "Prof. Elena Ruiz", "agrees": "on"}


def more_people(consortium: make.Consortium, key: str) -> None:
    row = PlanRow.objects.get(application=consortium.application, key="m1")
    entry = entry_of(row)
    for traveller in entry.values["travellers"]:
        traveller["people"] += traveller["from"] == key
    change_plan_row(consortium.lead, row, entry, seen=row.version)


def test_the_page_shows_exactly_what_the_mandate_is_bound_to() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    change_part(consortium.lead, part, legal_representative="Prof. Elena Ruiz")

    answer = client_of(consortium.partners[0]).get(at(consortium, "mandate", key="o2"))

    said = words_of(answer)
    assert (
        f"With it {consortium.participations[0].organisation.name} may apply in the name of {part.organisation.name}."
        in said
    )
    assert "Its 4 texts in the application" in said
    assert "Transnational project meetings € 1 150.00" in said
    assert "Grant € 34 800.00" in said
    assert 'value="Prof. Elena Ruiz"' in answer.content.decode()


def test_a_partner_gives_its_mandate_and_takes_it_back() -> None:
    consortium = make.a_ready_application()
    client = client_of(consortium.partners[0])
    address = at(consortium, "mandate", key="o2")

    given = client.post(address, seen(consortium))
    shown = words_of(client.get(address))
    back = words_of(client.post(address, {"back": "yes"}, follow=True))

    assert given["Location"] == at(consortium, "consortium")
    assert "Given by Prof. Elena Ruiz on" in shown
    assert "The mandate is taken back." in back
    assert not Mandate.objects.exists()


def test_a_change_while_the_page_was_open_is_shown_first() -> None:
    consortium = make.a_ready_application()
    old = seen(consortium)
    more_people(consortium, "o2")
    client = client_of(consortium.partners[0])

    answer = client.post(at(consortium, "mandate", key="o2"), old)

    fresh = seen(consortium)
    assert "Something changed while this page was open." in words_of(answer)
    assert f'value="{fresh["part"]}"' in answer.content.decode()
    assert not Mandate.objects.exists()
    assert client.post(at(consortium, "mandate", key="o2"), fresh).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [({"agrees": ""}, "Tick this once the person has agreed."), ({"signatory": ""}, "Who gives the mandate?")],
)
def test_an_unfinished_mandate_comes_back(change: dict[str, str], said: str) -> None:
    consortium = make.a_ready_application()

    answer = client_of(consortium.partners[0]).post(at(consortium, "mandate", key="o2"), {**seen(consortium), **change})

    assert said in words_of(answer)
    assert not Mandate.objects.exists()


def test_what_changed_since_is_said_in_words() -> None:
    consortium = make.a_ready_application()
    client_of(consortium.partners[0]).post(at(consortium, "mandate", key="o2"), seen(consortium))
    client_of(consortium.partners[1]).post(at(consortium, "mandate", key="o3"), seen(consortium, "o3"))
    more_people(consortium, "o2")
    organisation = consortium.participations[1].organisation
    organisation.city = "Huesca"
    organisation.save()
    hand_over_coordination(consortium.lead, consortium.participations[2])

    said = words_of(client_of(consortium.lead).get(at(consortium, "mandate", key="o2")))

    assert "The coordinator: then" in said
    assert "Its record or its role." in said
    assert "Its money: then € 9 890.00, now € 10 465.00." in said
    assert "The grant of the whole project: then € 34 800.00, now € 35 375.00." in said


def test_a_reckoning_with_the_same_sums_is_said_so() -> None:
    consortium = make.a_ready_application()
    client_of(consortium.partners[0]).post(at(consortium, "mandate", key="o2"), seen(consortium))
    row = PlanRow.objects.get(application=consortium.application, heading="intellectual-outputs")
    entry = entry_of(row)
    own = next(work for work in entry.values["work"] if work["organisation"] == "o2")
    own["days"] = 10
    entry.values["work"].append({**own})
    change_plan_row(consortium.lead, row, entry, seen=row.version)

    said = words_of(client_of(consortium.partners[0]).get(at(consortium, "mandate", key="o2")))

    assert "How its money is reckoned; its sum is the same" in said
    assert "How the money of the project is reckoned; the grant is the same" in said


def test_an_older_mandate_without_its_sight_still_asks_for_a_new_look() -> None:
    consortium = make.a_ready_application()
    client_of(consortium.partners[0]).post(at(consortium, "mandate", key="o2"), seen(consortium))
    more_people(consortium, "o2")
    Mandate.objects.update(seen={})

    assert "Something it is bound to." in words_of(client_of(consortium.lead).get(at(consortium, "mandate", key="o2")))


def test_others_read_it_and_only_its_own_people_give_it() -> None:
    consortium = make.a_ready_application()
    address = at(consortium, "mandate", key="o2")

    assert "give it here." in words_of(client_of(consortium.lead).get(address))
    assert client_of(consortium.lead).post(address, seen(consortium)).status_code == 403
    assert client_of(make.a_person()).get(address).status_code == 404


def test_only_partners_have_a_mandate() -> None:
    consortium = make.a_ready_application()
    Participation.objects.filter(application=consortium.application, key="o3").update(role="associated")
    client = client_of(consortium.lead)

    assert client.get(at(consortium, "mandate", key="o1")).status_code == 404
    assert client.get(at(consortium, "mandate", key="o3")).status_code == 404


def test_the_mandate_prints() -> None:
    consortium = make.a_ready_application()

    answer = client_of(consortium.partners[0]).get(at(consortium, "mandate_paper", key="o2"))

    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Disposition"] == f'inline; filename="{consortium.application.reference}-mandate-o2.pdf"'


def upload(client: Client, address: str, name: str = "scan.pdf", content: bytes = PDF) -> str:
    return words_of(client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True))


def test_a_file_is_added_listed_downloaded_and_taken_out() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.partners[0])
    add = f"{at(consortium, 'annex_add', kind='mandate')}?for=o2"

    added = upload(client, add, "Mandate ñ Zaragoza.pdf")
    annex = Annex.objects.get()
    got = client.get(at(consortium, "annex", number=annex.pk))
    again = words_of(client.get(add))
    asked = words_of(client.get(at(consortium, "annex_remove", number=annex.pk)))
    removed = words_of(client.post(at(consortium, "annex_remove", number=annex.pk), follow=True))

    assert "The file is there." in added
    assert "Mandate ñ Zaragoza.pdf 1 kB" in added
    assert (got.content, got["Content-Security-Policy"]) == (PDF, "default-src 'none'; sandbox")
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''Mandate")
    assert "is there already. A new file takes its place" in again
    assert "Take this file out?" in asked
    assert "The file is taken out." in removed
    assert client.get(at(consortium, "annex", number=annex.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("scan.gif", b"GIF89a", "A file of the kind GIF cannot be taken here. Save or scan it as PDF, JPG, JPEG, PNG"),
        ("scan", b"x", "has no ending, so its kind is not clear."),
        ("scan.pdf", b"hello", "named like a PDF but is none inside"),
        ("scan.pdf", b"", "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_do(name: str, content: bytes, said: str) -> None:
    consortium = make.a_draft()

    answer = upload(
        client_of(consortium.lead), at(consortium, "annex_add", kind="declaration-on-honour"), name, content
    )

    assert said in answer
    assert not Annex.objects.exists()


def test_no_file_at_all_is_asked_for() -> None:
    consortium = make.a_draft()
    address = at(consortium, "annex_add", kind="declaration-on-honour")

    assert "Choose a file for “Declaration on honour”." in words_of(client_of(consortium.lead).post(address, {}))


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            AnnexRefusedError("size", found=12_345_678, expected=10),
            "This file has 12.3\N{NO-BREAK SPACE}MB; at most 10 MB",
        ),
        (AnnexRefusedError("files", found=30, expected=30), "The application has 30 files already"),
        (AnnexRefusedError("total", found=1, expected=100), "All files together may have 100 MB."),
        (AnnexRefusedError("scope", found="o1"), "This paper is not asked of this organisation."),
    ],
)
def test_each_refusal_has_its_words(refusal: AnnexRefusedError, said: str) -> None:
    assert said in refusal_words(refusal)


def test_sizes_read_as_people_say_them() -> None:
    assert [size_words(size) for size in (0, 1_499, 340_000, 2_100_000)] == [
        "1\N{NO-BREAK SPACE}kB",
        "1\N{NO-BREAK SPACE}kB",
        "340\N{NO-BREAK SPACE}kB",
        "2.1\N{NO-BREAK SPACE}MB",
    ]


@pytest.mark.parametrize("asked", ["nothing", "mandate", "mandate?for=o1", "mandate?for=o9", "timetable?for=o1"])
def test_a_paper_that_is_not_asked_has_no_page(asked: str) -> None:
    consortium = make.a_draft()
    kind, _mark, query = asked.partition("?")

    assert client_of(consortium.lead).get(f"{at(consortium, 'annex_add', kind=kind)}?{query}").status_code == 404


def test_people_add_only_where_they_write() -> None:
    consortium = make.a_draft()
    add = f"{at(consortium, 'annex_add', kind='mandate')}?for=o2"
    other = client_of(consortium.partners[1])

    assert "Only people who write for this organisation" in words_of(other.get(add))
    assert other.post(add, {"file": SimpleUploadedFile("x.pdf", PDF)}).status_code == 403
    listed = other.get(at(consortium, "annexes")).content.decode()
    assert "mandate/?for=o3" in listed
    assert "mandate/?for=o2" not in listed


def test_a_withdrawn_application_takes_no_files() -> None:
    consortium = make.a_draft()
    withdraw_application(consortium.lead, consortium.application)

    assert "/annexes/add/" not in client_of(consortium.lead).get(at(consortium, "annexes")).content.decode()


def test_the_list_of_files_costs_the_same_queries_with_one_and_with_three() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    consortium = make.a_draft(countries=("DE", "ES", "PL", "FI"))
    client = client_of(consortium.lead)
    counts = []
    for keys in (("o2",), ("o3", "o4")):
        for key in keys:
            upload(client, f"{at(consortium, 'annex_add', kind='mandate')}?for={key}")
        client.get(at(consortium, "annexes"))
        with CaptureQueriesContext(connection) as captured:
            client.get(at(consortium, "annexes"))
        counts.append(len(captured))

    assert counts[0] == counts[1]
