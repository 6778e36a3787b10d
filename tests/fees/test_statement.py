"""The month's statement: opened again with openpyxl, its ties computed anew (4.8.2)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from fees.rules.money import last_of
from fees.transitions import closing
from tests.fees.till import Till
from tests.support.people import sign_in

pytestmark = pytest.mark.clause("4.8.2")
THIS = timezone.localdate().replace(day=1)
BEFORE = (THIS - (last_of(THIS) - THIS)).replace(day=1)


def book_of(till: Till) -> dict[str, list[tuple[Any, ...]]]:
    """The workbook as rows by sheet, without the headings."""
    url = reverse("fees:ledger-excel", args=[f"{THIS:%Y-%m}"])
    answer = sign_in(till.cashier).get(url)
    content = BytesIO(b"".join(answer.streaming_content))
    return {
        sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()][
            1:
        ]
        for sheet in load_workbook(content).worksheets
    }


def money(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


@pytest.fixture
def month(till: Till) -> Till:
    """Debts of two months, paid in part, ahead, a deposit, and one receipt voided."""
    day = till.open()
    till.charge("100.00", period=BEFORE)
    till.charge("232.09", period=THIS)
    till.charge("30.00", item="WATER", period=THIS)
    till.pay("150.00")
    wrong = till.pay("10.00", method="WECHAT")
    till.void(wrong)
    fee = till.items["PROPERTY_FEE"].pk
    till.pay("500.00", method="TRANSFER", ahead={fee: Decimal("500")}, settles=False)
    item = till.items["RENOVATION_DEPOSIT"].pk
    till.pay("2000.00", deposits={item: Decimal("2000")}, settles=False)
    closing.count(
        day, by=till.cashier, notes={"100": 21, "50": 1}, float_counted=Decimal(500)
    )
    return till


def test_the_details_add_up_to_the_day(month: Till) -> None:
    rows = book_of(month)["明细"]
    cash = sum(money(row[7]) - money(row[9] if row[7] is None else 0) for row in rows)
    assert [money(row[10]) for row in rows][-1] == Decimal("2650.00")
    assert sum(money(row[7]) for row in rows) == Decimal("2150.00")
    assert sum(money(row[8]) for row in rows) == Decimal("510.00")
    assert sum(money(row[9]) for row in rows) == Decimal("10.00")
    assert cash
    assert rows[0][2] == "JX-SJ-00000001"


def test_what_was_owed_and_settled_gives_what_is_owed(month: Till) -> None:
    for row in book_of(month)["按项目汇总"]:
        opening, due, current, arrears, _ahead, waived, closing_ = map(money, row[2:9])
        assert opening + due - current - arrears - waived == closing_
    rows = book_of(month)["按项目汇总"]
    fee = next(row for row in rows if row[0] == "物业服务费")
    assert money(fee[2]) == Decimal("100.00")
    assert money(fee[5]) == Decimal("100.00")
    assert money(fee[4]) == Decimal("50.00")
    assert money(fee[6]) == Decimal("500.00")
    assert round(fee[9], 4) == round(50 / 232.09, 4)


def test_deposits_on_behalf_and_arrears_stand_apart(month: Till) -> None:
    sheets = book_of(month)
    assert sum(money(row[6]) for row in sheets["在押押金"]) == Decimal("2000.00")
    assert [row[0] for row in sheets["代收代缴"]] == ["水费"]
    assert sum(money(row[5]) for row in sheets["欠费"]) == Decimal("212.09")
    *items, total = sheets["按项目汇总"]
    owed = sum(money(row[8]) for row in items)
    assert (total[0], money(total[8])) == ("合计", owed)
    assert owed == Decimal("212.09")


def test_every_tie_holds_on_page_and_in_the_file(month: Till) -> None:
    ties = book_of(month)["勾稽"]
    assert len(ties) == 4
    assert all(row[3] == "是" and row[1] == row[2] for row in ties)
    page = sign_in(month.cashier).get(reverse("fees:ledger")).content.decode()
    assert page.count("st-done") >= 3
    assert "st-bad" not in page
