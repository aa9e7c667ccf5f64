from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from consortia.stages.agencies.models import Proposal
from consortia.stages.applications.models import Application
from consortia.stages.experts.models import Assignment, Engagement, PairWish, Plan
from consortia.stages.experts.services.inviting import invite_address
from consortia.stages.experts.services.planning import begin_plan
from consortia.stages.letters.models import Letter
from consortia.stages.people.models import Person
from tests.factories import agencies, experts
from tests.factories import applications as make


def signed_in(client: Client, agency: str, role: str = "officer") -> Person:
    person = agencies.somebody(role, agency=agency)
    client.force_login(person)
    return person


def round_address(page: str, application: Application, **more: object) -> str:
    return reverse(f"agency:{page}", kwargs={"agency": application.agency, "round_id": application.round_id, **more})


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def one_and_three(client: Client, address: str, more: Callable[[], object]) -> list[int]:
    """The queries of a page with one item and with three."""
    more()
    client.get(address)  # what is kept between requests is kept now
    found = [queries_of(client, address)]
    for _item in range(2):
        more()
    return [*found, queries_of(client, address)]


def test_the_list_of_experts_costs_the_same_with_one_and_three(client: Client) -> None:
    signed_in(client, agencies.AGENCY)

    found = one_and_three(client, reverse("agency:experts", kwargs={"agency": agencies.AGENCY}), experts.an_expert)

    assert found == [7, 7]


def test_the_experts_of_a_round_cost_the_same_with_one_and_three(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)

    def more() -> None:
        experts.engaged(officer, application.agency, application.round)

    assert one_and_three(client, round_address("engagements", application), more) == [5, 5]


def test_conflicts_cost_the_same_with_one_and_three(client: Client) -> None:
    application = experts.a_submitted_application().application
    signed_in(client, application.agency)

    def more() -> None:
        experts.an_expert(country="DE")

    assert one_and_three(client, round_address("conflicts", application), more) == [13, 13]


def test_a_plan_costs_the_same_with_one_and_three(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)

    def more() -> None:
        experts.engaged(officer, application.agency, application.round)
        begin_plan(officer, application.agency, application.round, keep=False)

    assert one_and_three(client, round_address("plan", application), more) == [22, 22]


def test_a_search_shows_who_fits_it(client: Client) -> None:
    experts.an_expert("Ada Lindqvist", works="Repair cafés")
    experts.an_expert("Bo Nyström", works="Choirs")
    signed_in(client, agencies.AGENCY)

    page = read(client, reverse("agency:experts", kwargs={"agency": agencies.AGENCY}) + "?text=repair")

    assert ("Ada Lindqvist" in page, "Bo Nyström" in page) == (True, False)


def test_the_experts_that_were_searched_for_are_kept_as_a_file_without_formulas(client: Client) -> None:
    make.a_round()  # of a call that names countries
    experts.an_expert("=1+1", works="Repair cafés", country="BE", languages=("en", "fr"), capacity=4)
    experts.an_expert("Bo Nyström", works="Choirs")
    experts.an_expert("Hidden Henk", works="Repair cafés", in_pool=False)
    signed_in(client, agencies.AGENCY)
    page = read(client, reverse("agency:experts", kwargs={"agency": agencies.AGENCY}) + "?text=repair")
    linked = re.findall(r'href="([^"]+/experts[.](?:csv|xlsx)[^"]*)"', page)

    files = {each.partition("?")[0][-4:]: b"".join(client.get(each).streaming_content) for each in linked}

    in_csv = list(csv.reader(io.StringIO(files[".csv"].decode("utf-8-sig"))))
    in_book = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    assert [row[:1] + row[2:3] + row[6:8] for row in in_csv[1:]] == [
        ["'=1+1", "Belgium", "English; French (français)", "4"]
    ]
    assert [row[0] for row in in_book[1:]] == ["=1+1"]


def test_a_file_of_experts_costs_the_same_with_one_and_three(client: Client) -> None:
    signed_in(client, agencies.AGENCY)
    address = reverse("agency:experts_file", kwargs={"agency": agencies.AGENCY, "kind": "csv"})
    found = []

    for more in (1, 2):
        for _expert in range(more):
            experts.an_expert()
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(address).streaming_content)
        found.append(len(queries))

    assert found[0] == found[1]


def test_experts_come_as_no_other_kind_of_file(client: Client) -> None:
    signed_in(client, agencies.AGENCY)

    assert client.get(f"/agency/{agencies.AGENCY}/experts.pdf").status_code == 404


def test_a_profile_that_was_not_opened_to_the_agency_is_absent(client: Client) -> None:
    hidden = experts.an_expert(in_pool=False)
    signed_in(client, agencies.AGENCY)

    response = client.get(reverse("agency:expert", kwargs={"agency": agencies.AGENCY, "expert_id": hidden.pk}))

    assert response.status_code == 404


def test_an_agency_sees_nothing_of_anothers_engagements(client: Client) -> None:
    round_, there = make.a_round(), agencies.somebody("officer", agency=agencies.ELSEWHERE)
    engagement = experts.engaged(there, agencies.ELSEWHERE, round_, experts.an_expert("Ada Lindqvist", in_pool=False))
    signed_in(client, agencies.AGENCY)
    here = {"agency": agencies.AGENCY}

    listed = read(client, reverse("agency:engagements", kwargs={**here, "round_id": round_.pk}))
    known = read(client, reverse("agency:experts", kwargs=here))
    borrowed = client.get(reverse("agency:engagement", kwargs={**here, "engagement_id": engagement.pk}))

    assert "Ada Lindqvist" not in listed + known
    assert borrowed.status_code == 404


def test_an_invitation_by_letter_does_not_tell_whose_address_it_is(client: Client) -> None:
    round_ = make.a_round()
    officer = signed_in(client, agencies.AGENCY)
    hidden = experts.an_expert("Ada Lindqvist", in_pool=False)
    engagement = invite_address(
        officer, agencies.AGENCY, round_, hidden.person.email, terms=experts.TERMS, link=experts.LINK
    )

    pages = read(client, reverse("agency:engagements", kwargs={"agency": agencies.AGENCY, "round_id": round_.pk}))
    pages += read(
        client, reverse("agency:engagement", kwargs={"agency": agencies.AGENCY, "engagement_id": engagement.pk})
    )

    assert hidden.person.email in pages
    assert "Ada Lindqvist" not in pages


def test_somebody_is_invited_by_the_form_and_gets_a_link_that_works(client: Client) -> None:
    application = experts.a_submitted_application().application
    expert = experts.an_expert()
    signed_in(client, application.agency)
    form = {"expert": expert.pk, "email": "", "most": "4", "briefing": "Read the guide first."}

    response = client.post(round_address("invite_expert", application), form)

    engagement = Engagement.objects.get()
    assert response.headers["Location"] == round_address("engagements", application)
    assert (engagement.expert, engagement.most, engagement.briefing) == (expert, 4, "Read the guide first.")
    link = reverse("expert:invitation", kwargs={"token": engagement.token})
    assert f"http://testserver{link}" in Letter.objects.get(kind="engagement").body


@pytest.mark.parametrize("whom", [{"expert": "", "email": ""}, {"expert": "chosen", "email": "one@example.org"}])
def test_the_form_takes_an_expert_or_an_address(client: Client, whom: dict[str, str]) -> None:
    application = experts.a_submitted_application().application
    chosen = str(experts.an_expert().pk)
    signed_in(client, application.agency)
    form = {"most": "4", **whom, "expert": chosen if whom["expert"] else ""}

    page = client.post(round_address("invite_expert", application), form).content.decode()

    assert "Choose an expert, or type an address: one of the two." in page
    assert not Engagement.objects.exists()


def test_conflicts_of_somebody_without_a_profile_are_shown_with_their_path(client: Client) -> None:
    consortium = experts.a_submitted_application()
    partner = consortium.participations[1].organisation
    signed_in(client, consortium.application.agency)

    asked = f"?employer={partner.name}&country={partner.country}"
    page = read(client, round_address("conflicts", consortium.application) + asked)
    nobody = read(client, round_address("conflicts", consortium.application) + "?employer=Far+Workshop&country=BE")

    assert f"Works for “{partner.name}”; {partner.name} takes part, named the same." in page
    assert "No tie found" in nobody


def test_no_application_of_another_agency_is_named_among_conflicts(client: Client) -> None:
    consortium = experts.a_submitted_application()
    other = experts.a_submitted_application(countries=("FI", "ES", "PL"), round_=consortium.application.round)
    experts.an_expert(employer=other.participations[1].organisation)
    signed_in(client, consortium.application.agency)

    page = read(client, round_address("conflicts", consortium.application))

    assert "takes part in the same round at another agency." in page
    assert other.application.reference not in page


def test_lifting_is_proposed_on_the_page_of_the_pair(client: Client) -> None:
    application = experts.a_submitted_application().application
    expert = experts.an_expert(country="DE")
    signed_in(client, application.agency)
    address = round_address("conflict_pair", application, expert_id=expert.pk, reference=application.reference)

    empty = client.post(address, {"reason": "Nobody else reads it."}).content.decode()
    client.post(address, {"reason": "Nobody else reads it.", "kinds": ["same-country"]})

    assert "Tick what is to be lifted" in empty
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.facts["kinds"], proposal.outcome) == ("lift-conflict", ["same-country"], "open")
    assert "Nobody else reads it." in read(client, address)


def test_a_round_is_planned_tuned_and_published_on_one_page(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)
    engaged = [
        experts.engaged(
            officer, application.agency, application.round, experts.an_expert(works="Repair cafés as classrooms")
        )
        for _number in range(3)
    ]
    address = round_address("plan", application)

    client.post(address, {"plan": "new"})
    drafted = read(client, address)
    taken = Plan.objects.get().result["pairs"][0]["expert"]
    wish = {"engagement": taken, "application": application.reference, "kind": "forbid", "reason": "On leave."}
    client.post(address, {"wish": "yes", **wish})
    stale = read(client, address)
    client.post(address, {"plan": "keep"})
    client.post(address, {"publish": "yes"})

    assert "Both speak of: " in drafted
    assert "Proven: in no plan is the worst-off application better off" in drafted
    assert "Something has changed since" in stale
    assert taken not in {str(each.engagement_id) for each in Assignment.objects.all()}
    assert Assignment.objects.count() == len(Plan.objects.get(number=2).result["pairs"])
    assert {str(each.pk) for each in engaged} > {str(each.engagement_id) for each in Assignment.objects.all()}


def test_a_wish_is_taken_back_on_the_page(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)
    engagement = experts.engaged(officer, application.agency, application.round)
    address = round_address("plan", application)
    wish = {"engagement": engagement.pk, "application": application.reference, "kind": "pin", "reason": "Knows it."}
    client.post(address, {"wish": "yes", **wish})
    made = PairWish.objects.get()

    client.post(address, {"back": str(made.pk)})

    made.refresh_from_db()
    assert made.taken_back_at is not None


def test_what_contradicts_is_said_in_words(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)
    for _number in range(2):
        experts.engaged(officer, application.agency, application.round, experts.an_expert(languages=("fr",)))
    begin_plan(officer, application.agency, application.round, keep=False)

    page = read(client, round_address("plan", application))

    assert "There is no expert who reads English." in page
    assert f"The experts of {application.reference} read English" in page


def test_a_director_looks_at_a_plan_and_changes_nothing(client: Client) -> None:
    application = experts.a_submitted_application().application
    signed_in(client, application.agency, "director")

    page = read(client, round_address("plan", application))
    response = client.post(round_address("plan", application), {"plan": "new"})

    assert "Make a plan" not in page
    assert (response.status_code, Plan.objects.count()) == (403, 0)


def test_an_officer_draws_a_plan_and_reads_bound_chances_and_seed(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = signed_in(client, application.agency)
    for at in range(4):
        experts.engaged(
            officer, application.agency, application.round, experts.an_expert(employer_name=f"Workshop of {at}")
        )

    response = client.post(round_address("plan", application), {"plan": "draw", "most_likely": "60"})

    page = read(client, round_address("plan", application))
    plan = Plan.objects.get()
    assert (response.status_code, plan.most_likely) == (302, 60)
    assert f"<dd>{plan.seed}</dd>" in page
    assert "no two that were not fixed had a chance above 60\N{NO-BREAK SPACE}%" in page
    assert page.count("drawn at") == len(plan.result["pairs"])


@pytest.mark.parametrize("typed", ["", "0", "100", "half"])
def test_a_chance_that_cannot_be_is_asked_for_again(typed: str, client: Client) -> None:
    application = experts.a_submitted_application().application
    signed_in(client, application.agency)

    response = client.post(round_address("plan", application), {"plan": "draw", "most_likely": typed})

    assert (response.status_code, Plan.objects.count()) == (200, 0)
    assert 'href="#id_most_likely"' in response.content.decode()


def test_a_plan_of_many_applications_goes_over_pages_with_the_worst_off_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consortia.portals.agency.pages.plan.PLANNED_A_PAGE", 2)
    first = experts.a_submitted_application().application
    for _number in range(2):
        experts.a_submitted_application(round_=first.round)
    officer = signed_in(client, first.agency)
    experts.engaged(officer, first.agency, first.round)
    begin_plan(officer, first.agency, first.round, keep=False)
    address = round_address("plan", first)

    pages = [client.get(f"{address}?page={number}").context["page"].object_list for number in (1, 2)]

    shown = [each for page in pages for each in page]
    assert [len(page) for page in pages] == [2, 1]
    assert shown == sorted(shown, key=lambda each: (each.missing == 0, each.total, each.reference))
    assert 'href="?page=2"' in read(client, address)
