"""What a call file may not say although each of its keys can be read."""

from consortia.core.call import CallDefinition
from consortia.rulebook.consistency.countries import country_contradictions
from consortia.rulebook.consistency.dates import date_contradictions
from consortia.rulebook.consistency.finding import Contradiction
from consortia.rulebook.consistency.form import form_contradictions
from consortia.rulebook.consistency.headings import heading_contradictions
from consortia.rulebook.consistency.references import reference_contradictions
from consortia.rulebook.consistency.rules import rule_contradictions

__all__ = ["Contradiction", "contradictions"]

_LOOKS = (
    reference_contradictions,
    date_contradictions,
    country_contradictions,
    rule_contradictions,
    heading_contradictions,
    form_contradictions,
)


def contradictions(call: CallDefinition) -> list[Contradiction]:
    """Everything in a call that contradicts itself, in the order in which one would read it."""
    return [found for look in _LOOKS for found in look(call)]
