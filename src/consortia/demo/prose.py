"""What the people of the demo world write: words of their idea, or a usual way to say it with their own facts."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from consortia.core.call.content import Question
from consortia.demo.ideas import Idea
from consortia.demo.names import material
from consortia.stages.applications.models import Participation
from consortia.stages.organisations.models import Organisation

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


class Author:
    """Writes the answers of one application."""

    def __init__(self, idea: Idea, parts: Sequence[Participation]) -> None:
        self._idea = idea
        self._parts = parts
        self._facts = _facts_of(idea, [part.organisation for part in parts])

    def answer(self, question: Question, *, part: int | None = None) -> str:
        """Return the answer to a question: of the whole application, or of one organisation by its place."""
        own = self._own_words(question.code, part)
        if own:
            return own
        return "" if question.kind == "choice" else self._usual_words(question.code, part)

    def _own_words(self, code: str, part: int | None) -> str:
        if part is not None:
            return self._idea.own.get(code, {}).get(str(part), "").strip()
        if code == "priorities.topics":
            return "\n".join(self._idea.topics)
        return self._idea.answers.get(code, "").strip()

    def _usual_words(self, code: str, part: int | None) -> str:
        facts = self._facts
        usual = material("phrases").get(code, ())
        if part is not None:
            organisation = self._parts[part].organisation
            facts = {**facts, **_facts_of_body(organisation)}
            told = usual if isinstance(usual, Mapping) else {}
            usual = told.get(organisation.kind) or told.get("any", ())
        if not usual:
            return ""
        seed = f"{self._idea.code} {code} {part}"
        return str(random.Random(seed).choice(usual)).strip().format_map(facts)


def first_draft(text: str) -> str:
    """Return how a text began: its first sentences, before somebody went on with it."""
    sentences = _SENTENCE_END.split(text)
    return " ".join(sentences[: max(1, len(sentences) // 2)])


def _facts_of(idea: Idea, bodies: Sequence[Organisation]) -> dict[str, str]:
    towns = list(dict.fromkeys(body.city for body in bodies))
    last = bodies[-1]
    return {
        **idea.words,
        "acronym": idea.acronym,
        "title": idea.title,
        "months": str(idea.months),
        "lead": bodies[0].name,
        "lead_town": bodies[0].city,
        "second": bodies[1].name if len(bodies) > 1 else last.name,
        "third": bodies[2].name if len(bodies) > 2 else last.name,
        "last": last.name,
        "towns": listed(towns),
        "number": str(len(bodies)),
    }


def _facts_of_body(body: Organisation) -> dict[str, str]:
    chance = random.Random(body.name)
    return {
        "name": body.name,
        "town": body.city,
        "years": str(chance.randint(8, 45)),
        "staff": str(chance.randint(9, 80)),
        "few": str(chance.randint(3, 8)),
        "many": str(chance.randint(3, 24) * 50),
    }


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
