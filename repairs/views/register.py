"""The Household Repair Register as a list, as Excel and on paper (4.2.2; LOOK 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.lookups import LessThan
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import lists
from propertyservice.ui import status as badges
from repairs.filters import RepairFilter, late
from repairs.models import ChargeType, Priority, Repair, Status, Trade
from repairs.models.expected import EXPECTED, NOT_THERE_YET
from repairs.models.repair import OPEN, status_words

FINISHED = (Status.FINISHED, Status.FINISHED_UNSIGNED)


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
    return NOT_THERE_YET & Q(LessThan(EXPECTED, today()[1]))


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


def status_badge(row: Any) -> SafeString:
    """The status with the reason it waits, or where it went."""
    return badges.worded("repairs.repair", row.status, status_words(row))


# As short as on the paper.
TRADES = {**dict(Trade.choices), Trade.COMMON: _("Common")}


class RepairRegister(lists.RecordRegister):
    """The register: open ones first due first."""

    model = Repair
    shown = (
        *("location", "resident_name", "unit_id", "description", "trade", "priority"),
        *("charge_type", "reported_at", "suspend_reason", "referred_to"),
        *("rework_count", "is_incident"),
    )
    people = ("technician",)
    followed = ("technician", "sheet", "recorder")
    key = "repairs"
    title = _("Household Repair Register")
    url_name = "repairs:list"
    icon = "wrench"
    columns = (
        lists.numbered(_("Repair no."), "repairs:list"),
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
        lists.Column("status", _("Status"), status_badge, "end"),
        lists.limited(_("Limit")),
        lists.Column(
            "technician", _("Repairer"), lambda r: r.technician_name, "end no"
        ),
        lists.moment("reported", _("Reported"), "reported_at"),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "reported": lists.Sort("-reported_at"),
        "number": lists.Sort("-pk"),
    }
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
