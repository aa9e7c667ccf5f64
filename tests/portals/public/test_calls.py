from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consortia.core.call import CallDefinition
from consortia.portals.public.pages.call import PARTS
from consortia.stages.calls.models import Edition, Round
from consortia.stages.calls.services import move_deadline, open_training_rounds
from consortia.stages.calls.snapshots import call_of_edition
from tests.portals.public.conftest import BIG, SMALL
from tests.portals.public.reading import ids, words

AHEAD = timezone.now().year - 2016 + 1
PARTS_OF_A_CALL = ["", *(f"{part}/" for part in PARTS if part != "overview")]


@pytest.fixture
def call(editions: dict[str, Edition]) -> CallDefinition:
    return call_of_edition(editions[BIG].edition_hash)


def text_of(client: Client, part: str = "", key: str = BIG) -> str:
    return words(client.get(f"/calls/{key}/{part}"))


@pytest.mark.parametrize("part", PARTS_OF_A_CALL)
@pytest.mark.parametrize("key", [BIG, SMALL, f"{BIG}-training-{2016 + AHEAD}"])
def test_every_part_of_every_call_opens(client: Client, editions: dict[str, Edition], key: str, part: str) -> None:
    open_training_rounds(editions[BIG], AHEAD)

    answer = client.get(f"/calls/{key}/{part}")

    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1
    assert [each for each, times in ids(answer).items() if times > 1] == []
    assert answer.content.decode().count('aria-current="page"') == 1


@pytest.mark.parametrize("address", ["nothing/", f"{BIG}/nothing/", f"{BIG}/overview/", f"{BIG}-training-2099/"])
def test_a_call_that_is_not_here_is_not_found(client: Client, editions: dict[str, Edition], address: str) -> None:
    assert client.get(f"/calls/{address}").status_code == 404


def test_calls_stand_under_what_one_can_do_with_them(client: Client, editions: dict[str, Edition]) -> None:
    open_training_rounds(editions[BIG], AHEAD)
    open_training_rounds(editions[BIG], 1)
    Round.objects.create(
        edition=editions[SMALL],
        number=1,
        fields=["SCH", "VET", "AE", "YOUTH"],
        deadline=timezone.now() + timedelta(days=3),
    )

    text = words(client.get("/calls/"))
    opened, training, closed = (
        text.index("Open now"),
        text.index("Open for training"),
        text.index("Closed", text.index("Open for training")),
    )

    assert opened < text.index("Small-scale Partnerships 2024") < training
    assert training < text.index(f"training in {2016 + AHEAD}") < closed
    assert closed < text.index("training in 2017")
    assert "Closes soon" in text[opened:training]


def test_training_is_marked_on_every_page_of_the_call(client: Client, editions: dict[str, Edition]) -> None:
    open_training_rounds(editions[BIG], AHEAD)

    marked = [text_of(client, part, f"{BIG}-training-{2016 + AHEAD}") for part in PARTS_OF_A_CALL]
    own = [text_of(client, part) for part in PARTS_OF_A_CALL]

    assert all("Training. This round is for practice" in text for text in marked)
    assert not any("This round is for practice" in text for text in own)


def test_a_moved_deadline_is_shown_with_its_reason(client: Client, editions: dict[str, Edition]) -> None:
    round_ = open_training_rounds(editions[BIG], AHEAD)[0]
    before = round_.deadline
    move_deadline(round_, before + timedelta(days=2), reason="The agencies' post office was closed.", by=None)

    for part in ("", "dates/"):
        text = text_of(client, part, f"{BIG}-training-{2016 + AHEAD}")

        assert "This deadline was moved. Before:" in text
        assert "The agencies' post office was closed." in text
    assert "(moved)" in words(client.get("/calls/"))


def test_every_priority_stands_there_with_every_sub_theme(client: Client, call: CallDefinition) -> None:
    answer = client.get(f"/calls/{BIG}/priorities/")
    text = words(answer)

    for priority in call.priorities:
        assert priority.code in ids(answer)
        assert priority.title in text
        assert " ".join(priority.text.split()) in text
        for theme in priority.sub_themes:
            assert f"{theme.code} {theme.text}" in text


def test_every_rule_stands_there_with_its_source(client: Client, call: CallDefinition) -> None:
    text = text_of(client, "taking-part/")

    for rule in call.rules:
        assert rule.title in text
        assert rule.text in text
        assert rule.source.section in text


def test_every_country_that_may_take_part_stands_there(client: Client, call: CallDefinition) -> None:
    text = text_of(client, "taking-part/")

    for country in call.countries.values():
        assert f"{country.code} {country.name}" in text
    assert "RS Serbia" in text[text.index("Region 1") :]


def test_every_heading_shows_its_rates_and_ceilings(client: Client, call: CallDefinition) -> None:
    text = text_of(client, "money/")

    for heading in call.headings:
        assert heading.title in text
    for amount in (
        "€ 500",
        "€ 250",
        "€ 575",
        "€ 760",
        "€ 294",
        "€ 39",
        "€ 100",
        "€ 200",
        "€ 275",
        "€ 112",
        "€ 145",
        "75 %",
    ):
        assert amount in text
    for rule in call.money_rules:
        assert rule.title in text or rule is call.look.grant_ceiling
    assert "At most for 24 months € 300 000" in text


def test_the_money_of_a_call_with_lump_sums_is_its_choices(client: Client, editions: dict[str, Edition]) -> None:
    text = text_of(client, "money/", SMALL)

    assert "Choice 1 € 30 000 Choice 2 € 60 000" in text


def test_every_award_criterion_shows_questions_bands_and_thresholds(client: Client, call: CallDefinition) -> None:
    text = text_of(client, "assessment/")

    for criterion in call.criteria:
        assert f"{criterion.title} {criterion.maximum} {criterion.threshold}" in text
        for question in criterion.questions:
            assert question.text in text
        for band in criterion.bands:
            assert f"{band.from_} \N{EN DASH} {band.to}" in text
    assert "Only for: Exchange of good practices" in text


def test_the_way_from_the_deadline_to_the_last_payment_is_told(client: Client, call: CallDefinition) -> None:
    assert call.selection is not None
    selection, project = text_of(client, "selection/"), text_of(client, "project/")

    for step in call.selection.steps:
        assert step.title in selection
    for model in call.payment_models:
        assert model.title in project
    for report in call.reports:
        assert report.title in project
    assert "80 % Pre-financing" in project


def test_every_question_of_the_form_can_be_read_beforehand(client: Client, call: CallDefinition) -> None:
    text = text_of(client, "form/")

    for section in call.sections:
        for question in section.questions:
            assert question.ask in text


def test_how_sure_a_rule_is_stands_beside_it(client: Client, editions: dict[str, Edition]) -> None:
    text = text_of(client, "taking-part/")

    assert "Verified Source: Erasmus+ Programme Guide 2016" in text
    assert "Provisional Source: Erasmus+ Programme Guide 2016" in text


def test_a_call_without_award_or_form_says_so(client: Client, editions: dict[str, Edition]) -> None:
    for part in ("assessment/", "selection/", "project/", "form/"):
        assert "not written down yet" in text_of(client, part, SMALL)
