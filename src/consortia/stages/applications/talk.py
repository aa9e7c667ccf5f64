"""Reading what people say beside the questions, and what they asked each other to do."""

from __future__ import annotations

from django.db.models import QuerySet

from consortia.stages.applications.models import Application, Comment
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.people.models import Person


def comments_on(application: Application) -> QuerySet[Comment]:
    """Return everything said in an application, in the order in which it was said."""
    return (
        Comment.objects.filter(application=application).select_related("author", "asked_of", "done_by").order_by("id")
    )


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
    people = {membership.person_id: membership.person for membership in people_taking_part(application)}
    return sorted(people.values(), key=lambda person: (person.name.casefold(), str(person.pk)))
