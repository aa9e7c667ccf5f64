"""The money of an application."""

from consortia.core.budget.calculating import amount_under, calculate_budget
from consortia.core.budget.values import Budget, Cut, HeadingBudget, Line

__all__ = ["Budget", "Cut", "HeadingBudget", "Line", "amount_under", "calculate_budget"]
