"""The Household Repair Register as a list, as Excel and on paper (4.2.2; LOOK 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import chips, formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.registry import address
from propertyservice.ui.rowlimits import chip_of_row, next_limit
from repairs.filters import RepairFilter, late
from repairs.models import ChargeType, Priority, Repair, Status, Trade
from repairs.models.repair import OPEN

ON_THE_WAY = (Status.DISPATCHED, Status.ACCEPTED)
FINISHED = (Status.FINISHED, Status.FINISHED_UNSIGNED)
SHOWN = (
    "office",
    "status",
    "due_at",
    "due_kind",
    "location",
    "resident_name",
    "unit",
    "description",
    "trade",
    "priority",
    "charge_type",
    "reported_at",
    "suspend_reason",
    "referred_to",
    "rework_count",
    "is_incident",
    "register__number",
    "register__clause",
    "technician__name",
)


def today() -> tuple[datetime, datetime]:
    """The first moments of today and of tomorrow."""
    now = timezone.localtime()
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)


def two_days(user: Staff) -> Q:
    """Reported today or yesterday."""
    return Q(reported_at__gte=today()[0] - timedelta(days=1))


def to_arrive_today(user: Staff) -> Q:
    """Not there yet, and expected today."""
    tomorrow = today()[1]
    return Q(status__in=[Status.REGISTERED, *ON_THE_WAY]) & (
        Q(appointment_at__lt=tomorrow)
        | Q(due_kind__startswith="repairs.arrive", due_at__lt=tomorrow)
        | Q(priority=Priority.EMERGENCY)
    )


def content(row: Any) -> SafeString:
    """What is wrong, with at most two tags before it."""
    tags = []
    if row.priority == Priority.EMERGENCY:
        tags.append(lists.tag(_("urgent"), "urgent"))
    if row.rework_count:
        tags.append(lists.tag(_("rework")))
    if row.is_incident:
        tags.append(lists.tag(_("incident")))
    if row.charge_type == ChargeType.PAID:
        tags.append(lists.tag(_("paid"), "paid"))
    return lists.tagged(row.description[:120], *tags[:2])


# As short as on the paper.
TRADES = {**dict(Trade.choices), Trade.COMMON: _("Common")}


def link(row: Any) -> str:
    """Where a row leads: the number below the list's own address (DESIGN 4)."""
    return f"{address('repairs:list')}{row.number}/"


class RepairRegister(lists.Register):
    """The register: open ones first due first."""

    key = "repairs"
    title = _("Household Repair Register")
    url_name = "repairs:list"
    icon = "wrench"
    columns = (
        lists.Column(
            "number",
            _("Repair no."),
            lambda r: lists.number(link(r), r.number, quiet=6),
            "wide no",
            sort="number",
            header=True,
        ),
        lists.Column("text", _("What is wrong"), content, "wide clip"),
        lists.Column(
            "place",
            _("Room / resident"),
            lambda r: lists.place(
                r.location, r.resident_name if r.unit_id else _("Common parts")
            ),
            "no",
        ),
        lists.Column("trade", _("Trade"), lambda r: TRADES[r.trade], "off no"),
        lists.Column("status", _("Status"), badges.status, "end"),
        lists.Column(
            "due",
            _("Limit"),
            lambda r: chips.due(r.chip) if r.chip else "",
            sort="due",
        ),
        lists.Column(
            "technician",
            _("Repairer"),
            lambda r: r.technician.name if r.technician_id else "",
            "end no",
        ),
        lists.Column(
            "reported",
            _("Reported"),
            lambda r: formats.when(r.reported_at, r.now),
            "num off",
            sort="reported",
        ),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "reported": lists.Sort("-reported_at"),
        "number": lists.Sort("-pk"),
    }
    default_sort = "due"
    views = (
        lists.View("open", _("Open"), OPEN),
        lists.View("recent", _("Last two days"), two_days, sort="reported"),
        lists.View("late", _("Overdue"), lambda user: OPEN & late()),
        lists.View("today", _("To arrive today"), to_arrive_today),
        lists.View("sheets", _("Sheets to take back"), Q(status__in=FINISHED)),
        lists.View("suspended", _("Suspended"), Q(status=Status.SUSPENDED)),
        lists.View("all", _("All"), sort="reported"),
    )
    filterset = RepairFilter
    bar = ("q", "trade", "building", "technician")
    bulk = (
        lists.BulkAct(_("Chase…"), "repairs:bulk-chase", "repairs.chase"),
        lists.BulkAct(_("Reassign…"), "repairs:bulk-reassign", "repairs.reassign"),
        lists.BulkAct(_("Print task sheets…"), "repairs:bulk-print", "repairs.print"),
    )
    new_url_name = "repairs:new"
    new_label = _("New repair")
    new_permission = "repairs.register"
    export_url_name = "repairs:export"
    empty = _("No repair matches these conditions")
    template = "repairs/register.html"

    def base(self, user: Staff) -> QuerySet[Repair]:
        """Everything the reader sees of the register, as light as a row needs."""
        return (
            Repair.objects.visible_to(user)
            .select_related("register", "technician")
            .only(*SHOWN)
            .annotate(limit=next_limit("repairs_repair"))
        )

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Turn what was read along into chips; no statement."""
        now = timezone.now()
        for row in rows:
            row.now, row.chip = now, chip_of_row(row.limit, now)

    def row_css(self, row: Any) -> str:
        return "late" if row.chip and row.chip.state == "late" else ""

    def row_name(self, row: Any) -> str:
        return str(row.number)

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string with every column of the paper, numbered."""
        found = self.matching(user, params)
        keys = [key.order for key in self.keys(found, self.asked(params))]
        return (
            found.defer(None)
            .select_related("register", "office", "technician", "sheet", "recorder")
            .annotate(seq=Window(RowNumber(), order_by=keys))
        )


REGISTER = RepairRegister()


@require_safe
@permission("repairs.view")
def index(request: StaffRequest) -> HttpResponse:
    """The register as a list."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("repairs.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """The paper's twenty columns of exactly what is filtered (RULES 1.1)."""
    return send_excel(request, exports.get(REGISTER.key))


__all__: Sequence[str] = ("REGISTER", "export", "index")
