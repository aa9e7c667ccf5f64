"""Mandates of partners, bound to what they saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.documents.proof import canonical_json, digest_of
from consortia.stages.applications.letters import mandate_wanted_words
from consortia.stages.applications.models import Application, Mandate, Participation
from consortia.stages.applications.permissions import is_open_for_writing, may_give_mandate, may_lead
from consortia.stages.applications.queries import people_writing_for
from consortia.stages.applications.shares import own_lines, own_money
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person

MandateState = Literal["missing", "given", "part-changed", "money-changed"]
Aspect = Literal["coordinator", "organisation", "answers", "own-money", "project-money"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What a mandate is bound to: the organisation's own part, and the money of the whole project."""

    part: str
    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What an organisation sees when it gives its mandate: fingerprints to compare, facts to show what changed."""

    digests: Digests
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is no longer as it was when the mandate was given; `names` are questions of the form."""

    aspect: Aspect
    then: str = ""
    now: str = ""
    names: tuple[str, ...] = ()


class MandateOutdatedError(Exception):
    """What the person saw is no longer what stands; they should look again before they sign."""


def digests_for(view: View, participation: Participation) -> Digests:
    """Return the fingerprints of what this organisation would sign now."""
    return sight_of(view, participation).digests


def sight_of(view: View, participation: Participation) -> Sight:
    """Return everything this organisation's mandate would be bound to now."""
    return _sights(view, (participation,))[participation.key]


@transaction.atomic
def give_mandate(person: Person, participation: Participation, *, signatory: str, seen: Digests) -> Mandate:
    """Give an organisation's mandate for what the person saw; refused if that changed since the page was opened."""
    if not _may_give(person, participation):
        raise PermissionDenied
    now = sight_of(view_of(participation.application), participation)
    if now.digests != seen:
        raise MandateOutdatedError
    mandate, _made = Mandate.objects.update_or_create(
        participation=participation,
        defaults={
            "part_digest": now.digests.part,
            "money_digest": now.digests.money,
            "seen": dict(now.facts),
            "given_by": person,
            "signatory": signatory,
        },
    )
    facts = {"organisation": participation.key, "part": now.digests.part, "money": now.digests.money}
    record("give-mandate", participation.application, by=person, facts=facts)
    return mandate


@transaction.atomic
def take_back_mandate(person: Person, participation: Participation) -> None:
    """Take an organisation's mandate back; what was submitted with it stays as it was."""
    if not _may_give(person, participation):
        raise PermissionDenied
    Mandate.objects.filter(participation=participation).delete()
    record("take-back-mandate", participation.application, by=person, facts={"organisation": participation.key})


@transaction.atomic
def ask_for_mandates(person: Person, application: Application) -> int:
    """Write to every partner whose mandate is missing or needs a new look, at most once a day; return to how many."""
    if not may_lead(person, application):
        raise PermissionDenied
    view = view_of(application)
    states = mandate_states(view)
    waiting = [p for p in view.rows.participations if states.get(p.key, "given") != "given" and _accepted(p)]
    for participation in waiting:
        participation.application = application
        words = mandate_wanted_words(participation, again=states[participation.key] != "missing")
        for member in people_writing_for(participation):
            once = f"mandate:{participation.pk}:{member.person_id}:{timezone.now():%Y%m%d}"
            write_letter(
                "mandate-wanted",
                member.person.email,
                subject=words.subject,
                body=words.body,
                about=str(application.pk),
                once_key=once,
            )
    record("ask-for-mandates", application, by=person, facts={"organisations": [p.key for p in waiting]})
    return len(waiting)


def mandate_states(view: View) -> dict[str, MandateState]:
    """Return for each partner its mandate: `missing`, `given`, or one that needs a look."""
    partners = tuple(p for p in view.rows.participations if p.role == Participation.Role.PARTNER)
    given = tuple(p for p in partners if mandate_of(p) is not None)
    sights = _sights(view, given)
    return {p.key: _state(mandate_of(p), sights.get(p.key)) for p in partners}


def mandate_of(participation: Participation) -> Mandate | None:
    """Return the mandate an organisation gave, if it gave one."""
    mandate: Mandate | None = getattr(participation, "mandate", None)
    return mandate


def changes_since(mandate: Mandate, now: Sight) -> tuple[Change, ...]:
    """Return what is no longer as it was when the mandate was given."""
    then, facts = mandate.seen, now.facts
    if not then:
        return ()
    changes: list[Change] = []
    if then["coordinator"] != facts["coordinator"]:
        changes.append(Change(aspect="coordinator", then=then["coordinator"]["name"], now=facts["coordinator"]["name"]))
    if then["organisation"] != facts["organisation"]:
        changes.append(Change(aspect="organisation"))
    if names := _changed_answers(then["answers"], facts["answers"]):
        changes.append(Change(aspect="answers", names=names))
    if any(then[each] != facts[each] for each in ("own-money", "workings")):
        changes.append(Change(aspect="own-money", then=_sum_of(then["own-money"]), now=_sum_of(facts["own-money"])))
    if mandate.money_digest != now.digests.money:
        grants = (str(each["project-money"]["grant"]) for each in (then, facts))
        changes.append(Change(aspect="project-money", then=next(grants), now=next(grants)))
    return tuple(changes)


def _may_give(person: Person, participation: Participation) -> bool:
    """Only while the document can change: a withdrawn application stays as it was."""
    return is_open_for_writing(participation.application) and may_give_mandate(person, participation)


def _accepted(participation: Participation) -> bool:
    return participation.state == Participation.State.ACCEPTED


def _state(mandate: Mandate | None, now: Sight | None) -> MandateState:
    if mandate is None or now is None:
        return "missing"
    if mandate.part_digest != now.digests.part:
        return "part-changed"
    return "given" if mandate.money_digest == now.digests.money else "money-changed"


def _sights(view: View, participations: tuple[Participation, ...]) -> dict[str, Sight]:
    """Return what several organisations see; what they share is reckoned once."""
    if not participations:
        return {}
    money = digest_of(canonical_json(view.budget.as_facts()))
    organisations = {each["id"]: each for each in view.document["organisations"]}
    roles = view.rows.call.look.roles
    lead = next((each for each in organisations.values() if roles[each["role"]].coordinates), None)
    coordinator = {"id": lead["id"], "name": lead["name"]} if lead else {"id": "", "name": ""}
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for answer in view.rows.answers:
        if answer.text:
            answers[answer.scope][answer.question] = digest_of(answer.text)
    sights = {}
    for participation in participations:
        key = participation.key
        facts = {
            "coordinator": coordinator,
            "organisation": organisations.get(key),
            "answers": answers[key],
            "own-money": {
                code: str(amount) for code, amount in own_money(view.rows.call, view.value, view.budget, key).items()
            },
            "workings": digest_of(canonical_json([each.as_facts() for each in own_lines(view.budget, key)])),
        }
        digests = Digests(part=digest_of(canonical_json(facts)), money=money)
        sights[key] = Sight(digests=digests, facts={**facts, "project-money": view.budget.totals})
    return sights


def _changed_answers(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(code for code in {*then, *now} if then.get(code) != now.get(code)))


def _sum_of(amounts: Mapping[str, str]) -> str:
    return str(sum((Decimal(amount) for amount in amounts.values()), start=Decimal("0.00")))
