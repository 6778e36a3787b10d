"""The figures of RULES 2.1 agree with a recount, and each opens exactly its list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from propertyservice.ui.reports import By, Period, Series
from repairs import transitions as do
from repairs.models import Repair
from repairs.reports.monthly import by_building, by_trade, by_unit, overview
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.figures import opened

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.1")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
SPAN = Period(date(2026, 3, 1), date(2026, 4, 1), frozenset())


def history(house: House) -> Period:
    """Two months of repairs: in time, late, cancelled, suspended, repeated."""
    first = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    trades = ("WATER", "POWER", "WATER", "DOOR", "WATER")
    for number, trade in enumerate(trades):
        at = first + timedelta(days=9 * number)
        with time_machine.travel(at, tick=False):
            home = house.unit if number % 2 else house.upstairs
            urgent = "EMERGENCY" if number == 1 else "NORMAL"
            repair = call(house, unit=home, trade=trade, priority=urgent)
            technician = house.colleague if number % 4 else house.repairer
            do.dispatch(repair, by=house.clerk, technician=technician)
            do.accept(repair, by=technician)
        if number == 3:
            with time_machine.travel(at + timedelta(hours=1), tick=False):
                do.cancel(repair, by=house.clerk, asked_by="住户", reason="自行处理")
            continue
        with time_machine.travel(at + timedelta(hours=30 * number), tick=False):
            finish(house, repair)
    return Period(SPAN.first, SPAN.last, frozenset([house.office.pk]))


def finish(house: House, repair: Repair) -> None:
    """Arrive, work and finish at this moment."""
    technician = repair.technician
    assert technician is not None
    do.arrive(repair, by=technician)
    do.start(repair, by=technician, cause="老化")
    do.finish(
        repair,
        by=technician,
        result="REPAIRED",
        work_done="更换",
        resident_sign="陈雨桐",
    )


def test_every_number_opens_exactly_the_list_it_counts(house: House) -> None:
    period = history(house)
    tables = [
        table(house.supervisor, each)
        for table in (overview, by_trade, by_building, by_unit)
        for each in (period, replace(period, by=By.OFFICE))
    ]
    assert sum(opened(table, house.supervisor) for table in tables) > 40


def test_the_counts_equal_a_recount(house: House) -> None:
    period = history(house)
    months = Counter(
        timezone.localtime(repair.reported_at).date().replace(day=1)
        for repair in Repair.objects.all()
    )
    reported: Series = overview(house.supervisor, period)[0]
    assert {f.slot: f.value for f in reported.figures} == dict(months)
    trades = Counter(Repair.objects.values_list("trade", flat=True))
    counted = {
        series.label: sum(int(f.value or 0) for f in series.figures)
        for series in by_trade(house.supervisor, period)
    }
    assert sorted(filter(None, counted.values())) == sorted(trades.values())


def test_late_work_lowers_the_rate_and_cancelled_work_does_not(house: House) -> None:
    period = history(house)
    table = {str(series.label): series for series in overview(house.supervisor, period)}
    rates = {label: [f.value for f in s.figures] for label, s in table.items()}
    # Of five: the emergency after 30 h and two after 60 h and 120 h are late.
    late = [value for label, value in rates.items() if label in ("超时完工",)]
    assert sum(int(value or 0) for value in late[0]) == 3


def test_another_office_counts_nothing_of_this_one(house: House, other: House) -> None:
    period = history(house)
    seen = overview(other.supervisor, period)
    assert all(not figure.value for series in seen for figure in series.figures)
