"""Addresses of complaints (DESIGN 4). A number comes last: words come before it."""

from django.urls import path, register_converter

from complaints.views import (
    analysis,
    bulk,
    case,
    changes,
    intake,
    prints,
    register,
    steps,
)
from complaints.views.finding import NumberConverter

register_converter(NumberConverter, "complaint")

app_name = "complaints"

# /complaints/
urlpatterns = [
    path("", register.index, name="list"),
    path("export.xlsx", register.export, name="export"),
    path("print/", prints.register, name="print-register"),
    path("new/", intake.new, name="new"),
    # Several cases, with a preview
    path("chase/", bulk.chase, name="bulk-chase"),
    path("transfer/", bulk.transfer, name="bulk-transfer"),
    path("close/", bulk.close, name="bulk-close"),
    # The quarter
    path("analysis/", analysis.show, name="analysis"),
    path("analysis/export.xlsx", analysis.export, name="analysis-export"),
    path("analysis/print/", analysis.paper, name="analysis-print"),
    # One case
    path("<complaint:number>/", case.detail, name="detail"),
    path("<complaint:number>/print/", prints.record, name="print"),
    path("<complaint:number>/photos/", case.photos, name="photos"),
    path("<complaint:number>/changes/<int:step_id>/", changes.changes, name="changes"),
    path("<complaint:number>/<slug:name>/", steps.step, name="step"),
]
