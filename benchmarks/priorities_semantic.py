"""What the optional sentence model adds to matching: the same labelled texts with and without it, out of fold.

Called by benchmarks/priorities.py where the extra `semantic` is installed. In each of five parts the weight of the
model, the thresholds and the calibration are learned inside the other four, once with the model and once without.
"""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learning import Profile, learn_priorities
from consortia.analysis.priorities.semantic import ExtraMissingError, Meaning, Semantic, load_encoder
from consortia.analysis.priorities.semantic_learning import WEIGHTS, Near, learn_meaning

PARTS = 5
DRAWS = 1000


@dataclass(frozen=True)
class Remembered:
    """The nearness of texts that were given to the sentence model before."""

    kept: Mapping[str, Mapping[str, float]]

    def nearness(self, text: str) -> Mapping[str, float]:
        """As `Meaning.nearness`."""
        return self.kept[text]


def nearness_of(call: Any, examples: Sequence[Example]) -> Mapping[str, Mapping[str, float]] | None:
    """The nearness of each text, or nothing where the extra is not installed."""
    try:
        meaning = Meaning(call, load_encoder())
    except ExtraMissingError as error:
        print(f"\nsentence model: {error}; figures with it are left out")
        return None
    return {each.text: meaning.nearness(each.text) for each in examples}


def out_of_fold(
    call: Any,
    profiles: Mapping[str, Profile],
    judged: Sequence[str],
    kept: Mapping[str, Mapping[str, float]],
    answer: Callable[..., Any],
) -> tuple[list[Any], list[Any]]:
    """The answers without the model and with it, text by text; `answer` matches one."""
    order = sorted(profiles)
    random.Random(2016).shuffle(order)
    without, with_it = {}, {}
    for part in range(PARTS):
        left_out = order[part::PARTS]
        rest = [profiles[each] for each in order if each not in set(left_out)]
        learned = learn_priorities(call, rest)
        known = [Near(profile=each, nearness=kept.get(each.example.text)) for each in rest]
        for found, weights in ((without, (0.0,)), (with_it, WEIGHTS)):
            worth = learn_meaning(call, known, weights)
            if len(weights) > 1:
                print(
                    f"  part {part + 1}: weight in fields {worth.weights['field']}, of horizontal ones "
                    f"{worth.weights['horizontal']}"
                )
            semantic = Semantic(meaning=Remembered(kept), learned=worth)
            for each in set(left_out) & set(judged):
                example = profiles[each].example
                found[each] = answer(call, example, learned, example.field, semantic)
    read = sorted(without)
    return [without[each] for each in read], [with_it[each] for each in read]


def alone(call: Any, answer: type, examples: Sequence[Example], kept: Mapping[str, Mapping[str, float]]) -> list[Any]:
    """The nearest priority of the field and the nearest horizontal one, nothing else known."""
    found = []
    for example in examples:
        near = kept[example.text]
        best = {
            field: max((each.code for each in call.priorities if each.field == field), key=lambda code: near[code])
            for field in (None, example.field)
        }
        found.append(answer(example, (best[example.field],), (best[None],)))
    return found


def difference(name: str, figure: Callable[[Any], float], without: Sequence[Any], with_it: Sequence[Any]) -> None:
    """The gain with its interval, the same texts drawn on both sides."""
    dice = random.Random(1)
    pairs = list(zip(without, with_it, strict=True))
    drawn = sorted(
        figure([each for _, each in chosen]) - figure([each for each, _ in chosen])
        for chosen in (dice.choices(pairs, k=len(pairs)) for _ in range(DRAWS))
    )
    gain = figure(with_it) - figure(without)
    above = statistics.fmean(each > 0 for each in drawn)
    print(
        f"  {name:24}{gain:+.3f} ({drawn[DRAWS // 40]:+.3f} to {drawn[-DRAWS // 40]:+.3f}); "
        f"more than nothing in {above:.0%} of draws"
    )
