"""The base of the callbacks as a list: what wants a call, drawn or not (RULES 2.2).

A figure of /reports/ that counts more than calls opens it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from callbacks.models import Candidate, Source
from callbacks.rules.counted import BASE, COUNTED, ENDED
from callbacks.views.register import rating
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import lists
from propertyservice.ui import status as badges
from propertyservice.ui.formats import stamp
from propertyservice.ui.lists.counted import CountedFilter, OfficeFilter
from propertyservice.ui.lists.filters import FilterSet

RIGHT = "callbacks.reports"


class BaseFilter(FilterSet):
    """Conditions on the base."""

    source = django_filters.ChoiceFilter(label=_("Source"), choices=Source.choices)
    counted = CountedFilter(COUNTED)
    office = OfficeFilter()
    month_from = django_filters.DateFilter(
        "month", "gte", label=_("Counted from the month")
    )
    month_to = django_filters.DateFilter(
        "month", "lte", label=_("Counted to the month")
    )

    class Meta:
        model = Candidate
        fields: tuple[str, ...] = ()


class BaseRegister(lists.Register):
    """Everything that was announced, the window that ends last first."""

    key = "callbacks.base"
    title = _("Base of the callbacks")
    url_name = "callbacks:base"
    icon = "phone"
    columns = (
        lists.Column(
            "number",
            _("Case"),
            lambda r: lists.number(r.case.get_absolute_url(), r.case.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column("text", _("About"), lambda r: _about(r), "wide clip"),
        lists.Column(
            "rated", _("Person rated"), lambda r: str(r.rated or ""), "end no"
        ),
        lists.Column(
            "window",
            _("Window ends"),
            lambda r: stamp(_last_day(r)),
            "no",
            sort="window",
        ),
        lists.Column("callback", _("Callback no."), lambda r: _callback(r), "no"),
        lists.Column("status", _("Status"), lambda r: _status(r), "end"),
        lists.Column("rating", _("Result"), lambda r: _result(r), "no"),
        lists.Column("office", _("Office"), lambda r: r.office.name, "off no"),
    )
    sorts = {"window": lists.Sort("-until")}
    default_sort = "window"
    views = (
        lists.View("base", _("In the base"), BASE),
        lists.View("due", _("Window ended"), BASE & ENDED),
        lists.View("undrawn", _("Not drawn"), Q(callback=None, excluded="")),
        lists.View("outside", _("Outside the base"), ~Q(excluded="")),
    )
    filterset = BaseFilter
    bar = ("source", "counted")
    empty = _("Nothing in the base matches these conditions")

    def base(self, user: Staff) -> QuerySet[Candidate]:
        """The offices whose figures he reads; never what is hidden from him."""
        return (
            Candidate.objects.filter(office__in=user.offices_for(RIGHT))
            .filter(Q(hidden_from=None) | ~Q(hidden_from=user))
            .select_related("case", "office", "rated", "callback__register")
        )

    def row_name(self, row: Any) -> str:
        return str(row.case.number)


def _about(row: Any) -> SafeString:
    return lists.tagged(row.case.title[:120], lists.tag(row.get_source_display()))


def _last_day(row: Any) -> date:
    """The window is half-open: midnight belongs to the day after its last one."""
    return timezone.localdate(row.until - timedelta(microseconds=1))


def _callback(row: Any) -> object:
    call = getattr(row, "callback", None)
    return lists.number(call.get_absolute_url(), call.number, quiet=6) if call else ""


def _status(row: Any) -> object:
    call = getattr(row, "callback", None)
    if call:
        return badges.status(call)
    return row.get_excluded_display() if row.excluded else _("Not drawn")


def _result(row: Any) -> str:
    call = getattr(row, "callback", None)
    return rating(call) if call else ""


REGISTER = BaseRegister()


@require_safe
@permission(RIGHT)
def index(request: StaffRequest) -> HttpResponse:
    """The base as a list."""
    return lists.respond(request, REGISTER)
