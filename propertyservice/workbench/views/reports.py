"""Statistics (``/reports/``): RULES 2's figures by month, each opening its list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest, key_of, permission
from propertyservice.organisation.models import Office
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.views import send
from propertyservice.spreadsheets.writing import write
from propertyservice.ui import counting, reports
from propertyservice.ui.reports import By
from propertyservice.workbench import figures

CHOICES = 24
SPANS = (1, 3, 12)


@require_safe
@permission("workbench.statistics")
def index(request: StaffRequest) -> HttpResponse:
    """Lead to the first report that this post may read."""
    readable = reports.for_user(request.user)
    if not readable:
        raise PermissionDenied(_("Your post reads no statistics."))
    return redirect("report", readable[0].key)


@require_safe
@permission("workbench.statistics")
def show(request: StaffRequest, key: str) -> HttpResponse:
    """One report: headlines, charts, and the table with every number a link."""
    sheet = _sheet(request, key)
    offices = _offices(request, sheet.report)
    context = {
        "sheet": sheet,
        "reports": reports.for_user(request.user),
        "months": months_to_choose(),
        "month": f"{sheet.period.last:%Y-%m}",
        "offices": Office.objects.filter(pk__in=offices),
        "office": request.GET.get("office", ""),
        "spans": SPANS,
        "span": _span(request),
        "kept": _kept(request),
    }
    return render(request, "workbench/report.html", context)


def months_to_choose() -> list[str]:
    """The last two years' months, the latest first."""
    last = figures.month_of("")
    period = figures.period_until(last, frozenset(), CHOICES)
    return [f"{month:%Y-%m}" for month in reversed(list(counting.months(period)))]


@require_safe
@permission("workbench.statistics")
def export(request: StaffRequest, key: str) -> FileResponse:
    """The same table as Excel, on record."""
    sheet = _sheet(request, key)
    head = _("Office") if sheet.by_office else _("Month")
    columns = [Column(head, lambda row: row[0], Kind.IDENTIFIER)]
    for n, series in enumerate(sheet.series):
        unit = f" ({series.unit})" if series.unit else ""
        columns.append(
            Column(
                f"{series.label}{unit}",
                lambda row, n=n: row[1][n].value,  # type: ignore[misc]
                Kind.NUMBER,
                width=14,
            )
        )
    workbook, count = write(columns, sheet.rows, sheet.report.title)
    title = str(sheet.report.title)
    exports.record(request.user, title, rows=count, detail=request.GET.urlencode())
    filename = f"{title} {sheet.period.last:%Y-%m}.xlsx"
    return send(exports.finished(workbook), filename)


def _sheet(request: StaffRequest, key: str) -> figures.Sheet:
    try:
        report = reports.reports.get(key)
    except KeyError:
        raise Http404 from None
    if report.permission and not request.user.may_anywhere(report.permission):
        raise PermissionDenied(_("Your post does not read these statistics."))
    month = figures.month_of(request.GET.get("month", ""))
    offices = _offices(request, report)
    if report.compares and len(offices) > 1 and request.GET.get("by") == By.OFFICE:
        period = figures.period_until(month, offices, _span(request), By.OFFICE)
        names = dict(Office.objects.filter(pk__in=offices).values_list("pk", "name"))
        return figures.sheet(report, request.user, period, names)
    office = key_of(request.GET.get("office", ""))
    if office in offices:
        offices = frozenset({office})
    return figures.sheet(report, request.user, figures.period_until(month, offices))


def _span(request: StaffRequest) -> int:
    asked = key_of(request.GET.get("months", ""))
    return asked if asked in SPANS else SPANS[0]


def _kept(request: StaffRequest) -> str:
    """What the other reports and the Excel file keep of the address."""
    names = ("month", "office", "by", "months")
    kept = {n: value for n in names if (value := request.GET.get(n, ""))}
    return urlencode(kept)


def _offices(request: StaffRequest, report: reports.Report) -> frozenset[int]:
    if report.permission:
        return request.user.offices_for(report.permission)
    return request.user.office_ids
