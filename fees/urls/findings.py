"""Findings of the reconciliation."""

from django.urls import path, register_converter

from fees.views import findings


class FindingConverter:
    """The number of a finding, e.g. JX-JC-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-JC-\d{8}-\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FindingConverter, "fee_finding")

# /fees/
urlpatterns = [
    path("findings/", findings.index, name="findings"),
    path("findings/<fee_finding:number>/", findings.detail, name="finding"),
    path(
        "findings/<fee_finding:number>/<slug:name>/",
        findings.step,
        name="finding-step",
    ),
]
