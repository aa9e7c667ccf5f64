"""The grant calculator: a sheet to fill in, reckoned by the same core that checks applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.calculator.result import reckon
from consortia.portals.public.calculator.sheet import (
    LONGEST_IN_ADDRESS,
    ORGANISATIONS,
    Sheet,
    add_organisation,
    first_sheet,
    sheet_from_form,
    unpacked,
)
from consortia.portals.public.calculator.sheet_forms import SheetForms, single_names, table_names
from consortia.portals.shared.page import anyone, page
from consortia.stages.calls.snapshots import newest_calls

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortia.core.call import CallDefinition

# In place of a sheet that is too large for an address: it waits in the session.
IN_SESSION: Final = "here"
SESSION_KEY: Final = "calculator"


def a_call_to_reckon_with(code: str) -> CallDefinition:
    """Return the newest edition of the call with this code."""
    found = next((call for call in newest_calls() if call.code == code), None)
    if found is None:
        raise Http404
    return found


@page("calculator/", name="calculator", title=_("Grant calculator"), rights=anyone)
def calculator(request: HttpRequest) -> HttpResponse:
    """Choose the call whose rates are used; a single one needs no choice."""
    calls = newest_calls()
    if len(calls) == 1:
        return redirect("public:calculator_of", calls[0].code)
    return render(request, "public/calculator/choose.html", {"calls": calls, "place": "calculator"})


@page(
    "calculator/<slug:code>/",
    name="calculator_of",
    title=_("Grant calculator"),
    rights=anyone,
    of=a_call_to_reckon_with,
)
def calculator_of(request: HttpRequest, call: CallDefinition) -> HttpResponse:
    """Fill in the sheet."""
    if request.method == "POST":
        return _posted(request, call)
    sheet = _sheet_of(request, call)
    return _sheet_page(request, call, sheet, check=False)


@page(
    "calculator/<slug:code>/result/",
    name="calculator_result",
    title=_("What the grant would be"),
    rights=anyone,
    of=a_call_to_reckon_with,
)
def calculator_result(request: HttpRequest, call: CallDefinition) -> HttpResponse:
    """Show the reckoning heading by heading and line by line."""
    sheet = _sheet_of(request, call)
    result = reckon(SheetForms(call, sheet, check=True))
    if result is None:
        return _sheet_page(request, call, sheet, check=True)
    told = {
        "call": call,
        "result": result,
        "back": _address("public:calculator_of", call, request.GET.get("plan", "")),
        "shareable": request.GET.get("plan") != IN_SESSION,
        "address": request.build_absolute_uri(),
        "place": "calculator",
    }
    return render(request, "public/calculator/result.html", told)


def _posted(request: HttpRequest, call: CallDefinition) -> HttpResponse:
    sheet = sheet_from_form(request.POST, table_names(call), single_names(call))
    if "panel" in request.headers.get("Accept-Part", ""):
        return _panel(request, call, sheet)
    changed = _change_rows(request, call, sheet)
    if changed:
        plan = _kept(request, call, sheet)
        return HttpResponseRedirect(f"{_address('public:calculator_of', call, plan)}#{changed}")
    if not SheetForms(call, sheet, check=True).is_valid:
        return _sheet_page(request, call, sheet, check=True)
    return HttpResponseRedirect(_address("public:calculator_result", call, _kept(request, call, sheet)))


def _change_rows(request: HttpRequest, call: CallDefinition, sheet: Sheet) -> str:
    """Add or take out a row where a button asks for it; return the table it is in."""
    table = request.POST.get("add", "")
    if table == ORGANISATIONS:
        add_organisation(sheet, call)
    elif table in table_names(call):
        sheet.add_row(table)
    else:
        table, _colon, number = request.POST.get("remove", "").partition(":")
        if table not in table_names(call) or not number.isdecimal():
            return ""
        sheet.remove_row(table, int(number))
    return table


def _sheet_page(request: HttpRequest, call: CallDefinition, sheet: Sheet, *, check: bool) -> HttpResponse:
    checked = SheetForms(call, sheet, check=True)
    reckoned = _reckoned(request, call, checked)
    forms = checked if check else SheetForms(call, sheet, check=False)
    told = {"call": call, "forms": forms, "problems": checked.problems if check else [], "place": "calculator"}
    return render(request, "public/calculator/sheet.html", {**told, **reckoned})


def _panel(request: HttpRequest, call: CallDefinition, sheet: Sheet) -> HttpResponse:
    reckoned = _reckoned(request, call, SheetForms(call, sheet, check=True))
    return render(request, "public/calculator/panel.html", {"call": call, **reckoned})


def _reckoned(request: HttpRequest, call: CallDefinition, checked: SheetForms) -> dict[str, object]:
    result = reckon(checked)
    plan = _kept(request, call, checked.sheet) if result else ""
    return {
        "result": result,
        "result_address": _address("public:calculator_result", call, plan),
        "sheet_address": _address("public:calculator_of", call, plan),
    }


def _sheet_of(request: HttpRequest, call: CallDefinition) -> Sheet:
    plan = request.GET.get("plan", "")
    if plan == IN_SESSION:
        plan = request.session.get(SESSION_KEY, {}).get(call.code, "")
    return (unpacked(plan) if plan else None) or first_sheet(call)


def _kept(request: HttpRequest, call: CallDefinition, sheet: Sheet) -> str:
    plan = sheet.packed()
    if len(plan) <= LONGEST_IN_ADDRESS:
        return plan
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), call.code: plan}
    return IN_SESSION


def _address(name: str, call: CallDefinition, plan: str) -> str:
    address = reverse(name, args=[call.code])
    return f"{address}?{urlencode({'plan': plan})}" if plan else address
