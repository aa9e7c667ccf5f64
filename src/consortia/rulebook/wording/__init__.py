"""The English words of the core's message codes."""

from consortia.rulebook.wording.saying import say

__all__ = ["say"]
