"""``/complaints/analysis/``: what to learn of a quarter (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from complaints.models import Complaint
from complaints.reports.monthly import RIGHT
from complaints.reports.quarterly import PARTS, Analysis, Line, Quarter
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.views import send
from propertyservice.spreadsheets.writing import write
from propertyservice.workbench import charts

CHOICES = 12
FORM = "complaint_analysis"


@require_safe
@permission(RIGHT)
def show(request: StaffRequest) -> HttpResponse:
    """Figures, causes, repeats, trend and measures; each number opens its list."""
    offices, found = _offices(request), _analysis(request)
    newest = Quarter.of(timezone.localdate())
    context = {
        **_context(found),
        "picture": _picture(found),
        "quarters": [newest.back(n) for n in range(CHOICES)],
        "offices": offices,
        "office": request.GET.get("office", ""),
        "kept": urlencode({**_kept(request), "quarter": found.quarter.key}),
    }
    return render(request, "complaints/analysis.html", context)


@require_safe
@permission(RIGHT)
def paper(request: StaffRequest) -> HttpResponse:
    """The analysis on A4, with room for what follows from it, and who signs."""
    found, offices = _analysis(request), _offices(request)
    chosen = [each for each in offices if each.pk in found.offices]
    if not chosen:
        raise Http404
    names = "、".join(each.name for each in chosen)
    query = urlencode({**_kept(request), "quarter": found.quarter.key})
    return print_page(
        request,
        "complaints/print_analysis.html",
        {
            **_context(found),
            "names": names,
            "back": f"/complaints/analysis/?{query}",
        },
        subject=f"{'+'.join(each.code for each in chosen)[:100]} {found.quarter.key}",
        office=chosen[0],
        url=f"/complaints/analysis/?{query}",
        form=FORM,
    )


class Row(NamedTuple):
    """A line of the Excel file."""

    part: object
    item: str
    line: Line | None = None
    case: Complaint | None = None
    times: int | None = None


COLUMNS = (
    Column(lazy("Part of the analysis"), lambda r: str(r.part)),
    Column(lazy("Item"), lambda r: r.item, width=28),
    Column(lazy("Unit"), lambda r: r.line.unit if r.line else "", width=6),
    Column(
        lazy("This quarter"),
        lambda r: r.line.now if r.line else r.times,
        Kind.NUMBER,
    ),
    Column(
        lazy("Quarter before"), lambda r: r.line.before if r.line else None, Kind.NUMBER
    ),
    Column(
        lazy("A year before"), lambda r: r.line.year if r.line else None, Kind.NUMBER
    ),
    Column(lazy("Change"), lambda r: r.line.change if r.line else None, Kind.NUMBER),
    Column(
        lazy("Cause found"), lambda r: r.case.investigation if r.case else "", Kind.LONG
    ),
    Column(
        lazy("Corrective and preventive action"),
        lambda r: r.case.corrective_action if r.case else "",
        Kind.LONG,
    ),
)


@require_safe
@permission(RIGHT)
def export(request: StaffRequest) -> FileResponse:
    """The same as Excel, on record; the log counts no line that is hidden from some."""
    found = _analysis(request)
    title = _("Complaint analysis")
    workbook, count = write(COLUMNS, _rows(found), title)
    sealed = sum(1 for each in found.serious if each.respondent_id)
    detail = urlencode({**_kept(request), "quarter": found.quarter.key})
    exports.record(request.user, title, rows=count - sealed, detail=detail)
    return send(exports.finished(workbook), f"{title} {found.quarter.key}.xlsx")


def _rows(found: Analysis) -> Iterator[Row]:
    for name, part in PARTS:
        for line in getattr(found, name):
            yield Row(part, line.label, line)
    for each in found.repeats:
        item = f"{each['room']} {each['category']}"
        yield Row(_("Repeated"), item, times=each["count"])
    for case in found.serious:
        yield Row(_("Critical"), f"{case.number} {case.content[:60]}", case=case)


def _context(found: Analysis) -> dict[str, Any]:
    return {
        "analysis": found,
        "quarter": found.quarter,
        "parts": [(title, getattr(found, name)) for name, title in PARTS],
    }


def _picture(found: Analysis) -> SafeString:
    trend = found.trend
    line = charts.Line(_("Complaints received"), [float(count) for _q, count in trend])
    title = "；".join(f"{quarter.key} {count}" for quarter, count in trend)
    return charts.bars([quarter.key for quarter, _n in trend], line, "", title)


def _analysis(request: StaffRequest) -> Analysis:
    every = request.user.offices_for(RIGHT)
    office = key_of(request.GET.get("office", ""))
    offices = frozenset({office}) if office in every else every
    return Analysis(request.user, _quarter(request), frozenset(offices))


def _quarter(request: StaffRequest) -> Quarter:
    """The one asked for, else the last whole one."""
    newest = Quarter.of(timezone.localdate())
    known = {each.key: each for each in (newest.back(n) for n in range(CHOICES))}
    return known.get(asked(request, "quarter"), newest.back())


def _offices(request: StaffRequest) -> list[Office]:
    """Where he may read the figures."""
    if not hasattr(request, "reads_figures_of"):
        mine = Office.objects.filter(pk__in=request.user.offices_for(RIGHT))
        request.reads_figures_of = list(mine.order_by("code"))  # type: ignore[attr-defined]
    found: list[Office] = request.reads_figures_of  # type: ignore[attr-defined]
    return found


def _kept(request: StaffRequest) -> dict[str, str]:
    return {"office": office} if (office := request.GET.get("office", "")) else {}
