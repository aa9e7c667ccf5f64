"""Build what nearness in meaning is worth beside phrases for the 2016 call, from a folder with the open records.

    .venv/bin/python tools/priorities_semantic.py ../shared/data

writes src/consortia/analysis/data/priorities-semantic.json: mean and spread of the nearness to each priority among the
labelled projects, weights, calibration and thresholds; no sentence of any record. Needs the optional extra `semantic`.
"""

import sys
from pathlib import Path

from consortia.analysis.priorities.examples import examples_of, labels_of, texts_of
from consortia.analysis.priorities.learning import profile_of
from consortia.analysis.priorities.semantic import ExtraMissingError, Meaning, load_encoder, pack_meaning
from consortia.analysis.priorities.semantic_learning import Near, learn_meaning
from consortia.rulebook import load_calls

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "consortia" / "analysis" / "data" / "priorities-semantic.json"
CALL = "erasmus-2016-ka2-strategic-partnerships"
RECORDS = Path("erasmus-plus-projects-2014-2018") / "ka2_strategic_partnerships.csv.gz"
LABELS = Path("priority-gold") / "labels.jsonl"


def main(folder: Path) -> None:
    call = load_calls()[CALL]
    labels = labels_of([HERE / "priorities-read.jsonl", folder / LABELS])
    examples = examples_of(call, texts_of(folder / RECORDS), labels)
    try:
        meaning = Meaning(call, load_encoder())
    except ExtraMissingError as error:
        sys.exit(str(error))
    known = [
        Near(profile=profile, nearness=meaning.nearness(example.text) if example.read else None)
        for example in examples.values()
        if (profile := profile_of(call, example))
    ]
    learned = learn_meaning(call, known)
    TARGET.write_text(pack_meaning(learned), encoding="utf-8")
    print(f"{TARGET.name}: {sum(each.nearness is not None for each in known)} labelled projects, {learned.weights}")


if __name__ == "__main__":
    if len(sys.argv) != len(["script", "folder"]):
        sys.exit(str(__doc__))
    main(Path(sys.argv[1]))
