"""Learning from past projects and labelled ideas what the words of a call are worth; run by hand, not with the site."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from consortia.analysis.priorities.calibrating import (
    Points,
    best_first,
    best_threshold,
    first_points,
    line_through,
    logistic,
    look,
)
from consortia.analysis.priorities.ground import CALL_LANGUAGE, Ground, ground_of, read_idea
from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learned import Learned, field_shares, priority_scores, standardised
from consortia.analysis.priorities.scoring import Counts, counts_of, strengths
from consortia.core.call import CallDefinition

# How far what is learned may move from what was written by hand (inverse strength of the ridge), how rare a stem may
# be, and into how many parts examples are divided to learn how sure one may be. Chosen once, see the decision record.
PRIORITY_FREEDOM: Final = 0.03
FIELD_FREEDOM: Final = 10.0
FIELD_CODE_WEIGHT: Final = 0.1
FEWEST_TEXTS: Final = 3
FEWEST_FIELDS: Final = 3
LARGEST_SHARE: Final = 0.6
PARTS: Final = 5
# An idea may be a title, a sentence or a paragraph: how sure one may be is looked at for beginnings of so many words.
PIECES: Final = (6, 12, 25, 60)
HALVES: Final = (0, 2, 4, 6, 8, 12, 16, 24, 32, 48)
_CERTAIN: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An example read for the call: the phrases and stems in it."""

    example: Example
    counts: Counts
    stems: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPoint:
    """What was said of the field of a text that was left out: from how many known stems, the scores, and the truth."""

    known: int
    scores: Mapping[str, float]
    field: str


def profile_of(call: CallDefinition, example: Example) -> Profile | None:
    """Return an example as it is read; nothing for one in another language than the call's."""
    _, reading = read_idea(call, example.text)
    if reading.language != CALL_LANGUAGE:
        return None
    return Profile(example=example, counts=counts_of(reading), stems=Counter(word.stem for word in reading.words))


def learn(call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """Return what the examples teach, with confidence that was measured on examples left out."""
    return _calibrated(_with_fields(learn_priorities(call, profiles), call, profiles), call, profiles)


def learn_priorities(call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """Return what the examples teach about priorities alone: scores without fields, and without how sure they are."""
    return _with_priorities(_background(call, profiles), call, profiles)


def scores_left_out(call: CallDefinition, profiles: Sequence[Profile]) -> Mapping[int, Mapping[str, float]]:
    """Return, by its place, the scores of the priorities of each labelled example, by what the other parts teach."""
    ground = ground_of(call, CALL_LANGUAGE)
    background = _background(call, profiles)
    found = {}
    for part in range(PARTS):
        rest = [each for place, each in enumerate(profiles) if place % PARTS != part]
        without = _with_priorities(background, call, rest)
        for place in range(part, len(profiles), PARTS):
            if profiles[place].example.read:
                found[place] = priority_scores(ground, profiles[place].counts, without)
    return found


def _background(call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """How rare each phrase is, and how strong each code on the average."""
    ground = ground_of(call, CALL_LANGUAGE)
    holding = Counter(key for profile in profiles for key in profile.counts)
    phrases: dict[str, dict[str, float]] = {}
    for (code, phrase), n in sorted(holding.items()):
        phrases.setdefault(code, {})[phrase] = round(math.log(len(profiles) / n), 3)
    empty = Learned(
        call=call.code,
        language=CALL_LANGUAGE,
        phrases=phrases,
        standard={},
        priorities={},
        calibration={"field": (0.0, 1.0), "horizontal": (0.0, 1.0)},
        thresholds={"first": 0.0, "field": 0.0, "horizontal": 0.0},
        fields=(),
        field_constants=(),
        field_codes={},
        field_sharpness=1.0,
        field_half=0.0,
        stems={},
    )
    return replace(empty, standard=_standard(ground, empty, profiles))


def _standard(ground: Ground, learned: Learned, profiles: Sequence[Profile]) -> Mapping[str, tuple[float, float]]:
    roots: dict[str, list[float]] = {code: [] for code in sorted({*learned.phrases, *ground.owner.values()})}
    for profile in profiles:
        found = strengths(ground, profile.counts, lambda code, phrase: learned.phrases[code][phrase])
        for code, kept in roots.items():
            kept.append(math.sqrt(found.get(code, 0.0)))
    standard = {}
    for code, kept in roots.items():
        mean = sum(kept) / len(kept)
        spread = math.sqrt(sum((each - mean) ** 2 for each in kept) / len(kept))
        if spread:
            standard[code] = (round(mean, 4), round(spread, 4))
    return standard


def _with_priorities(learned: Learned, call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """For each priority the worth of the phrases of its field's priorities, or of the horizontal ones."""
    ground = ground_of(call, CALL_LANGUAGE)
    read = [profile for profile in profiles if profile.example.read]
    above = [standardised(ground, profile.counts, learned) for profile in read]
    priorities = {}
    for priority in call.priorities:
        if priority.code not in learned.standard:
            continue
        group = {each.code for each in call.priorities if each.field == priority.field}
        codes = [code for code in learned.standard if code in group or ground.owner.get(code) in group]
        rows, truth = [], []
        for profile, values in zip(read, above, strict=True):
            if priority.field in {None, profile.example.field}:
                rows.append([values[code] for code in codes])
                truth.append(_is_right(priority.code, profile.example, horizontal=priority.field is None))
        priorities[priority.code] = _weights(codes, rows, truth)
    return replace(learned, priorities=priorities)


def _is_right(code: str, example: Example, *, horizontal: bool) -> bool:
    return code in example.horizontal if horizontal else code == next(iter(example.first), None)


def _weights(codes: Sequence[str], rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> Mapping[str, float]:
    if not any(truth) or all(truth):
        return {"": _CERTAIN if truth and all(truth) else -_CERTAIN}
    model = logistic(PRIORITY_FREEDOM).fit(rows, truth)
    found = {code: round(float(weight), 4) for code, weight in zip(codes, model.coef_[0], strict=True)}
    return {"": round(float(model.intercept_[0]), 4), **found}


def _with_fields(learned: Learned, call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """The field from the stems of the text, with the phrases of the fields beside them."""
    import numpy as np  # only learning needs these, and they start slowly
    from scipy.sparse import csr_matrix, hstack  # as above
    from sklearn.linear_model import LogisticRegression  # as above

    ground = ground_of(call, CALL_LANGUAGE)
    known = [profile for profile in profiles if profile.example.field]
    seen = {profile.example.field for profile in known}
    fields = tuple(field.code for field in call.fields if field.code in seen)
    if len(fields) < FEWEST_FIELDS:
        return learned
    rarity = _rarity(known)
    codes = [field for field in fields if field in learned.standard]
    places = {stem: place for place, stem in enumerate(rarity)}
    values, columns, starts = [], [], [0]
    for profile in known:
        row = _row(profile, rarity)
        values += list(row.values())
        columns += [places[stem] for stem in row]
        starts.append(len(values))
    above = [standardised(ground, profile.counts, learned) for profile in known]
    said = FIELD_CODE_WEIGHT * np.array([[each[code] for code in codes] for each in above])
    table = hstack([csr_matrix((values, columns, starts), shape=(len(known), len(rarity))), csr_matrix(said)]).tocsr()
    model = LogisticRegression(C=FIELD_FREEDOM, class_weight="balanced", max_iter=500)
    model.fit(table, [fields.index(str(profile.example.field)) for profile in known])
    weights = {stem: tuple(round(float(each), 3) for each in model.coef_[:, place]) for stem, place in places.items()}
    return replace(
        learned,
        fields=fields,
        field_constants=tuple(round(float(each), 4) for each in model.intercept_),
        field_codes={
            code: tuple(round(FIELD_CODE_WEIGHT * float(each), 4) for each in model.coef_[:, len(rarity) + place])
            for place, code in enumerate(codes)
        },
        stems={stem: (round(rarity[stem], 3), weights[stem]) for stem in rarity},
    )


def _rarity(profiles: Sequence[Profile]) -> dict[str, float]:
    holding = Counter(stem for profile in profiles for stem in profile.stems)
    most = LARGEST_SHARE * len(profiles)
    kept = sorted(stem for stem, n in holding.items() if FEWEST_TEXTS <= n <= most and not stem.isdigit())
    return {stem: math.log((1 + len(profiles)) / (1 + holding[stem])) + 1 for stem in kept}


def _row(profile: Profile, rarity: Mapping[str, float]) -> Mapping[str, float]:
    row = {stem: (1 + math.log(n)) * rarity[stem] for stem, n in profile.stems.items() if stem in rarity}
    length = math.sqrt(sum(weight**2 for weight in row.values())) or 1.0
    return {stem: weight / length for stem, weight in row.items()}


def _calibrated(learned: Learned, call: CallDefinition, profiles: Sequence[Profile]) -> Learned:
    """Learn on all parts but one, look at that one, and so with each: that tells how sure a score makes one."""
    ground = ground_of(call, CALL_LANGUAGE)
    seen: dict[str, Points] = {"field": [], "horizontal": []}
    firsts: Points = []
    shares: list[FieldPoint] = []
    pieces = [piece_of(call, each, PIECES[place % len(PIECES)]) for place, each in enumerate(profiles)]
    for part in range(PARTS):
        rest = [each for place, each in enumerate(profiles) if place % PARTS != part]
        without = _with_fields(_with_priorities(learned, call, rest), call, rest)
        for profile in profiles[part::PARTS]:
            if profile.example.read:
                scores = priority_scores(ground, profile.counts, without)
                look(call, scores, profile.example, seen)
                firsts += first_points(call, scores, profile.example)
        if without.fields:
            left_out = [each for each in (*profiles[part::PARTS], *pieces[part::PARTS]) if each and each.example.field]
            shares += [_field_point(ground, each, without) for each in left_out]
    sharpness, half = _belief(shares)
    return replace(
        learned,
        calibration={kind: line_through(points) for kind, points in seen.items()},
        thresholds={"first": best_first(firsts), **{kind: best_threshold(points) for kind, points in seen.items()}},
        field_sharpness=sharpness,
        field_half=half,
    )


def piece_of(call: CallDefinition, profile: Profile, words: int) -> Profile | None:
    """Return the beginning of a text as a text of its own, as if somebody had written no more as yet."""
    return profile_of(call, replace(profile.example, text=" ".join(profile.example.text.split()[:words])))


def _field_point(ground: Ground, profile: Profile, learned: Learned) -> FieldPoint:
    known = sum(stem in learned.stems for stem in profile.stems)
    plain = replace(learned, field_sharpness=1.0, field_half=0.0)
    shares = field_shares(ground, profile.stems, profile.counts, plain)
    scores = {field: math.log(max(share, 1e-12)) for field, share in shares.items()}
    return FieldPoint(known=known, scores=scores, field=str(profile.example.field))


def _belief(points: Sequence[FieldPoint]) -> tuple[float, float]:
    """Return sharpness and half that make the chances of fields most likely for what is known, long and short."""
    telling = [each for each in points if each.scores]

    def likelihood(belief: tuple[float, float]) -> float:
        total = 0.0
        for each in telling:
            factor = belief[0] * each.known / (each.known + belief[1])
            raised = {code: factor * score for code, score in each.scores.items()}
            highest = max(raised.values())
            total += raised[each.field] - highest - math.log(sum(math.exp(one - highest) for one in raised.values()))
        return total

    ways = [(step / 4, float(half)) for step in range(1, 33) for half in HALVES]
    return max(ways, key=likelihood) if telling else (1.0, 0.0)
