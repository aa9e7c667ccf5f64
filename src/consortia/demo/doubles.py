"""Bodies of the demo world that are on record twice, registered by their own people as it happens."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from consortia.demo.names import material
from consortia.demo.population import Population
from consortia.stages.organisations.services import record_of, register_organisation
from consortia.stages.partnering.queries import pairs_to_decide
from consortia.stages.partnering.services.joining_records import say_same_body, suggest_same_bodies


def register_again(population: Population) -> int:
    """Register some of the cast once more in other spellings and without numbers; return how many."""
    told = material("doubles")["records"]
    for each in told:
        record = replace(record_of(population.cast[each["of"]]), name=each["name"], oid="", pic="")
        again = register_organisation(population.by_email[each["by"]], record, position=each["position"])
        population.again[each["name"]] = again
    return len(told)


def look_for_doubles(population: Population) -> int:
    """Let the machine suggest pairs, and one person decide; return how many pairs it found."""
    found = suggest_same_bodies()
    for each in material("doubles")["records"]:
        if each.get("said") == "same":
            both = [population.cast[each["of"]], population.again[each["name"]]]
            pair = pairs_to_decide().get(Q(one__in=both) & Q(other__in=both))
            say_same_body(population.by_email[each["by"]], pair)
    return found
