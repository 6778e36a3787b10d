"""Receipts: the register, one of them, its paper (RULES 4.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from fees.models import TENDERS, VIEW, Account, Matter, Voucher, VoucherKind
from fees.transitions.asking import payable_of
from propertyservice.ledger.money import capitals, show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.lists.filters import FilterSet

COPIES = (lazy("Stub"), lazy("Customer"), lazy("Accounting"))


class ReceiptFilter(FilterSet):
    """Conditions on receipts."""

    number = django_filters.NumberFilter(label=lazy("Receipt number"))
    day_from = django_filters.DateFilter(
        "business_date", "gte", label=lazy("Business date from")
    )
    day_to = django_filters.DateFilter("business_date", "lte", label=lazy("to"))

    class Meta:
        model = Voucher
        fields: tuple[str, ...] = ()


class ReceiptRegister(lists.Register):
    """What left the receipt books, the latest first."""

    key = "fees.receipts"
    title = lazy("Receipts")
    url_name = "fees:receipts"
    icon = "print"
    columns = (
        lists.Column(
            "number",
            lazy("Receipt number"),
            lambda r: lists.number(_url(r), r.receipt_no, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column(
            "date", lazy("Business date"), lambda r: formats.day(r.business_date), "no"
        ),
        lists.Column("unit", lazy("Room"), lambda r: str(r.unit or ""), "no"),
        lists.Column("payer", lazy("Paid by"), lambda r: r.payer_name, "no end"),
        lists.Column("total", lazy("Amount"), lambda r: show(r.total), "num end"),
        lists.Column("state", lazy("State"), lambda r: state(r), "end"),
        lists.Column("by", lazy("Cashier"), lambda r: str(r.by), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View("mine", lazy("Mine"), lambda user: Q(by=user)),
        lists.View("red", lazy("Red reversals"), Q(kind=VoucherKind.RED)),
    )
    filterset = ReceiptFilter
    bar = ("number", "day_from", "day_to")
    export_url_name = "fees:receipts-export"
    export_permission = "fees.export"
    empty = lazy("No receipt matches these conditions")

    def base(self, user: Staff) -> QuerySet[Voucher]:
        """Receipts of the offices whose money he sees."""
        undone = Voucher.objects.filter(reverses=OuterRef("pk"))
        return (
            Voucher.objects.visible_to(user)
            .receipts()
            .select_related("office", "unit", "by")
            .annotate(is_undone=Exists(undone))
        )

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


def _url(receipt: Voucher) -> str:
    return f"/fees/receipts/{receipt.receipt_no}/"


def state(receipt: Any) -> object:
    """What became of a receipt, as a badge."""
    if receipt.kind == VoucherKind.RED:
        return badges.badge("bad", _("Red reversal"))
    if receipt.is_undone:
        return badges.badge("rest", _("Taken back"))
    return badges.badge("done", _("Valid"))


REGISTER = ReceiptRegister()
EXPORT = Export(
    key="fees.receipts",
    title=REGISTER.title,
    permission="fees.export",
    columns=(
        Column(lazy("Receipt number"), lambda r: r.receipt_no, Kind.IDENTIFIER),
        Column(lazy("Business date"), lambda r: r.business_date, Kind.DATE),
        Column(lazy("Room"), lambda r: str(r.unit or "")),
        Column(lazy("Paid by"), lambda r: r.payer_name),
        Column(lazy("For"), lambda r: r.owner_name),
        Column(lazy("Amount"), lambda r: r.total, Kind.MONEY),
        Column(lazy("Cashier"), lambda r: r.by.name),
        Column(lazy("Memo"), lambda r: r.memo, Kind.LONG),
    ),
    rows=REGISTER.whole,
)


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of receipts."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("fees.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """Exactly what the list's query string filters, on record."""
    return send_excel(request, exports.get(EXPORT.key))


@require_safe
@permission(VIEW)
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """One receipt: its lines, how it was paid, what became of it."""
    receipt = receipt_of(request.user, number)
    undone = Voucher.objects.filter(reverses=receipt).select_related("office").first()
    context = {
        **facts(receipt),
        "undone_by": undone,
        "matters": list(
            Matter.objects.filter(voucher=receipt).select_related("register")
        ),
        "invoices": list(receipt.invoices.order_by("pk")),
        "may_refund": receipt.kind == VoucherKind.RED
        and payable_of(receipt) > 0
        and request.user.may("fees.charge", receipt.office_id),
        "may_undo": undone is None
        and receipt.kind == VoucherKind.RECEIPT
        and request.user.may("fees.charge", receipt.office_id),
    }
    return render(request, "fees/receipt.html", context)


@require_safe
@permission("fees.print")
def paper(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt in three copies; printed again it says 补打."""
    receipt = receipt_of(request.user, number)
    return print_page(
        request,
        "fees/print_receipt.html",
        {
            **facts(receipt),
            "copies": COPIES,
            "back": _url(receipt),
            "invoices": list(receipt.invoices.order_by("pk")[:1]),
        },
        subject=receipt.receipt_no,
        office=receipt.office,
        url=_url(receipt),
    )


def receipt_of(user: Staff, number: str) -> Voucher:
    """A receipt by its number, where the reader sees money; 404 otherwise."""
    office, _kind, digits = number.split("-")
    seen = (
        Voucher.objects.visible_to(user)
        .receipts()
        .select_related("office", "unit", "by", "day__register", "reverses__office")
    )
    found = seen.filter(office__code=office, number=int(digits)).first()
    if found is None:
        raise Http404(_("There is no such receipt."))
    return found


def facts(receipt: Voucher) -> dict[str, Any]:
    """What page and paper show."""
    entries = list(
        receipt.entries.select_related("item", "charge", "unit").order_by("place")
    )
    tenders = [entry for entry in entries if entry.account in TENDERS]
    lines: list[dict[str, Any]] = [
        {"entry": entry, "amount": -entry.amount}
        for entry in entries
        if entry.account not in TENDERS and entry.account != Account.PAYABLE
    ]
    total = sum((Decimal(line["amount"]) for line in lines), Decimal())
    return {
        "receipt": receipt,
        "tenders": tenders,
        "lines": lines,
        "total": total,
        "capitals": capitals(abs(total)),
    }
