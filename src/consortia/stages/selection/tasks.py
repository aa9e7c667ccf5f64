"""Work that follows a decision: the worker writes the letters, once each, however often the task runs."""

from __future__ import annotations

from django_tasks import task


@task(priority=10)
def tell_results(list_id: int) -> None:
    """Write to every applicant whose result a list brings or changes."""
    # Imported here because the letters need the services, and the services enqueue this task.
    from consortia.stages.selection.services.telling import write_result_letters

    write_result_letters(list_id)


@task(priority=10)
def tell_appeal(appeal_id: int) -> None:
    """Write to an applicant what came of their appeal."""
    # As above.
    from consortia.stages.selection.services.telling import write_appeal_letters

    write_appeal_letters(appeal_id)


@task()
def estimate_certainty(list_id: int) -> None:
    """Estimate how sure the order of a list is."""
    # As above.
    from consortia.stages.selection.services.estimating import keep_estimate

    keep_estimate(list_id)
