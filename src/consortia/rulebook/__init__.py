"""The rules of the programme as data, and the strict reader that turns them into call definitions."""

from consortia.rulebook.reading import BUILT_IN, call_from_content, load_calls, read_call
from consortia.rulebook.schema import call_schema
from consortia.rulebook.writing import write_call

__all__ = ["BUILT_IN", "call_from_content", "call_schema", "load_calls", "read_call", "write_call"]
