"""Small consortia and applications that are ready to submit, made through the services as people make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from consortia.core.application.drafting import plain_runs, whole
from consortia.stages.applications.models import Answer, AnswerVersion, Application, Invitation, Participation
from consortia.stages.applications.services.consortium import accept_invitation, invite_organisation
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.services.starting import Choices, start_application
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.models import Edition, Round
from consortia.stages.calls.services import load_editions
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.services import OrganisationRecord, register_organisation
from consortia.stages.people.models import Person
from consortia.stages.people.services import add_known_person

PASSWORD: Final = "demo-consortia"
YEARS_LATER: Final = 12
# One moment for all rounds of a run: a call with its deadline moved is then made once and kept.
IN_A_MONTH: Final = datetime.now().astimezone() + timedelta(days=30)

TOWNS: Final = {
    "DE": ("Leipzig", 51.34, 12.37),
    "ES": ("Zaragoza", 41.65, -0.88),
    "PL": ("Poznań", 52.41, 16.93),
    "FI": ("Tampere", 61.5, 23.79),
    "BE": ("Ghent", 51.05, 3.72),
}
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consortium:
    """An application with the people who write it, by the country of their organisation."""

    application: Application
    lead: Person
    partners: tuple[Person, ...]
    participations: tuple[Participation, ...]

    def part_of(self, person: Person) -> Participation:
        """The participation of the organisation a person writes for."""
        return next(p for p in self.participations if p.organisation.memberships.filter(person=person).exists())


def a_round(*, deadline: datetime | None = None, field: str = "HE") -> Round:
    """A training round of the 2016 call whose deadline lies ahead."""
    edition = Edition.objects.first() or load_editions()[0]
    moment = deadline or IN_A_MONTH
    call = call_of_edition(edition.edition_hash)
    fields = next(list(planned.fields) for planned in call.rounds if field in planned.fields)
    return Round.objects.create(edition=edition, number=1, fields=fields, years_later=YEARS_LATER, deadline=moment)


def a_person(name: str = "", *, email: str = "") -> Person:
    """A person whose address is confirmed."""
    number = next(_numbers)
    name = name or f"Person {number}"
    return add_known_person(email or f"person-{number}@example.org", name=name, password=PASSWORD)


def an_organisation(
    keeper: Person | None = None, *, country: str = "DE", name: str = "", kind: str = "higher-education-institution"
) -> Organisation:
    """An organisation in a town with coordinates; its keeper may sign."""
    city, latitude, longitude = TOWNS[country]
    known = OrganisationRecord(
        name=name or f"Institute {next(_numbers)} of {city}",
        kind=kind,
        country=country,
        city=city,
        latitude=latitude,
        longitude=longitude,
        charter=True,
    )
    return register_organisation(keeper, known, position="Head of projects", may_sign=True)


def a_member(organisation: Organisation, role: str = Membership.Role.WRITER, *, name: str = "") -> Person:
    """Somebody else of an organisation."""
    person = a_person(name)
    admitted = datetime.now().astimezone()
    Membership.objects.create(person=person, organisation=organisation, role=role, admitted_at=admitted)
    return person


def a_draft(
    *,
    countries: Sequence[str] = ("DE", "ES", "PL"),
    round_: Round | None = None,
    title: str = "Repair cafés as classrooms",
) -> Consortium:
    """A draft whose partners have all accepted."""
    round_ = round_ or a_round()
    lead = a_person("Ada Lindqvist")
    organisation = an_organisation(lead, country=countries[0])
    choices = Choices(
        field="HE",
        type="INNOVATION",
        format="general",
        start=date(2016 + YEARS_LATER, 9, 1),
        months=24,
        acronym="REPAIR",
        priorities=("HE-1",),
    )
    application = start_application(lead, round_, organisation, title=title, choices=choices)
    partners = tuple(a_partner(lead, application, country=country) for country in countries[1:])
    return Consortium(
        application=application,
        lead=lead,
        partners=partners,
        participations=tuple(application.participations.select_related("organisation").order_by("position")),
    )


def a_partner(
    lead: Person, application: Application, *, country: str = "ES", role: str = Participation.Role.PARTNER
) -> Person:
    """A person whose organisation was invited and has accepted."""
    person = a_person()
    organisation = an_organisation(person, country=country)
    invite_organisation(lead, application, organisation, role=role, link="http://testserver/invitations/{token}/")
    invitation = Invitation.objects.get(email=person.email, application=application)
    accept_invitation(person, invitation, organisation)
    return person


def a_ready_application(**options: object) -> Consortium:
    """An application with nothing missing: it can be submitted as it stands."""
    consortium = a_draft(**options)  # type: ignore[arg-type]  # passed on as they are
    _plan(consortium)
    fill_answers(consortium.lead, consortium.application)
    return consortium


def fill_answers(person: Person, application: Application) -> None:
    """Write something wherever the form still misses an answer: the rows that saving each of them would leave.

    Hundreds of tests begin here with fifty answers, so the rows are made at once; a test of `save_answer` compares.
    """
    texts = missing_answers(application)
    begun = set(Answer.objects.filter(application=application).values_list("question", "scope"))
    for question, scope in texts.keys() & begun:
        save_answer(person, application, question, scope=scope, save=_save(question, scope, texts[question, scope]))
    fresh = [place for place in texts if place not in begun]
    answers = Answer.objects.bulk_create(
        Answer(application=application, question=q, scope=s, text=texts[q, s], version=1, changed_by=person)
        for q, s in fresh
    )
    AnswerVersion.objects.bulk_create(_first_version(answer, person) for answer in answers)
    Application.objects.filter(pk=application.pk).update(changed_at=timezone.now())


def missing_answers(application: Application) -> dict[tuple[str, str], str]:
    """What somebody could write where the form still misses an answer, by question and scope."""
    texts = {}
    for finding in view_of(application).missing:
        place = finding.where[0].removeprefix("answers.")
        if place != finding.where[0]:
            question, _at, scope = place.partition("@")
            texts[question, scope] = f"What we say about {finding.message.parameters['question']}."
    return texts


def _save(question: str, scope: str, text: str) -> Save:
    return Save(text=text, save_id=f"{question}{scope}")


def _first_version(answer: Answer, person: Person) -> AnswerVersion:
    save = _save(answer.question, answer.scope, answer.text)
    runs = plain_runs(whole(save.text, save=1))
    return AnswerVersion(
        answer=answer, number=1, base=0, text=save.text, runs=runs, save_id=save.save_id, author=person
    )


def _plan(consortium: Consortium) -> None:
    keys = [participation.key for participation in consortium.participations]
    travellers = [{"from": key, "people": 2, "distance_km": 0} for key in keys[1:]]
    meeting = PlanEntry(
        heading="transnational-meetings",
        values={"host": keys[0], "travellers": travellers},
        title="Kick-off meeting",
        first_month=1,
        last_month=1,
    )
    work = [{"organisation": key, "category": "teacher", "days": 20} for key in keys]
    output = PlanEntry(
        heading="intellectual-outputs",
        values={"title": "Handbook", "work": work},
        title="Handbook",
        first_month=2,
        last_month=14,
    )
    for entry in (meeting, output):
        add_plan_row(consortium.lead, consortium.application, entry)
