"""What is paid ahead and what is held: the lists, to be paid back from (edge 93)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from fees.models import VIEW, Deposit, Prepaid
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import formats, lists
from propertyservice.ui.lists.filters import FilterSet


class AheadFilter(FilterSet):
    """Conditions on prepayments."""

    room = django_filters.CharFilter("unit__label", label=lazy("Room"))
    least = django_filters.NumberFilter("balance", "gte", label=lazy("At least"))

    class Meta:
        model = Prepaid
        fields: tuple[str, ...] = ()


class AheadRegister(lists.Register):
    """Prepayments that are not used up: the refund list when a contract ends."""

    key = "fees.ahead"
    title = lazy("Prepayments")
    url_name = "fees:ahead"
    icon = "yuan"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda p: lists.number(f"/fees/account/?unit={p.unit.code}", p.unit.label),
            "wide no",
            header=True,
        ),
        lists.Column("item", lazy("Item"), lambda p: str(p.item), "no"),
        lists.Column(
            "balance",
            lazy("Paid ahead"),
            lambda p: formats.amount(p.balance),
            "num end",
        ),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (lists.View("open", lazy("Not used up"), Q(balance__gt=0)),)
    filterset = AheadFilter
    bar = ("room", "least")
    export_url_name = "fees:ahead-export"
    export_permission = "fees.export"
    empty = lazy("Nothing is paid ahead under these conditions")

    def base(self, user: Staff) -> QuerySet[Prepaid]:
        """Prepayments of the offices whose money he sees."""
        rows = Prepaid.objects.filter(office__in=user.offices_for(VIEW))
        return rows.select_related("unit", "item")

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


class HeldFilter(FilterSet):
    """Conditions on deposits."""

    room = django_filters.CharFilter("unit__label", label=lazy("Room"))
    payer = django_filters.CharFilter("payer_name", "startswith", label=lazy("Paid by"))

    class Meta:
        model = Deposit
        fields: tuple[str, ...] = ()


class HeldRegister(lists.Register):
    """Deposits and what is still held of them."""

    key = "fees.held"
    title = lazy("Deposits")
    url_name = "fees:held"
    icon = "lock"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda d: lists.number(f"/fees/account/?unit={d.unit.code}", d.unit.label),
            "wide no",
            header=True,
        ),
        lists.Column("item", lazy("Item"), lambda d: str(d.item), "no"),
        lists.Column("payer", lazy("Paid by"), lambda d: d.payer_name, "no"),
        lists.Column(
            "taken", lazy("Taken"), lambda d: formats.amount(d.amount), "num off"
        ),
        lists.Column(
            "held",
            pgettext_lazy("fees", "Held"),
            lambda d: formats.amount(d.held.balance),
            "num end",
        ),
        lists.Column("purpose", lazy("Remark"), lambda d: d.purpose, "off clip"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("open", pgettext_lazy("fees", "Held"), Q(held__balance__gt=0)),
        lists.View("all", lazy("All")),
    )
    filterset = HeldFilter
    bar = ("room", "payer")
    export_url_name = "fees:held-export"
    export_permission = "fees.export"
    empty = lazy("No deposit matches these conditions")

    def base(self, user: Staff) -> QuerySet[Deposit]:
        """Deposits of the offices whose money he sees."""
        rows = Deposit.objects.filter(office__in=user.offices_for(VIEW))
        return rows.select_related("unit", "item", "held")

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


AHEAD, HELD = AheadRegister(), HeldRegister()
EXPORTS = (
    Export(
        key="fees.ahead",
        title=AHEAD.title,
        permission="fees.export",
        columns=(
            Column(lazy("Room"), lambda p: p.unit.label, Kind.IDENTIFIER),
            Column(lazy("Item"), lambda p: str(p.item)),
            Column(lazy("Paid ahead"), lambda p: p.balance, Kind.MONEY),
        ),
        rows=AHEAD.whole,
    ),
    Export(
        key="fees.held",
        title=HELD.title,
        permission="fees.export",
        columns=(
            Column(lazy("Room"), lambda d: d.unit.label, Kind.IDENTIFIER),
            Column(lazy("Item"), lambda d: str(d.item)),
            Column(lazy("Paid by"), lambda d: d.payer_name),
            Column(lazy("Taken"), lambda d: d.amount, Kind.MONEY),
            Column(pgettext_lazy("fees", "Held"), lambda d: d.held.balance, Kind.MONEY),
            Column(lazy("Remark"), lambda d: d.purpose, Kind.LONG),
        ),
        rows=HELD.whole,
    ),
)


@require_safe
@permission(VIEW)
def ahead(request: StaffRequest) -> HttpResponse:
    """The register of prepayments."""
    return lists.respond(request, AHEAD)


@require_safe
@permission("fees.export")
def ahead_export(request: StaffRequest) -> HttpResponseBase:
    """The refund list as Excel, on record."""
    return send_excel(request, exports.get("fees.ahead"))


@require_safe
@permission(VIEW)
def held(request: StaffRequest) -> HttpResponse:
    """The register of deposits."""
    return lists.respond(request, HELD)


@require_safe
@permission("fees.export")
def held_export(request: StaffRequest) -> HttpResponseBase:
    """The list of deposits as Excel, on record."""
    return send_excel(request, exports.get("fees.held"))
