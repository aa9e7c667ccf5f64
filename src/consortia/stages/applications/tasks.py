"""Work that follows an acknowledged action: the worker that `serve` starts does it.

Each task may run twice without harm, since a worker that was stopped in the middle leaves its task to the next one.
The PDF and the letters are tasks of their own: where one fails, the other still gets done.
"""

from __future__ import annotations

from django_tasks import task


@task()
def draw_papers(submission_id: str) -> None:
    """Draw the PDF of what was submitted."""
    # Imported here because the papers need the services, and the services enqueue this task.
    from consortia.stages.applications.services.papers import draw_submission

    draw_submission(submission_id)


@task()
def tell_of_moved_deadline(move_id: int) -> None:
    """Write to everybody whom a moved deadline concerns."""
    # As above.
    from consortia.stages.applications.services.deadlines import write_letters_of_move

    write_letters_of_move(move_id)


@task(priority=10)
def tell_consortium(submission_id: str) -> None:
    """Write to everybody who takes part what was received."""
    # As above.
    from consortia.stages.applications.services.papers import write_receipt_letters

    write_receipt_letters(submission_id)
