"""The Callback Register as a list, as Excel and on paper (4.3.2; LOOK 5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from callbacks.filters import CallbackFilter, late
from callbacks.models import Callback, Outcome, Rating, Source, Status, Why
from callbacks.models.callback import OPEN, TO_CALL
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import lists
from propertyservice.ui import status as badges


def content(row: Any) -> SafeString:
    """What it is about, with at most two tags before it."""
    tags = [lists.tag(Source(row.source).label)]
    if row.not_fixed:
        tags.append(lists.tag(_("not fixed"), "urgent"))
    elif row.why in (Why.SECOND, Why.ADDED, Why.CALLED_UP):
        tags.append(lists.tag(_WHY[row.why]))
    return lists.tagged(row.content[:120], *tags[:2])


_WHY = {
    Why.SECOND: _("second"),
    Why.ADDED: _("added"),
    Why.CALLED_UP: _("called up"),
}


def rating(row: Any) -> str:
    """The letter of the paper, or how it ended."""
    if row.rating:
        return str(Rating(row.rating).label)
    return str(Outcome(row.outcome).label) if row.outcome else ""


def status_badge(row: Any) -> SafeString:
    """The status in its own word."""
    return badges.worded("callbacks.callback", row.status, Status(row.status).label)


def this_week(user: Staff) -> Q:
    """To be called, and the window ends today or in the seven days after."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return TO_CALL & Q(window_until__lt=today + timedelta(days=8))


class CallbackRegister(lists.RecordRegister):
    """The register: what must be called first, the window that ends first."""

    model = Callback
    shown = (
        *("location", "resident_name", "content", "source", "why", "rating"),
        *("not_fixed", "outcome", "window_until"),
    )
    people = ("caller",)
    followed = ("caller", "source_case", "follow_up")
    key = "callbacks"
    title = _("Callback Register")
    url_name = "callbacks:list"
    icon = "phone"
    columns = (
        lists.numbered(_("Callback no."), "callbacks:list"),
        lists.Column("text", _("About"), content, "wide clip"),
        lists.Column(
            "place",
            _("Room / resident"),
            lambda r: lists.place(r.location, r.resident_name),
            "no",
        ),
        lists.Column("status", _("Status"), status_badge, "end"),
        lists.limited(_("Limit")),
        lists.Column("rating", _("Result"), rating, "no"),
        lists.Column("caller", _("Caller"), lambda r: r.caller_name, "end no"),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "window": lists.Sort("-window_until"),
        "number": lists.Sort("-pk"),
    }
    views = (
        lists.View("to-call", _("To be called"), TO_CALL),
        lists.View("late", _("Overdue"), lambda user: late()),
        lists.View("week", _("Window ends this week"), this_week),
        lists.View("planned", _("To be assigned"), Q(status=Status.PLANNED)),
        lists.View(
            "review",
            _("To be reviewed"),
            Q(status__in=[Status.COMPLETED, Status.UNREACHABLE, Status.REFUSED]),
            sort="window",
        ),
        lists.View(
            "follow-up", _("Being put right"), Q(status=Status.FOLLOW_UP), sort="window"
        ),
        lists.View("open", _("Open"), OPEN),
        lists.View("all", _("All"), sort="window"),
    )
    filterset = CallbackFilter
    bar = ("q", "source", "building", "caller")
    bulk = (
        lists.BulkAct(_("Assign…"), "callbacks:bulk-assign", "callbacks.assign"),
        lists.BulkAct(_("Review…"), "callbacks:bulk-review", "callbacks.review"),
    )
    export_url_name = "callbacks:export"
    empty = _("No callback matches these conditions")
    template = "callbacks/register.html"


REGISTER = CallbackRegister()


@require_safe
@permission("callbacks.view")
def index(request: StaffRequest) -> HttpResponse:
    """The register as a list."""
    return lists.respond(request, REGISTER)


@require_safe
@permission("callbacks.export")
def export(request: StaffRequest) -> HttpResponseBase:
    """The paper's columns of exactly what is filtered (RULES 1.3)."""
    return send_excel(request, exports.get(REGISTER.key))
