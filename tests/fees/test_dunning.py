"""Arrears, demands with their proof, limitation, late fees (4.8.2; RULES 4.4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from fees.models import Charge, Demand
from fees.transitions import asking, carrying, dunning, lateness
from propertyservice.estate.models import Unit
from propertyservice.policy.models import RuleVersion
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till

D = Decimal
pytestmark = pytest.mark.clause("4.8.2")


def arrears(till: Till) -> dict[str, Unit]:
    found = dunning.with_arrears(Unit.objects.filter(office=till.house.office))
    return {unit.label: unit for unit in found}


def test_by_household_with_true_totals(till: Till) -> None:
    till.open()
    till.charge("100.00")
    till.charge("50.00", period=date(2026, 2, 1))
    till.charge("70.00", unit=till.upstairs)
    till.pay("30.00")
    found = arrears(till)
    assert found["3-1-502"].owed == D("120.00")  # type: ignore[attr-defined]
    assert found["3-1-502"].lines == 2  # type: ignore[attr-defined]
    assert found["3-1-602"].owed == D("70.00")  # type: ignore[attr-defined]
    till.pay("120.00")
    assert set(arrears(till)) == {"3-1-602"}


def test_a_demand_keeps_its_proof(till: Till) -> None:
    with pytest.raises(Refused):
        dunning.demand(till.unit, "CALL", by=till.cashier, proof="电话")
    till.charge("100.00")
    with pytest.raises(Refused) as refused:
        dunning.demand(till.unit, "CALL", by=till.cashier, proof=" ")
    assert refused.value.code == "proof"
    made = dunning.demand(till.unit, "NOTICE", by=till.cashier, proof="张建国签收")
    assert (made.amount, made.lines) == (D("100.00"), 1)
    assert made.term_on == made.on + timedelta(days=15)


def test_in_bulk_each_home_once_a_day(till: Till) -> None:
    till.charge("100.00")
    till.charge("70.00", unit=till.upstairs)
    homes = [till.unit.pk, till.upstairs.pk]
    office = till.house.office
    made = [
        dunning.demand_all(office, homes, "MESSAGE", by=till.cashier, proof="短信")
        for _ in range(2)
    ]
    assert made == [2, 0]
    assert sorted(Demand.objects.values_list("amount", flat=True)) == [D(70), D(100)]


def test_a_disputed_line_is_not_chased(till: Till) -> None:
    line = till.charge("100.00")
    disputed = till.approve(asking.ask_dispute(line, by=till.cashier, reason="面积"))
    with pytest.raises(Refused):
        dunning.demand(till.unit, "CALL", by=till.cashier, proof="接听")
    carrying.settle_dispute(disputed, by=till.house.supervisor, words="无误")
    dunning.demand(till.unit, "CALL", by=till.cashier, proof="接听")


@pytest.mark.edge(92)
def test_three_years_after_the_last_demand(till: Till) -> None:
    office, today = till.house.office, timezone.localdate()
    old = today - timedelta(days=3 * 366)
    till.charge("100.00", period=old.replace(day=1))
    assert dunning.risk(arrears(till)["3-1-502"], office) == "barred"
    dunning.demand(
        till.unit, "NOTICE", by=till.cashier, proof="签收", on=old + timedelta(days=300)
    )
    assert dunning.risk(arrears(till)["3-1-502"], office) == ""
    later = today + timedelta(days=200)
    assert dunning.risk(arrears(till)["3-1-502"], office, later) == "soon"
    till.open()
    assert till.pay("100.00").total == D("100.00")


def late(till: Till, day: date) -> Decimal:
    run = lateness.draft_late_fees(till.house.office, day, by=till.cashier)
    lines = Charge.objects.filter(run=run).values_list("amount", flat=True)
    return sum(lines, D(0))


def test_no_late_fee_unless_the_contract_says_so(till: Till) -> None:
    with pytest.raises(Refused):
        late(till, date(2026, 4, 10))


def test_the_late_fee_of_69_days(till: Till) -> None:
    item = till.items["PROPERTY_FEE"]
    item.late_fee = True
    item.save()
    RuleVersion.objects.create(
        key="fee.late_fee.enabled",
        office=till.house.office,
        value=True,
        effective_from=date(2020, 1, 1),
        reason="合同第八条",
    )
    line = till.charge("1392.52")
    assert line.due_on == date(2026, 1, 1)
    assert late(till, date(2026, 3, 11)) == D("48.04")
    assert late(till, date(2026, 3, 11)) == 0
    more = late(till, date(2026, 3, 12))
    assert more == D("0.70")


def test_a_daily_rate_that_courts_cut_is_warned_of(till: Till) -> None:
    for key, value in (("enabled", True), ("daily", 0.003)):
        RuleVersion.objects.create(
            key=f"fee.late_fee.{key}",
            office=till.house.office,
            value=value,
            effective_from=date(2020, 1, 1),
            reason="合同第八条",
        )
    day = date(2026, 3, 11)
    run = lateness.draft_late_fees(till.house.office, day, by=till.cashier)
    assert "0.10%" in run.run.findings[0]
