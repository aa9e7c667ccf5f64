"""Reading what people say beside the questions, and what they asked each other to do."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from consortia.stages.applications.models import Application, Comment, Participation
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared

_comments: Final = Prepared(
    lambda: (
        Comment.objects.filter(application=Given(Comment, "application"))
        .select_related("author", "asked_of", "done_by")
        .order_by("id")
    )
)

_taking_part: Final = Prepared(lambda: people_taking_part(Given(Participation, "application")))


def comments_on(application: Application) -> list[Comment]:
    """Return everything said in an application, in the order in which it was said."""
    return _comments(application=application.pk)


def open_comments_on(application: Application) -> int:
    """Return how many remarks and tasks nobody has marked as done."""
    return Comment.objects.filter(application=application, done_at=None).count()


def open_tasks_of(person: Person) -> QuerySet[Comment]:
    """Return what a person was asked to do and has not done, the most urgent first."""
    return (
        Comment.objects.filter(asked_of=person, done_at=None)
        .exclude(application__state=Application.State.WITHDRAWN)
        .select_related("application__round__edition", "author")
        .order_by("due", "id")
    )


def people_to_ask(application: Application) -> list[Person]:
    """Return everybody who takes part, each once, by name."""
    people = {each.person_id: each.person for each in _taking_part(application=application.pk)}
    return sorted(people.values(), key=lambda person: (person.name.casefold(), str(person.pk)))
