"""Ties between experts and applications, looked up by what applications hold: no pair is visited in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from consortia.analysis.conflicts.domains import parents_of
from consortia.analysis.conflicts.families import alike, family_word, named, town_of
from consortia.analysis.conflicts.values import Body, Candidate, Case, Conflict, Kind, Past

Found: TypeAlias = Iterator[tuple[str, Conflict]]
Pairs: TypeAlias = dict[tuple[str, str], tuple[Conflict, ...]]


def conflicts_of(candidates: Iterable[Candidate], cases: Sequence[Case], past: Past) -> Pairs:
    """Return every tie by expert and application, the gravest first; pairs without any are left out."""
    index = _Index(cases, past)
    found: dict[tuple[str, str], list[Conflict]] = defaultdict(list)
    for candidate in candidates:
        for rule in RULES:
            for case, conflict in rule(candidate, index):
                found[candidate.id, case].append(conflict)
    return {pair: tuple(sorted(ties, key=lambda tie: tie.severity)) for pair, ties in found.items()}


class _Index:
    """Applications by the bodies, names, domains, towns and countries in them."""

    def __init__(self, cases: Sequence[Case], past: Past) -> None:
        self.past = past
        self.ids = [case.id for case in cases]
        self.by_body: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        self.by_town: dict[tuple[str, str], dict[str, list[tuple[str, Body]]]] = defaultdict(lambda: defaultdict(list))
        self.by_domain: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        self.under_domain: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        self.by_plain_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.by_country: dict[str, list[str]] = defaultdict(list)
        self.declared: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for (candidate, case_id), reason in past.declared.items():
            self.declared[candidate].append((case_id, reason))
        for case in cases:
            self._add(case)

    def _add(self, case: Case) -> None:
        if case.country:
            self.by_country[case.country].append(case.id)
        for partner in case.partners:
            body = partner.body
            self.by_body[body.id].append((case.id, body.name, partner.role))
            self.by_name[named(body.name), body.country].append((case.id, body.name))
            self.by_plain_name[named(body.name)].append((case.id, body.name))
            if town := town_of(body.town):
                self.by_town[body.country, town][body.id].append((case.id, body))
            for domain in body.domains:
                self._add_domain(domain, case.id, body.name)
        for domain, organisation in case.people_domains.items():
            self._add_domain(domain, case.id, organisation)

    def _add_domain(self, domain: str, case: str, organisation: str) -> None:
        self.by_domain[domain].setdefault(case, (organisation, domain))
        for parent in parents_of(domain)[1:]:
            self.under_domain[parent].setdefault(case, (organisation, domain))


def _own(candidate: Candidate) -> Iterator[tuple[str, Body]]:
    """Yield the registered bodies an expert is part of, each once, the employer first."""
    seen = set()
    bodies = [("employer", candidate.employer)] if candidate.employer else []
    for how, body in [*bodies, *(("member", each) for each in candidate.memberships)]:
        if body.id and body.id not in seen:
            seen.add(body.id)
            yield how, body


def _declared(candidate: Candidate, index: _Index) -> Found:
    for case, reason in index.declared.get(candidate.id, ()):
        yield case, Conflict(kind="declared", path={"reason": reason})


def _ties(candidate: Candidate, index: _Index) -> Found:
    for tie in candidate.ties:
        for case, organisation in index.by_plain_name.get(named(tie), ()):
            yield case, Conflict(kind="tie", path={"tie": tie, "organisation": organisation})


def _same_organisation(candidate: Candidate, index: _Index) -> Found:
    for how, body in _own(candidate):
        for case, organisation, role in index.by_body.get(body.id, ()):
            path = {"how": how, "own": body.name, "organisation": organisation, "role": role}
            yield case, Conflict(kind="same-organisation", path=path)


def _same_name(candidate: Candidate, index: _Index) -> Found:
    employer = candidate.employer
    if employer is None:
        return
    same = {case for case, *_rest in index.by_body.get(employer.id, ())} if employer.id else set()
    for case, organisation in index.by_name.get((named(employer.name), employer.country), ()):
        if case not in same:
            yield case, Conflict(kind="same-name", path={"own": employer.name, "organisation": organisation})


def _same_domain(candidate: Candidate, index: _Index) -> Found:
    own = {candidate.domain, *(candidate.employer.domains if candidate.employer else ())} - {""}
    seen: set[str] = set()
    for domain in sorted(own):
        meets: dict[str, tuple[str, str]] = dict(index.under_domain.get(domain, {}))
        for parent in reversed(parents_of(domain)):
            meets |= index.by_domain.get(parent, {})
        for case, (organisation, other) in meets.items():
            if case not in seen:
                seen.add(case)
                path = {"own": domain, "organisation": organisation, "domain": other}
                yield case, Conflict(kind="same-domain", path=path)


def _in_round(candidate: Candidate, index: _Index) -> Found:
    """Who takes part anywhere in the round is tied to every other application of it as well."""
    employer = [candidate.employer] if candidate.employer and candidate.employer not in candidate.memberships else []
    told: set[str] = set()
    bodies: list[tuple[Kind, Body]] = [("person-in-round", body) for body in candidate.memberships]
    bodies += [("employer-in-round", body) for body in employer]
    for kind, body in bodies:
        parts = index.past.parts.get(body.id, ())
        for case in index.ids if parts else ():
            other = next((part for part in parts if part.case != case), None)
            if other is not None and case not in told:
                told.add(case)
                yield case, Conflict(kind=kind, path={"own": body.name, "application": other.reference})


def _worked_together(candidate: Candidate, index: _Index) -> Found:
    employer = candidate.employer
    if employer is None:
        return
    for body, shared in index.past.together.get(candidate.id, {}).items():
        if body == employer.id:
            continue
        for case, organisation, _role in index.by_body.get(body, ()):
            path = {
                "own": employer.name,
                "organisation": organisation,
                "project": shared.project,
                "title": shared.title,
                "year": shared.year,
            }
            yield case, Conflict(kind="worked-together", path=path)


def _same_family(candidate: Candidate, index: _Index) -> Found:
    employer = candidate.employer
    if employer is None or not town_of(employer.town):
        return
    for body, places in index.by_town.get((employer.country, town_of(employer.town)), {}).items():
        other = places[0][1]
        if body == employer.id or alike(employer.name, other.name):
            continue
        word = family_word(employer.name, other.name, employer.town)
        if word:
            path = {"own": employer.name, "organisation": other.name, "town": employer.town, "word": word}
            for case, _body in places:
                yield case, Conflict(kind="same-family", path=path)


def _same_country(candidate: Candidate, index: _Index) -> Found:
    for case in index.by_country.get(candidate.country, ()) if candidate.country else ():
        yield case, Conflict(kind="same-country", path={"country": candidate.country})


RULES = (
    _declared,
    _ties,
    _same_organisation,
    _same_name,
    _same_domain,
    _in_round,
    _worked_together,
    _same_family,
    _same_country,
)


def open_conflicts(found: Iterable[Conflict], lifted: Iterable[str] = ()) -> tuple[Conflict, ...]:
    """Return what still closes a pair: all that bars, and what nobody has lifted."""
    gone = frozenset(lifted)
    return tuple(each for each in found if each.severity == "bars" or each.kind not in gone)


def closed_pairs(
    found: Mapping[tuple[str, str], Sequence[Conflict]], lifted: Mapping[tuple[str, str], Iterable[str]]
) -> frozenset[tuple[str, str]]:
    """Return the pairs of expert and application that may not be put together."""
    return frozenset(pair for pair, ties in found.items() if open_conflicts(ties, lifted.get(pair, ())))
