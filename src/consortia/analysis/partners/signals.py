"""What speaks for each body beside the present members, one column a signal."""

from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.partners.history import History, Numbers

SIGNALS: Final = (
    "met",  # was in a project with a present member
    "closeness",  # met in how many projects, a small consortium counting more than a large one
    "circle",  # reached by walking from the members over shared projects
    "experience",  # took part in how many projects
    "country-beside",  # its country is found beside the members' countries more often than by chance
    "same-country",  # a member is from its country
    "kind-beside",  # the same for kinds of organisation
    "kind-common",  # its kind is common in the programme
    "words-experienced",  # shares telling words with a member, and has taken part before
    "words-newcomer",  # shares telling words with a member, and is new
    "newcomer",  # never took part
)
# What more of can never speak against a body; the others may weigh either way.
NEVER_AGAINST: Final = frozenset(
    {"met", "closeness", "circle", "experience", "country-beside", "kind-beside", "words-experienced", "words-newcomer"}
)
STEPS: Final = 12
RESTART: Final = 0.3
# Below this share of the walk a body counts as not reached at all.
FLOOR: Final = 1e-2


def signals_for(history: History, members: npt.NDArray[np.intp]) -> Numbers:
    """Return the signals of every body for a consortium whose members stand at these places."""
    if not len(members):
        return _without_members(history)
    new = (history.projects == 0).astype(float)
    words = np.asarray((history.words @ history.words[members].T).todense()).max(axis=1)
    closeness = _closeness(history, members)
    columns = (
        (closeness > 0).astype(float),
        closeness,
        np.log(_walk(history, members) * len(history.bodies) + FLOOR) - np.log(FLOOR),
        np.log1p(history.projects),
        _beside(history.countries.beside, history.countries.of_body, members),
        np.isin(history.countries.of_body, history.countries.of_body[members]).astype(float),
        _beside(history.kinds.beside, history.kinds.of_body, members),
        history.kinds.common[history.kinds.of_body],
        words * (1 - new),
        words * new,
        new,
    )
    return np.column_stack(columns)


def _without_members(history: History) -> Numbers:
    """Return what can be said when nobody is there yet: experience and kind."""
    found = np.zeros((len(history.bodies), len(SIGNALS)))
    found[:, SIGNALS.index("experience")] = np.log1p(history.projects)
    found[:, SIGNALS.index("kind-common")] = history.kinds.common[history.kinds.of_body]
    found[:, SIGNALS.index("newcomer")] = history.projects == 0
    return found


def _beside(beside: Numbers, of_body: npt.NDArray[np.intp], members: npt.NDArray[np.intp]) -> Numbers:
    mean: Numbers = beside[of_body[members]].mean(axis=0)
    return np.asarray(mean[of_body], dtype=np.float64)


def _closeness(history: History, members: npt.NDArray[np.intp]) -> Numbers:
    """Sum over shared projects, each weighing one over the number of the others in it."""
    present = np.asarray(history.took_part[members].sum(axis=0)).ravel()
    return np.asarray(history.took_part @ (present / np.maximum(history.sizes - 1, 1)), dtype=np.float64).ravel()


def _walk(history: History, members: npt.NDArray[np.intp]) -> Numbers:
    """Return where one is found who walks from body to project to body and goes home to the members now and then."""
    home = np.zeros(len(history.bodies))
    home[members] = 1 / len(members)
    found = home.copy()
    for _step in range(STEPS):
        in_projects = history.took_part.T @ (found / np.maximum(history.projects, 1))
        found = RESTART * home + (1 - RESTART) * (history.took_part @ (in_projects / np.maximum(history.sizes, 1)))
    return np.asarray(found, dtype=np.float64)
