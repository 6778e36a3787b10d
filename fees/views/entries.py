"""The ledger line by line, and its export for any span (4.8.2)."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from fees.models import (
    TENDERS,
    VIEW,
    Account,
    CashierDay,
    DayStatus,
    Entry,
    VoucherKind,
)
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import formats, lists
from propertyservice.ui.lists.filters import FilterSet


class EntryFilter(FilterSet):
    """Conditions on entries."""

    day_from = django_filters.DateFilter(
        "voucher__business_date", "gte", label=lazy("Business date from")
    )
    day_to = django_filters.DateFilter(
        "voucher__business_date", "lte", label=lazy("to")
    )
    account = django_filters.ChoiceFilter(
        label=lazy("Account"), choices=Account.choices
    )
    kind = django_filters.ChoiceFilter(
        "voucher__kind", label=lazy("Kind"), choices=VoucherKind.choices
    )
    room = django_filters.CharFilter("unit__label", label=lazy("Room"))

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()


def _voucher(entry: Any) -> object:
    voucher = entry.voucher
    if not voucher.number:
        return f"#{voucher.link}"
    number = f"{entry.office.code}-SJ-{voucher.number:08d}"
    return lists.number(reverse("fees:receipt", args=[number]), number, quiet=6)


class EntryRegister(lists.Register):
    """Entries of the journal, the latest first."""

    key = "fees.entries"
    title = pgettext_lazy("fees", "Ledger")
    url_name = "fees:entries"
    icon = "file"
    columns = (
        lists.Column("no", lazy("Voucher"), _voucher, "wide no", header=True),
        lists.Column(
            "date",
            lazy("Business date"),
            lambda e: formats.stamp(e.voucher.business_date),
            "no",
        ),
        lists.Column(
            "kind", lazy("Kind"), lambda e: e.voucher.get_kind_display(), "no off"
        ),
        lists.Column(
            "account", lazy("Account"), lambda e: e.get_account_display(), "no"
        ),
        lists.Column("item", lazy("Item"), lambda e: str(e.item or ""), "no"),
        lists.Column("unit", lazy("Room"), lambda e: str(e.unit or ""), "no off"),
        lists.Column(
            "amount", lazy("Amount"), lambda e: formats.amount(e.amount), "num end"
        ),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View("money", lazy("Money"), Q(account__in=TENDERS)),
    )
    filterset = EntryFilter
    bar = ("day_from", "day_to", "account", "kind", "room")
    export_url_name = "fees:entries-export"
    export_permission = "fees.export"
    empty = lazy("No entry matches these conditions")

    def base(self, user: Staff) -> QuerySet[Entry]:
        """Entries of the offices whose money he sees; of his own day only once it is
        counted, for the count is blind."""
        rows = Entry.objects.filter(office__in=user.offices_for(VIEW))
        mine = CashierDay.objects.filter(cashier=user, status=DayStatus.OPEN)
        if days := list(mine.values_list("pk", flat=True)):
            rows = rows.exclude(voucher__day__in=days)
        return rows.select_related("voucher", "item", "unit", "office")

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string as plain values, in the list's order."""
        rows: QuerySet[Any] = self.matching(user, params)
        return rows.select_related(None).values_list(*VALUES)


REGISTER = EntryRegister()
VALUES = (
    *("voucher__business_date", "voucher__link", "voucher__number", "office__code"),
    *("voucher__kind", "unit__label", "voucher__payer_name", "account", "item__name"),
    *("charge__period", "amount", "reference", "voucher__by__name"),
    *("voucher__memo", "memo"),
)


@lru_cache(maxsize=100)
def _in_words(
    choices: type[VoucherKind] | type[Account], code: str, _language: str | None
) -> str:
    """A kind's or account's name: looked up once, not for every row."""
    return str(choices(code).label)


def _words(choices: type[VoucherKind] | type[Account], code: str) -> str:
    return _in_words(choices, code, get_language())


# Rows are plain values in the order above: a hundred thousand records cost more.
EXPORT = Export(
    key="fees.entries",
    title=REGISTER.title,
    permission="fees.export",
    columns=(
        Column(lazy("Business date"), itemgetter(0), Kind.DATE),
        Column(lazy("Link"), itemgetter(1), Kind.NUMBER),
        Column(
            lazy("Receipt number"),
            lambda row: f"{row[3]}-SJ-{row[2]:08d}" if row[2] else None,
            Kind.IDENTIFIER,
        ),
        Column(
            lazy("Kind"), lambda row: _in_words(VoucherKind, row[4], get_language())
        ),
        Column(lazy("Room"), itemgetter(5), Kind.IDENTIFIER),
        Column(lazy("Paid by"), itemgetter(6)),
        Column(lazy("Account"), lambda row: _words(Account, row[7])),
        Column(lazy("Item"), itemgetter(8)),
        Column(
            lazy("Month"),
            lambda row: f"{row[9]:%Y-%m}" if row[9] else None,
            Kind.IDENTIFIER,
        ),
        Column(lazy("Debit"), lambda row: row[10] if row[10] > 0 else None, Kind.MONEY),
        Column(
            lazy("Credit"), lambda row: -row[10] if row[10] < 0 else None, Kind.MONEY
        ),
        Column(lazy("Trade number"), itemgetter(11), Kind.IDENTIFIER),
        Column(lazy("Cashier"), itemgetter(12)),
        Column(lazy("Memo"), lambda row: row[13] or row[14], Kind.LONG),
    ),
    rows=REGISTER.whole,
)


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The ledger, entry by entry."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("fees.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """Any span as Excel: at once when short, by a worker with a notice when long."""
    return send_excel(request, exports.get(EXPORT.key))
