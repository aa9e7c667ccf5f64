"""Who may do what with a selection. Pages and services all ask here.

Whoever keeps away from one application sees nothing of its whole envelope: in a list of known length every gap, every
position, every sum that is left would tell what stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post, Proposal
from consortia.stages.agencies.permissions import APPROVING, roles_of
from consortia.stages.agencies.queries import WORKING
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read, standing_of
from consortia.stages.people.models import Person
from consortia.stages.screening.permissions import READING
from consortia.stages.selection.models import Appeal, Selection
from consortia.stages.selection.queries import drafters_of, kept_from
from consortia.stages.selection.rules import envelope_for, rules_of_round


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What somebody may see of a selection: the roles they hold, and from which applications they keep away."""

    roles: frozenset[str]
    kept_from: frozenset[UUID]
    hidden: frozenset[str]

    @property
    def works(self) -> bool:
        """Whether they do the daily work on files."""
        return bool(self.roles & WORKING)

    @property
    def sits(self) -> bool:
        """Whether they are a member of the evaluation committee."""
        return Post.Role.COMMITTEE in self.roles

    @property
    def leads(self) -> bool:
        """Whether they lead the team or the agency."""
        return bool(self.roles & APPROVING)

    @property
    def reads_files(self) -> bool:
        """Whether they read the files of applications; the committee does not."""
        return bool(self.roles & READING)

    @property
    def directs(self) -> bool:
        """Whether they answer for the agency's decisions."""
        return Post.Role.DIRECTOR in self.roles

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the selection is hidden from them."""
        return not self.hidden

    def sees(self, envelope: str) -> bool:
        """Whether they see the list of an envelope."""
        return envelope not in self.hidden


def sight_of(person: Person | AnonymousUser, selection: Selection) -> Sight:
    """Return what a person may see of a selection; three queries."""
    rules = rules_of_round(selection.round)
    kept = kept_from(person, selection.agency, selection.round)
    return Sight(
        roles=roles_of(person, selection.agency),
        kept_from=frozenset(kept),
        hidden=frozenset(envelope_for(rules, field) for field in kept.values()),
    )


def may_see_selections(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person works for the agency in any role: each of them has a part in selections."""
    return bool(roles_of(person, agency))


def may_see_selection(person: Person | AnonymousUser, selection: Selection) -> bool:
    """Whether the person sees that there is this selection; what they see of it, their sight says."""
    return may_see_selections(person, selection.agency)


def may_prepare(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person draws lists and prepares the committee's sessions."""
    return bool(roles_of(person, agency) & WORKING)


def may_lower(sight: Sight, envelope: str) -> bool:
    """Whether the person proposes amounts below the requested ones in this envelope: officers and the committee."""
    return (sight.works or sight.sits) and sight.sees(envelope)


def may_write_minutes(sight: Sight, envelope: str) -> bool:
    """Whether the person writes the minutes on an envelope: the committee, and officers as its secretaries."""
    return (sight.works or sight.sits) and sight.sees(envelope)


def may_propose(person: Person, selection: Selection, sight: Sight) -> bool:
    """Whether the person proposes for the committee: a member who sat in its session and sees every list."""
    return sight.sits and sight.sees_all and _sat_in(person, selection)


def may_approve(person: Person, selection: Selection, sight: Sight, proposal: Proposal | None) -> bool:
    """Whether the person decides on the proposal: a director who sees every list and has no part in the proposal."""
    return (
        proposal is not None
        and sight.directs
        and sight.sees_all
        and proposal.proposed_by_id != person.pk
        and person.pk not in drafters_of(selection)
    )


def may_publish(sight: Sight) -> bool:
    """Whether the person publishes what was approved: a team lead or director who sees every list."""
    return sight.leads and sight.sees_all


def may_export(sight: Sight) -> bool:
    """Whether the person takes the package of the selection away: it has every list in it."""
    return sight.sees_all


def may_see_certainty(sight: Sight) -> bool:
    """Whether the person sees how sure the order is: every list has a part in the estimate of each."""
    return bool(sight.roles) and sight.sees_all


def may_grow(sight: Sight, envelope: str) -> bool:
    """Whether the person records that an envelope has more money: a team lead or director who sees its list."""
    return sight.leads and sight.sees(envelope)


def may_record_decline(sight: Sight, envelope: str) -> bool:
    """Whether the person records that an applicant declines: whoever does the daily work and sees the list."""
    return sight.works and sight.sees(envelope)


def may_decline(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person declines a grant for the consortium: whoever writes for the coordinator."""
    return standing_of(person, application).leads


def may_see_result(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person sees the result of an application once it is published: everybody who takes part."""
    return may_read(person, application)


def may_appeal(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person appeals for the consortium: whoever writes for the coordinator."""
    return standing_of(person, application).leads


def may_handle_appeal(sight: Sight, appeal: Appeal) -> bool:
    """Whether the person does the daily work on an appeal."""
    return sight.works and appeal.application_id not in sight.kept_from


def may_settle_appeal(person: Person, sight: Sight, appeal: Appeal) -> bool:
    """Whether the person decides on an appeal: a team lead or director who did not propose and sees every list."""
    proposal = appeal.proposal
    return proposal is not None and sight.leads and sight.sees_all and proposal.proposed_by_id != person.pk


def _sat_in(person: Person, selection: Selection) -> bool:
    return selection.sessions.filter(present=person).exists()
