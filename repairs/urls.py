"""Addresses of repairs (DESIGN 4). A number comes last: words come before it."""

from django.urls import path, register_converter

from repairs.views import (
    board,
    bulk,
    case,
    changes,
    intake,
    prints,
    register,
    steps,
    tasks,
)
from repairs.views.finding import NumberConverter

register_converter(NumberConverter, "repair")

app_name = "repairs"

# /repairs/
urlpatterns = [
    path("", register.index, name="list"),
    path("export.xlsx", register.export, name="export"),
    path("print/", prints.register, name="print-register"),
    path("new/", intake.new, name="new"),
    path("mine/", tasks.mine, name="mine"),
    path("board/", board.board, name="board"),
    # Several at once
    path("chase/", bulk.chase, name="bulk-chase"),
    path("reassign/", bulk.reassign, name="bulk-reassign"),
    path("sheets/", bulk.print_sheets, name="bulk-print"),
    path("sheets/print/", prints.task_sheets, name="print-several"),
    # One case
    path("<repair:number>/", case.detail, name="detail"),
    path("<repair:number>/print/", prints.task_sheet, name="print"),
    path("<repair:number>/photos/", case.photos, name="photos"),
    path("<repair:number>/changes/<int:step_id>/", changes.changes, name="changes"),
    path("<repair:number>/<slug:name>/", steps.step, name="step"),
]
