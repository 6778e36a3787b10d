"""Inspections and surveys."""

from django.urls import path

from propertyservice.oversight.views import findings, inspections, registers, surveys

app_name = "oversight"
one = "inspections/<str:number>/"
survey = "surveys/<int:pk>/"
urlpatterns = [
    path("inspections/", registers.inspections, name="inspections"),
    path(
        "inspections/export.xlsx",
        registers.export,
        {"key": "inspections"},
        name="inspections-export",
    ),
    path("inspections/new/", inspections.new, name="inspection-new"),
    path("findings/", registers.findings, name="findings"),
    path(
        "findings/export.xlsx",
        registers.export,
        {"key": "findings"},
        name="findings-export",
    ),
    path("findings/<str:number>/", findings.detail, name="finding"),
    path("findings/<str:number>/<str:name>/", findings.step, name="finding-step"),
    path(one, inspections.detail, name="inspection"),
    path(f"{one}end/", inspections.end, name="inspection-end"),
    path(f"{one}print/", inspections.paper, name="inspection-print"),
    path(f"{one}<int:place>/", inspections.look, name="inspection-look"),
    path("surveys/", surveys.index, name="surveys"),
    path("surveys/new/", surveys.new, name="survey-new"),
    path(survey, surveys.detail, name="survey"),
    path(f"{survey}end/", surveys.end, name="survey-end"),
    path(f"{survey}print/", surveys.paper, name="survey-print"),
    path(f"{survey}sheets/", surveys.sheets, name="survey-sheets"),
    path("surveys/sheets/<str:number>/", surveys.sheet, name="survey-sheet"),
]
