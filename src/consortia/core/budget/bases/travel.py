"""Money by distance."""

from collections.abc import Iterator

from consortia.core.application.document import Meeting
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import DistanceTravelTerms, band_of


def distance_travel(reckoning: Reckoning) -> Iterator[Line]:
    """So much for each traveller to a meeting, by the one-way distance."""
    bands = reckoning.terms(DistanceTravelTerms).bands
    heading = reckoning.heading
    for number, meeting in enumerate(reckoning.application.rows_of(heading.code, Meeting)):
        for index, traveller in enumerate(meeting.travellers):
            tariff = band_of(bands, traveller.distance_km).tariff
            yield Line(
                what="travel",
                where=f"{heading.key}[{number}].travellers[{index}]",
                quantity=traveller.people,
                tariff=tariff,
                asked=tariff.rate.times(traveller.people),
                organisation=traveller.from_,
                unpaid=reckoning.unpaid_for(traveller.from_),
            )
