"""The Callback Register as a list, as Excel and on paper (4.3.2; LOOK 5)."""

from __future__ import annotations

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

from callbacks.filters import CallbackFilter, late
from callbacks.models import Callback, Rating, Status, Why
from callbacks.models.callback import OPEN, TO_CALL
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import chips, lists
from propertyservice.ui import status as badges
from propertyservice.ui.registry import address
from propertyservice.ui.rowlimits import chip_of_row, next_limit

SHOWN = (
    *("office", "status", "due_at", "due_kind", "location", "resident_name", "unit"),
    *("content", "source", "why", "rating", "not_fixed", "outcome", "window_until"),
    *("called_at", "register__number", "register__clause", "caller__name"),
)
NEXT_LIMIT = next_limit("callbacks_callback")


def content(row: Any) -> SafeString:
    """What it is about, with at most two tags before it."""
    tags = [lists.tag(row.get_source_display())]
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
    return str(row.get_outcome_display())


def link(row: Any) -> str:
    """Where a row leads: the number below the list's own address (DESIGN 4)."""
    return f"{address('callbacks:list')}{row.number}/"


def this_week(user: Staff) -> Q:
    """To be called, and the window ends within seven days."""
    until = timezone.now() + timedelta(days=7)
    return TO_CALL & Q(window_until__lte=until)


class CallbackRegister(lists.Register):
    """The register: what must be called first, the window that ends first."""

    key = "callbacks"
    title = _("Callback Register")
    url_name = "callbacks:list"
    icon = "phone"
    columns = (
        lists.Column(
            "number",
            _("Callback no."),
            lambda r: lists.number(link(r), r.number, quiet=6),
            "wide no",
            sort="number",
            header=True,
        ),
        lists.Column("text", _("About"), content, "wide clip"),
        lists.Column(
            "place",
            _("Room / resident"),
            lambda r: lists.place(r.location, r.resident_name),
            "no",
        ),
        lists.Column("status", _("Status"), badges.status, "end"),
        lists.Column(
            "due",
            _("Limit"),
            lambda r: chips.due(r.chip) if r.chip else "",
            sort="due",
        ),
        lists.Column("rating", _("Result"), rating, "no"),
        lists.Column(
            "caller",
            _("Caller"),
            lambda r: r.caller.name if r.caller_id else "",
            "end no",
        ),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "window": lists.Sort("-window_until"),
        "number": lists.Sort("-pk"),
    }
    default_sort = "due"
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

    def base(self, user: Staff) -> QuerySet[Callback]:
        """Everything the reader sees of the register, as light as a row needs."""
        return (
            Callback.objects.visible_to(user)
            .select_related("register", "caller")
            .only(*SHOWN)
            .annotate(limit=NEXT_LIMIT)
        )

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Turn what was read along into chips; no statement."""
        now: datetime = timezone.now()
        for row in rows:
            row.chip = chip_of_row(row.limit, now)

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
            .select_related("register", "office", "caller", "source_case", "follow_up")
            .annotate(seq=Window(RowNumber(), order_by=keys))
        )


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
