from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from consortia.stages.applications.models import Answer, Mandate, Participation, PlanRow
from consortia.stages.applications.services.consortium import change_role
from consortia.stages.applications.services.mandates import (
    Digests,
    MandateOutdatedError,
    ask_for_mandates,
    changes_since,
    digests_for,
    give_mandate,
    mandate_states,
    sight_of,
    take_back_mandate,
)
from consortia.stages.applications.services.planning import change_plan_row, entry_of
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.applications.shares import nobodys_money, own_lines, own_money
from consortia.stages.applications.snapshots import view_of
from consortia.stages.letters.models import Letter
from tests.factories import applications as make


def given(consortium: make.Consortium, place: int = 1) -> Mandate:
    part = consortium.participations[place]
    seen = digests_for(view_of(consortium.application), part)
    return give_mandate(consortium.partners[place - 1], part, signatory="Prof. Elena Ruiz", seen=seen)


def states(consortium: make.Consortium) -> dict[str, str]:
    return dict(mandate_states(view_of(consortium.application)))


def people_of_meeting(consortium: make.Consortium, key: str, people: int) -> None:
    row = PlanRow.objects.get(application=consortium.application, key="m1")
    entry = entry_of(row)
    for traveller in entry.values["travellers"]:
        if traveller["from"] == key:
            traveller["people"] = people
    change_plan_row(consortium.lead, row, entry, seen=row.version)


def rewrite(consortium: make.Consortium, scope: str, text: str) -> str:
    answer = Answer.objects.filter(application=consortium.application, scope=scope).exclude(text="").first()
    assert answer is not None
    save = Save(text=text, save_id=text, grew_from=View(version=answer.version))
    save_answer(consortium.lead, consortium.application, answer.question, scope=scope, save=save)
    return answer.question


def test_a_mandate_is_given_for_what_was_seen() -> None:
    consortium = make.a_ready_application()

    mandate = given(consortium)

    assert mandate.signatory == "Prof. Elena Ruiz"
    assert states(consortium) == {"o2": "given", "o3": "missing"}


def test_a_mandate_for_something_else_than_what_stands_is_refused() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    seen = digests_for(view_of(consortium.application), part)
    people_of_meeting(consortium, "o2", 5)

    with pytest.raises(MandateOutdatedError):
        give_mandate(consortium.partners[0], part, signatory="X", seen=seen)
    with pytest.raises(MandateOutdatedError):
        give_mandate(consortium.partners[0], part, signatory="X", seen=Digests(part="", money=""))

    assert not Mandate.objects.exists()


def test_only_people_who_write_for_the_organisation_give_or_take_back_its_mandate() -> None:
    consortium = make.a_ready_application()
    part = consortium.participations[1]
    seen = digests_for(view_of(consortium.application), part)
    reader = make.a_member(part.organisation, "reader")

    for person in (consortium.lead, consortium.partners[1], reader, make.a_person()):
        with pytest.raises(PermissionDenied):
            give_mandate(person, part, signatory="X", seen=seen)
        with pytest.raises(PermissionDenied):
            take_back_mandate(person, part)


def test_a_change_of_its_own_text_makes_its_mandate_need_a_new_look_and_nobody_elses() -> None:
    consortium = make.a_ready_application()
    mandate = given(consortium, 1)
    given(consortium, 2)

    question = rewrite(consortium, "o2", "We changed our profile.")

    changes = changes_since(mandate, sight_of(view_of(consortium.application), consortium.participations[1]))
    assert states(consortium) == {"o2": "part-changed", "o3": "given"}
    assert [(each.aspect, each.names) for each in changes] == [("answers", (question,))]


def test_a_change_of_its_money_is_told_with_both_sums() -> None:
    consortium = make.a_ready_application()
    mandate = given(consortium, 1)
    given(consortium, 2)
    before = view_of(consortium.application)

    people_of_meeting(consortium, "o2", 3)

    after = view_of(consortium.application)
    changes = {each.aspect: each for each in changes_since(mandate, sight_of(after, consortium.participations[1]))}
    assert states(consortium) == {"o2": "part-changed", "o3": "money-changed"}
    assert set(changes) == {"own-money", "project-money"}
    assert Decimal(changes["own-money"].now) - Decimal(changes["own-money"].then) == Decimal("575.00")
    assert changes["project-money"].then == str(before.budget.grant)
    assert changes["project-money"].now == str(after.budget.grant)


def test_a_change_of_the_record_or_the_role_is_told() -> None:
    consortium = make.a_ready_application()
    mandate = given(consortium, 1)
    organisation = consortium.participations[1].organisation
    organisation.city = "Huesca"
    organisation.save()

    changes = changes_since(mandate, sight_of(view_of(consortium.application), consortium.participations[1]))

    assert [each.aspect for each in changes] == ["organisation"]


def test_a_change_that_is_taken_back_makes_the_mandate_hold_again() -> None:
    consortium = make.a_ready_application()
    given(consortium, 1)

    people_of_meeting(consortium, "o2", 7)
    people_of_meeting(consortium, "o2", 2)

    assert states(consortium)["o2"] == "given"


def test_a_common_text_that_costs_nothing_touches_no_mandate() -> None:
    consortium = make.a_ready_application()
    given(consortium, 1)

    rewrite(consortium, "", "Another common text.")

    assert states(consortium)["o2"] == "given"


def test_a_mandate_from_before_its_sight_was_kept_names_no_changes() -> None:
    consortium = make.a_ready_application()
    mandate = given(consortium, 1)
    mandate.seen = {}

    assert changes_since(mandate, sight_of(view_of(consortium.application), consortium.participations[1])) == ()


def test_a_mandate_is_given_anew_and_taken_back() -> None:
    consortium = make.a_ready_application()
    given(consortium, 1)
    people_of_meeting(consortium, "o2", 3)

    given(consortium, 1)
    anew = states(consortium)["o2"]
    take_back_mandate(consortium.partners[0], consortium.participations[1])

    assert (anew, states(consortium)["o2"]) == ("given", "missing")
    assert Mandate.objects.count() == 0


def test_associated_partners_need_no_mandate() -> None:
    consortium = make.a_ready_application()

    change_role(consortium.lead, consortium.participations[1], Participation.Role.ASSOCIATED)

    assert set(states(consortium)) == {"o3"}


def test_asking_writes_once_a_day_to_those_whose_mandate_is_missing_or_old() -> None:
    consortium = make.a_ready_application(countries=("DE", "ES", "PL", "FI"))
    given(consortium, 1)
    given(consortium, 2)
    rewrite(consortium, "o2", "A new profile.")

    count = ask_for_mandates(consortium.lead, consortium.application)
    ask_for_mandates(consortium.lead, consortium.application)

    letters = {letter.to: letter.body for letter in Letter.objects.filter(kind="mandate-wanted")}
    assert count == 2
    assert set(letters) == {consortium.partners[0].email, consortium.partners[2].email}
    assert "has changed since its mandate was given" in letters[consortium.partners[0].email]
    assert "still needs the mandate" in letters[consortium.partners[2].email]
    assert (
        f"/applications/{consortium.application.reference}/consortium/o4/mandate/"
        in letters[consortium.partners[2].email]
    )


def test_only_the_lead_asks_for_mandates() -> None:
    consortium = make.a_draft()

    with pytest.raises(PermissionDenied):
        ask_for_mandates(consortium.partners[0], consortium.application)


def test_the_money_of_all_organisations_and_of_nobody_is_the_whole_budget_before_ceilings() -> None:
    consortium = make.a_ready_application(countries=("DE", "ES", "PL", "FI"))
    view = view_of(consortium.application)
    call, value, budget = view.rows.call, view.value, view.budget

    shares = [own_money(call, value, budget, each.id) for each in value.organisations]
    together = sum(
        (amount for share in (*shares, nobodys_money(budget)) for amount in share.values()), start=Decimal(0)
    )

    assert together == sum((heading.subtotal.amount for heading in budget.headings), start=Decimal(0))
    assert all(line.organisation == "o2" for line in own_lines(budget, "o2"))


def test_an_associated_partner_has_no_money_of_its_own() -> None:
    consortium = make.a_ready_application()
    change_role(consortium.lead, consortium.participations[1], Participation.Role.ASSOCIATED)
    view = view_of(consortium.application)

    assert own_money(view.rows.call, view.value, view.budget, "o2") == {}


def test_mandate_states_cost_the_same_queries_with_one_and_with_three_partners(
    django_assert_num_queries: object,
) -> None:
    small, large = make.a_ready_application(), make.a_ready_application(countries=("DE", "ES", "PL", "FI", "ES"))
    for consortium in (small, large):
        for place in range(1, len(consortium.participations)):
            given(consortium, place)
        view = view_of(consortium.application)
        with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture that counts
            assert set(mandate_states(view).values()) == {"given"}
