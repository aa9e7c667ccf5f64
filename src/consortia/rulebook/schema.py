"""The JSON Schema of call files, for editors that complete and check while one writes."""

from collections.abc import Mapping
from typing import Any

from consortia.core.call import CallDefinition
from consortia.core.call.headings import TERMS
from consortia.core.eligibility.checks import CHECKS
from consortia.rulebook.shapes import shape_of


def call_schema() -> dict[str, Any]:
    """The JSON Schema of a call file; what a rule or heading states depends on its check or basis."""
    schema = shape_of(CallDefinition).model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = schema["$defs"]
    stated = {code: check.states for code, check in CHECKS.items()}
    terms: dict[str, type] = {str(basis): held for basis, held in TERMS.items()}
    for value in {*stated.values(), *terms.values()}:
        part = shape_of(value).model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions |= part.pop("$defs", {})
        definitions[value.__name__] = part
    _depend(definitions["Rule"], "check", "parameters", stated)
    _depend(definitions["Heading"], "basis", "terms", terms)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A call edition",
        "description": "One call of the programme: rules, dates, money, form. It may be spread over several files.",
    }


def _depend(definition: dict[str, Any], key: str, stated: str, kinds: Mapping[str, type]) -> None:
    """Say what one key holds for each value of another."""
    definition["properties"][key] = {"enum": sorted(kinds), "title": key.title(), "type": "string"}
    definition["properties"][stated] = {"type": "object"}
    definition["allOf"] = [
        {
            "if": {"properties": {key: {"const": code}}},
            "then": {"properties": {stated: {"$ref": f"#/$defs/{value.__name__}"}}},
        }
        for code, value in sorted(kinds.items())
    ]
