"""The registers of inspections and of findings, as lists and as Excel (3.1, 3.2)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict  # noqa: TID251 (a query string, no request)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.oversight.drawing import INSPECT
from propertyservice.oversight.filters import (
    LATE,
    OPEN,
    SENT_BACK,
    FindingFilter,
    InspectionFilter,
)
from propertyservice.oversight.models import Finding, Inspection, InspectionItem, Status
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.ui import chips, formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.rowlimits import chip_of_row, next_limit


class InspectionRegister(lists.Register):
    """Every inspection of one's offices, the latest first."""

    key = "inspections"
    title = lazy("Inspections")
    url_name = "oversight:inspections"
    icon = "eye"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda i: lists.number(i.get_absolute_url(), i.number, quiet=6),
            "wide no",
            sort="drawn",
            header=True,
        ),
        lists.Column("register", lazy("Register"), lambda i: i.register_label, "no"),
        lists.Column("days", lazy("Opened"), lambda i: _days(i), "no end"),
        lists.Column("office", lazy("Office"), lambda i: str(i.office), "no off"),
        lists.Column(
            "looked",
            lazy("Looked at"),
            lambda i: f"{i.looked} / {i.drawn}",
            "num off",
        ),
        lists.Column("found", lazy("Findings"), lambda i: i.found, "num off"),
        lists.Column("open", lazy("Still open"), lambda i: i.open, "num off"),
        lists.Column("who", lazy("Inspector"), lambda i: str(i.inspector), "no"),
        lists.Column("state", lazy("State"), lambda i: _state(i), "end"),
    )
    sorts = {"drawn": lists.Sort("-drawn_at")}
    default_sort = "drawn"
    views = (
        lists.View("all", lazy("All")),
        lists.View("going", lazy("Going on"), Q(closed_at=None)),
        lists.View("ended", lazy("Ended"), Q(closed_at__isnull=False)),
        lists.View("mine", lazy("Mine"), lambda user: Q(inspector=user)),
    )
    filterset = InspectionFilter
    bar = ("q", "clause")
    new_url_name = "oversight:inspection-new"
    new_label = lazy("Draw a sample")
    new_permission = INSPECT
    export_url_name = "oversight:inspections-export"
    empty = lazy("No inspection matches these conditions")
    template = "oversight/inspections.html"

    def base(self, user: Staff) -> QuerySet[Inspection]:
        """Inspections with how far each is, counted for the rows of the page only."""
        items = InspectionItem.objects.filter(inspection=OuterRef("pk"))
        findings = Finding.objects.visible_to(user).filter(
            item__inspection=OuterRef("pk")
        )
        return (
            Inspection.objects.visible_to(user)
            .select_related("office", "inspector")
            .annotate(
                drawn=_number(items, "inspection"),
                looked=_number(items.exclude(result=""), "inspection"),
                found=_number(findings, "item__inspection"),
                open=_number(findings.filter(OPEN), "item__inspection"),
            )
        )

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


class FindingRegister(lists.Register):
    """Findings of one's offices; what is open first due first."""

    key = "findings"
    title = lazy("Findings")
    url_name = "oversight:findings"
    icon = "eye"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda f: lists.number(f.get_absolute_url(), f.number, quiet=6),
            "wide no",
            sort="number",
            header=True,
        ),
        lists.Column("content", lazy("Finding"), lambda f: _content(f), "wide clip"),
        lists.Column(
            "case",
            lazy("Inspected case"),
            lambda f: lists.number(
                f.item.case.get_absolute_url(), f.item.case.number, quiet=6
            ),
            "no off",
        ),
        lists.Column(
            "who", lazy("Puts it right"), lambda f: str(f.responsible), "no end"
        ),
        lists.Column("status", lazy("Status"), badges.status),
        lists.Column(
            "due",
            lazy("Limit"),
            lambda f: chips.due(f.chip) if f.chip else "",
            "end",
            sort="due",
        ),
        lists.Column(
            "found",
            lazy("Found"),
            lambda f: formats.when(f.found_at, f.now),
            "num off",
            sort="found",
        ),
    )
    sorts = {
        "due": lists.Sort("due_at"),
        "found": lists.Sort("-found_at"),
        "number": lists.Sort("-pk"),
    }
    default_sort = "due"
    views = (
        lists.View("open", lazy("Open"), OPEN),
        lists.View("late", lazy("Overdue"), LATE),
        lists.View("recheck", lazy("To re-check"), Q(status=Status.RECTIFIED)),
        lists.View("mine", lazy("Mine"), lambda user: OPEN & Q(responsible=user)),
        lists.View("returned", lazy("Sent back"), SENT_BACK, sort="found"),
        lists.View("all", lazy("All"), sort="found"),
    )
    filterset = FindingFilter
    bar = ("q", "status", "clause")
    export_url_name = "oversight:findings-export"
    empty = lazy("No finding matches these conditions")
    template = "oversight/findings.html"

    def base(self, user: Staff) -> QuerySet[Finding]:
        """Everything the reader sees, with what a row shows."""
        return (
            Finding.objects.visible_to(user)
            .select_related("register", "responsible", "item__case")
            .annotate(limit=next_limit("oversight_finding"))
        )

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Turn what was read along into chips; no statement."""
        now = timezone.now()
        for row in rows:
            row.now, row.chip = now, chip_of_row(row.limit, now)

    def row_css(self, row: Any) -> str:
        return "late" if row.chip and row.chip.state == "late" else ""

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        found = self.matching(user, params)
        return found.select_related(
            "office", "item__inspection", "inspector", "rechecked_by"
        )


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these belong to the row."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, IntegerField()), 0)


def _days(inspection: Inspection) -> str:
    return _("%(first)s to %(last)s") % {
        "first": formats.stamp(inspection.since),
        "last": formats.stamp(inspection.until),
    }


def _state(inspection: Any) -> object:
    if inspection.closed_at:
        return badges.badge("done", _("Ended"))
    words = _("Going on, %(n)d of %(all)d") % {
        "n": inspection.looked,
        "all": inspection.drawn,
    }
    return badges.badge("work", words)


def _content(finding: Finding) -> object:
    tags = []
    if finding.returns:
        words = _("sent back %(n)d times") % {"n": finding.returns}
        tags.append(lists.tag(words))
    return lists.tagged(finding.content[:120], *tags)


INSPECTIONS, FINDINGS = InspectionRegister(), FindingRegister()
EXPORTS = (
    Export(
        key=INSPECTIONS.key,
        title=INSPECTIONS.title,
        permission=VIEW,
        columns=(
            Column(lazy("Number"), lambda i: i.number, Kind.IDENTIFIER),
            Column(lazy("Office"), lambda i: i.office.name),
            Column(lazy("Register"), lambda i: i.register_label),
            Column(lazy("Opened from"), lambda i: i.since, Kind.DATE),
            Column(lazy("Opened to"), lambda i: i.until, Kind.DATE),
            Column(lazy("Cases"), lambda i: i.population, Kind.NUMBER),
            Column(lazy("Sample"), lambda i: i.drawn, Kind.NUMBER),
            Column(lazy("Looked at"), lambda i: i.looked, Kind.NUMBER),
            Column(lazy("Findings"), lambda i: i.found, Kind.NUMBER),
            Column(lazy("Still open"), lambda i: i.open, Kind.NUMBER),
            Column(lazy("Inspector"), lambda i: i.inspector.name),
            Column(lazy("Drawn"), lambda i: i.drawn_at, Kind.MOMENT),
            Column(lazy("Seed"), lambda i: i.seed, Kind.IDENTIFIER),
            Column(lazy("Conclusion"), lambda i: i.conclusion, Kind.LONG),
        ),
        rows=INSPECTIONS.whole,
    ),
    Export(
        key=FINDINGS.key,
        title=FINDINGS.title,
        permission=VIEW,
        columns=(
            Column(lazy("Number"), lambda f: f.number, Kind.IDENTIFIER),
            Column(lazy("Office"), lambda f: f.office.name),
            Column(
                lazy("Inspection"), lambda f: f.item.inspection.number, Kind.IDENTIFIER
            ),
            Column(lazy("Register"), lambda f: f.item.inspection.register_label),
            Column(
                lazy("Inspected case"), lambda f: f.item.case.number, Kind.IDENTIFIER
            ),
            Column(lazy("Finding"), lambda f: f.content, Kind.LONG),
            Column(lazy("Found"), lambda f: f.found_at, Kind.MOMENT),
            Column(lazy("Inspector"), lambda f: f.inspector.name),
            Column(lazy("Puts it right"), lambda f: f.responsible.name),
            Column(lazy("Due"), lambda f: f.due_at, Kind.MOMENT),
            Column(lazy("How it was put right"), lambda f: f.remedy, Kind.LONG),
            Column(lazy("Put right at"), lambda f: f.rectified_at, Kind.MOMENT),
            Column(
                lazy("Re-checked by"),
                lambda f: f.rechecked_by.name if f.rechecked_by else "",
            ),
            Column(lazy("Re-check"), lambda f: f.recheck_note, Kind.LONG),
            Column(lazy("Times sent back"), lambda f: f.returns, Kind.NUMBER),
            Column(lazy("Status"), lambda f: f.status_words),
        ),
        rows=FINDINGS.whole,
    ),
)
