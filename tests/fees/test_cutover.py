"""The cut-over: opening balances from Excel, whole or not at all (4.8.2)."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from fees.models import Charge, Deposit, Opening, Prepaid, Reading, Voucher
from fees.transitions import books, cutover
from fees.transitions.cutover_sheets import tables_of
from propertyservice.estate import sheets
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till

D = Decimal
ON = date(2026, 6, 30)
pytestmark = pytest.mark.clause("4.8.2")
GOOD: dict[str, list[list[Any]]] = {
    "欠费": [
        ["房号", "收费项目", "所属月份", "金额", "应缴日期"],
        ["3-1-502", "物业服务费", "2026-05", 232.09, "2026-05-31"],
        ["3幢1单元602", "水费", "2026年4月", "¥30.00", None],
        ["合计", None, None, 262.09, None],
    ],
    "预收": [["房号", "收费项目", "金额"], ["3-1-602", "物业服务费", 696.27]],
    "押金": [
        ["房号", "收费项目", "金额", "交款人", "收据号"],
        ["3-1-502", "装修押金", 2000, "张建国", "旧0001"],
    ],
    "表读数": [
        ["房号", "收费项目", "表号", "读数", "倍率"],
        ["3-1-502", "水费", "W1", 1234, None],
    ],
    "收据": [["下一收据号"], [1001]],
}


def book_of(content: dict[str, list[list[Any]]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in content.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def take(till: Till, content: dict[str, list[list[Any]]], *, dry: bool = False) -> Any:
    return cutover.take_over(
        till.house.office,
        book_of(content),
        on=ON,
        by=till.finance,
        name="期初.xlsx",
        dry_run=dry,
    )


def test_a_dry_run_tells_and_writes_nothing(till: Till) -> None:
    told = take(till, GOOD, dry=True)
    assert told.problems == []
    assert told.sums["arrears"] == D("262.09")
    assert (Charge.objects.count(), Voucher.objects.count()) == (0, 0)


def test_taken_over_as_entries_of_their_own_kind(till: Till) -> None:
    take(till, GOOD)
    old = Charge.objects.get(unit=till.unit)
    assert (old.kind, old.amount, old.due_on) == (
        "OPENING",
        D("232.09"),
        date(2026, 5, 31),
    )
    assert Prepaid.objects.get(unit=till.upstairs).balance == D("696.27")
    assert Deposit.objects.get().held.balance == D("2000.00")
    assert Reading.objects.get().value == 1234
    opening = Voucher.objects.order_by("pk")
    assert {v.kind for v in opening} == {"OPENING"}
    assert {v.business_date for v in opening} == {ON}
    assert {v.total for v in opening} == {D(0)}
    assert_balanced()
    till_book = books.issue(
        till.house.office, holder=till.cashier, by=till.house.supervisor, count=10
    )
    assert till_book.first_number == 1001


def test_every_error_at_once_with_its_cell(till: Till) -> None:
    bad = {
        "欠费": [
            ["房号", "收费项目", "所属月份", "金额"],
            ["9-9-999", "物业服务费", "2026-05", 1],
            ["3-1-502", "电梯费", "2026-05", 1],
            ["3-1-502", "物业服务费", "去年", 1],
            ["3-1-502", "物业服务费", "2026-05", -5],
            ["3-1-502", "物业服务费", "2026-05", "1.005"],
            ["3-1-502", "装修押金", "2026-05", 5],
            ["3-1-502", "物业服务费", "2026-03", 5],
            ["3-1-502", "物业服务费", "2026-03", 5],
        ],
        "押金": [["房间", "钱"], ["3-1-502", 1]],
    }
    told = take(till, bad)
    places = {(p.sheet, p.row) for p in told.problems}
    assert places == {*(("欠费", row) for row in (2, 3, 4, 5, 6, 7, 9)), ("押金", 0)}
    assert not Opening.objects.exists()
    assert not Charge.objects.exists()


def test_the_same_file_comes_in_once(till: Till) -> None:
    data = book_of(GOOD)
    facts: dict[str, Any] = {
        "on": ON,
        "by": till.finance,
        "name": "x",
        "dry_run": False,
    }
    cutover.take_over(till.house.office, data, **facts)
    with pytest.raises(ValidationError):
        cutover.take_over(till.house.office, data, **facts)
    again = {key: rows for key, rows in GOOD.items() if key in ("欠费", "预收")}
    assert take(till, again).problems != []
    assert Charge.objects.count() == 2


def test_the_template_can_be_filled_in(till: Till) -> None:
    made = openpyxl.load_workbook(sheets.template(tables_of(till.house.office)))
    assert made.sheetnames == ["欠费", "预收", "押金", "表读数", "收据"]
    filled = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in made
    }
    assert take(till, filled, dry=True).problems == []
