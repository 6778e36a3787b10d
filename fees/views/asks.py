"""Asking for what others decide: waivers, refunds, expenditures (RULES 4.3-4.5)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fees.forms.asking import (
    DeductionForm,
    DeliveryForm,
    DisputeForm,
    ExpenseForm,
    InvoiceForm,
    RefundForm,
    RemittanceForm,
    WaiverForm,
    WholeRefundForm,
)
from fees.models import VIEW, Charge, Deposit, Matter, Prepaid, Voucher
from fees.transitions import asking, invoicing, spending
from fees.transitions.paying import CHARGE
from fees.transitions.spending import SPEND
from propertyservice.estate.models import Unit
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.answers import answer

FORM = ["GET", "HEAD", "POST"]


def _to_matter(matter: Matter) -> str:
    return matter.get_absolute_url()


def _asking(request: StaffRequest, form: Any, act: Any, **words: Any) -> HttpResponse:
    """A form that asks; others decide, and its matter's page says how far it is."""
    facts = {"done": _("It waits for a decision."), "button": _("Ask"), **words}
    return answer(request, form, act, then=_to_matter, **facts)


def _account(unit: Any) -> tuple[str, object]:
    return f"{reverse('fees:account')}?{urlencode({'unit': unit.code})}", unit.label


def _seen(rows: Any, user: Staff, right: str = CHARGE) -> Any:
    """The row, where he sees money; 404 for another office's, 403 without the right."""
    found = rows.first()
    if found is None or not user.may(VIEW, found.office_id):
        raise Http404(_("There is no such entry."))
    if not user.may(right, found.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    return found


def _line(user: Staff, pk: int) -> Charge:
    rows = Charge.objects.filter(pk=pk, posted_at__isnull=False)
    found: Charge = _seen(rows.select_related("unit", "item", "office"), user)
    return found


@require_http_methods(FORM)
@permission(CHARGE)
def waive(request: StaffRequest, pk: int) -> HttpResponse:
    """A part of a bill line is waived, as its own line, once others agree."""
    line = _line(request.user, pk)
    return _asking(
        request,
        WaiverForm(request.POST or None, initial={"amount": line.owed}),
        lambda data: asking.ask_waiver(line, by=request.user, **data),
        title=_("Waive: %(line)s") % {"line": line},
        crumbs=[_account(line.unit)],
        hint=_("%(owed)s is open. Who decides follows the amount.")
        % {"owed": show(line.owed)},
    )


@require_http_methods(FORM)
@permission(CHARGE)
def dispute(request: StaffRequest, pk: int) -> HttpResponse:
    """The household disputes a line."""
    line = _line(request.user, pk)
    return _asking(
        request,
        DisputeForm(request.POST or None),
        lambda data: asking.ask_dispute(line, by=request.user, **data),
        title=_("Disputed: %(line)s") % {"line": line},
        crumbs=[_account(line.unit)],
        hint=_("While it is disputed it is not chased and bears no late fee."),
    )


@require_http_methods(FORM)
@permission(CHARGE)
def delivery(request: StaffRequest) -> HttpResponse:
    """The buyer refused the keys without reason (edge case 87)."""
    homes = Unit.objects.filter(office__in=request.user.offices_for(CHARGE))
    rows = homes.select_related("office").filter(code=asked(request, "unit"))
    unit = rows.first()
    if unit is None:
        raise Http404(_("There is no such room."))
    return _asking(
        request,
        DeliveryForm(request.POST or None),
        lambda data: asking.ask_delivery(unit, by=request.user, **data),
        title=_("Counts as handed over: %(room)s") % {"room": unit.label},
        crumbs=[_account(unit)],
        hint=_("Only where the keys were refused without reason; the manager decides."),
    )


def _deposit(user: Staff, pk: int) -> Deposit:
    rows = Deposit.objects.filter(pk=pk).select_related(
        "unit__office", "item", "office", "held"
    )
    found: Deposit = _seen(rows, user)
    return found


@require_http_methods(FORM)
@permission(CHARGE)
def refund_deposit(request: StaffRequest, pk: int) -> HttpResponse:
    """A deposit goes back by bank (edge case 96)."""
    deposit = _deposit(request.user, pk)
    start = {"amount": deposit.held.balance, "payee": deposit.payer_name}
    return _asking(
        request,
        RefundForm(request.POST or None, initial=start),
        lambda data: asking.ask_refund_deposit(deposit, by=request.user, **data),
        title=_("Pay back: %(item)s") % {"item": deposit.item},
        crumbs=[_account(deposit.unit)],
        hint=_("%(sum)s are held.") % {"sum": show(deposit.held.balance)},
    )


@require_http_methods(FORM)
@permission(CHARGE)
def deduct(request: StaffRequest, pk: int) -> HttpResponse:
    """A deposit settles a bill line, with written consent."""
    deposit = _deposit(request.user, pk)
    return _asking(
        request,
        DeductionForm(request.POST or None, unit=deposit.unit_id),
        lambda data: asking.ask_deduction(deposit, by=request.user, **data),
        title=_("Deduct: %(item)s") % {"item": deposit.item},
        crumbs=[_account(deposit.unit)],
        hint=_("%(sum)s are held.") % {"sum": show(deposit.held.balance)},
    )


@require_http_methods(FORM)
@permission(CHARGE)
def refund_ahead(request: StaffRequest, pk: int) -> HttpResponse:
    """What was paid ahead and not served goes back (edge case 93)."""
    rows = Prepaid.objects.filter(pk=pk).select_related("unit__office", "item")
    ahead: Prepaid = _seen(rows, request.user)
    return _asking(
        request,
        RefundForm(request.POST or None, initial={"amount": ahead.balance}),
        lambda data: asking.ask_refund_ahead(
            ahead.unit, ahead.item, by=request.user, **data
        ),
        title=_("Pay back: %(item)s") % {"item": ahead.item},
        crumbs=[_account(ahead.unit)],
        hint=_("%(sum)s are paid ahead.") % {"sum": show(ahead.balance)},
    )


def _receipt(user: Staff, number: str, right: str) -> Voucher:
    office, _kind, digits = number.split("-")
    rows = Voucher.objects.filter(office__code=office, number=int(digits))
    found: Voucher = _seen(rows.select_related("office", "unit__office"), user, right)
    return found


@require_http_methods(FORM)
@permission(CHARGE)
def refund_red(request: StaffRequest, number: str) -> HttpResponse:
    """What a red receipt took back goes back by bank, whole."""
    red = _receipt(request.user, number, CHARGE)
    return _asking(
        request,
        WholeRefundForm(request.POST or None, initial={"payee": red.payer_name}),
        lambda data: asking.ask_refund_reversed(red, by=request.user, **data),
        title=_("Pay back: %(item)s") % {"item": red.receipt_no},
        crumbs=[(reverse("fees:receipt", args=[number]), number)],
        hint=_("%(sum)s are to be paid back.") % {"sum": show(asking.payable_of(red))},
    )


@require_http_methods(FORM)
@permission(VIEW)
def invoice(request: StaffRequest, number: str) -> HttpResponse:
    """The invoice of a receipt, or the red one that undoes it (edge case 95)."""
    receipt = _receipt(request.user, number, VIEW)
    return answer(
        request,
        InvoiceForm(request.POST or None),
        lambda data: invoicing.record_invoice(
            receipt, data.pop("number"), by=request.user, **data
        ),
        title=_("Invoice of %(number)s") % {"number": number},
        crumbs=[(reverse("fees:receipt", args=[number]), number)],
        done=_("Recorded."),
        hint=_("One sum has a receipt or an invoice as its paper, not both."),
    )


@require_http_methods(FORM)
@permission(SPEND)
def expense(request: StaffRequest) -> HttpResponse:
    """An expenditure, paid by bank once it is approved."""
    form = ExpenseForm(request.POST or None, offices=request.user.offices_for(SPEND))
    return _asking(
        request,
        form,
        lambda data: spending.ask_expense(by=request.user, **data),
        title=_("New expenditure"),
        crumbs=[(reverse("fees:matters"), _("Fee matters"))],
        hint=_("Paid by finance, by bank; nothing is paid out of the takings."),
    )


@require_http_methods(FORM)
@permission(SPEND)
def remittance(request: StaffRequest) -> HttpResponse:
    """What was collected for others is passed on."""
    offices = request.user.offices_for(SPEND)
    return _asking(
        request,
        RemittanceForm(request.POST or None, offices=offices),
        lambda data: spending.ask_remittance(by=request.user, **data),
        title=_("Pass on to others"),
        crumbs=[(reverse("fees:matters"), _("Fee matters"))],
    )
