"""Arrears by household, the account of one, demands and notices (4.8.2; RULES 4.4)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.dunning import BulkForm
from fees.models import VIEW, Charge
from fees.rules.defaults import NOTICE_TERM
from fees.transitions import dunning
from fees.transitions.dunning import DUN
from propertyservice.estate.models import Building, Occupancy, Unit
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import bulk, formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.toasts import toast

MOST_NOTICES = 200


class ArrearsFilter(FilterSet):
    """Conditions on homes."""

    building = django_filters.ModelChoiceFilter(
        queryset=Building.objects.all(), label=lazy("Building")
    )
    owed = django_filters.NumberFilter("owed", "gte", label=lazy("Owed at least"))
    lines = django_filters.NumberFilter("lines", "gte", label=lazy("Bills at least"))
    label = django_filters.CharFilter("label", "startswith", label=lazy("Room"))

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()


class ArrearsRegister(lists.Register):
    """Homes with something overdue, in the order of their rooms."""

    key = "fees.arrears"
    title = lazy("Arrears")
    url_name = "fees:arrears"
    icon = "yuan"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda u: lists.number(f"/fees/account/?unit={u.code}", u.label),
            "wide no",
            header=True,
        ),
        lists.Column("owner", lazy("Owner"), lambda u: u.owner_name, "no"),
        lists.Column(
            "owed", pgettext_lazy("fees", "Overdue"), lambda u: show(u.owed), "num"
        ),
        lists.Column("lines", lazy("Bills"), lambda u: str(u.lines), "num"),
        lists.Column("since", lazy("Since"), lambda u: formats.stamp(u.since), "no"),
        lists.Column(
            "demanded",
            lazy("Last demand"),
            lambda u: formats.stamp(u.demanded) if u.demanded else "",
            "no",
        ),
        lists.Column("risk", lazy("Limitation"), lambda u: risk_of(u), "end"),
    )
    sorts = {"room": lists.Sort("sort_key", "pk")}
    default_sort = "room"
    views = (lists.View("all", lazy("All")),)
    filterset = ArrearsFilter
    bar = ("building", "owed", "lines", "label")
    export_url_name = "fees:arrears-export"
    export_permission = "fees.export"
    bulk = (
        lists.BulkAct(lazy("Demand…"), "fees:demand-all", DUN),
        lists.BulkAct(lazy("Print notices…"), "fees:notices", "fees.print"),
    )
    empty = lazy("Nobody owes anything under these conditions")

    def base(self, user: Staff) -> QuerySet[Unit]:
        """Homes with arrears of the offices whose money he sees."""
        homes = Unit.objects.filter(office__in=user.offices_for(VIEW))
        return dunning.with_arrears(homes).select_related("office", "building")

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """The owners of the rows, in one statement."""
        _name_owners(rows)

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


def _name_owners(rows: list[Any]) -> None:
    owners: dict[int, list[str]] = defaultdict(list)
    now = Occupancy.objects.filter(unit__in=[row.pk for row in rows])
    for unit, name in (
        now.on(timezone.localdate()).owners().values_list("unit", "person__name")
    ):
        owners[unit].append(name)
    for row in rows:
        row.owner_name = "、".join(owners[row.pk])


def risk_of(unit: Any) -> object:
    """Whether the debt is barred, or soon."""
    risk = dunning.risk(unit, unit.office)
    if risk == "barred":
        return badges.badge("bad", _("At risk of limitation"))
    return badges.badge("wait", _("Demand soon")) if risk else ""


REGISTER = ArrearsRegister()
EXPORT = Export(
    key="fees.arrears",
    title=REGISTER.title,
    permission="fees.export",
    columns=(
        Column(lazy("Room"), lambda u: u.label, Kind.IDENTIFIER),
        Column(lazy("Owner"), lambda u: u.owner_name),
        Column(pgettext_lazy("fees", "Overdue"), lambda u: u.owed, Kind.MONEY),
        Column(lazy("Bills"), lambda u: u.lines, Kind.NUMBER),
        Column(lazy("Since"), lambda u: u.since, Kind.DATE),
        Column(lazy("Last demand"), lambda u: u.demanded, Kind.DATE),
    ),
    rows=REGISTER.whole,
    prepare=lambda rows, _user: _name_owners(rows),
)


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of arrears."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("fees.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """Exactly what the list's query string filters, on record."""
    return send_excel(request, exports.get(EXPORT.key))


@require_http_methods(["GET", "HEAD", "POST"])
@permission(DUN)
def demand_all(request: StaffRequest) -> HttpResponse:
    """The same demand to all ticked homes, or to all of the filter."""
    params = bulk.params_of(request)
    form = BulkForm(request.POST if "proof" in request.POST else None)
    picked = REGISTER.picked(request.user, params).select_related(None)
    if form.is_bound and form.is_valid():
        by_office: dict[Any, list[int]] = defaultdict(list)
        for unit in picked.select_related("office"):
            by_office[unit.office].append(unit.pk)
        count = sum(
            dunning.demand_all(office, units, by=request.user, **form.cleaned_data)
            for office, units in by_office.items()
        )
        toast(
            request, ngettext("%(n)d demand.", "%(n)d demands.", count) % {"n": count}
        )
        return redirect("fees:demands")
    shown = list(picked[: bulk.MOST])
    context = {
        "form": form,
        "hidden": bulk.hidden(params),
        "count": picked.count(),
        "rows": [
            {
                "name": unit.label,
                "url": f"/fees/account/?unit={unit.code}",
                "will": show(unit.owed),
                "refusal": "",
            }
            for unit in shown
        ],
    }
    return render(request, "fees/demand_all.html", context)


def _term(unit: Any) -> Any:
    """The day until which a written notice lets a household pay."""
    today = timezone.localdate()
    return today + timedelta(days=int(in_force(unit.office, today)[NOTICE_TERM]))


@require_safe
@permission("fees.print")
def notices(request: StaffRequest) -> HttpResponse:
    """催缴单 of the ticked homes, or of one (``?unit=``)."""
    code = request.GET.get("unit", "")
    if code:
        homes = REGISTER.base(request.user).filter(code=code)
    else:
        homes = REGISTER.picked(request.user, request.GET)
    units = list(homes.defer(None).select_related("office__company")[:MOST_NOTICES])
    if not units:
        raise Http404(_("Nothing is overdue there."))
    _name_owners(units)
    lines = dunning.undisputed(dunning.overdue().filter(unit__in=units))
    by_unit: dict[int, list[Charge]] = defaultdict(list)
    for line in lines.select_related("item").by_age():
        by_unit[line.unit_id].append(line)
    sheets = [
        {
            "unit": unit,
            "lines": by_unit[unit.pk],
            "term": _term(unit),
            "total": sum(line.owed for line in by_unit[unit.pk]),
        }
        for unit in units
        if by_unit[unit.pk]
    ]
    subject = units[0].code if len(units) == 1 else f"{units[0].code} +{len(units) - 1}"
    return print_page(
        request,
        "fees/print_notice.html",
        {"sheets": sheets, "today": timezone.localdate(), "back": "/fees/arrears/"},
        subject=subject[:60],
        office=units[0].office,
        url=f"/fees/account/?unit={units[0].code}",
    )
