"""Writing the letters about results and appeals; the worker does, after what they tell of has happened."""

from __future__ import annotations

from consortia.stages.applications.letters import Words
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.selection.letters import Told, appeal_words, result_words
from consortia.stages.selection.models import Appeal, Change, Place, RankingList
from consortia.stages.selection.queries import coordinators_of, lowerings_standing, places_in
from consortia.stages.selection.rules import rules_of_edition


def write_result_letters(list_id: int) -> int:
    """Write to every applicant whose result this list brings or changes; return how many letters there are."""
    drawn = RankingList.objects.select_related("selection__round__edition").get(pk=list_id)
    places = places_to_tell(drawn)
    people = coordinators_of(each.application_id for each in places)
    lowered = lowerings_standing(drawn.selection)
    rules = rules_of_edition(drawn.edition_hash)
    written = 0
    for place in places:
        standing = tuple(lowered.get(place.application_id, {}).values())
        told = Told(place=place, selection=drawn.selection, rules=rules, lowered=standing, first=is_first(drawn))
        for person in people.get(place.application_id, ()):
            _send("result", result_words(told), person, place, key=f"{drawn.pk}")
            written += 1
    return written


def is_first(drawn: RankingList) -> bool:
    """Whether applicants learn their result by this list: nothing happened to a published list before it."""
    return not Change.objects.filter(list=drawn).exists()


def places_to_tell(drawn: RankingList) -> list[Place]:
    """Return the places whose applicants are written to: all at first, then those for whom something changed."""
    places = list(places_in(drawn).select_related("application__round", "score"))
    before = RankingList.objects.filter(selection=drawn.selection, number=drawn.number - 1).first()
    if is_first(drawn) or before is None:
        return places
    appealed = set(drawn.changes.filter(kind=Change.Kind.APPEAL).values_list("application", flat=True))
    stood = {each.application_id: (each.outcome, each.grant, each.total) for each in places_in(before)}
    return [
        each
        for each in places
        if each.application_id not in appealed
        and stood.get(each.application_id) != (each.outcome, each.grant, each.total)
    ]


def write_appeal_letters(appeal_id: int) -> int:
    """Write to an applicant what came of their appeal."""
    appeal = Appeal.objects.select_related("application__round", "selection__round__edition").get(pk=appeal_id)
    place = Place.objects.filter(application=appeal.application, list__selection=appeal.selection).order_by(
        "list__number"
    )
    people = coordinators_of([appeal.application_id]).get(appeal.application_id, [])
    last = place.select_related("score", "application__round", "list").last()
    if last is None:
        return 0
    for person in people:
        _send(
            "appeal",
            appeal_words(appeal, last, rules_of_edition(last.list.edition_hash)),
            person,
            last,
            key=f"{appeal.pk}",
        )
    return len(people)


def _send(kind: str, words: Words, person: Person, place: Place, *, key: str) -> None:
    write_letter(
        f"selection-{kind}",
        person.email,
        subject=words.subject,
        body=words.body,
        about=str(place.application_id),
        once_key=f"selection-{kind}:{key}:{place.application_id}:{person.email}",
    )
