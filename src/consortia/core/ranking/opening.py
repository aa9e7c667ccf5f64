"""A package of a selection read back, strictly: what it was made from, or the place that cannot be read."""

from collections.abc import Iterator, Mapping
from typing import Final, cast

from consortia.core.application.loading import described, place
from consortia.core.call import CallDefinition
from consortia.core.call.award import Award
from consortia.core.errors import DocumentError
from consortia.core.ranking.package import FORMAT, Selected, rules_of
from consortia.core.ranking.reading import read_code, read_euros, read_points
from consortia.core.ranking.values import Assessed, Declined, Envelope, Event, Grown

KEYS: Final = frozenset(
    {"format", "about", "rules", "envelopes", "scores", "seed", "events", "ranking", "sha256", "fingerprint"}
)
_SCORE_KEYS: Final = frozenset({"application", "envelope", "requested", "proposed", "points"})


def refuse_other_forms(package: Mapping[str, object]) -> None:
    """Raise DocumentError where the document has not the form of a package; what it says is not looked at."""
    if package.get("format") != FORMAT:
        raise DocumentError("format", _found(package.get("format")), f'"{FORMAT}"')
    _exactly(package, KEYS, "")
    _exactly(_object(package["rules"], "rules"), frozenset({"edition", "applied", "content"}), "rules")
    for where in ("applied", "content"):
        _object(cast("Mapping[str, object]", package["rules"])[where], f"rules.{where}")
    for where in ("about", "sha256"):
        _object(package[where], where)
    for where, key in (("envelopes", "envelope"), ("scores", "application"), ("ranking", "application")):
        _refuse_repeated(package[where], where, key)
    list(_objects(package["events"], "events"))


def selected_in(package: Mapping[str, object], call: CallDefinition) -> Selected:
    """What the selection in a package of the right form was made from."""
    award, _ = rules_of(call)
    seed = package["seed"]
    about = {key: _text(value, place("about", key)) for key, value in _object(package["about"], "about").items()}
    return Selected(
        applications=tuple(_assessed(each, where, award) for where, each in _objects(package["scores"], "scores")),
        envelopes=tuple(_envelope(each, where) for where, each in _objects(package["envelopes"], "envelopes")),
        events=tuple(_event(each, where) for where, each in _objects(package["events"], "events")),
        seed=None if seed is None else _text(seed, "seed"),
        about=about,
    )


def _assessed(record: Mapping[str, object], where: str, award: Award) -> Assessed:
    _exactly(record, _SCORE_KEYS, where)
    points = _object(record["points"], f"{where}.points")
    _exactly(points, frozenset(each.code for each in award.criteria), f"{where}.points")
    requested = read_euros(_text(record["requested"], f"{where}.requested"), f"{where}.requested")
    proposed = record["proposed"]
    return Assessed(
        application=_code(record, where, "application"),
        envelope=_code(record, where, "envelope"),
        requested=requested,
        proposed=None
        if proposed is None
        else read_euros(_text(proposed, f"{where}.proposed"), f"{where}.proposed", at_most=requested),
        points={
            each.code: read_points(
                _written_points(points[each.code]), f"{where}.points.{each.code}", criterion=each, award=award
            )
            for each in award.criteria
        },
    )


def _written_points(points: object) -> str:
    """Points as they stand in the package: whole as a number, others as text; anything else is no points."""
    if isinstance(points, str):
        return points
    return str(points) if isinstance(points, int) and not isinstance(points, bool) else described(points)


def _envelope(record: Mapping[str, object], where: str) -> Envelope:
    _exactly(record, frozenset({"envelope", "amount"}), where)
    amount = f"{where}.amount"
    return Envelope(code=_code(record, where, "envelope"), amount=read_euros(_text(record["amount"], amount), amount))


def _event(record: Mapping[str, object], where: str) -> Event:
    if record.get("event") == "declined":
        _exactly(record, frozenset({"event", "application"}), where)
        return Declined(application=_code(record, where, "application"))
    if record.get("event") == "grown":
        _exactly(record, frozenset({"event", "envelope", "by"}), where)
        return Grown(
            envelope=_code(record, where, "envelope"), by=read_euros(_text(record["by"], f"{where}.by"), where)
        )
    raise DocumentError(f"{where}.event", _found(record.get("event")), '"declined" or "grown"')


def _refuse_repeated(value: object, where: str, key: str) -> None:
    seen: set[str] = set()
    for at, record in _objects(value, where):
        code = _text(record.get(key), f"{at}.{key}")
        if code in seen:
            raise DocumentError(f"{at}.{key}", f"{described(code)} again", f"each {key} once")
        seen.add(code)


def _objects(value: object, where: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(value, list):
        raise DocumentError(where, _found(value), "a list")
    for index, each in enumerate(value):
        yield f"{where}[{index}]", _object(each, f"{where}[{index}]")


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DocumentError(where, _found(value), "an object")
    return cast("Mapping[str, object]", value)


def _exactly(record: Mapping[str, object], keys: frozenset[str], where: str) -> None:
    for key in sorted(keys - record.keys()):
        raise DocumentError(place(where, key), "nothing", "a value for this key")
    for key in sorted(record.keys() - keys):
        raise DocumentError(place(where, key), "an unknown key", f"only {', '.join(sorted(keys))}")


def _code(record: Mapping[str, object], where: str, key: str) -> str:
    return read_code(_text(record[key], f"{where}.{key}"), f"{where}.{key}", f"an {key}")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DocumentError(where, _found(value), "text")
    return value


def _found(value: object) -> str:
    return "nothing" if value is None else described(value)
