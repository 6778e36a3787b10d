"""The monthly statement."""

from django.urls import path, register_converter

from fees.views import entries, imports, ledger, statements


class MonthConverter:
    """A month, e.g. 2026-11."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "fee_month")

# /fees/
urlpatterns = [
    path("entries/", entries.index, name="entries"),
    path("entries/export.xlsx", entries.export, name="entries-export"),
    path("statements/", statements.index, name="statements"),
    path("statements/import/", imports.statement, name="statement-import"),
    path("statements/<int:pk>/", statements.match, name="statement-match"),
    path("ledger/", ledger.index, name="ledger"),
    path("ledger/print/", ledger.paper, name="ledger-print"),
    path("ledger/<fee_month:month>.xlsx", ledger.excel, name="ledger-excel"),
]
