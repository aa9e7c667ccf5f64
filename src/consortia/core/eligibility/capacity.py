"""What shows that an applicant has the means: which papers a grant of some size asks for, and who is exempt."""

from dataclasses import dataclass

from consortia.core.call import CallDefinition
from consortia.core.call.award import FinancialDocuments, FinancialExemption
from consortia.core.values import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialProof:
    """What an applicant must show; `exemption` is the rule of the call that lets it off, where one does."""

    documents: tuple[str, ...]
    rule: FinancialDocuments | None
    exemption: FinancialExemption | None

    @property
    def exempt(self) -> bool:
        """Whether the kind of organisation need not show its means."""
        return self.exemption is not None


def financial_proof(call: CallDefinition, *, grant: Money, kind: str) -> FinancialProof:
    """What a call asks of an applicant of this kind for a grant of this size; nothing where it names no selection."""
    selection = call.selection
    if selection is None:
        return FinancialProof(documents=(), rule=None, exemption=None)
    rule = next((each for each in selection.financial_documents if _holds(each, grant)), None)
    exemption = selection.financial_exemption
    if exemption is not None and kind in exemption.kinds:
        return FinancialProof(documents=(), rule=rule, exemption=exemption)
    return FinancialProof(documents=rule.documents if rule else (), rule=rule, exemption=None)


def _holds(rule: FinancialDocuments, grant: Money) -> bool:
    """A rule speaks of grants above its lower end, up to and with its upper one; a grant of nothing is the smallest."""
    above = rule.grant_above < grant or (not rule.grant_above and not grant)
    return above and (rule.grant_up_to is None or grant <= rule.grant_up_to)
