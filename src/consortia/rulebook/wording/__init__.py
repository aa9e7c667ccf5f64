"""The English words of the core's message codes."""

from consortia.rulebook.wording.saying import grouped, money_written, say, say_to_officer, unbroken

__all__ = ["grouped", "money_written", "say", "say_to_officer", "unbroken"]
