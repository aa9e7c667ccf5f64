"""What letters about the result of an application say: plain text, whole sentences, every number with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from consortia.core.values import euros
from consortia.rulebook.wording.saying import money_written
from consortia.stages.applications.letters import Words
from consortia.stages.applications.models import Application
from consortia.stages.applications.moments import moment_words
from consortia.stages.selection.models import Appeal, Lowering, Place, Selection
from consortia.stages.selection.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter tells: where an application stands, what is paid and why not more, and whether it is news."""

    place: Place
    selection: Selection
    rules: Rules
    lowered: Sequence[Lowering]
    first: bool


def result_words(told: Told) -> Words:
    """Tell what the agency decided: the outcome, the points and comments by criterion, the money, how to appeal."""
    place = told.place
    names = _names(place.application)
    return Words(
        subject=_subject(told) % names,
        body=_written(
            place.application,
            _opening(told) % {**names, "grant": money(place.grant)},
            _("Why:\n%(reason)s") % {"reason": place.reason},
            *_money_told(told),
            points_told(told.rules, place),
            _next(told),
            appeal_told(told.rules, told.selection),
        ),
    )


def appeal_words(appeal: Appeal, place: Place, rules: Rules) -> Words:
    """Tell what came of an appeal, and the result that stands now."""
    names = {**_names(appeal.application), "outcome": appeal.get_outcome_display()}
    return Words(
        subject=_("Your appeal about “%(title)s”") % names,
        body=_written(
            appeal.application,
            _("The agency has decided on your appeal about “%(title)s” (%(reference)s): %(outcome)s.") % names,
            _("The reasons:\n%(words)s") % {"words": appeal.words},
            _("The result that stands now:\n%(reason)s") % {"reason": place.reason},
            points_told(rules, place) if appeal.outcome == Appeal.Outcome.CHANGED else "",
            _("See it here:\n%(link)s") % {"link": link_to_result(appeal.application)},
        ),
    )


def appeal_received_words(appeal: Appeal) -> Words:
    """Acknowledge an appeal."""
    names = {**_names(appeal.application), "link": link_to_result(appeal.application)}
    return Words(
        subject=_("Your appeal about “%(title)s” was received") % names,
        body=_written(
            appeal.application,
            _("The agency has received your appeal about “%(title)s” (%(reference)s) and looks at it.") % names,
            _("You get its decision in writing. What you wrote stands here:\n%(link)s") % names,
        ),
    )


def points_told(rules: Rules, place: Place) -> str:
    """Return points and comments by criterion, as experts agreed on them."""
    parts = [
        _("%(criterion)s: %(points)s of %(most)s points\n%(comment)s")
        % {
            "criterion": each.title,
            "points": place.score.points[each.code],
            "most": each.maximum,
            "comment": place.score.comments[each.code],
        }
        for each in rules.award.criteria
    ]
    total = _("In total: %(total)s of %(most)s points; at least %(least)s are needed.") % {
        "total": f"{place.score.total:f}",
        "most": rules.award.maximum_total,
        "least": rules.award.threshold_total,
    }
    return "\n\n".join([_("What the experts agreed on"), *parts, total])


def appeal_told(rules: Rules, selection: Selection) -> str:
    """Return how one appeals, until when, and where the rule was read; empty where the call says nothing of it."""
    appeal, until = rules.selection.appeal, appeal_until(rules, selection)
    if appeal is None or until is None:
        return ""
    titles = {each.code: each.title for each in rules.call.documents}
    source = titles.get(appeal.source.document, appeal.source.document)
    names = {"text": appeal.text, "until": moment_words(until, rules.call.call.zone), "source": source}
    told = _("How you can appeal\n\n%(text)s\n\nThe term ends: %(until)s. Source: %(source)s.") % names
    provisional = _("This rule is provisional: it was not compared with its source yet.")
    return f"{told} {provisional}" if appeal.status == "provisional" else told


def appeal_until(rules: Rules, selection: Selection) -> datetime | None:
    """Return when the term of appeal ends; None before publication and where the call has none."""
    if rules.selection.appeal is None or selection.published_at is None:
        return None
    return selection.published_at + timedelta(days=rules.selection.appeal.days)


def link_to_result(application: Application) -> str:
    """Return the address of the result page of an application."""
    return f"{settings.SITE_ADDRESS}/applications/{application.reference}/result/"


def money(amount: Decimal) -> str:
    """Return an amount as letters write it."""
    return money_written(euros(amount))


def _subject(told: Told) -> str:
    outcome = told.place.outcome
    if outcome == Place.Outcome.AWARDED:
        return _("“%(title)s” is awarded a grant")
    if outcome == Place.Outcome.RESERVE:
        return _("“%(title)s” is on the reserve list")
    if outcome == Place.Outcome.DECLINED:
        return _("You declined the grant for “%(title)s”")
    return _("“%(title)s” is not awarded a grant")


def _opening(told: Told) -> str:
    outcome = told.place.outcome
    if outcome == Place.Outcome.AWARDED and told.first:
        return _("The agency awards your application “%(title)s” (%(reference)s) a grant of %(grant)s.")
    if outcome == Place.Outcome.AWARDED:
        return _(
            "Since the list was published it has changed: “%(title)s” (%(reference)s) now has a grant of %(grant)s."
        )
    if outcome == Place.Outcome.RESERVE:
        return _(
            "Your application “%(title)s” (%(reference)s) is good enough to be awarded, but the money does not reach it"
            " now. It is on the reserve list: it is awarded when enough money becomes free and its turn comes."
        )
    if outcome == Place.Outcome.DECLINED:
        return _("We have recorded that you do not take the grant for “%(title)s” (%(reference)s).")
    return _(
        "Your application “%(title)s” (%(reference)s) was assessed and stays below the quality threshold, so it cannot"
        " be awarded a grant."
    )


def _money_told(told: Told) -> list[str]:
    """Return the reductions by heading with their reasons, where money is or may be paid."""
    place = told.place
    if place.outcome not in {Place.Outcome.AWARDED, Place.Outcome.RESERVE} or place.proposed == place.score.requested:
        return []
    titles = {heading.code: heading.title for heading in told.rules.call.headings}
    lines = [
        _("%(heading)s: %(proposed)s instead of %(requested)s. %(reason)s")
        % {
            "heading": titles.get(each.heading, each.heading),
            "proposed": money(each.proposed),
            "requested": money(each.requested),
            "reason": each.reason,
        }
        for each in told.lowered
    ]
    head = _("You asked for %(requested)s; %(proposed)s are proposed:") % {
        "requested": money(place.score.requested),
        "proposed": money(place.proposed),
    }
    return ["\n".join([head, *(f"- {line}" for line in lines)])]


def _next(told: Told) -> str:
    link = _("The result, and what you can do with it:\n%(link)s") % {"link": link_to_result(told.place.application)}
    if told.place.outcome == Place.Outcome.AWARDED:
        return _("The agency sends you the grant agreement. You can also decline the grant.") + "\n" + link
    return link


def _names(application: Application) -> dict[str, str]:
    return {"title": application.title, "reference": application.reference}


def _written(application: Application, *paragraphs: str) -> str:
    parts = [_("Hello,"), *(text for text in paragraphs if text), _("With kind regards\nThe agency, through Consortia")]
    if application.round.training:
        parts.append(_("Training: this round is for practice, its dates are moved. No grant follows from it."))
    return "\n\n".join(parts) + "\n"
