"""The closed set of checks that a rule may name."""

from collections.abc import Mapping
from typing import Any

from consortia.core.eligibility.case import Check, Nothing
from consortia.core.eligibility.checks import consortium, formats, plan, priorities, timing

NOTHING_ELSE: frozenset[str] = frozenset()
ORGANISATIONS = frozenset({"organisations"})
ROWS = frozenset({"rows"})
ROWS_AND_ORGANISATIONS = ROWS | ORGANISATIONS
WHENCE = frozenset({"country", "role"})
DATES = frozenset({"start", "months"})

CHECKS: Mapping[str, Check[Any]] = {  # each check states a type of its own
    "minimum-organisations": Check(
        states=consortium.Minimums,
        look=consortium.minimum_organisations,
        reads=ORGANISATIONS,
        known=WHENCE,
    ),
    "minimum-countries": Check(
        states=consortium.Minimums,
        look=consortium.minimum_countries,
        reads=ORGANISATIONS,
        known=WHENCE,
    ),
    "one-coordinator": Check(
        states=Nothing,
        look=consortium.one_coordinator,
        reads=ORGANISATIONS,
        known=frozenset({"role"}),
    ),
    "coordinator-standing": Check(
        states=consortium.CoordinatorStanding,
        look=consortium.coordinator_standing,
        reads=ORGANISATIONS,
        known=WHENCE,
    ),
    "added-value": Check(
        states=consortium.AddedValue,
        look=consortium.added_value,
        reads=ORGANISATIONS,
        known=WHENCE | {"added_value"},
    ),
    "charter": Check(
        states=consortium.Charter,
        look=consortium.charter,
        reads=ORGANISATIONS,
        known=WHENCE | {"kind", "charter"},
    ),
    "allowed-combination": Check(states=formats.Limits, look=formats.allowed_combination, reads=NOTHING_ELSE),
    "composition": Check(
        states=formats.Compositions,
        look=formats.composition,
        reads=ORGANISATIONS,
        known=WHENCE | {"kind"},
    ),
    "duration-range": Check(states=Nothing, look=timing.duration_range, reads=frozenset({"months"})),
    "latest-end": Check(states=Nothing, look=timing.latest_end, reads=DATES),
    "start-window": Check(states=Nothing, look=timing.start_window, reads=frozenset({"start"})),
    "submission-deadline": Check(
        states=Nothing, look=timing.submission_deadline, reads=frozenset({"round", "submitted_at"})
    ),
    "fitting-priority": Check(states=Nothing, look=priorities.fitting_priority, reads=frozenset({"priorities"})),
    "headings-for-type": Check(states=Nothing, look=plan.headings_for_type, reads=ROWS),
    "event-presents-output": Check(
        states=plan.Presenting,
        look=plan.event_presents_output,
        reads=ROWS_AND_ORGANISATIONS,
        known=WHENCE,
    ),
    "participating-venue": Check(
        states=plan.Venues,
        look=plan.participating_venue,
        reads=ROWS_AND_ORGANISATIONS,
        known=WHENCE,
    ),
    "venue-standing": Check(states=plan.VenueStanding, look=plan.venue_standing, reads=ROWS),
    "activity-format": Check(states=plan.Activities, look=plan.activity_format, reads=ROWS),
    "stay-length": Check(states=plan.Activities, look=plan.stay_length, reads=ROWS),
    "lump-sum-chosen": Check(states=plan.LumpSum, look=plan.lump_sum_chosen, reads=ROWS),
    "lump-sum-shared": Check(states=plan.LumpSum, look=plan.lump_sum_shared, reads=ROWS),
}
