"""Build what past projects teach about the priorities of the 2016 call, from a folder with the open records.

    .venv/bin/python tools/priorities.py ../shared/data

writes src/consortia/analysis/data/priorities.gz: how rare phrases and stems are, weights and calibration; no sentence
of any record. It learns from all projects, from the labels in the folder, and from those in priorities-read.jsonl
beside this script: codes that we gave to 290 further projects by reading the beginning of each summary once.
"""

import sys
from pathlib import Path

from consortia.analysis.priorities.examples import examples_of, labels_of, texts_of
from consortia.analysis.priorities.learned import pack
from consortia.analysis.priorities.learning import learn, profile_of
from consortia.rulebook import load_calls

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "consortia" / "analysis" / "data" / "priorities.gz"
CALL = "erasmus-2016-ka2-strategic-partnerships"
RECORDS = Path("erasmus-plus-projects-2014-2018") / "ka2_strategic_partnerships.csv.gz"
LABELS = Path("priority-gold") / "labels.jsonl"


def main(folder: Path) -> None:
    call = load_calls()[CALL]
    labels = labels_of([HERE / "priorities-read.jsonl", folder / LABELS])
    examples = examples_of(call, texts_of(folder / RECORDS), labels)
    profiles = [profile for example in examples.values() if (profile := profile_of(call, example))]
    packed = pack(learn(call, profiles))
    TARGET.write_bytes(packed)
    read = sum(profile.example.read for profile in profiles)
    print(f"{TARGET.name}: {len(profiles)} projects, {read} of them labelled, {len(packed)} bytes")


if __name__ == "__main__":
    if len(sys.argv) != len(["script", "folder"]):
        sys.exit(str(__doc__))
    main(Path(sys.argv[1]))
