"""Addresses of fees (DESIGN 4); each part keeps its own list."""

from fees.urls import books, charging, counter, day, findings, ledger

app_name = "fees"
urlpatterns = [
    *counter.urlpatterns,
    *books.urlpatterns,
    *day.urlpatterns,
    *charging.urlpatterns,
    *findings.urlpatterns,
    *ledger.urlpatterns,
]
