"""Every case of every clause as one list: late, opened today, of one household."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from propertyservice.cases import clauses
from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.ui import chips, lists
from propertyservice.ui.formats import when
from propertyservice.workbench import desk, records


def _clauses() -> list[tuple[str, str]]:
    return [(clause.code, str(clause.label)) for clause in clauses.every()]


def _posts() -> list[tuple[str, str]]:
    return [(post.code, str(post.label)) for post in posts.every()]


class CaseFilter(django_filters.FilterSet):
    """Conditions that hold for a case of any clause."""

    clause = django_filters.ChoiceFilter(label=_("Clause"), choices=_clauses)
    post = django_filters.ChoiceFilter(
        "holder_post", label=_("Post that must act"), choices=_posts
    )
    office = django_filters.CharFilter("office__code", label=_("Office"))
    unit = django_filters.CharFilter("unit__code", label=_("Room"))

    class Meta:
        model = Case
        fields: Sequence[str] = ()


class CaseRegister(lists.Register):
    """The case register itself (4.9)."""

    key = "cases"
    title = _("All matters")
    url_name = "cases"
    icon = "todo"
    columns = (
        lists.Column(
            "number",
            _("No."),
            lambda row: lists.number(row.get_absolute_url(), row.number, quiet=6),
            "no",
            header=True,
        ),
        lists.Column("title", _("Subject"), lambda row: row.title, "wide clip"),
        lists.Column("clause", _("Clause"), lambda row: row.clause_label, "no off"),
        lists.Column("place", _("Place"), lambda row: row.place_label, "no"),
        lists.Column("status", _("Status"), lambda row: row.said.status, "end"),
        lists.Column("due", _("Time limit"), lambda row: _chip(row), sort="due"),
        lists.Column("who", _("With"), lambda row: row.who, "no off"),
        lists.Column(
            "opened", _("Opened"), lambda row: when(row.opened_at), "num off", "opened"
        ),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "opened": lists.Sort("-opened_at"),
    }
    default_sort = "due"
    views = (
        lists.View("open", _("Open"), Q(is_open=True)),
        lists.View("late", _("Late"), lambda user: _late()),
        lists.View("today", _("Came in today"), lambda user: _today()),
        lists.View("mine", _("With me"), lambda user: Q(holder=user, is_open=True)),
        lists.View("all", _("All")),
    )
    filterset = CaseFilter
    bar = ("clause", "post")

    def base(self, user: Staff) -> QuerySet[Any]:
        """Every case that exists for the reader."""
        cases = Case.objects.visible_to(user)
        return cases.select_related("unit", "place", "holder")

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Status and time limit of the rows: one statement, and one a clause."""
        for row, matter in zip(
            rows, records.matters(rows, timezone.now()), strict=True
        ):
            row.said = matter
            row.clause_label = str(matter.clause.label)
            row.place_label = matter.place
            row.who = str(row.holder or posts.label(row.holder_post))

    def row_css(self, row: Any) -> str:
        return "late" if row.said.late else ""

    def row_name(self, row: Any) -> str:
        return str(row.number)


def _chip(row: Any) -> SafeString:
    return chips.due(row.said.chip) if row.said.chip else SafeString()


def _late() -> Q:
    return Q(is_open=True, due_at__lt=timezone.now())


def _today() -> Q:
    return Q(opened_at__gte=desk.start_of_day())


REGISTER = CaseRegister()


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The list; ``?view=late`` and ``?unit=`` are what other pages link to."""
    return lists.respond(request, REGISTER)
