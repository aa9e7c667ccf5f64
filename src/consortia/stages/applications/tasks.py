"""Work that follows an acknowledged action: the worker that `serve` starts does it."""

from __future__ import annotations

from django_tasks import task


@task()
def finish_submission(submission_id: str) -> None:
    """Draw the PDF of what was submitted and write the letters to everybody who takes part."""
    # Imported here because the papers need the services, and the services enqueue this task.
    from consortia.stages.applications.services.papers import draw_submission, write_receipt_letters

    draw_submission(submission_id)
    write_receipt_letters(submission_id)
