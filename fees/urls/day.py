"""A cashier's day."""

from django.urls import path, register_converter

from fees.views import day


class DayConverter:
    """The number of a daily report, e.g. JX-RB-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-RB-\d{8}-\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "cashier_day")

# /fees/
urlpatterns = [
    path("close/", day.close, name="close"),
    path("days/", day.index, name="days"),
    path("days/<cashier_day:number>/", day.detail, name="day"),
    path("days/<cashier_day:number>/print/", day.report, name="day-print"),
    path("days/<cashier_day:number>/<slug:name>/", day.step, name="day-step"),
]
