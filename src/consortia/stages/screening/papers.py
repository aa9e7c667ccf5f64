"""The papers of the version that counts: what was handed in with it, and nothing that was uploaded later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consortia.stages.applications.models import Annex
from consortia.stages.screening.models import File
from consortia.stages.screening.points import Frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedPaper:
    """A file that was handed in, with what the call calls its kind and whose it is."""

    annex: Annex
    kind: str
    organisation: str


def papers_of(file: File, frozen: Frozen) -> tuple[HandedPaper, ...]:
    """Return the annexes of the version that counts, in the order in which they were frozen."""
    kept = {(each.kind, each.sha256, each.name): each for each in Annex.objects.filter(application=file.application_id)}
    names = {each["id"]: each["name"] for each in frozen.content["document"]["organisations"]}
    titles = {each.code: each.title for each in frozen.call.annexes}
    papers = []
    for facts in frozen.content["annexes"]:
        annex = kept.get((facts["kind"], facts["sha256"], facts["name"]))
        if annex is not None:
            kind, organisation = str(facts["kind"]), str(facts["organisation"])
            papers.append(
                HandedPaper(
                    annex=annex, kind=titles.get(kind, kind), organisation=str(names.get(organisation, organisation))
                )
            )
    return tuple(papers)


def declared_by(frozen: Frozen) -> Mapping[str, str]:
    """Return who signed the declaration on honour, and for whom."""
    return {"name": str(frozen.content["declared_by"]), "organisation": str(frozen.coordinator.get("name", ""))}
