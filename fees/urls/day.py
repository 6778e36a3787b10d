"""A cashier's day."""

from django.urls import path, register_converter

from fees.views import day, large, violations, watching


class DayConverter:
    """The number of a daily report, e.g. JX-RB-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-RB-\d{8}-\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LargeConverter(DayConverter):
    """The number of a large-fee report, e.g. JX-DE-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-DE-\d{8}-\d{4,}"


class ViolationConverter(DayConverter):
    """The number of a violation, e.g. JX-H-WG-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-H-WG-\d{8}-\d{4,}"


register_converter(DayConverter, "cashier_day")
register_converter(LargeConverter, "fee_large")
register_converter(ViolationConverter, "fee_violation")

# /fees/
urlpatterns = [
    path("close/", day.close, name="close"),
    path("days/", day.index, name="days"),
    path("days/second/", watching.second_day, name="second-day"),
    path("days/<cashier_day:number>/reopen/", watching.reopen, name="day-reopen"),
    path("counts/", watching.counts, name="counts"),
    path("counts/new/", watching.count, name="count-new"),
    path("large/", large.large_reports, name="large"),
    path("large/<fee_large:number>/", large.large_report, name="large-report"),
    path("large/<fee_large:number>/<slug:name>/", large.large_step, name="large-step"),
    path("violations/", violations.violations, name="violations"),
    path("violations/new/", violations.violation_new, name="violation-new"),
    path("violations/<fee_violation:number>/", violations.violation, name="violation"),
    path(
        "violations/<fee_violation:number>/<slug:name>/",
        violations.violation_step,
        name="violation-step",
    ),
    path("days/<cashier_day:number>/", day.detail, name="day"),
    path("days/<cashier_day:number>/print/", day.report, name="day-print"),
    path("days/<cashier_day:number>/<slug:name>/", day.step, name="day-step"),
]
