"""Prices, bill runs and bill lines."""

from django.urls import path

from fees.views import bills, prices

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
]
