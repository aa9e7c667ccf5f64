"""Beginning an application, changing its choices, using an earlier one again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from consortia.stages.applications.models import Answer, Application, Participation, PlanRow
from consortia.stages.applications.services.consortium import hand_over_coordination
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.services.starting import (
    ChangedMeanwhileError,
    change_choices,
    choices_of,
    start_application,
    use_again,
)
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.applications.snapshots import document_of
from consortia.stages.calls.models import Round
from consortia.stages.journal.models import Event
from tests.factories.applications import YEARS_LATER, Consortium, a_draft, a_member, a_person, a_round, an_organisation


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def later_round(years: int = 1) -> Round:
    round_ = a_round()
    round_.years_later = YEARS_LATER + years
    round_.save()
    return round_


def test_whoever_begins_is_the_coordinator_and_the_title_is_the_first_answer(consortium: Consortium):
    person = a_person()
    organisation = an_organisation(person, country="FI")

    application = start_application(
        person,
        consortium.application.round,
        organisation,
        title="Northern lights",
        choices=choices_of(consortium.application),
    )

    (part,) = application.participations.all()
    assert (part.key, part.role, part.state, part.contact) == (
        "o1",
        Participation.Role.COORDINATOR,
        Participation.State.ACCEPTED,
        person,
    )
    assert document_of(application)["title"] == "Northern lights"
    assert Answer.objects.get(application=application).version == 1
    assert Event.objects.filter(verb="start-application", subject=str(application.pk)).exists()


def test_nobody_begins_for_an_organisation_they_do_not_write_for(consortium: Consortium):
    organisation = consortium.participations[0].organisation
    reader = a_member(organisation, "reader")

    for person in (a_person(), reader):
        with pytest.raises(PermissionDenied):
            start_application(
                person,
                consortium.application.round,
                organisation,
                title="No",
                choices=choices_of(consortium.application),
            )


def test_choices_change_only_from_what_one_has_seen(consortium: Consortium):
    application = consortium.application
    longer = replace(choices_of(application), months=30)

    change_choices(consortium.lead, application, longer, seen=application.facts_version)
    with pytest.raises(ChangedMeanwhileError):
        change_choices(consortium.lead, application, replace(longer, months=36), seen=0)

    stored = Application.objects.get(pk=application.pk)
    assert (stored.months, stored.facts_version) == (30, 1)


def test_partners_do_not_change_choices(consortium: Consortium):
    with pytest.raises(PermissionDenied):
        change_choices(consortium.partners[0], consortium.application, choices_of(consortium.application), seen=0)


def test_texts_choices_and_costs_are_used_again_a_year_later(consortium: Consortium):
    earlier, lead = consortium.application, consortium.lead
    save_answer(lead, earlier, "description.needs", save=Save(text="Pupils leave early.", save_id="a"))
    save_answer(lead, earlier, "organisations.activities", scope="o1", save=Save(text="We teach.", save_id="b"))
    save_answer(lead, earlier, "organisations.activities", scope="o2", save=Save(text="They teach.", save_id="c"))
    cost = {"description": "Interpreter", "cost": "500.00"}
    add_plan_row(lead, earlier, PlanEntry(heading="special-needs", title="Interpreter", values=cost))
    work = {"title": "Guide", "work": [{"organisation": "o2", "category": "manager", "days": 3}]}
    add_plan_row(lead, earlier, PlanEntry(heading="intellectual-outputs", title="Guide", values=work))

    again = use_again(lead, earlier, later_round(), consortium.participations[0].organisation)

    assert (again.copied_from, again.title, again.start) == (earlier, earlier.title, date(2017 + YEARS_LATER, 9, 1))
    assert choices_of(again) == replace(choices_of(earlier), start=again.start)
    texts = {(each.question, each.scope): each.text for each in Answer.objects.filter(application=again)}
    assert texts == {
        ("context.title", ""): earlier.title,
        ("description.needs", ""): "Pupils leave early.",
        ("organisations.activities", "o1"): "We teach.",
    }
    assert [row.title for row in PlanRow.objects.filter(application=again)] == ["Interpreter"]
    assert PlanRow.objects.filter(application=earlier).count() == 2


def test_a_partner_that_uses_it_again_brings_its_own_answers(consortium: Consortium):
    earlier, partner = consortium.application, consortium.partners[0]
    save_answer(partner, earlier, "organisations.activities", scope="o2", save=Save(text="We in Spain.", save_id="a"))
    save_answer(
        consortium.lead, earlier, "organisations.activities", scope="o1", save=Save(text="We in Germany.", save_id="b")
    )
    work = {"title": "Guide", "work": [{"organisation": "o2", "category": "manager", "days": 3}]}
    add_plan_row(consortium.lead, earlier, PlanEntry(heading="intellectual-outputs", title="Guide", values=work))

    again = use_again(partner, earlier, later_round(), consortium.part_of(partner).organisation)

    assert Answer.objects.get(application=again, scope="o1").text == "We in Spain."
    (row,) = PlanRow.objects.filter(application=again)
    assert row.values["work"][0]["organisation"] == "o1"


def test_after_a_handover_the_new_coordinator_still_brings_its_own_answers(consortium: Consortium):
    part = consortium.part_of(consortium.partners[0])
    hand_over_coordination(consortium.lead, part)
    save = Save(text="We in Spain.", save_id="a")
    save_answer(consortium.partners[0], consortium.application, "organisations.activities", scope="o2", save=save)

    again = use_again(consortium.partners[0], consortium.application, later_round(), part.organisation)

    assert Answer.objects.get(application=again, scope="o1").text == "We in Spain."


def test_strangers_use_nothing_again(consortium: Consortium):
    person = a_person()
    organisation = an_organisation(person, country="BE")

    with pytest.raises(PermissionDenied):
        use_again(person, consortium.application, later_round(), organisation)
