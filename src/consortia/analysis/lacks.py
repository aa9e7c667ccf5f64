"""What a consortium lacks and which candidate helps: by the call's own rules, by similar consortia, by the text.

Nothing of a programme stands here. Whether a candidate helps with a rule is tried: it is added to the application, and
the call's rules are asked again. So every rule of every call counts, and none is named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final, Literal

from consortia.analysis.places import fold_name
from consortia.analysis.texts import guess_language, tells_no_subject
from consortia.core.application import Application, Organisation
from consortia.core.call import CallDefinition
from consortia.core.eligibility import examine_eligibility
from consortia.core.values import Finding

LackKind = Literal["rule", "kind", "skill"]

# How much each sort of help counts: a rule before what is usual before a word.
WEIGHT: Final[Mapping[LackKind, float]] = {"rule": 4.0, "kind": 1.5, "skill": 1.0}
# A rule that a candidate would newly break weighs more than one it helps with.
HARM: Final = 6.0
# A kind of organisation is missed where at least this share of similar consortia has it.
USUAL_SHARE: Final = 0.5
MOST_SKILLS: Final = 6
# A skill is a word that the text says at least so often, and that few profiles have.
SAID_OFTEN: Final = 2
# Shorter words are mostly beginnings of others.
SHORTEST_SKILL: Final = 3
RARE_SHARE: Final = 0.2
ADDED: Final = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something missing: a rule that does not hold, a usual kind of organisation, a skill that the text names.

    `what` is the code of the rule or kind, or the word; `share` tells how usual the kind is or how telling the word.
    """

    kind: LackKind
    what: str
    share: float = 1.0
    finding: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organisation that could join; `words` are those of its profile."""

    id: str
    country: str
    kind: str
    charter: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a candidate fills what lacks: what it helps with, and which rules it would break."""

    candidate: Candidate
    score: float
    helps: tuple[Lack, ...]
    breaks: tuple[Finding, ...]


def lacking_kinds(present: Sequence[str], shares: Mapping[str, float]) -> tuple[Lack, ...]:
    """Return the kinds that most similar consortia have and this one has not, the most usual first."""
    missing = [kind for kind, share in shares.items() if share >= USUAL_SHARE and kind not in present]
    order = sorted(missing, key=lambda kind: (-shares[kind], kind))
    return tuple(Lack(kind="kind", what=kind, share=shares[kind]) for kind in order)


def lacking_skills(
    text: str, members: Sequence[frozenset[str]], profiles: Sequence[frozenset[str]]
) -> tuple[Lack, ...]:
    """Return telling words of the text that no member's profile has and some other profile has.

    A word tells the more, the oftener the text says it and the fewer profiles have it.
    """
    covered = frozenset[str]().union(*members)
    known = Counter(word for profile in profiles for word in profile)
    said = Counter(word for word in _all_words(text) if word in known and word not in covered)
    most = max(len(profiles) * RARE_SHARE, 1)
    telling = {
        word: (1 + log(times)) * log((len(profiles) + 1) / known[word])
        for word, times in said.items()
        if times >= SAID_OFTEN and known[word] <= most
    }
    best = sorted(telling, key=lambda word: (-telling[word], word))[:MOST_SKILLS]
    strongest = max(telling.values(), default=1.0)
    return tuple(Lack(kind="skill", what=word, share=telling[word] / strongest) for word in best)


def fits(
    call: CallDefinition, application: Application, candidates: Sequence[Candidate], wished: Sequence[Lack] = ()
) -> tuple[Fit, ...]:
    """Return how well each candidate fills what the consortium lacks, the best first.

    `wished` are the kinds and skills; what the rules lack is found by asking them with the candidate added.
    """
    trial = _Trial(call, application)
    found = [_fit(each, trial, wished) for each in candidates if each.country in call.countries]
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.candidate.id)))


def broken_by_consortium(
    call: CallDefinition, application: Application, candidates: Sequence[Candidate]
) -> tuple[Lack, ...]:
    """Return the broken rules that at least one of these candidates would mend or bring nearer."""
    trial = _Trial(call, application)
    helped = {
        lack.what: lack for each in candidates if each.country in call.countries for lack in trial.with_added(each)[0]
    }
    return tuple(helped[rule] for rule in sorted(helped))


class _Trial:
    """The rules before and after a candidate joins; candidates alike in the eyes of the rules are tried once."""

    def __init__(self, call: CallDefinition, application: Application) -> None:
        self._call, self._application = call, application
        self._before = {finding.rule: finding for finding in examine_eligibility(call, application)}
        self._countries = {each.country for each in application.organisations}
        roles = (role.code for role in call.roles if not role.coordinates)
        self._role = next(roles)
        self._known: dict[tuple[object, ...], tuple[tuple[Lack, ...], tuple[Finding, ...]]] = {}

    def with_added(self, candidate: Candidate) -> tuple[tuple[Lack, ...], tuple[Finding, ...]]:
        """Return which rules the candidate helps with and which it would break."""
        key = self._alike(candidate)
        if key not in self._known:
            self._known[key] = self._tried(candidate)
        return self._known[key]

    def _alike(self, candidate: Candidate) -> tuple[object, ...]:
        """Rules look at a country's standing and at whether it is new, at kind and charter, never at names."""
        own = candidate.country if candidate.country in self._countries else ""
        return self._call.countries[candidate.country].standing, own, candidate.kind, candidate.charter

    def _tried(self, candidate: Candidate) -> tuple[tuple[Lack, ...], tuple[Finding, ...]]:
        # What it brings is asked of it later; here it counts as said.
        added = Organisation(
            id=ADDED,
            name=ADDED,
            country=candidate.country,
            city="",
            kind=candidate.kind,
            role=self._role,
            charter=candidate.charter,
            added_value=ADDED,
        )
        larger = replace(self._application, organisations=(*self._application.organisations, added))
        helps, breaks = [], []
        for after in examine_eligibility(self._call, larger):
            before = self._before[after.rule]
            if before.status == "fail" and _is_better(before, after):
                helps.append(Lack(kind="rule", what=after.rule, finding=before))
            elif after.status == "fail" and before.status != "fail":
                breaks.append(after)
        return tuple(helps), tuple(breaks)


def _is_better(before: Finding, after: Finding) -> bool:
    """Whether a rule holds now, or less is missing than before."""
    if after.status != "fail":
        return True
    missing = before.message.parameters.get("missing"), after.message.parameters.get("missing")
    return isinstance(missing[0], int) and isinstance(missing[1], int) and missing[1] < missing[0]


def _fit(candidate: Candidate, trial: _Trial, wished: Sequence[Lack]) -> Fit:
    helped, breaks = trial.with_added(candidate)
    met = tuple(
        lack
        for lack in wished
        if (lack.kind == "kind" and lack.what == candidate.kind)
        or (lack.kind == "skill" and lack.what in candidate.words)
    )
    helps = (*helped, *met)
    score = sum(WEIGHT[lack.kind] * lack.share for lack in helps) - HARM * len(breaks)
    return Fit(candidate=candidate, score=score, helps=helps, breaks=breaks)


def _all_words(text: str) -> list[str]:
    """Return the words of a text as often as it says them."""
    language = guess_language(text)
    words = fold_name(text).split()
    return [word for word in words if len(word) >= SHORTEST_SKILL and not tells_no_subject(word, language)]
