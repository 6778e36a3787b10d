"""The register of hand-overs: what was signed, what waits, what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from propertyservice.organisation import posts
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office, Staff
from propertyservice.planning.handovers import missed_in
from propertyservice.planning.models import Duty
from propertyservice.planning.sources import SEE, rostered
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import lists
from propertyservice.ui import status as badges
from propertyservice.ui.formats import moment
from propertyservice.ui.lists.filters import FilterSet

EXPORT_RIGHT = "shift.export"


def _posts() -> list[tuple[str, str]]:
    return [(code, posts.label(code)) for code in rostered()]


class DutyFilter(FilterSet):
    """Conditions on the register of hand-overs."""

    post = django_filters.ChoiceFilter(label=lazy("Post"), choices=_posts)
    person = django_filters.CharFilter(
        "person__name", "icontains", label=lazy("On duty")
    )
    since = django_filters.DateFilter("starts_at", "date__gte", label=lazy("From"))
    until = django_filters.DateFilter("starts_at", "date__lte", label=lazy("To"))

    class Meta:
        model = Duty
        fields: Sequence[str] = ()


def missed(user: Staff) -> Q:
    """Missed hand-overs in the offices whose shifts this person sees."""
    return missed_in(Office.objects.filter(pk__in=user.offices_for(SEE)))


class HandOverRegister(lists.Register):
    """Every shift that is over or handed over, the latest first."""

    key = "handovers"
    title = lazy("Register of hand-overs")
    url_name = "shift-handovers"
    icon = "shift"
    columns = (
        lists.Column(
            "day", lazy("Shift"), lambda r: _link(r), "wide no", "day", header=True
        ),
        lists.Column("post", lazy("Post"), lambda r: posts.label(r.post), "no"),
        lists.Column("person", lazy("On duty"), lambda r: str(r.person), "end no"),
        lists.Column("state", lazy("Status"), lambda r: _state(r)),
        lists.Column("given", lazy("Handed over by"), lambda r: _given(r), "end no"),
        lists.Column("taken", lazy("Taken over by"), lambda r: _taken(r), "no"),
        lists.Column("office", lazy("Office"), lambda r: r.office.name, "off no"),
    )
    sorts = {"day": lists.Sort("-starts_at")}
    default_sort = "day"
    views = (
        lists.View("all", lazy("All")),
        lists.View("missed", lazy("Missed"), missed),
        lists.View(
            "waiting",
            lazy("To take over"),
            Q(handover__isnull=False, handover__taken_by=None),
        ),
        lists.View("done", lazy("Signed by both"), Q(handover__taken_by__isnull=False)),
    )
    filterset = DutyFilter
    bar = ("post", "person")
    export_url_name = "shift-export"
    empty = lazy("No hand-over matches these conditions")

    def base(self, user: Staff) -> QuerySet[Duty]:
        """Shifts that are over or handed over, with both signatures."""
        over = Q(ends_at__lt=timezone.now()) | Q(handover__isnull=False)
        return (
            Duty.objects.visible_to(user)
            .filter(over)
            .select_related(
                *("office", "person", "handover"),
                *("handover__given_by", "handover__taken_by"),
            )
        )

    def row_css(self, row: Any) -> str:
        return "late" if _signed(row) is None else ""

    def row_name(self, row: Any) -> str:
        return str(row)

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


REGISTER = HandOverRegister()
EXPORT = Export(
    key=REGISTER.key,
    title=REGISTER.title,
    permission=EXPORT_RIGHT,
    columns=(
        Column(lazy("Office"), lambda r: r.office.name),
        Column(lazy("Post"), lambda r: posts.label(r.post)),
        Column(lazy("From"), lambda r: r.starts_at, Kind.MOMENT),
        Column(lazy("To"), lambda r: r.ends_at, Kind.MOMENT),
        Column(lazy("On duty"), lambda r: str(r.person), width=12),
        Column(lazy("Status"), lambda r: _words(r)[1], width=12),
        Column(lazy("Handed over by"), lambda r: _who(r, "given_by"), width=12),
        Column(lazy("Handed over at"), lambda r: _at(r, "given_at"), Kind.MOMENT),
        Column(lazy("Taken over by"), lambda r: _who(r, "taken_by"), width=12),
        Column(lazy("Taken over at"), lambda r: _at(r, "taken_at"), Kind.MOMENT),
        Column(lazy("Remark"), lambda r: _at(r, "remark") or "", Kind.LONG),
    ),
    rows=REGISTER.whole,
)


@require_safe
@permission(SEE)
def index(request: StaffRequest) -> HttpResponse:
    """The list; ``?view=missed`` is what the shift page and the desk link to."""
    return lists.respond(request, REGISTER)


@require_safe
@permission(EXPORT_RIGHT)
def export(request: StaffRequest) -> HttpResponseBase:
    """Exactly what the register's query string filters."""
    return send_excel(request, EXPORT)


def _signed(row: Duty) -> Any:
    """The hand-over of a shift; None where nobody has given one."""
    return getattr(row, "handover", None)


def _words(row: Duty) -> tuple[badges.Role, str]:
    handover = _signed(row)
    if handover is None:
        return "bad", _("not handed over")
    if handover.taken_by_id is None:
        return "wait", _("to take over")
    return "done", _("signed by both")


def _state(row: Duty) -> object:
    return badges.badge(*_words(row))


def _link(row: Duty) -> object:
    day = f"{timezone.localdate(row.starts_at):%Y-%m-%d} {row.span}"
    handover = _signed(row)
    return lists.number(handover.get_absolute_url(), day) if handover else day


def _given(row: Duty) -> str:
    handover = _signed(row)
    return f"{handover.given_by} {moment(handover.given_at)}" if handover else ""


def _taken(row: Duty) -> str:
    handover = _signed(row)
    if handover is None or handover.taken_by is None:
        return ""
    return f"{handover.taken_by} {moment(handover.taken_at)}"


def _who(row: Duty, name: str) -> str:
    return str(_at(row, name) or "")


def _at(row: Duty, name: str) -> Any:
    return getattr(_signed(row), name, None)
