"""What the people of the demo world write: words of their idea, or a usual way to say it with their own facts."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

from consortia.core.call import CallDefinition
from consortia.core.call.content import Question
from consortia.demo.ideas import Idea, capitalised
from consortia.demo.names import material
from consortia.stages.applications.models import Participation
from consortia.stages.organisations.models import Organisation

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
# What is answered with words of another question where an idea says nothing else.
_SAME_AS: Final = {"summary.english": "summary.public"}
_NO_FEWER_OPPORTUNITIES: Final = {"inclusion.involved": "no"}

# A text this long is a paragraph; one that is too long is so by about this much.
_A_PARAGRAPH: Final = 300
_OVER: Final = 240
_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class Author:
    """Writes the answers of one application."""

    def __init__(self, idea: Idea, call: CallDefinition, parts: Mapping[int, Participation]) -> None:
        self._idea, self._call, self._parts = idea, call, parts
        self._facts = _facts_of(idea, call, [part.organisation for part in parts.values()])

    def answer(self, question: Question, *, part: int | None = None) -> str:
        """Return the answer to a question: of the whole application, or of one organisation by its place."""
        if question.kind == "choice":
            return self._choice(question.code)
        code = question.code
        return self._own_words(code, part) or self._usual_words(code, part)

    def too_much(self, question: Question) -> str:
        """Return an answer that runs over its limit: everything there is to say in one place."""
        texts = [self.answer(each) for each in self._call.questions if each.asked_of == "application"]
        whole, limit = "\n\n".join(text for text in texts if len(text) > _A_PARAGRAPH), question.limit or 0
        return whole[: whole.index(". ", limit + _OVER) + 1]

    def _choice(self, code: str) -> str:
        if code == "priorities.topics":
            return "\n".join(self._idea.topics)
        return self._idea.answers.get(code) or _NO_FEWER_OPPORTUNITIES.get(code, "")

    def _own_words(self, code: str, part: int | None) -> str:
        if part is not None:
            return self._idea.own.get(code, {}).get(str(part), "").strip()
        answers = self._idea.answers
        return (answers.get(code) or answers.get(_SAME_AS.get(code, ""), "")).strip()

    def _usual_words(self, code: str, part: int | None) -> str:
        facts = self._facts
        usual = material("phrases").get(code, ())
        if part is not None:
            body = self._parts[part].organisation
            facts = {**facts, **_facts_of_body(body)}
            usual = usual.get(body.kind) or usual.get("any", ()) if usual else ()
        if not usual:
            return ""
        chance = random.Random(f"{self._idea.code} {_SAME_AS.get(code, code)} {part}")
        return str(chance.choice(usual)).strip().format_map(facts)


def first_draft(text: str) -> str:
    """Return how a text began: its first sentences, before somebody went on with it."""
    ends = [found.start() for found in _SENTENCE_END.finditer(text)]
    return text[: ends[len(ends) // 2]] if ends else text


def _facts_of(idea: Idea, call: CallDefinition, bodies: Sequence[Organisation]) -> dict[str, str]:
    second, third, last = bodies[min(1, len(bodies) - 1)], bodies[min(2, len(bodies) - 1)], bodies[-1]
    titles = {each.code: f"“{each.title}” ({each.code})" for each in call.priorities}
    return {
        **capitalised(idea.words),
        "acronym": idea.acronym,
        "months": str(idea.months),
        "lead": bodies[0].name,
        "lead_town": bodies[0].city,
        "second": second.name,
        "third": third.name,
        "last": last.name,
        "towns": listed(list(dict.fromkeys(body.city for body in bodies))),
        "number": _NUMBERS[len(bodies)],
        "priorities": listed([titles[code] for code in idea.priorities]),
    }


def _facts_of_body(body: Organisation) -> dict[str, str]:
    chance = random.Random(body.name)
    return {
        "name": body.name,
        "town": body.city,
        "years": str(chance.randint(8, 45)),
        "staff": str(chance.randint(9, 80)),
        "few": (few := _NUMBERS[chance.randint(4, 8)].lower()),
        "few_cap": few.capitalize(),
        "many": str(chance.randint(3, 24) * 50),
    }


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
