"""Prices, bill runs and bill lines."""

from django.urls import path

from fees.views import bills, charging, imports, meters, prices, statistics

# /fees/
urlpatterns = [
    path("prices/", prices.index, name="prices"),
    path("prices/board/", prices.board, name="board"),
    path("prices/items/new/", prices.item, name="item-new"),
    path("prices/items/<int:pk>/", prices.item, name="item"),
    path("prices/items/<int:pk>/price/", prices.new, name="price-new"),
    path("prices/<int:pk>/publish/", prices.publish, name="price-publish"),
    path("prices/<int:pk>/end/", prices.end, name="price-end"),
    path("bills/", bills.index, name="bills"),
    path("bills/<int:pk>/", bills.run, name="run"),
    path("bills/<int:pk>/<slug:name>/", bills.act, name="run-act"),
    path("lines/", bills.lines, name="lines"),
    path("once/", charging.once, name="once"),
    path("sell/", charging.sell, name="sell"),
    path("area/", charging.area, name="area"),
    path("shared/", charging.shared, name="shared"),
    path("shared/new/", charging.share, name="share"),
    path("shared/<int:pk>/print/", charging.shared_paper, name="shared-print"),
    path("rentals/", charging.rentals, name="rentals"),
    path("rentals/new/", charging.rental, name="rental-new"),
    path("rentals/<int:pk>/end/", charging.end_rental, name="rental-end"),
    path("meters/", meters.index, name="meters"),
    path("meters/new/", meters.new, name="meter-new"),
    path("meters/import/", imports.readings, name="readings-import"),
    path("meters/<int:pk>/read/", meters.read, name="meter-read"),
    path("opening/", imports.opening, name="opening"),
    path("blank/<slug:kind>.xlsx", imports.blank, name="blank"),
    path("statistics/", statistics.index, name="statistics"),
]
