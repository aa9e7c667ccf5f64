from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortia.portals.expert.tasks import tasks_of
from consortia.rulebook.agencies import known_agencies
from consortia.stages.applications.models import Application
from consortia.stages.assessments.queries import late_in
from consortia.stages.experts.models import Assignment, DeclaredConflict, Engagement, Expert
from consortia.stages.experts.services.declaring import declaration_digest
from consortia.stages.experts.services.inviting import invite_address
from consortia.stages.letters.models import Letter
from consortia.stages.selection.waiting import late_assessments
from tests.factories import agencies, experts
from tests.factories import applications as make
from tests.factories import assessments as assess

HOME = reverse("expert:home")


def address_of(page: str, engagement: Engagement) -> str:
    return reverse(f"expert:{page}", kwargs={"token": engagement.token})


def test_an_expert_accepts_declares_and_finds_what_is_to_be_assessed(client: Client) -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    engagement = experts.invited(officer, agencies.AGENCY, round_)
    assert engagement.expert is not None
    client.force_login(engagement.expert.person)

    accepted = client.post(address_of("invitation", engagement), {"accept": "yes"})
    asked = client.get(HOME).content.decode()
    form = {"name": "Ada Lindqvist", "seen": declaration_digest(round_)}
    declared = client.post(address_of("declaration", engagement), form)

    assert accepted.headers["Location"] == address_of("declaration", engagement)
    assert "Declaration missing" in asked
    assert declared.headers["Location"] == HOME
    assert "Accepted and declared" in client.get(HOME).content.decode()
    assert "Declared by Ada Lindqvist" in client.get(address_of("declaration", engagement)).content.decode()


def test_words_that_changed_are_read_again(client: Client) -> None:
    engagement = experts.invited(agencies.somebody("officer"), agencies.AGENCY, make.a_round())
    assert engagement.expert is not None
    client.force_login(engagement.expert.person)
    client.post(address_of("invitation", engagement), {"accept": "yes"})

    response = client.post(address_of("declaration", engagement), {"name": "Ada", "seen": "older"}, follow=True)

    assert "The words have changed since you opened this page. Read them again." in response.content.decode()
    assert not hasattr(Engagement.objects.get(), "declaration")


def test_declining_needs_a_reason(client: Client) -> None:
    engagement = experts.invited(agencies.somebody("officer"), agencies.AGENCY, make.a_round())
    assert engagement.expert is not None
    client.force_login(engagement.expert.person)

    page = client.post(address_of("invitation", engagement), {"decline": "yes", "reason": ""}).content.decode()
    client.post(address_of("invitation", engagement), {"decline": "yes", "reason": "No time."})

    assert "Say in a few words why" in page
    engagement.refresh_from_db()
    assert (engagement.state, engagement.reason) == ("declined", "No time.")


def test_a_letter_to_another_address_shows_nothing_of_what_was_asked(client: Client) -> None:
    terms = experts.Terms(most=7, briefing="The secret briefing")
    engagement = invite_address(
        agencies.somebody("officer"), agencies.AGENCY, make.a_round(), "one@example.org", terms=terms, link=experts.LINK
    )
    client.force_login(make.a_person())

    page = client.get(address_of("invitation", engagement)).content.decode()
    client.post(address_of("invitation", engagement), {"accept": "yes"})

    assert "This invitation went to another address" in page
    assert "The secret briefing" not in page
    engagement.refresh_from_db()
    assert engagement.state == "invited"


def test_the_reading_pack_is_shown_once_the_expert_accepted(client: Client) -> None:
    person = make.a_person()
    terms = experts.Terms(most=7, reading_pack="https://guide.example/experts")
    engagement = invite_address(
        agencies.somebody("officer"), agencies.AGENCY, make.a_round(), person.email, terms=terms, link=experts.LINK
    )
    client.force_login(person)

    before = client.get(address_of("invitation", engagement)).content.decode()
    client.post(address_of("invitation", engagement), {"accept": "yes"})
    after = client.get(address_of("invitation", engagement)).content.decode()

    assert ("guide.example" in before, "guide.example" in after) == (False, True)


def conflict_with(application: Application) -> str:
    return reverse("expert:conflict", kwargs={"reference": application.reference})


def test_nobody_declares_a_conflict_with_what_they_were_not_given(client: Client) -> None:
    application = experts.a_submitted_application().application
    client.force_login(experts.an_expert().person)

    assert client.get(conflict_with(application)).status_code == 404


def test_no_page_of_an_expert_names_another_expert(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    mine = experts.assigned(officer, application, experts.an_expert("Ada Lindqvist"))
    other = experts.assigned(officer, application, experts.an_expert("Bo Nyström", employer_name="Far Workshop"))
    assert mine.engagement.expert is not None
    client.force_login(mine.engagement.expert.person)

    own = [HOME, reverse("expert:profile"), conflict_with(application)]
    own += [address_of(page, mine.engagement) for page in ("invitation", "declaration")]
    pages = "".join(client.get(address).content.decode() for address in own)
    closed = [client.get(address_of(page, other.engagement)).status_code for page in ("invitation", "declaration")]

    assert "Ada Lindqvist" in pages
    assert "Bo Nyström" not in pages
    assert "Far Workshop" not in pages
    assert closed == [404, 404]


def test_a_conflict_is_declared_where_the_application_stands(client: Client) -> None:
    application = experts.a_submitted_application().application
    officer = agencies.somebody("officer", agency=application.agency)
    assignment = experts.assigned(officer, application)
    assert assignment.engagement.expert is not None
    client.force_login(assignment.engagement.expert.person)

    client.post(conflict_with(application), {"reason": "My sister leads it."})

    assert DeclaredConflict.objects.get().reason == "My sister leads it."


def test_the_first_page_costs_the_same_with_one_and_three(client: Client) -> None:
    expert = experts.an_expert()
    officer = agencies.somebody("officer")
    client.force_login(expert.person)
    found = []
    for number in (1, 2):
        for _round in range(number):
            experts.invited(officer, agencies.AGENCY, make.a_round(), expert)
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        found.append(len(queries))

    assert found == [5, 5]


def test_a_profile_is_written_and_read_back(client: Client) -> None:
    make.a_round()  # its call names fields and countries
    person = make.a_person()
    client.force_login(person)
    said = {
        "fields_": ["HE"],
        "languages": ["en", "fr"],
        "country": "BE",
        "employer_name": "Far Workshop",
        "domain": "https://www.workshop.example/about",
        "works": "Repair cafés",
        "capacity": "5",
        "in_pool": "on",
    }

    client.post(reverse("expert:profile"), said)

    expert = Expert.objects.get(person=person)
    assert (expert.fields, expert.languages, expert.domain) == (["HE"], ["en", "fr"], "workshop.example")
    assert (expert.workplace, expert.capacity, expert.in_pool) == ("Far Workshop", 5, True)
    assert "Repair cafés" in client.get(reverse("expert:profile")).content.decode()


def test_a_profile_with_days_the_wrong_way_round_is_asked_again(client: Client) -> None:
    client.force_login(make.a_person())
    said = {"country": "BE", "capacity": "5", "available_from": "2028-05-01", "available_to": "2028-04-01"}

    page = client.post(reverse("expert:profile"), {**said, "domain": "gmail.com"}).content.decode()

    assert "The last day lies before the first one." in page
    assert "“gmail.com” is no domain of an employer." in page
    assert not Expert.objects.exists()


def test_the_agency_is_called_by_its_title_on_every_page_and_in_the_letter(client: Client) -> None:
    title = known_agencies()[agencies.AGENCY].title
    engagement = experts.invited(agencies.somebody("officer"), agencies.AGENCY, make.a_round())
    assert engagement.expert is not None
    client.force_login(engagement.expert.person)

    asked = [client.get(HOME), client.get(address_of("invitation", engagement))]
    client.post(address_of("invitation", engagement), {"accept": "yes"})
    taken = [client.get(HOME), client.get(address_of("declaration", engagement))]
    pages = [page.content.decode() for page in (*asked, *taken)]

    assert [page.count(title) > 0 for page in pages] == [True] * 4
    assert [page.count(agencies.AGENCY) for page in pages] == [0] * 4
    assert Letter.objects.get(kind="engagement").subject == f"{title} invites you to assess applications"


def test_a_new_assessment_after_an_appeal_is_not_late_by_the_day_of_the_round(client: Client) -> None:
    given = assess.given("Ada Expert")
    (assignment,) = given.assignments
    Engagement.objects.update(due_on=date(2016, 5, 2))
    before = tasks_of(assess.person_of(assignment), today=date(2016, 6, 1))

    Assignment.objects.update(role=Assignment.Role.APPEAL)

    after = tasks_of(assess.person_of(assignment), today=date(2016, 6, 1))
    assert [(each.due, each.late) for each in before] == [(date(2016, 5, 2), True)]
    assert [(each.due, each.late) for each in after] == [(None, False)]
    assert late_in(given.application.agency, given.application.round, today=date(2016, 6, 1)) == 0
    assert not late_assessments(given.application.agency, today=date(2016, 6, 1)).exists()
