"""Work of large rounds that the worker does; each task may run twice without harm."""

from __future__ import annotations

from django_tasks import task

from consortia.stages.experts.models import Plan


@task()
def reckon_later(plan_id: int) -> None:
    """Reckon a plan that takes longer than an officer waits."""
    # Imported here because the service enqueues this task.
    from consortia.stages.experts.services.planning import reckon

    reckon(Plan.objects.select_related("round__edition", "keeps").get(pk=plan_id))
