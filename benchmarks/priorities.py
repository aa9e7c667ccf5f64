"""How well texts are matched to fields and priorities, against labels of people and the fields of past projects.

.venv/bin/python benchmarks/priorities.py [FOLDER WITH THE OPEN RECORDS, else ../shared/data]

Trained figures are out of fold: five parts, each matched by what the other four taught; thresholds and calibration are
learned inside those four. Untrained: the call's own texts and the vocabulary, no statistics.
"""

import random
import statistics
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.priorities_semantic import alone, difference, nearness_of, out_of_fold  # its folder is told just above
from consortia.analysis.priorities import Match, match_idea
from consortia.analysis.priorities.examples import examples_of, labels_of, texts_of
from consortia.analysis.priorities.ground import CALL_LANGUAGE, ground_of, own_text
from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learned import Learned, field_shares
from consortia.analysis.priorities.learning import PIECES, Profile, learn, piece_of, profile_of
from consortia.analysis.priorities.matching import match_by
from consortia.analysis.priorities.semantic import Semantic
from consortia.rulebook import load_calls

HERE = Path(__file__).resolve().parent
CALL = "erasmus-2016-ka2-strategic-partnerships"
RECORDS = Path("erasmus-plus-projects-2014-2018") / "ka2_strategic_partnerships.csv.gz"
LABELS = Path("priority-gold") / "labels.jsonl"
READ_BY_US = HERE.parent / "tools" / "priorities-read.jsonl"
LANGUAGES = HERE / "priorities-in-languages.toml"
PARTS = 5
DRAWS = 1000


@dataclass(frozen=True)
class Answer:
    """What one method says of one labelled text: field priorities and horizontal ones, best first, with chances."""

    example: Example
    own: tuple[str, ...]
    horizontal: tuple[str, ...]
    chances: tuple[tuple[str, float], ...] = ()


def main(folder: Path) -> None:
    call = load_calls()[CALL]
    if (folder / RECORDS).is_file() and (folder / LABELS).is_file():
        with_records(call, folder)
    else:
        print(f"{folder}: found no {RECORDS} or {LABELS}; only the section on languages follows")
    languages(call)


def with_records(call: Any, folder: Path) -> None:
    gold = labels_of([folder / LABELS])
    examples = examples_of(call, texts_of(folder / RECORDS), labels_of([READ_BY_US, folder / LABELS]))
    order = sorted(examples)
    random.Random(2016).shuffle(order)
    profiles = {each: profile for each in order if (profile := profile_of(call, examples[each]))}
    trained: dict[str, list[Answer]] = {"field given": [], "field not given": []}
    frequent: list[Answer] = []
    shares: list[tuple[Mapping[str, float], str]] = []
    short: dict[int, list[tuple[Mapping[str, float], str]]] = {words: [] for words in PIECES}
    ground = ground_of(call, CALL_LANGUAGE)
    for part in range(PARTS):
        left_out = set(order[part::PARTS])
        learned = learn(call, [profiles[each] for each in order if each in profiles and each not in left_out])
        for each in order[part::PARTS]:
            if each in gold:
                example = examples[each]
                trained["field given"].append(by_match(call, example, learned, example.field))
                trained["field not given"].append(by_match(call, example, learned, None))
                others = [examples[other] for other in gold if other not in left_out]
                frequent.append(by_frequency(example, others))
            if each in profiles and profiles[each].example.field:
                profile = profiles[each]
                shares.append(
                    (field_shares(ground, profile.stems, profile.counts, learned), str(profile.example.field))
                )
                for words, found in short.items():
                    if piece := piece_of(call, profile, words):
                        said = field_shares(ground, piece.stems, piece.counts, learned)
                        found.append((said, str(profile.example.field)))
    labelled = [examples[each] for each in sorted(gold)]
    print(f"{len(labelled)} labelled texts; {len(profiles)} past projects; 95 % intervals by {DRAWS} bootstrap draws\n")
    print(f"{'':34}{'first right':>22}{'micro-F1':>22}{'horizontal micro-F1':>24}")
    row("most frequent code, field given", frequent)
    row("plain TF-IDF, field given", by_tfidf(call, labelled))
    row("untrained, field given", [by_match(call, each, None, each.field) for each in labelled])
    row("untrained, field not given", [by_match(call, each, None, None) for each in labelled])
    for name, answers in trained.items():
        row(f"trained out of fold, {name}", answers)
    half_by_half(call, labelled, gold)
    by_meaning(call, profiles, [each for each in profiles if each in gold])
    fields(call, [profile for profile in profiles.values() if profile.example.field], shares)
    for name in ("field given",):
        reliability(
            f"priorities, {name}", [(chance, right) for each in trained[name] for chance, right in judged(each)]
        )
    beginnings(short)
    reliability(
        "fields", [(max(each.values()), max(each, key=lambda code: each[code]) == field) for each, field in shares]
    )


def by_match(
    call: Any, example: Example, learned: Learned | None, field: str | None, semantic: Semantic | None = None
) -> Answer:
    found: Match = match_by(call, example.text, field=field, vocabulary=None, learned=learned, semantic=semantic)
    return Answer(
        example=example,
        own=tuple(each.code for each in found.priorities),
        horizontal=tuple(each.code for each in found.horizontal),
        chances=tuple((each.code, each.confidence) for each in (*found.priorities, *found.horizontal)),
    )


def by_frequency(example: Example, others: Sequence[Example]) -> Answer:
    first = Counter(each.first[0] for each in others if each.field == example.field)
    horizontal = Counter(code for each in others for code in each.horizontal)
    best = first.most_common(1)[0][0]
    return Answer(example, () if best == "none" else (best,), (horizontal.most_common(1)[0][0],))


def by_tfidf(call: Any, labelled: Sequence[Example]) -> list[Answer]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    table = vectors.fit_transform([own_text(each) for each in call.priorities])
    alike = (vectors.transform([each.text for each in labelled]) @ table.T).toarray()
    found = []
    for example, near in zip(labelled, alike, strict=True):
        best = {
            field: max(
                (place for place, each in enumerate(call.priorities) if each.field == field), key=lambda at: near[at]
            )
            for field in (None, example.field)
        }
        found.append(Answer(example, (call.priorities[best[example.field]].code,), (call.priorities[best[None]].code,)))
    return found


def first_right(answers: Sequence[Answer]) -> float:
    return statistics.fmean((each.own[0] if each.own else "none") in each.example.first for each in answers)


def micro_f1(answers: Sequence[Answer], kind: str) -> float:
    hits = wrong = missed = 0
    for each in answers:
        said, true = getattr(each, kind), getattr(each.example, kind)
        hits += sum(code in true for code in said)
        wrong += sum(code not in true and code not in each.example.open_ for code in said)
        missed += sum(code not in said for code in true)
    return 2 * hits / (2 * hits + wrong + missed) if hits else 0.0


FIGURES: Mapping[str, Callable[[Sequence[Answer]], float]] = {
    "first right": first_right,
    "micro-F1": lambda each: micro_f1(each, "own"),
    "horizontal micro-F1": lambda each: micro_f1(each, "horizontal"),
}


def row(name: str, answers: Sequence[Answer]) -> None:
    print(
        f"{name:34}"
        + "".join(f"{interval(figure, answers):>{22 + place}}" for place, figure in enumerate(FIGURES.values()))
    )


def interval(figure: Callable[[Any], float], answers: Sequence[Any]) -> str:
    dice = random.Random(1)
    drawn = sorted(figure(dice.choices(answers, k=len(answers))) for _ in range(DRAWS))
    return f"{figure(answers):.3f} ({drawn[DRAWS // 40]:.2f}-{drawn[-DRAWS // 40]:.2f})"


def by_meaning(call: Any, profiles: Mapping[str, Profile], judged: Sequence[str]) -> None:
    """With the optional sentence model and without it."""
    read = [profile.example for profile in profiles.values() if profile.example.read]
    kept = nearness_of(call, read)
    if kept is None:
        return
    print("\nsentence model, field given, out of fold")
    without, with_it = out_of_fold(call, profiles, judged, kept, by_match)
    row("sentence model alone", alone(call, Answer, [profiles[each].example for each in judged], kept))
    row("trained, without sentence model", without)
    row("trained, with sentence model", with_it)
    for name, figure in FIGURES.items():
        difference(name, figure, without, with_it)


def half_by_half(call: Any, labelled: Sequence[Example], gold: Mapping[str, Any]) -> None:
    """The half whose texts were looked at while the vocabulary was written, and the other."""
    import hashlib

    print()
    for half, name in ((0, "untrained, half looked at"), (1, "untrained, other half")):
        here = [
            example
            for identifier, example in zip(sorted(gold), labelled, strict=True)
            if int(hashlib.md5(identifier.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == half
        ]
        row(name, [by_match(call, each, None, each.field) for each in here])


def fields(call: Any, profiles: Sequence[Profile], shares: Sequence[tuple[Mapping[str, float], str]]) -> None:
    print(f"\n{'field of past projects':34}{'field@1':>10}{'field@3':>10}{'macro-F1':>10}")
    truth = [str(each.example.field) for each in profiles]
    common = [code for code, _ in Counter(truth).most_common()]
    field_row("most frequent field", [(common, field) for field in truth])
    field_row(
        "plain TF-IDF, best priority",
        [(tfidf_fields(call, each), str(each.field)) for each in [p.example for p in profiles]],
    )
    untrained = [
        (
            [
                each.code
                for each in match_by(call, profile.example.text, field=None, vocabulary=None, learned=None).fields
            ],
            field,
        )
        for profile, field in zip(profiles, truth, strict=True)
    ]
    field_row("untrained", untrained)
    field_row("trained out of fold", [(sorted(each, key=lambda code: -each[code]), field) for each, field in shares])


def beginnings(short: Mapping[int, Sequence[tuple[Mapping[str, float], str]]]) -> None:
    print(f"\n{'field of their beginnings alone':34}{'said':>10}{'was right':>10}{'error':>10}{'none':>10}")
    for words, found in short.items():
        points = [
            (max(each.values()), max(each, key=lambda code: each[code]) == field) for each, field in found if each
        ]
        said, was = statistics.fmean(chance for chance, _ in points), statistics.fmean(right for _, right in points)
        none = len(found) - len(points)
        print(f"{f'first {words} words':34}{said:>10.3f}{was:>10.3f}{calibration_error(points):>10.3f}{none:>10}")


def calibration_error(points: Sequence[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in points:
        bins.setdefault(min(9, int(chance * 10)), []).append((chance, right))
    return sum(abs(sum(chance - right for chance, right in here)) for here in bins.values()) / len(points)


def tfidf_fields(call: Any, example: Example, kept: dict[str, Any] = {}) -> list[str]:  # noqa: B006  # made once
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not kept:
        kept["vectors"] = TfidfVectorizer(stop_words="english", sublinear_tf=True)
        kept["table"] = kept["vectors"].fit_transform([own_text(each) for each in call.priorities])
    near = (kept["vectors"].transform([example.text]) @ kept["table"].T).toarray()[0]
    best = {
        field.code: max(near[at] for at, each in enumerate(call.priorities) if each.field == field.code)
        for field in call.fields
    }
    return sorted(best, key=lambda code: -best[code])


def field_row(name: str, found: Sequence[tuple[Sequence[str], str]]) -> None:
    first = statistics.fmean(bool(order) and order[0] == field for order, field in found)
    third = statistics.fmean(field in order[:3] for order, field in found)
    print(f"{name:34}{first:>10.3f}{third:>10.3f}{macro_f1(found):>10.3f}")


def macro_f1(found: Sequence[tuple[Sequence[str], str]]) -> float:
    each_field = []
    for field in sorted({truth for _, truth in found}):
        said = [bool(order) and order[0] == field for order, _ in found]
        true = [truth == field for _, truth in found]
        hits = sum(one and other for one, other in zip(said, true, strict=True))
        each_field.append(2 * hits / (sum(said) + sum(true)) if hits else 0.0)
    return statistics.fmean(each_field)


def judged(answer: Answer) -> list[tuple[float, bool]]:
    true = {*answer.example.own, *answer.example.horizontal}
    return [(chance, code in true) for code, chance in answer.chances if code not in answer.example.open_]


def reliability(name: str, points: Sequence[tuple[float, bool]]) -> None:
    print(f"\nreliability of {name}: of what was said with such confidence, so much was right")
    error = 0.0
    for step in range(10):
        here = [(chance, right) for chance, right in points if step <= min(9.999, chance * 10) < step + 1]
        if here:
            said, was = statistics.fmean(each for each, _ in here), statistics.fmean(right for _, right in here)
            error += abs(said - was) * len(here) / len(points)
            print(f"  {step / 10:.1f}-{step / 10 + 0.1:.1f}  said {said:.2f}  was {was:.2f}  ({len(here)})")
    print(f"  expected calibration error {error:.3f}")


def languages(call: Any) -> None:
    """The same made-up ideas in several languages: which find the priority that the English text finds."""
    ideas = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))["ideas"]
    codes = list(ideas[0]["text"])
    print(f"\n{'made-up ideas by language':34}" + "".join(f"{code:>12}" for code in codes))
    right: Counter[str] = Counter()
    for idea in ideas:
        said = {}
        for code in codes:
            found = match_idea(call, idea["text"][code], field=idea["field"])
            said[code] = found.priorities[0].code if found.priorities else "none"
            right[code] += said[code] == idea["priority"]
        print(f"{idea['title'][:24]:25}{idea['priority']:9}" + "".join(f"{said[code]:>12}" for code in codes))
    print(f"{'as meant':34}" + "".join(f"{f'{right[code]} of {len(ideas)}':>12}" for code in codes))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared" / "data")
