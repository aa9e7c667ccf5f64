"""Points and euros as people write them in files, each refused where it is not one."""

import re
from decimal import Decimal

from consortia.core.application.loading import described
from consortia.core.call.award import Award, Criterion
from consortia.core.errors import DocumentError
from consortia.core.values import Money

# Twelve digits before the point and a few behind it: far above any grant or score, far below what Decimal holds.
_EUROS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_POINTS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


def read_euros(written: str, where: str, *, at_most: Money | None = None) -> Money:
    """Euros from 0 up, without sign, thousands apart or currency, to the cent at the finest."""
    if not _EUROS.fullmatch(written):
        raise DocumentError(where, _found(written), "euros from 0 up, such as 150000 or 150000.50")
    read = Money(amount=Decimal(written))
    if at_most is not None and read > at_most:
        raise DocumentError(where, _found(written), f"at most {at_most}, the grant that is requested")
    return read


def read_points(written: str, where: str, *, criterion: Criterion, award: Award) -> Decimal:
    """Points for a criterion, from none to its maximum, whole where the call gives whole points."""
    expected = f"{'a whole number' if award.whole_points else 'a number'} from 0 to {criterion.maximum}"
    read = Decimal(written) if _POINTS.fullmatch(written) else Decimal(-1)
    not_whole = award.whole_points and read != read.to_integral_value()
    if not 0 <= read <= criterion.maximum or not_whole:
        raise DocumentError(where, _found(written), expected)
    return read


def read_code(written: str, where: str, what: str) -> str:
    """A code that says something."""
    if not written:
        raise DocumentError(where, "nothing", f"the code of {what}")
    return written


def _found(written: str) -> str:
    return described(written) if written else "nothing"
