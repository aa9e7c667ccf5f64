"""A partner's mandate: exactly what it is bound to, on paper and here, and what changed since it was given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.eligibility.completeness import asked_questions
from consortia.documents.pdf import mandate_pdf
from consortia.documents.words import ENGLISH
from consortia.portals.applicant.acting import present, sees_part
from consortia.portals.applicant.pages.consortium import consortium_step, country_name
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import a_participation
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.files import file_answer
from consortia.portals.shared.money import euro_words
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Participation
from consortia.stages.applications.permissions import is_open_for_writing, may_give_mandate
from consortia.stages.applications.services.mandates import (
    Change,
    Digests,
    MandateOutdatedError,
    changes_since,
    give_mandate,
    mandate_of,
    mandate_states,
    sight_of,
    take_back_mandate,
)
from consortia.stages.applications.services.papers import mandate_to_sign
from consortia.stages.applications.shares import own_money
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class MandateForm(forms.Form):
    """Who signs, and that they may; the fingerprints say what was on the page."""

    part = forms.CharField(max_length=64, widget=forms.HiddenInput)
    money = forms.CharField(max_length=64, widget=forms.HiddenInput)
    signatory = forms.CharField(
        label=_("Who gives the mandate?"),
        max_length=200,
        help_text=_("The legal representative of your organisation, or whoever may sign for it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agrees = forms.BooleanField(
        label=_("This person agrees to everything on this page, and I may say so here"),
        error_messages={"required": _("Tick this once the person has agreed.")},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundText:
    """An answer of the organisation that the mandate covers."""

    title: str
    text: str


@page(
    "applications/<str:reference>/consortium/<str:key>/mandate/",
    name="mandate",
    title=_("Mandate"),
    rights=sees_part,
    of=a_participation,
    sees=sees_part,
)
def mandate(request: HttpRequest, subject: Participation) -> HttpResponse:
    """Show what the mandate is bound to; the organisation's people give it, or take it back."""
    view = _partners_view(subject)
    if request.method == "POST" and "back" in request.POST:
        take_back_mandate(person_of(request), subject)
        messages.success(request, now_("The mandate is taken back."))
        return redirect(request.path)
    form = MandateForm(sent(request), initial=_initial(view, subject))
    if form.is_bound and form.is_valid() and _given(request, subject, form):
        return redirect("applicant:consortium", reference=subject.application.reference)
    return render(request, "applicant/mandate.html", _told(request, view, subject, form))


@page(
    "applications/<str:reference>/consortium/<str:key>/mandate.pdf",
    name="mandate_paper",
    title=_("Mandate as PDF"),
    rights=sees_part,
    of=a_participation,
    sees=sees_part,
)
def mandate_paper(request: HttpRequest, subject: Participation) -> HttpResponse:  # noqa: ARG001  # a page's signature
    """Give the mandate as a paper to sign."""
    paper = mandate_to_sign(_partners_view(subject), subject, now=timezone.now())
    name = f"{subject.application.reference}-mandate-{subject.key}.pdf"
    return file_answer(mandate_pdf(paper), name=name, kind="application/pdf", shown=True)


def _partners_view(subject: Participation) -> View:
    """Return the application of a partner; nobody else gives a mandate."""
    present(subject)
    if subject.role != Participation.Role.PARTNER:
        raise Http404
    return view_of(subject.application)


def _initial(view: View, subject: Participation) -> dict[str, str]:
    seen = sight_of(view, subject).digests
    return {"part": seen.part, "money": seen.money, "signatory": subject.legal_representative}


def _given(request: HttpRequest, subject: Participation, form: MandateForm) -> bool:
    seen = Digests(part=form.cleaned_data["part"], money=form.cleaned_data["money"])
    try:
        give_mandate(person_of(request), subject, signatory=form.cleaned_data["signatory"], seen=seen)
    except MandateOutdatedError:
        form.add_error(
            None,
            now_(
                "Something changed while this page was open. It now shows what stands; look at it again and give the"
                " mandate for that."
            ),
        )
        # The page shows what stands now, so that is what the next click is about.
        data = request.POST.copy()
        stands = _initial(view_of(subject.application), subject)
        data["part"], data["money"] = stands["part"], stands["money"]
        form.data = data
        return False
    messages.success(request, now_("The mandate of %(name)s is given.") % {"name": subject.organisation.name})
    return True


def _told(request: HttpRequest, view: View, subject: Participation, form: MandateForm) -> dict[str, Any]:
    subject = view.rows.by_key[subject.key]
    given = mandate_of(subject)
    own = own_money(view.rows.call, view.value, view.budget, subject.key)
    application = view.rows.application
    subject.application = application
    coordinator = next((o.name for o in view.value.organisations if view.rows.call.look.roles[o.role].coordinates), "")
    names = {"partner": subject.organisation.name, "coordinator": coordinator}
    told = {
        "participation": subject,
        "organisation": subject.organisation,
        "role": next(each.title for each in view.rows.call.roles if each.code == subject.role),
        "country": country_name(view, subject.organisation.country),
        "coordinator": coordinator,
        "state": mandate_states(view)[subject.key],
        "given": given,
        "changes": [_change_words(each, view) for each in changes_since(given, sight_of(view, subject))]
        if given
        else [],
        "words": [paragraph.format_map(names) for paragraph in ENGLISH.mandate_text],
        "texts": _texts(view, subject.key),
        "own": [(heading, own[heading.code]) for heading in view.budget.headings if heading.code in own],
        "own_total": sum(own.values(), start=Decimal("0.00")),
        "form": form,
        "gives": may_give_mandate(request.user, subject) and is_open_for_writing(application),
        "uploads": any(each.code == "mandate" for each in view.rows.call.annexes),
    }
    return page_context(view, consortium_step(application), **told)


def _texts(view: View, key: str) -> list[BoundText]:
    answers = {(each.question, each.scope): each.text for each in view.rows.answers}
    return [
        BoundText(title=each.question.title, text=answers[each.question.code, key])
        for each in asked_questions(view.rows.call, view.value, language=view.rows.application.language)
        if each.scope == key and answers.get((each.question.code, key))
    ]


def _change_words(change: Change, view: View) -> str:
    """Return in words what is no longer as it was."""
    titles = {question.code: question.title for question in view.rows.call.questions}
    same = change.then == change.now
    words = {
        "coordinator": now_("The coordinator: then %(then)s, now %(now)s."),
        "organisation": now_("Its record or its role."),
        "answers": now_("What it says about itself: %(names)s."),
        "own-money": now_("How its money is reckoned; its sum is the same, %(now)s.")
        if same
        else now_("Its money: then %(then)s, now %(now)s."),
        "project-money": now_("How the money of the project is reckoned; the grant is the same, %(now)s.")
        if same
        else now_("The grant of the whole project: then %(then)s, now %(now)s."),
    }
    money = change.aspect in {"own-money", "project-money"}
    return words[change.aspect] % {
        "then": euro_words(Decimal(change.then)) if money else change.then,
        "now": euro_words(Decimal(change.now)) if money else change.now,
        "names": ", ".join(titles.get(name, name) for name in change.names),
    }
