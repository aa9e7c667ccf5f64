"""Beginning an application step by step: what was chosen so far stands in the address, so that nothing is lost.

A step that has only one possible answer takes it; the last page shows every answer before anything is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortia.core.call.content import Priority
from consortia.portals.applicant.combining import PARTS, Offer, Part, offers, suggested
from consortia.portals.applicant.explained import Explained, ExplainedRadios, explained_offers
from consortia.portals.shared.forms import DayField
from consortia.portals.shared.moments import day_words
from consortia.stages.applications.models import Application
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.ideas.models import Idea
from consortia.stages.organisations.models import Organisation

STEPS: Final = ("round", "organisation", *PARTS, "title", "dates")
STEPS_OF_COPY: Final = ("round", "organisation")
KEPT: Final = ("earlier", "idea", "priorities", "round", "organisation", *PARTS, "title", "acronym", "start", "months")
LONGEST_PROJECT: Final = 120

QUESTIONS: Final[Mapping[Part, Any]] = {
    "field": (_("Which field is your project most about?"), _("Choose the field your project is most about.")),
    "format": (_("In which form do you work together?"), _("Choose in which form you work together.")),
    "type": (_("What kind of project is it?"), _("Choose what kind of project it is.")),
}


class StepForm(forms.Form):
    """A page of the beginning; the choices it offers arrive with `options`."""


class RoundForm(StepForm):
    """For which deadline."""

    round = forms.ChoiceField(
        label=_("For which round do you apply?"),
        widget=ExplainedRadios,
        error_messages={"required": _("Choose the round you apply for.")},
    )


class OrganisationForm(StepForm):
    """In whose name."""

    organisation = forms.ChoiceField(
        label=_("Which organisation applies?"),
        help_text=_("It coordinates the project and signs the agreement. You can hand this over later."),
        widget=ExplainedRadios,
        error_messages={"required": _("Choose the organisation that applies.")},
    )


class PartForm(StepForm):
    """Field, format or type."""

    def __init__(self, *args: Any, part: Part, offered: tuple[Offer, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        label, words = QUESTIONS[part]
        self.fields[part] = forms.ChoiceField(
            label=label,
            widget=ExplainedRadios,
            choices=explained_offers(offered),
            error_messages={"required": words, "invalid_choice": words},
        )


class TitleForm(StepForm):
    """What the project is called."""

    title = forms.CharField(
        label=_("Title of the project"),
        max_length=200,
        help_text=_("People will know your project by it. You can change it until you submit."),
        error_messages={"required": _("Give the project a title. A working title will do.")},
    )
    acronym = forms.CharField(
        label=_("Short name"),
        max_length=30,
        required=False,
        help_text=_("How you speak of it among yourselves."),
        widget=forms.TextInput(attrs={"class": "width-20"}),
    )


class DatesForm(StepForm):
    """When it runs."""

    start = DayField(
        label=_("First day of the project"),
        error_messages={
            "required": _("Choose the first day of the project."),
            "invalid": _("Write the day like 2028-09-01 or 01.09.2028."),
        },
    )
    months = forms.IntegerField(
        label=_("Duration in months"),
        min_value=1,
        max_value=LONGEST_PROJECT,
        error_messages={
            "required": _("Say how many months the project takes."),
            "invalid": _("Write the months as a whole number, like 24."),
            "min_value": _("A project takes at least one month."),
            "max_value": _("No project takes that long. Write the months as a number, like 24."),
        },
    )


@dataclass
class Beginning:
    """What has been chosen so far, as far as it can be chosen; `at` is the step to show, empty at the end."""

    sent: QueryDict
    rounds: tuple[Round, ...]
    organisations: tuple[Organisation, ...]
    earlier: Application | None = None
    idea: Idea | None = None
    at: str = field(init=False, default="")
    form: forms.Form | None = field(init=False, default=None)
    given: dict[str, Any] = field(init=False, default_factory=dict)
    asked: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Go through the steps until one has to be asked."""
        for step in STEPS if self.earlier is None else STEPS_OF_COPY:
            if not self._settle(step):
                self.at = step
                break

    @property
    def round(self) -> Round | None:
        """The round chosen."""
        return next((each for each in self.rounds if str(each.pk) == self.given.get("round")), None)

    @property
    def priorities(self) -> tuple[Priority, ...]:
        """The priorities that came along from an idea, those of the call alone."""
        wanted = set(self.sent.get("priorities", "").split(","))
        round_ = self.round
        return tuple(each for each in call_of_round(round_).priorities if each.code in wanted) if round_ else ()

    @property
    def before(self) -> str:
        """The query that leads back to the question answered last; empty at the first one."""
        return self.address(self.asked[-1]) if self.asked else ""

    @property
    def organisation(self) -> Organisation | None:
        """The organisation chosen."""
        return next((each for each in self.organisations if str(each.pk) == self.given.get("organisation")), None)

    @property
    def kept(self) -> dict[str, str]:
        """Everything in the address but the answers of the step that is shown."""
        shown = set(self.form.fields) if self.form is not None else set()
        return {name: value for name, value in self._answers().items() if name not in shown}

    @property
    def refused(self) -> Mapping[tuple[str, ...], list[str]]:
        """What the step that is shown cannot offer, by the reasons."""
        by_reason: dict[tuple[str, ...], list[str]] = {}
        for each in self._offered(self.at) if self.at in PARTS else ():
            if each.refusals:
                by_reason.setdefault(each.refusals, []).append(each.title)
        return by_reason

    def address(self, step: str) -> str:
        """Return the query that leads back to a step with every answer kept."""
        query = QueryDict(mutable=True)
        query.update(self._answers())
        query["change"] = step
        return f"?{query.urlencode()}"

    def _answers(self) -> dict[str, str]:
        """Return what the address says, right or wrong."""
        return {name: value for name in KEPT if (value := self.sent.get(name, ""))}

    def _settle(self, step: str) -> bool:
        """Take the answer of a step from the address, or the only one there is; otherwise make its form."""
        if self.sent.get("change") == step:
            self.form = self._form(step, None)
            return False
        sent_from_it = self.sent.get("at") == step
        form = self._form(step, self.sent if sent_from_it or self._is_answered(step) else None)
        if form.is_valid():
            self.given.update(form.cleaned_data)
            if self._only_answer(step) is None:
                self.asked.append(step)
            return True
        only = self._only_answer(step)
        if only is not None:
            self.given[step] = only
            return True
        self.form = form if sent_from_it else self._form(step, None)
        return False

    def _is_answered(self, step: str) -> bool:
        return all(name in self.sent for name in {"dates": ("start", "months")}.get(step, (step,)))

    def _only_answer(self, step: str) -> str | None:
        """Return the answer where there is no choice; empty where the call has no such part."""
        if step == "organisation" and len(self.organisations) == 1:
            return str(self.organisations[0].pk)
        if step not in PARTS:
            return None
        offered = self._offered(step)
        open_ones = [each.code for each in offered if not each.refusals]
        if not offered:
            return ""
        return open_ones[0] if len(open_ones) == 1 else None

    def _offered(self, step: str) -> tuple[Offer, ...]:
        round_ = self.round
        if round_ is None:
            return ()
        chosen = {part: self.given.get(part, "") for part in PARTS}
        return offers(round_, step, chosen)  # type: ignore[arg-type]  # asked for parts only

    def _form(self, step: str, data: QueryDict | None) -> forms.Form:
        initial = self._answers()
        if step in PARTS:
            only = self._only_answer(step)
            return PartForm(data, part=step, offered=self._offered(step), initial={step: only, **initial})
        if step == "title":
            return TitleForm(data, initial=initial)
        if step == "dates":
            return self._dates_form(data, initial)
        kind = RoundForm if step == "round" else OrganisationForm
        form = kind(data, initial=initial)
        form.fields[step].choices = self._explained(step)  # type: ignore[attr-defined]  # a field with choices
        return form

    def _explained(self, step: str) -> list[tuple[str, Explained]]:
        if step == "round":
            return [(str(each.pk), round_words(each)) for each in self.rounds]
        return [(str(each.pk), Explained(title=each.name, text=each.city)) for each in self.organisations]

    def _dates_form(self, data: QueryDict | None, initial: Mapping[str, Any]) -> DatesForm:
        round_ = self.round
        if round_ is None:
            raise TypeError("dates are asked after the round")
        call = call_of_round(round_)
        fitting = suggested(call, self.given["field"])
        form = DatesForm(data, initial={"start": fitting.start, "months": fitting.months, **initial})
        explain_dates(form, round_, self.given["field"])
        return form


def round_words(round_: Round) -> Explained:
    """Return a round as one chooses it."""
    call = call_of_round(round_)
    planned = (each.title for each in call.rounds if (each.number, [*each.fields]) == (round_.number, round_.fields))
    return Explained(
        title=round_.label or next(planned, call.title),
        text=call.title,
        mark="training" if round_.training else "",
        until=round_.deadline,
        zone=call.call.zone,
        fields=tuple(round_.fields),
    )


def explain_dates(form: forms.Form, round_: Round, field_code: str) -> None:
    """Say which days and lengths the call allows for a field."""
    call = call_of_round(round_)
    window = call.start_window_for(field_code)
    if window is not None:
        days = {"first": day_words(window.first), "last": day_words(window.last)}
        form.fields["start"].help_text = gettext("Between %(first)s and %(last)s.") % days
    length = next((each for each in call.durations if field_code in each.fields), None)
    if length is None:
        return
    words = gettext("%(least)d to %(most)d months.") % {"least": length.from_months, "most": length.to_months}
    if call.latest_end is not None:
        ends = gettext("It ends on %(day)s at the latest.") % {"day": day_words(call.latest_end.day)}
        words = f"{words} {ends}"
    form.fields["months"].help_text = words
