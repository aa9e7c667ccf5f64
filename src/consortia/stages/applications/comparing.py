"""What changed between two versions that were received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from consortia.core.application.differing import Piece, difference
from consortia.core.call import CallDefinition

Frozen = Mapping[str, Any]
Way = Literal["added", "removed", "changed"]

# Keys of the document that are compared as facts; the rest has a place of its own below.
FACTS = ("field", "type", "format", "start", "months", "priorities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that is another now."""

    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An organisation, a planned row or a file that came, went or changed."""

    way: Way
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An answer that reads differently, word by word."""

    title: str
    organisation: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A heading, or the grant, with another sum."""

    title: str
    then: Decimal
    now: Decimal

    @property
    def more(self) -> Decimal:
        """What is asked for more; less than nothing where it is less."""
        return self.now - self.then


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs between two versions."""

    facts: tuple[Fact, ...]
    organisations: tuple[Thing, ...]
    texts: tuple[Text, ...]
    plan: tuple[Thing, ...]
    sums: tuple[Sum, ...]
    files: tuple[Thing, ...]

    @property
    def none(self) -> bool:
        """Whether the two say the same."""
        return not (self.facts or self.organisations or self.texts or self.plan or self.sums or self.files)


def differences_between(
    then: Frozen, now: Frozen, *, call: CallDefinition, budgets: tuple[Frozen, Frozen]
) -> Differences:
    """Return what changed from one frozen content to another, with their budgets."""
    return Differences(
        facts=_facts(then, now, call),
        organisations=_things(_organisations(then), _organisations(now)),
        texts=_texts(then, now, call),
        plan=_things(_plan(then, call), _plan(now, call)),
        sums=_sums(*budgets),
        files=_things(_files(then, call), _files(now, call)),
    )


def _facts(then: Frozen, now: Frozen, call: CallDefinition) -> tuple[Fact, ...]:
    titles = {each.code: each.title for each in call.fields}
    titles |= {each.code: each.title for each in (*call.types, *call.formats)}
    pairs = [(key, then["document"].get(key), now["document"].get(key)) for key in FACTS]
    pairs.append(("agency", _agency(then), _agency(now)))
    pairs.append(("declared_by", then["declared_by"], now["declared_by"]))
    return tuple(
        Fact(name=key, then=_worded(before, titles), now=_worded(after, titles))
        for key, before, after in pairs
        if before != after
    )


def _agency(frozen: Frozen) -> str:
    return frozen["agency"]["title"] if frozen["agency"] else ""


def _worded(value: Any, titles: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return titles.get(value, "" if value is None else str(value))


def _organisations(frozen: Frozen) -> dict[str, tuple[str, str, Any]]:
    parts = {part["id"]: part for part in frozen["parts"]}
    return {
        each["id"]: (each["name"], "", ({**each, "added_value": None}, _of_part(parts[each["id"]])))
        for each in frozen["document"]["organisations"]
    }


def _of_part(part: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(part[key]) for key in ("contact", "legal_representative", "legal_representative_position"))


def _plan(frozen: Frozen, call: CallDefinition) -> dict[str, tuple[str, str, Any]]:
    titles = {heading.code: heading.title for heading in call.headings}
    rows: dict[str, tuple[str, str, Any]] = {}
    for row in frozen["plan"]:
        if row["place"]:
            held = _row_at(frozen["document"], row["place"])
            name = row["title"] or held.get("description") or held.get("title") or row["key"]
            content = (held, row["title"], row["first_month"], row["last_month"], row["extras"])
            rows[f"{row['heading']} {row['key']}"] = (name, titles.get(row["heading"], ""), content)
    return rows


def _row_at(document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return the row of the document at `meetings[2]` or `lump_sum.activities[0]`."""
    path, _open, rest = place.partition("[")
    held: Any = document
    for key in path.split("."):
        held = held[key]
    row: Mapping[str, Any] = held[int(rest.rstrip("]"))]
    return row


def _files(frozen: Frozen, call: CallDefinition) -> dict[str, tuple[str, str, Any]]:
    kinds = {each.code: each.title for each in call.annexes}
    return {
        f"{each['kind']} {each['organisation']}": (each["name"], kinds.get(each["kind"], ""), each["sha256"])
        for each in frozen["annexes"]
    }


def _things(then: Mapping[str, tuple[str, str, Any]], now: Mapping[str, tuple[str, str, Any]]) -> tuple[Thing, ...]:
    found = [Thing(way="removed", name=then[key][0], kind=then[key][1]) for key in then if key not in now]
    for key, (name, kind, content) in now.items():
        if key not in then:
            found.append(Thing(way="added", name=name, kind=kind))
        elif then[key][2] != content:
            found.append(Thing(way="changed", name=name, kind=kind))
    return tuple(found)


def _texts(then: Frozen, now: Frozen, call: CallDefinition) -> tuple[Text, ...]:
    before, after = _answers(then), _answers(now)
    names = {
        each["id"]: each["name"] for each in (*then["document"]["organisations"], *now["document"]["organisations"])
    }
    order = {question.code: (place, question.title) for place, question in enumerate(call.questions)}
    changed = [key for key in {*before, *after} if key[0] in order and before.get(key, "") != after.get(key, "")]
    return tuple(
        Text(
            title=order[code][1],
            organisation=names.get(scope, ""),
            pieces=difference(before.get((code, scope), ""), after.get((code, scope), "")),
        )
        for code, scope in sorted(changed, key=lambda key: (order[key[0]][0], key[1]))
    )


def _answers(frozen: Frozen) -> dict[tuple[str, str], str]:
    return {(each["question"], each["scope"]): each["text"] for each in frozen["answers"]}


def _sums(then: Frozen, now: Frozen) -> tuple[Sum, ...]:
    before = {each["code"]: each for each in then["headings"]}
    pairs = [
        (each["title"], before.get(each["code"], {"amount": "0"})["amount"], each["amount"]) for each in now["headings"]
    ]
    pairs.append(("", then["grant"], now["grant"]))
    sums = [Sum(title=title, then=Decimal(old), now=Decimal(new)) for title, old, new in pairs]
    return tuple(each for each in sums if each.more)
