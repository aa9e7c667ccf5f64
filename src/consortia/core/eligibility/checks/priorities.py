"""Checks of what the project is about."""

from consortia.core.eligibility.case import Case, Nothing, Outcome, broken, holds


def fitting_priority(case: Case, _stated: Nothing) -> Outcome:
    """At least one priority is horizontal or of the application's own field; others do no harm and do not help."""
    about = case.application
    known = case.call.look.priorities
    fitting = tuple(code for code in about.priorities if known[code] in {None, about.field})
    if fitting:
        return holds("fitting-priority", priorities=fitting)
    own = next(field.title for field in case.call.fields if field.code == about.field)
    return broken("fitting-priority", where=["priorities"], field=own, others=len(about.priorities))
