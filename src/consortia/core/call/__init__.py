"""A call edition as a value."""

from consortia.core.call.content import AnnexKind
from consortia.core.call.countries import Country
from consortia.core.call.definition import CallDefinition
from consortia.core.call.headings import Heading
from consortia.core.call.rules import MoneyRule, Rule

__all__ = ["AnnexKind", "CallDefinition", "Country", "Heading", "MoneyRule", "Rule"]
