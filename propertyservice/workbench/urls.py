"""Front desk, search, household, to-do, approvals, statistics, account, health."""

from django.urls import path

from propertyservice.workbench.views import (
    account,
    health,
    home,
    household,
    late,
    matters,
    monthly,
    notices,
    queue,
    reports,
    roster,
    search,
    todo,
    upkeep,
)
from propertyservice.workbench.views import requests as asked
from propertyservice.workbench.views.shift import handing
from propertyservice.workbench.views.shift import index as shift
from propertyservice.workbench.views.shift import register as handovers

unit = "units/<str:code>/"
urlpatterns = [
    path("", home.index, name="home"),
    path("search/", search.index, name="search"),
    path("healthz", health.index, name="healthz"),
    # Work that waits
    path("todo/", todo.index, name="todo"),
    path("cases/", matters.index, name="cases"),
    path("notices/", notices.index, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/<int:pk>/", notices.show, name="notice"),
    path("queue/", queue.index, name="queue"),
    path("queue/several/", queue.several, name="queue-several"),
    path("queue/all/", asked.register, name="queue-register"),
    path("queue/all/export.xlsx", asked.export, name="queue-export"),
    path("queue/<int:pk>/withdraw/", asked.take_back, name="queue-withdraw"),
    path("queue/<int:pk>/<str:act>/", queue.decide, name="queue-decide"),
    path("queue/<str:number>/", asked.show, name="queue-request"),
    path("queue/<str:number>/print/", asked.paper, name="queue-print"),
    # What is late
    path("late/", late.index, name="late"),
    path("late/<str:number>/", late.give_to, name="late-reassign"),
    # Shifts
    path("shift/", shift.index, name="shift"),
    path("shift/roster/", shift.edit, name="shift-roster"),
    path("shift/copy/", shift.copy, name="shift-copy"),
    path("shift/give/", handing.give, name="shift-give"),
    path("shift/handovers/", handovers.index, name="shift-handovers"),
    path("shift/handovers/export.xlsx", handovers.export, name="shift-export"),
    path("shift/handovers/<int:pk>/", handing.show, name="shift-handover"),
    path("shift/handovers/<int:pk>/print/", handing.paper, name="shift-print"),
    # One household
    path("units/roster/", roster.take_over, name="roster"),
    path(unit, household.show, name="unit"),
    path(f"{unit}people/", household.people, name="unit-people"),
    path(f"{unit}move-in/", upkeep.move_in, name="unit-move-in"),
    path(f"{unit}move-out/", upkeep.move_out, name="unit-move-out"),
    path(f"{unit}transfer/", upkeep.transfer, name="unit-transfer"),
    # One person
    path("people/<int:pk>/", household.person, name="person"),
    path("people/<int:pk>/phone/", upkeep.phone, name="person-phone"),
    path("people/<int:pk>/merge/", upkeep.merge, name="person-merge"),
    path("people/<int:pk>/reveal/", upkeep.reveal, name="person-reveal"),
    path("people/<int:pk>/erase/", upkeep.erase, name="person-erase"),
    # Figures and the account
    path("reports/", reports.index, name="reports"),
    path("reports/monthly/", monthly.index, name="monthly-set"),
    path(
        "reports/monthly/<str:office>/<str:month>/", monthly.paper, name="monthly-paper"
    ),
    path("reports/<str:key>/", reports.show, name="report"),
    path("reports/<str:key>/export.xlsx", reports.export, name="report-export"),
    path("account/", account.index, name="account"),
]
