"""Giving the package of a selection away: everything that made its lists, to be made again without the database."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from consortia.core.call.canonical import Plain
from consortia.core.ranking.package import pack
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import RankingList
from consortia.stages.selection.permissions import may_export, sight_of
from consortia.stages.selection.rules import rules_of_edition
from consortia.stages.selection.snapshots import selected_in


class AlteredError(Exception):
    """What the database holds of a list no longer gives the fingerprint with which the list was drawn."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"{found} instead of {expected}")
        self.found = found
        self.expected = expected


def package_of(person: Person | None, drawn: RankingList) -> dict[str, Plain]:
    """Return the package of a stored list; whoever runs the installation asks without a person."""
    if person is not None and not may_export(sight_of(person, drawn.selection)):
        raise PermissionDenied
    package = pack(rules_of_edition(drawn.edition_hash).call, selected_in(drawn))
    if package["fingerprint"] != drawn.fingerprint:
        raise AlteredError(str(package["fingerprint"]), drawn.fingerprint)
    record("export-selection", drawn, by=person, facts={"fingerprint": drawn.fingerprint})
    return package
