"""Experts and applications as the values that ties are found in: a constant number of queries for a whole round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from consortia.analysis.conflicts import Body, Candidate, Case, Part, Partner, Past, domain_of
from consortia.stages.applications.models import Application, Participation
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import DeclaredConflict, Expert
from consortia.stages.experts.together import Called, projects_together
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.queries import plain
from consortia.stages.partnering.joined import Joined


def candidates_from(experts: Sequence[Expert], joined: Joined) -> tuple[Candidate, ...]:
    """Return experts as values; their people and employers are already read. One query for all memberships."""
    people = [expert.person_id for expert in experts]
    belonging = Membership.objects.filter(person__in=people, admitted_at__isnull=False).select_related("organisation")
    bodies: dict[object, list[Body]] = defaultdict(list)
    for membership in belonging:
        bodies[membership.person_id].append(body_of(membership.organisation, joined))
    return tuple(_candidate(expert, tuple(bodies[expert.person_id]), joined) for expert in experts)


def body_of(organisation: Organisation, joined: Joined) -> Body:
    """Return an organisation as a body; records that people joined are one."""
    return Body(
        id=str(min(joined.of(organisation.pk), key=str)),
        name=organisation.name,
        country=organisation.country,
        town=organisation.city,
        domains=frozenset(filter(None, [domain_of(organisation.website)])),
    )


def parts_in_round(round_: Round) -> list[Participation]:
    """Return who takes part in what was submitted to a round, at whichever agency. One query."""
    parts = Participation.objects.filter(
        application__round=round_,
        application__state=Application.State.SUBMITTED,
        state=Participation.State.ACCEPTED,
    )
    return list(
        parts.select_related("organisation", "application").only(
            "role",
            "application__reference",
            "application__agency",
            "organisation__name",
            "organisation__country",
            "organisation__city",
            "organisation__website",
        )
    )


def cases_from(agency: str, round_: Round, parts: Iterable[Participation], joined: Joined) -> tuple[Case, ...]:
    """Return the applications that an agency received in a round. One query for the domains of people."""
    domains = _people_domains(agency, round_)
    by_reference: dict[str, list[Participation]] = defaultdict(list)
    for part in parts:
        if part.application.agency == agency:
            by_reference[part.application.reference].append(part)
    return tuple(
        _case(reference, found, joined, domains.get(reference, {})) for reference, found in by_reference.items()
    )


def past_of(agency: str, candidates: Sequence[Candidate], parts: Sequence[Participation], joined: Joined) -> Past:
    """Return what is known of the bodies beside the applications. Two queries."""
    by_body: dict[str, list[Part]] = defaultdict(list)
    names: dict[Called, str] = {}
    for part in parts:
        body = str(min(joined.of(part.organisation.pk), key=str))
        names[plain(part.organisation.name), part.organisation.country] = body
        reference = part.application.reference
        shown = reference if part.application.agency == agency else ""
        by_body[body].append(Part(case=reference, reference=shown))
    declared = DeclaredConflict.objects.filter(expert__in=[candidate.id for candidate in candidates if candidate.id])
    return Past(
        parts={body: tuple(found) for body, found in by_body.items()},
        together=projects_together(candidates, names, joined),
        declared={
            (str(expert), reference): reason
            for expert, reference, reason in declared.values_list("expert", "application__reference", "reason")
        },
    )


def _candidate(expert: Expert, memberships: tuple[Body, ...], joined: Joined) -> Candidate:
    return Candidate(
        id=str(expert.pk),
        country=expert.country,
        employer=employer_of(expert, joined),
        memberships=memberships,
        domain=domain_of(expert.domain) or domain_of(expert.person.email),
        ties=tuple(line.strip() for line in expert.ties.splitlines() if line.strip()),
    )


def employer_of(expert: Expert, joined: Joined) -> Body | None:
    """Return where an expert works: an organisation of the site, else the name they typed."""
    if expert.employer is not None:
        return body_of(expert.employer, joined)
    if not expert.employer_name:
        return None
    return Body(id="", name=expert.employer_name, country=expert.country, town=expert.town)


def _case(reference: str, parts: Sequence[Participation], joined: Joined, domains: Mapping[str, str]) -> Case:
    coordinator = next((part for part in parts if part.role == Participation.Role.COORDINATOR), None)
    return Case(
        id=reference,
        country=coordinator.organisation.country if coordinator else "",
        partners=tuple(Partner(body=body_of(part.organisation, joined), role=part.role) for part in parts),
        people_domains=domains,
    )


def _people_domains(agency: str, round_: Round) -> dict[str, dict[str, str]]:
    """Return, by application, the domains of those who belong to its organisations, with the organisation's name."""
    rows = (
        Membership.objects.filter(
            admitted_at__isnull=False,
            organisation__participations__state=Participation.State.ACCEPTED,
            organisation__participations__application__round=round_,
            organisation__participations__application__agency=agency,
            organisation__participations__application__state=Application.State.SUBMITTED,
        )
        .order_by("organisation__name", "id")
        .values_list("organisation__participations__application__reference", "person__email", "organisation__name")
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for reference, email, name in rows:
        if domain := domain_of(email):
            found[reference].setdefault(domain, name)
    return found
