"""The pages of a selection: what each reader sees, what is kept from whom, and how many queries a list takes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from consortia.stages.agencies.services import appoint
from consortia.stages.people.models import Person
from consortia.stages.selection.services.appealing import receive_appeal
from consortia.stages.selection.services.cascading import decline_grant
from consortia.stages.selection.services.committee import keep_away, write_minutes
from consortia.stages.selection.services.deciding import decide_list, publish_list
from consortia.stages.selection.services.drawing import begin_selection, draw_list
from consortia.stages.selection.services.estimating import ask_for_estimate, keep_estimate
from tests.factories import agencies, experts
from tests.factories import applications as people
from tests.factories import selection as make

FOUR = ((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28), (12, 8, 8, 12))
TWO_LISTS = ("HE", "HE", "HE", "SCH")


def address(made: make.Made, page: str = "") -> str:
    return f"/agency/{make.AGENCY}/selection/{made.round.pk}/{page}"


def seen(client: Client, person: Person, path: str) -> tuple[int, str]:
    """What a person finds, without what differs each time."""
    client.force_login(person)
    answer = client.get(path)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, text


def pages_of(made: make.Made) -> list[str]:
    """Every page that tells something of the selection, of its files, or of what is decided."""
    pages = ["", "?envelope=HE", "?envelope=SCH", "committee/", "certainty/", "changes/", "appeals/", "package.json"]
    references = [each.reference for each in made.applications]
    pages += [f"applications/{each}/" for each in references] + [f"appeals/{each}/" for each in references]
    whole = [f"/agency/{make.AGENCY}/", f"/agency/{make.AGENCY}/decisions/", f"/agency/{make.AGENCY}/applications/"]
    files = [f"/agency/{make.AGENCY}/applications/{each}/" for each in references]
    return [*(address(made, each) for each in pages), *whole, *files]


def everything(client: Client, person: Person, made: make.Made) -> Mapping[str, tuple[int, str]]:
    return {path: seen(client, person, path) for path in pages_of(made)}


def test_an_officer_begins_and_draws_and_sees_the_list_with_its_reasons(client: Client) -> None:
    made = make.a_round(*FOUR)
    client.force_login(made.officer)

    client.post(f"/agency/{make.AGENCY}/selection/", {"round": made.round.pk})
    drawn = client.post(address(made), {"act": "draw"}, follow=True)

    told = [
        " ".join(each.split())
        for each in re.findall(r'<p class="hint">(Awarded|On the reserve[^<]*)', drawn.content.decode())
    ]
    assert len(told) == 3
    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 awarded", "HE 3 #2 reserve", "HE 4 #4 below-threshold"]


def test_while_something_is_not_final_the_page_names_it_and_offers_nothing(client: Client) -> None:
    made = make.a_round(*FOUR)
    begin_selection(made.officer, make.AGENCY, made.round)
    make.not_final(made.applications[1])
    client.force_login(made.officer)

    page = client.get(address(made)).content.decode()
    client.post(address(made), {"act": "draw"})

    assert made.applications[1].reference in page
    assert 'value="draw"' not in page
    assert not made.selection.lists.exists()


def test_what_was_typed_stays_where_a_proposal_is_refused(client: Client) -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)
    client.force_login(made.director)

    page = client.post(address(made), {"act": "refuse", "words": " "})
    kept = client.post(address(made), {"act": "draw", "words": "What the committee thinks of it."})

    assert "Say why you refuse" in page.content.decode()
    assert kept.status_code == 403
    assert made.selection.state == "proposed"


@pytest.mark.parametrize("role", ["committee", "officer", "team-lead", "director"])
def test_whatever_happens_in_a_list_somebody_keeps_away_from_no_page_of_theirs_changes_by_a_letter(
    role: str, client: Client
) -> None:
    made = make.drawn(make.a_round(*FOUR, fields=TWO_LISTS))
    reader = agencies.somebody(role)
    keep_away(reader, made.selection, made.applications[0], reason="My sister works there.", by=reader)
    session = make.sat(made)
    before = everything(client, reader, made)

    write_minutes(made.member, session, "HE", "The committee discusses the first one.", grew_from=0)
    make.given_other_points(made.applications[0], (12, 8, 8, 12))
    draw_list(made.officer, made.selection)
    after = everything(client, reader, made)

    assert after == before


def test_what_happens_after_publication_stays_hidden_as_well(client: Client) -> None:
    made = make.published(make.a_round(*FOUR, fields=TWO_LISTS))
    reader = agencies.somebody("officer")
    keep_away(reader, made.selection, made.applications[0], reason="My sister works there.", by=reader)
    before = everything(client, reader, made)

    decline_grant(made.consortia[2].lead, made.selection, made.applications[2], reason="We have other money.")
    make.appealed(made, 1)
    after = everything(client, reader, made)

    assert after == before


def test_nothing_of_a_hidden_list_stands_on_any_page(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR, fields=TWO_LISTS))
    session = make.sat(made)
    write_minutes(made.member, session, "HE", "Wild strawberries.", grew_from=0)
    reader = agencies.somebody("committee")
    keep_away(reader, made.selection, made.applications[0], reason="My sister works there.", by=reader)

    found = everything(client, reader, made)

    hidden = [
        *(each.reference for each in made.applications[1:3]),
        "strawberries",
        made.drawn.fingerprint,
        "List of HE",
    ]
    assert [word for word in hidden for code, text in found.values() if word in text] == []
    assert found[address(made, f"applications/{made.applications[0].reference}/")][0] == 404
    assert found[address(made, "package.json")][0] == 404
    assert "List of SCH" in found[address(made)][1]


def test_somebody_of_an_organisation_that_takes_part_is_kept_away_without_being_entered(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR, fields=TWO_LISTS))
    appoint(made.consortia[1].lead, make.AGENCY, "committee", by=None)

    found = everything(client, made.consortia[1].lead, made)

    assert "List of HE" not in found[address(made, "?envelope=HE")][1]
    assert found[address(made, f"applications/{made.applications[0].reference}/")][0] == 404


def test_an_expert_who_declared_a_conflict_and_sits_on_the_committee_is_kept_away(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR, fields=TWO_LISTS))
    expert = make.conflicted(made.applications[0])
    appoint(expert.person, make.AGENCY, "committee", by=None)

    found = everything(client, expert.person, made)

    assert "List of HE" not in found[address(made, "?envelope=HE")][1]
    assert "List of SCH" in found[address(made)][1]


def test_another_agency_and_a_stranger_find_no_page(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR))
    others = [agencies.somebody("director", agency=agencies.ELSEWHERE), people.a_person(), made.consortia[0].lead]

    codes = {seen(client, each, path)[0] for each in others for path in pages_of(made)}

    assert codes == {404}


def test_an_applicant_sees_no_result_before_publication(client: Client) -> None:
    made = make.a_round(*FOUR)
    make.proposed(made)
    path = f"/applications/{made.applications[0].reference}/result/"
    decide_list(made.director, made.selection, approve=True)
    before = seen(client, made.consortia[0].lead, path)[0]

    publish_list(made.director, made.selection)
    code, text = seen(client, made.consortia[0].lead, path)

    assert (before, code) == (404, 200)
    assert "The agency awards your application a grant" in text
    assert seen(client, made.consortia[1].lead, path)[0] == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_the_same_queries_whatever_its_length(
    number: int, client: Client, django_assert_num_queries: object
) -> None:
    made = make.drawn(make.a_round(*FOUR[:number]))
    client.force_login(made.officer)
    client.get(address(made))

    with django_assert_num_queries(19):  # type: ignore[operator]  # pytest-django's fixture has no public type
        client.get(address(made))


def test_lower_amounts_are_kept_with_their_reasons_and_what_is_wrong_stays_in_the_form(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR))
    path = address(made, f"applications/{made.applications[0].reference}/")
    client.force_login(made.officer)

    above = client.post(path, {"project-management.proposed": "99999999", "project-management.reason": "Because."})
    silent = client.post(path, {"project-management.proposed": "10.00", "project-management.reason": ""})
    kept = client.post(path, {"project-management.proposed": "10,00", "project-management.reason": "Twice asked."})

    assert "99999999" in above.content.decode()
    assert "Say why" in silent.content.decode()
    assert kept.status_code == 302
    assert [(each.heading, each.reason) for each in made.selection.lowerings.all()] == [
        ("project-management", "Twice asked.")
    ]


def test_how_sure_an_order_is_says_what_its_numbers_hold_and_that_they_decide_nothing(client: Client) -> None:
    made = make.drawn(make.a_round_of_experts((24, 16, 16, 24), (20, 14, 14, 20)))
    ask_for_estimate(made.member, made.drawn)
    found = keep_estimate(made.drawn.pk).found

    _, text = seen(client, made.member, address(made, "certainty/"))

    error = max(each["error"] for each in found["standings"])
    assert "this page never changes it" in text
    assert "“Between” holds with a probability of 90 %." in text
    assert f"may be off by {200 * error:.1f} percentage points" in text
    assert "neither below 5 % nor above 95 %" in text


def test_an_appeal_that_lacks_experts_says_so_and_leads_to_more(client: Client) -> None:
    made = make.published(make.a_round(*FOUR))
    appeal = make.appealed(made, 2)
    receive_appeal(made.officer, appeal, now=appeal.sent_at)
    path = address(made, f"appeals/{made.applications[1].reference}/")
    experts.engaged(made.officer, make.AGENCY, made.round)

    _, lacking = seen(client, made.officer, path)
    experts.engaged(made.officer, make.AGENCY, made.round)
    _, enough = seen(client, made.officer, path)

    invite = f"/agency/{make.AGENCY}/rounds/{made.round.pk}/experts/invite/"
    assert "2 experts who never had this application are needed" in lacking
    assert (invite in lacking, 'value="assess-anew"' in lacking) == (True, False)
    assert (invite in enough, 'value="assess-anew"' in enough) == (True, True)


def test_a_selection_in_which_nobody_can_propose_says_how_to_go_on(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR))
    make.sat(made)
    keep_away(made.member, made.selection, made.applications[0], reason="My sister works there.", by=made.member)

    _, director = seen(client, made.director, address(made))
    _, member = seen(client, made.member, address(made))

    assert "A director appoints a substitute member" in director
    assert f"/agency/{make.AGENCY}/people/" in director
    assert "Another member proposes in your place" in member
    assert "Every member of the committee" not in member


def test_whoever_reads_files_is_led_to_the_file_and_the_committee_is_not(client: Client) -> None:
    made = make.drawn(make.a_round(*FOUR))
    reference = made.applications[0].reference
    path, file = address(made, f"applications/{reference}/"), f"/agency/{make.AGENCY}/applications/{reference}/"

    found = {role: file in seen(client, made.people[role], path)[1] for role in ("officer", "director", "committee")}

    assert found == {"officer": True, "director": True, "committee": False}
