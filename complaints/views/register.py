"""The Owner Complaint Register as a list and as Excel (4.6.3; LOOK 5)."""

from __future__ import annotations

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

from complaints.filters import MONTH_OLD, ComplaintFilter, late
from complaints.models import Complaint, Level, Status
from complaints.models.complaint import OPEN
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import chips, formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.registry import address
from propertyservice.ui.rowlimits import chip_of_row, next_limit

SHOWN = (
    "office",
    "status",
    "due_at",
    "due_kind",
    "location",
    "complainant_name",
    "complainant_count",
    "is_anonymous",
    "unit",
    "content",
    "level",
    "is_safety",
    "received_at",
    "reopen_count",
    "promoted_at",
    "waiting_since",
    "register__number",
    "register__clause",
    "handler__name",
)
TO_ANSWER = (Status.DONE,)


def content(row: Any) -> SafeString:
    """What it is about, with at most two tags before it."""
    tags = []
    if row.level == Level.CRITICAL:
        tags.append(lists.tag(_("critical"), "urgent"))
    elif row.level == Level.IMPORTANT:
        tags.append(lists.tag(_("important"), "paid"))
    if row.is_safety:
        tags.append(lists.tag(_("safety"), "urgent"))
    if row.reopen_count:
        tags.append(lists.tag(_("reopened")))
    if row.promoted_at:
        tags.append(lists.tag(_("over a month")))
    return lists.tagged(row.content[:120], *tags[:2])


def link(row: Any) -> str:
    """Where a row leads: the number below the list's own address (DESIGN 4)."""
    return f"{address('complaints:list')}{row.number}/"


def mine(user: Staff) -> Q:
    """Those that this person handles and has still to deal with."""
    return OPEN & Q(handler=user) & Q(done_at=None)


class ComplaintRegister(lists.Register):
    """The register: open ones first due first."""

    key = "complaints"
    title = _("Owner Complaint Register")
    url_name = "complaints:list"
    icon = "flag"
    columns = (
        lists.Column(
            "number",
            _("Complaint no."),
            lambda r: lists.number(link(r), r.number, quiet=6),
            "wide no",
            sort="number",
            header=True,
        ),
        lists.Column("text", _("Content"), content, "wide clip"),
        lists.Column(
            "place",
            _("Room / complainant"),
            lambda r: lists.place(r.location or _("no room"), r.who_complains),
            "no",
        ),
        lists.Column("status", _("Status"), badges.status, "end"),
        lists.Column(
            "due",
            _("Limit"),
            lambda r: chips.due(r.chip) if r.chip else "",
            sort="due",
        ),
        lists.Column(
            "handler",
            _("Handled by"),
            lambda r: r.handler.name if r.handler_id else "",
            "end no",
        ),
        lists.Column(
            "received",
            _("Received"),
            lambda r: formats.when(r.received_at, r.now),
            "num off",
            sort="received",
        ),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "received": lists.Sort("-received_at"),
        "number": lists.Sort("-pk"),
    }
    default_sort = "due"
    views = (
        lists.View("open", _("Open"), OPEN),
        lists.View("late", _("Overdue"), lambda user: OPEN & late()),
        lists.View("mine", _("In my hands"), mine),
        lists.View("new", _("To classify"), Q(status=Status.RECEIVED)),
        lists.View("answer", _("To answer"), Q(status__in=TO_ANSWER)),
        lists.View("month", _("Over a month"), MONTH_OLD),
        lists.View("all", _("All"), sort="received"),
    )
    filterset = ComplaintFilter
    bar = ("q", "level", "category", "department")
    bulk = (
        lists.BulkAct(_("Chase…"), "complaints:bulk-chase", "complaints.chase"),
        lists.BulkAct(_("Pass on…"), "complaints:bulk-transfer", "complaints.transfer"),
        lists.BulkAct(_("Close…"), "complaints:bulk-close", "complaints.close"),
    )
    new_url_name = "complaints:new"
    new_label = _("New complaint")
    new_permission = "complaints.register"
    export_url_name = "complaints:export"
    empty = _("No complaint matches these conditions")
    template = "complaints/register.html"

    def base(self, user: Staff) -> QuerySet[Complaint]:
        """Everything the reader sees of the register, as light as a row needs."""
        return (
            Complaint.objects.visible_to(user)
            .select_related("register", "handler")
            .only(*SHOWN)
            .annotate(limit=next_limit("complaints_complaint"))
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
            .select_related(
                "register",
                "office",
                "handler",
                "department",
                "recorder",
                "respondent",
                "approver",
                "closer",
            )
            .annotate(seq=Window(RowNumber(), order_by=keys))
        )


REGISTER = ComplaintRegister()


@require_safe
@permission("complaints.list")
def index(request: StaffRequest) -> HttpResponse:
    """The register as a list."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("complaints.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """The paper's columns of exactly what is filtered (RULES 1.4)."""
    return send_excel(request, exports.get(REGISTER.key))
