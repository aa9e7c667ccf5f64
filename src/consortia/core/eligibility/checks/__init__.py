"""The closed set of checks that a rule may name."""

from collections.abc import Mapping
from typing import Any

from consortia.core.eligibility.case import Check, Nothing
from consortia.core.eligibility.checks import consortium, formats, plan, priorities, timing

CHECKS: Mapping[str, Check[Any]] = {  # each check states a type of its own
    "minimum-organisations": Check(states=consortium.Minimums, look=consortium.minimum_organisations),
    "minimum-countries": Check(states=consortium.Minimums, look=consortium.minimum_countries),
    "one-coordinator": Check(states=Nothing, look=consortium.one_coordinator),
    "coordinator-standing": Check(states=consortium.CoordinatorStanding, look=consortium.coordinator_standing),
    "added-value": Check(states=consortium.AddedValue, look=consortium.added_value),
    "charter": Check(states=consortium.Charter, look=consortium.charter),
    "allowed-combination": Check(states=formats.Limits, look=formats.allowed_combination),
    "composition": Check(states=formats.Compositions, look=formats.composition),
    "duration-range": Check(states=Nothing, look=timing.duration_range),
    "latest-end": Check(states=Nothing, look=timing.latest_end),
    "start-window": Check(states=Nothing, look=timing.start_window),
    "submission-deadline": Check(states=Nothing, look=timing.submission_deadline),
    "fitting-priority": Check(states=Nothing, look=priorities.fitting_priority),
    "headings-for-type": Check(states=Nothing, look=plan.headings_for_type),
    "event-presents-output": Check(states=plan.Presenting, look=plan.event_presents_output),
    "participating-venue": Check(states=plan.Venues, look=plan.participating_venue),
    "venue-standing": Check(states=plan.VenueStanding, look=plan.venue_standing),
    "activity-format": Check(states=plan.Activities, look=plan.activity_format),
    "stay-length": Check(states=plan.Activities, look=plan.stay_length),
    "lump-sum-chosen": Check(states=plan.LumpSum, look=plan.lump_sum_chosen),
    "lump-sum-shared": Check(states=plan.LumpSum, look=plan.lump_sum_shared),
}
