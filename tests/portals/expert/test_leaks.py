"""Nothing tells an expert of another before everybody has finished: not pages, addresses, order, times or letters."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from consortia.stages.assessments.services.signing import assign_third_expert
from consortia.stages.letters.models import Letter
from tests.factories import agencies, experts
from tests.factories import assessments as assess
from tests.portals.applicant.acting import client_of
from tests.portals.expert.test_assessment import at

PAGES = ("assessment", "finish", "grid", "noticed", "entries")
COMMON = ("consolidated", "consolidated_entries")
# What is of each application and person themselves.
OWN_NAMES = (
    r"REF\d+|NUMBER-\d+|[A-Z2-9]{8}|[0-9a-f-]{36}|invitations/[\w-]+|Repair cafés( \d+| as classrooms)"
    r"|person-\d+@example.org"
)
SECRET = "Nobody but Bo wrote this sentence about the mill by the river."


def seen_by(assessed: assess.Assessed, number: int) -> str:
    """Everything that an expert can open, as it is sent, without tokens and moments of its own."""
    client = client_of(assessed.people[number])
    pages = [client.get(at(name, assessed)).content.decode() for name in PAGES]
    pages.append(client.get(at("entry", assessed, place="C1.comment")).content.decode())
    pages.append(client.get(reverse("expert:home")).content.decode())
    text = "\n".join(pages)
    text = re.sub(r'name="(?:csrfmiddlewaretoken|page)" value="[^"]*"', "", text)
    return re.sub(r"\d\d:\d\d|\d{4}-\d\d-\d\dT[^\"]*", "", text)


@pytest.fixture
def assessed() -> assess.Assessed:
    return assess.given("Ada Lighthouse", "Bo Windmill")


def test_what_one_sees_is_the_same_whatever_the_other_does(assessed: assess.Assessed) -> None:
    assess.filled(assessed.assignments[0])
    before = seen_by(assessed, 0)

    assess.filled(assessed.assignments[1], comment=SECRET + " " + assess.REASONS)
    during = seen_by(assessed, 0)
    assess.finished_as_it_stands(assessed.assignments[1])

    assert during == before
    assert seen_by(assessed, 0) == before
    assert "Windmill" not in before
    assert SECRET not in before


def test_who_is_alone_sees_what_one_of_two_sees() -> None:
    alone, two = assess.given("Ada Lighthouse"), assess.given("Ada Lighthouse", "Bo Windmill")
    same = [re.sub(OWN_NAMES, "", seen_by(each, 0)) for each in (alone, two)]

    assert same[0] == same[1]


def test_who_has_finished_sees_nothing_of_the_other_before_they_have_too(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    before = seen_by(assessed, 0)
    assess.filled(assessed.assignments[1], comment=SECRET + " " + assess.REASONS)

    client = client_of(assessed.people[0])

    assert seen_by(assessed, 0) == before
    assert [client.get(at(name, assessed)).status_code for name in COMMON] == [404, 404]


def test_while_a_third_expert_is_asked_nobody_sees_anything(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], assess.GOOD)
    before = seen_by(assessed, 0)
    assess.finished(assessed.assignments[1], assess.WEAK)
    engagement = experts.engaged(
        assessed.officer, assessed.application.agency, assessed.application.round, experts.an_expert("Cy Harbour")
    )

    third = assign_third_expert(assessed.officer, engagement, assessed.assignments[0].submission)

    assert assessed.state == "assessing"
    assert seen_by(assessed, 0) == before
    page = client_of(assess.person_of(third)).get(at("assessment", assessed)).content.decode()
    home = client_of(assess.person_of(third)).get(reverse("expert:home")).content.decode()
    assert not [word for word in ("Lighthouse", "Windmill", "third", "Third") if word in page + home]


def test_whose_points_do_not_count_never_sees_the_others(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0], assess.GOOD)
    assess.finished(assessed.assignments[1], (15, 10, 10, 15))
    engagement = experts.engaged(assessed.officer, assessed.application.agency, assessed.application.round)
    third = assign_third_expert(assessed.officer, engagement, assessed.assignments[0].submission)
    assess.finished(third, assess.GOOD)

    client = client_of(assessed.people[1])

    assert assessed.state == "consolidating"
    assert [client.get(at(name, assessed)).status_code for name in COMMON] == [404, 404]
    assert "Lighthouse" not in seen_by(assessed, 1)


def test_no_letter_to_an_expert_names_another(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    assess.finished(assessed.assignments[1])
    assess.agreed(assessed)

    letters = [f"{each.subject} {each.body}" for each in Letter.objects.filter(to=assessed.people[0].email)]

    assert letters
    assert not [letter for letter in letters if "Windmill" in letter or assessed.people[1].email in letter]


def test_another_agency_and_the_applicants_see_nothing(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    elsewhere = agencies.somebody("director", agency=agencies.ELSEWHERE)
    address = reverse(
        "agency:assessment", kwargs={"agency": assessed.application.agency, "reference": assessed.application.reference}
    )
    another = address.replace(assessed.application.agency, agencies.ELSEWHERE)

    codes = [client_of(elsewhere).get(each).status_code for each in (address, another)]

    assert codes == [404, 404]
