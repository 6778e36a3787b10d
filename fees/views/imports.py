"""Workbooks: opening balances, meter readings, statements; templates to fill in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.imports import StatementForm, WorkbookForm
from fees.models import VIEW
from fees.transitions import (
    cutover,
    cutover_sheets,
    meter_sheets,
    statement_sheets,
    stating,
)
from fees.transitions.billing import BILL
from fees.transitions.closing import RECONCILE
from propertyservice.estate import sheets
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.spreadsheets.views import send
from propertyservice.ui.toasts import toast

FORM = ["GET", "HEAD", "POST"]
SHOWN = 200
NAMES = {
    "arrears": lazy("Arrears"),
    "prepaid": lazy("Prepayments"),
    "deposits": lazy("Deposits"),
    "readings": lazy("Meter readings"),
    "receipts": lazy("Receipt number to go on from"),
}
Run = Callable[[Any, bool], tuple[list[Any], list[str]]]


def _page(
    request: StaffRequest,
    form: Any,
    run: Run,
    *,
    title: str,
    to: str,
    template: str,
    hint: str,
) -> HttpResponse:
    """Look at a file, or take it in; all problems at once, each with its cell."""
    problems: list[Any] = []
    lines: list[str] = []
    if request.method == "POST" and form.is_valid():
        dry = "apply" not in request.POST
        try:
            problems, lines = run(form, dry)
        except ValidationError as refusal:
            code = getattr(refusal, "code", None)
            form.add_error(code if code in form.fields else "file", refusal)
        else:
            if not problems and not dry:
                toast(request, "；".join(lines))
                return redirect(to)
    context = {
        "form": form,
        "title": title,
        "hint": hint,
        "problems": problems[:SHOWN],
        "count": len(problems),
        "lines": lines if not problems else [],
        "back": to,
        "blank": template,
    }
    return render(request, "fees/import.html", context)


@require_http_methods(FORM)
@permission(cutover.IMPORT)
def opening(request: StaffRequest) -> HttpResponse:
    """The cut-over: what homes owe, have paid ahead and left (4.8.2)."""
    offices = request.user.offices_for(cutover.IMPORT)
    form = WorkbookForm(request.POST or None, request.FILES or None, offices=offices)

    def run(form: Any, dry: bool) -> tuple[list[Any], list[str]]:
        told = cutover.take_over(
            form.cleaned_data["office"],
            form.bytes,
            on=form.cleaned_data["on"],
            by=request.user,
            name=form.name,
            dry_run=dry,
        )
        lines = [
            f"{label}: {told.counts.get(key, 0)}"
            + (f" · {show(told.sums[key])}" if told.sums.get(key) else "")
            for key, label in NAMES.items()
        ]
        return told.problems, lines

    return _page(
        request,
        form,
        run,
        title=_("Take over opening balances"),
        to="/fees/bills/",
        template="opening",
        hint=_("Dated the cut-over day. The template has a sheet for each kind."),
    )


@require_http_methods(FORM)
@permission(BILL)
def readings(request: StaffRequest) -> HttpResponse:
    """A month's meter readings (4.8.1)."""
    offices = request.user.offices_for(BILL)
    form = WorkbookForm(request.POST or None, request.FILES or None, offices=offices)

    def run(form: Any, dry: bool) -> tuple[list[Any], list[str]]:
        found = meter_sheets.take_in(
            form.cleaned_data["office"],
            form.bytes,
            on=form.cleaned_data["on"],
            by=request.user,
            dry_run=dry,
        )
        count = len(found.rows["readings"])
        return found.problems, [_("%(n)d readings.") % {"n": count}]

    return _page(
        request,
        form,
        run,
        title=_("Import meter readings"),
        to="/fees/meters/",
        template="readings",
        hint=_("A lower reading says how: 翻转, 换表. 估抄 is an estimate."),
    )


@require_http_methods(FORM)
@permission(RECONCILE)
def statement(request: StaffRequest) -> HttpResponse:
    """A statement of bank, terminal or app (RULES 4.6)."""
    offices = request.user.offices_for(RECONCILE)
    form = StatementForm(request.POST or None, request.FILES or None, offices=offices)

    def run(form: Any, dry: bool) -> tuple[list[Any], list[str]]:
        lines, found = statement_sheets.read_lines(form.bytes)
        words = [_("%(n)d lines.") % {"n": len(lines)}]
        if found.problems or dry:
            return found.problems, words
        made = stating.take_in(
            form.cleaned_data["office"],
            form.cleaned_data["account"],
            lines,
            by=request.user,
            name=form.name,
            digest=form.digest,
        )
        open_ones = made.rows.filter(state="NEW").count()
        words.append(
            _("%(known)d known before, %(open)d not matched.")
            % {"known": made.known, "open": open_ones}
        )
        return [], words

    return _page(
        request,
        form,
        run,
        title=_("Import a statement"),
        to="/fees/statements/",
        template="statement",
        hint=_("As the bank, terminal or app writes it; a heading row is enough."),
    )


@require_safe
@permission(VIEW)
def blank(request: StaffRequest, kind: str) -> HttpResponseBase:
    """An empty workbook to be filled in."""
    offices = Office.objects.filter(pk__in=request.user.offices_for(VIEW))
    office = offices.order_by("code").first()
    if office is None:
        raise Http404(_("There is no such office."))
    kinds: dict[str, Any] = {
        "opening": lambda: cutover_sheets.tables_of(office),
        "readings": lambda: meter_sheets.tables_of(office),
        "statement": lambda: statement_sheets.TABLES,
    }
    if kind not in kinds:
        raise Http404
    names = {"opening": "期初余额", "readings": "抄表", "statement": "流水"}
    return send(sheets.template(kinds[kind]()), f"{names[kind]}.xlsx")
