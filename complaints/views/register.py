"""The Owner Complaint Register as a list and as Excel (4.6.3; LOOK 5)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints.filters import MONTH_OLD, ComplaintFilter, late
from complaints.models import Complaint, Level, Status
from complaints.models.complaint import OPEN, status_words, who_complains
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import lists
from propertyservice.ui import status as badges

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


def status_badge(row: Any) -> SafeString:
    """The status, also that it waits for the complainant."""
    return badges.worded("complaints.complaint", row.status, status_words(row))


def mine(user: Staff) -> Q:
    """Those that this person handles and has still to deal with."""
    return OPEN & Q(handler=user) & Q(done_at=None)


class ComplaintRegister(lists.RecordRegister):
    """The register: open ones first due first."""

    model = Complaint
    shown = (
        *("location", "complainant_name", "complainant_count", "is_anonymous"),
        *("content", "level", "is_safety", "received_at"),
        *("reopen_count", "promoted_at", "waiting_since"),
    )
    people = ("handler",)
    followed = (
        *("handler", "department", "recorder", "respondent", "approver", "closer"),
    )
    key = "complaints"
    title = _("Owner Complaint Register")
    url_name = "complaints:list"
    icon = "flag"
    columns = (
        lists.numbered(_("Complaint no."), "complaints:list"),
        lists.Column("text", _("Content"), content, "wide clip"),
        lists.Column(
            "place",
            _("Room / complainant"),
            lambda r: lists.place(r.location or _("no room"), who_complains(r)),
            "no",
        ),
        lists.Column("status", _("Status"), status_badge, "end"),
        lists.limited(_("Limit")),
        lists.Column("handler", _("Handled by"), lambda r: r.handler_name, "end no"),
        lists.moment("received", _("Received"), "received_at"),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "received": lists.Sort("-received_at"),
        "number": lists.Sort("-pk"),
    }
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
