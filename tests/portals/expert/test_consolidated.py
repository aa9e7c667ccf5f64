"""The page on which two experts agree: side by side, written by one, signed by both."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consortia.stages.assessments.models import Signature
from consortia.stages.assessments.services.signing import digest_of
from tests.factories import assessments as assess
from tests.portals.applicant.acting import client_of, words_of
from tests.portals.expert.test_assessment import at, form, script, stands


@pytest.fixture
def agreed() -> assess.Assessed:
    """Both have finished, ten points apart."""
    assessed = assess.given("Ada Expert", "Bo Expert")
    assess.finished(assessed.assignments[0], assess.GOOD)
    assess.finished(assessed.assignments[1], (20, 14, 16, 20))
    return assessed


def test_both_stand_side_by_side_with_their_differences(agreed: assess.Assessed) -> None:
    page = words_of(client_of(agreed.people[1]).get(at("consolidated", agreed)))

    assert page.index("Bo Expert (you)") < page.index("Ada Expert")
    assert (page.count("4 points apart"), page.count("2 points apart"), page.count("The same points")) == (2, 1, 1)
    assert "Put up for signature" not in page


def test_the_lead_writes_takes_a_comment_over_and_puts_it_up(agreed: assess.Assessed) -> None:
    client = client_of(agreed.people[0])
    client.post(at("consolidated", agreed), {**form(C1_comment="Agreed."), "do": "take C1 1"})
    comment = stands_in_common(agreed)
    assess.filled(agreed.assignments[0], (22, 15, 16, 22), consolidated=True)

    answer = client.post(at("consolidated", agreed), {"do": "put-up"}, follow=True)

    assert comment == f"Agreed.\n\n{assess.REASONS} C1"
    assert "Put up. Each of you can sign now." in words_of(answer)
    assert agreed.state == "signing"


def test_what_lacks_something_is_not_put_up_and_the_page_says_what(agreed: assess.Assessed) -> None:
    page = words_of(client_of(agreed.people[0]).post(at("consolidated", agreed), {"do": "put-up"}))

    assert "Something is still missing" in page
    assert "Impact and dissemination: no points yet." in page


def test_each_signs_what_the_page_showed(agreed: assess.Assessed) -> None:
    assess.agreed(agreed)
    seen = digest_of(agreed.opened.agreed)

    for person in agreed.people:
        client_of(person).post(at("consolidated", agreed), {"do": "sign", "seen": seen})

    assert (agreed.state, Signature.objects.count()) == ("final", 2)
    assert "Final" in words_of(client_of(agreed.people[0]).get(at("consolidated", agreed)))


def test_nobody_signs_what_changed_while_they_read(agreed: assess.Assessed) -> None:
    assess.agreed(agreed)

    page = words_of(client_of(agreed.people[1]).post(at("consolidated", agreed), {"do": "sign", "seen": "other"}))

    assert "The assessment was changed while you read it. Read it again, then sign." in page
    assert not Signature.objects.exists()


def test_a_refusal_needs_its_reason_and_shows_it_to_both(agreed: assess.Assessed) -> None:
    assess.agreed(agreed)
    client = client_of(agreed.people[1])
    without = words_of(client.post(at("consolidated", agreed), {"do": "refuse", "reason": " "}))

    client.post(at("consolidated", agreed), {"do": "refuse", "reason": "C2 is too high."})

    assert "Say why you do not sign" in without
    page = words_of(client_of(agreed.people[0]).get(at("consolidated", agreed)))
    assert "Not signed , Bo Expert" in page
    assert "C2 is too high." in page


def test_only_the_lead_saves_by_script(agreed: assess.Assessed) -> None:
    codes = []
    for person in agreed.people:
        answer = client_of(person).post(
            at("consolidated_entry", agreed, place="C1.points"), script("20"), content_type="application/json"
        )
        codes.append(answer.status_code)

    assert codes == [200, 409]


def test_a_button_that_names_nobody_finds_nothing(agreed: assess.Assessed) -> None:
    client = client_of(agreed.people[0])

    assert client.post(at("consolidated", agreed), {"do": "take C1 7"}).status_code == 404


def test_a_single_expert_signs_alone() -> None:
    assessed = assess.given("Ada Expert")
    assess.finished(assessed.assignments[0])

    page = words_of(client_of(assessed.people[0]).get(at("consolidated", assessed)))

    assert "With your signature" in page
    assert "I do not sign" not in page
    assert "points apart" not in page


def test_home_leads_to_what_is_to_be_agreed_on(agreed: assess.Assessed) -> None:
    pages = [words_of(client_of(person).get(reverse("expert:home"))) for person in agreed.people]

    assert ["To be consolidated by you" in page for page in pages] == [True, False]
    assert "The other expert is at work" in pages[1]


def stands_in_common(agreed: assess.Assessed) -> str:
    return agreed.opened.agreed.under("C1").comment


def test_a_form_after_the_end_changes_nothing(agreed: assess.Assessed) -> None:
    assess.agreed(agreed)
    assess.signed(agreed, 0, 1)
    before = stands()

    page = words_of(client_of(agreed.people[0]).post(at("consolidated", agreed), form(C1_points="1"), follow=True))

    assert "the assessment has moved on meanwhile" in page
    assert stands() == before


def test_the_lead_proposes_amounts_and_the_other_reads_them_before_signing(agreed: assess.Assessed) -> None:
    lead, other = (client_of(each) for each in agreed.people)
    amounts = at("consolidated_amounts", agreed)
    cut = {"project-management.proposed": "1 000,50", "project-management.reason": "Three people can do it."}

    silent = lead.post(amounts, {**cut, "project-management.reason": " "})
    kept = lead.post(amounts, cut)
    foreign = other.post(amounts, cut)
    assess.agreed(agreed)
    page = other.get(at("consolidated", agreed))
    other.post(at("consolidated", agreed), {"do": "sign", "seen": page.context["seen"]})

    assert "Say why: the applicant reads it in the letter." in words_of(silent)
    assert kept.status_code == 302
    assert "so amounts stand as they are" in words_of(foreign)
    assert "€ 1 000.50 Three people can do it." in words_of(page)
    assert Signature.objects.count() == 1
