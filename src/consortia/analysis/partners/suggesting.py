"""From the present members to the bodies that may fit beside them, each with its reasons."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.partners.history import History, Sorts
from consortia.analysis.partners.signals import signals_for
from consortia.analysis.partners.values import Reason, Suggestion
from consortia.analysis.partners.weighing import USUAL_WEIGHTS, score

# Of a list so long at least one place in so many goes to a body that never took part, where there is one.
A_NEWCOMER_IN: Final = 4
# Twice as often side by side as by chance is worth saying.
WORTH_SAYING: Final = float(np.log(2))
MOST_WORDS: Final = 4
MOST_NAMED: Final = 3


def suggest_partners(
    history: History,
    members: Sequence[str],
    *,
    weights: Mapping[str, float] | None = None,
    among: Collection[str] | None = None,
    limit: int = 10,
) -> tuple[Suggestion, ...]:
    """Return the bodies that fit best beside the members, best first, a share of newcomers among them.

    `among` narrows the search to these ids. Members who are not in the history count for nothing; without any known
    member the list tells experience alone.
    """
    present = history.place_of(dict.fromkeys(members))
    fit = score(signals_for(history, present), weights or USUAL_WEIGHTS)
    allowed = np.ones(len(history.bodies), dtype=bool) if among is None else np.zeros(len(history.bodies), dtype=bool)
    if among is not None:
        allowed[history.place_of(among)] = True
    allowed[present] = False
    # Equal bodies stand in the order of their ids, so that two runs give the same list.
    ids = np.array([body.id for body in history.bodies])
    order = np.lexsort((ids, -fit))
    ranked = [int(place) for place in order if allowed[place]]
    return tuple(_suggestion(history, present, place, float(fit[place])) for place in _mixed(history, ranked, limit))


def reasons_for(history: History, present: npt.NDArray[np.intp], place: int) -> tuple[Reason, ...]:
    """Return what speaks for a body beside the members, the most telling first."""
    found = [
        *_met(history, present, place),
        *_in_common(history, present, place),
        *_shared_words(history, present, place),
        *_beside("kind-beside", history.kinds, present, place),
        *_beside("country-beside", history.countries, present, place),
    ]
    projects = int(history.projects[place])
    found.append(
        Reason(code="experience", facts={"projects": projects}) if projects else Reason(code="newcomer", facts={})
    )
    return tuple(found)


def _mixed(history: History, ranked: Sequence[int], limit: int) -> list[int]:
    """Keep the order, but let newcomers have their share of the places."""
    kept = list(ranked[:limit])
    wanted = len(kept) // A_NEWCOMER_IN
    waiting = [place for place in ranked[limit:] if not history.projects[place]]
    missing = wanted - sum(not history.projects[place] for place in kept)
    for newcomer in waiting[: max(missing, 0)]:
        last = max(at for at, place in enumerate(kept) if history.projects[place])
        kept[last:] = [*kept[last + 1 :], newcomer]
    return kept


def _suggestion(history: History, present: npt.NDArray[np.intp], place: int, fit: float) -> Suggestion:
    return Suggestion(
        body=history.bodies[place],
        score=fit,
        reasons=reasons_for(history, present, place),
        newcomer=not history.projects[place],
    )


def _projects_of(history: History, place: int) -> npt.NDArray[np.intp]:
    rows = history.took_part
    return np.asarray(rows.indices[rows.indptr[place] : rows.indptr[place + 1]], dtype=np.intp)


def _met(history: History, present: npt.NDArray[np.intp], place: int) -> list[Reason]:
    own = _projects_of(history, place)
    met = []
    for member in present:
        shared = np.intersect1d(own, _projects_of(history, int(member)))
        if len(shared):
            met.append((len(shared), int(history.years[shared].max()), history.bodies[int(member)].name))
    return [
        Reason(code="worked-together", facts={"with": name, "projects": projects, "last": year})
        for projects, year, name in sorted(met, key=lambda each: (-each[0], -each[1], each[2]))[:MOST_NAMED]
    ]


def _in_common(history: History, present: npt.NDArray[np.intp], place: int) -> list[Reason]:
    """Tell of bodies that worked with this one and with a member, where the two never met themselves."""
    own = _projects_of(history, place)
    if not len(own) or any(len(np.intersect1d(own, _projects_of(history, int(each)))) for each in present):
        return []
    beside_it = _beside_in(history, own)
    theirs = [_beside_in(history, _projects_of(history, int(each))) for each in present]
    common = [int(each) for each in beside_it if any(each in found for found in theirs) and each not in present]
    if not common:
        return []
    names = sorted(history.bodies[each].name for each in common)
    return [Reason(code="partners-in-common", facts={"count": len(names), "names": tuple(names[:MOST_NAMED])})]


def _beside_in(history: History, projects: npt.NDArray[np.intp]) -> set[int]:
    if not len(projects):
        return set()
    return {int(each) for each in history.took_part[:, projects].nonzero()[0]}


def _shared_words(history: History, present: npt.NDArray[np.intp], place: int) -> list[Reason]:
    if not len(present):
        return []
    own = history.words[[place]]
    theirs = np.asarray(history.words[present].max(axis=0).todense()).ravel()
    weight = np.asarray(own.todense()).ravel() * theirs
    at = [int(each) for each in np.argsort(-weight, kind="stable")[:MOST_WORDS] if weight[each] > WORTH_A_WORD]
    if not at:
        return []
    return [Reason(code="shared-words", facts={"words": tuple(history.vocabulary[each] for each in at)})]


# A word that stands for this much of both texts tells something; "of" does not.
WORTH_A_WORD: Final = 0.02


def _beside(code: str, sorts: Sorts, present: npt.NDArray[np.intp], place: int) -> list[Reason]:
    if not len(present):
        return []
    of_it = int(sorts.of_body[place])
    strongest = max((int(sorts.of_body[each]) for each in present), key=lambda each: float(sorts.beside[each, of_it]))
    if not sorts.codes[of_it] or sorts.beside[strongest, of_it] < WORTH_SAYING:
        return []
    return [Reason(code=code, facts={"own": sorts.codes[of_it], "beside": sorts.codes[strongest]})]
