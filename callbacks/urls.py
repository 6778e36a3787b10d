"""Addresses of callbacks (DESIGN 4). A number comes last: words come before it."""

from django.urls import path, register_converter

from callbacks.views import (
    base,
    bulk,
    case,
    changes,
    prints,
    rate,
    register,
    samplings,
    steps,
    worklist,
)
from callbacks.views.finding import NumberConverter

register_converter(NumberConverter, "callback")

app_name = "callbacks"

# /callbacks/
urlpatterns = [
    path("", register.index, name="list"),
    path("export.xlsx", register.export, name="export"),
    path("print/", prints.register, name="print-register"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("rate/", rate.rate, name="rate"),
    path("base/", base.index, name="base"),
    # How it is drawn
    path("samplings/", samplings.index, name="samplings"),
    path("samplings/<int:pk>/", samplings.show, name="sampling"),
    path("samplings/add/<int:pk>/", samplings.add, name="add"),
    # Several at once
    path("assign/", bulk.assign, name="bulk-assign"),
    path("review/", bulk.review, name="bulk-review"),
    # One case
    path("<callback:number>/", case.detail, name="detail"),
    path("<callback:number>/print/", prints.record, name="print"),
    path("<callback:number>/changes/<int:step_id>/", changes.changes, name="changes"),
    path("<callback:number>/<slug:name>/", steps.step, name="step"),
]
