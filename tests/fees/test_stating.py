"""Statements of bank, POS, WeChat and Alipay matched with the journal (4.8.2)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from fees.models import CheckFinding, Entry, StatementLine
from fees.transitions import reconciling, stating
from fees.transitions.paying import Payment, Tender, pay
from fees.transitions.statement_sheets import read_lines
from fees.transitions.stating import Stated
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till

D = Decimal
pytestmark = pytest.mark.clause("4.8.2")


def today() -> date:
    return timezone.localdate()


def take(
    till: Till, *lines: Stated, account: str = "WECHAT", digest: str = "a"
) -> None:
    stating.take_in(
        till.house.office, account, lines, by=till.finance, name="x", digest=digest
    )


def paid(till: Till, amount: str, reference: str = "") -> Entry:
    till.charge(amount)
    payment = Payment(
        unit=till.unit,
        tenders=[Tender("WECHAT", D(amount), reference)],
        key=uuid.uuid4(),
    )
    return pay(payment, by=till.cashier).entries.get(account="WECHAT")


def states() -> list[str]:
    return list(StatementLine.objects.order_by("pk").values_list("state", flat=True))


def test_by_trade_number_and_by_the_only_amount_of_a_day(till: Till) -> None:
    till.open()
    first, second = paid(till, "100.00", "T1"), paid(till, "50.00")
    take(
        till,
        Stated(today(), D("100.00"), "T1"),
        Stated(today(), D("50.00"), "T9"),
        Stated(today(), D("7.00"), "T3"),
    )
    assert states() == ["MATCHED", "MATCHED", "NEW"]
    assert {line.entry for line in StatementLine.objects.exclude(entry=None)} == {
        first,
        second,
    }


def test_two_alike_are_left_to_a_person(till: Till) -> None:
    till.open()
    entries = [paid(till, "50.00") for _ in range(2)]
    take(till, Stated(today(), D("50.00"), "A"), Stated(today(), D("50.00"), "B"))
    assert states() == ["NEW", "NEW"]
    line = StatementLine.objects.order_by("pk").first()
    assert line is not None
    for reason, entry in (("", entries[0]), ("看小票", paid(till, "60.00"))):
        with pytest.raises(Refused):
            stating.match_by_hand(line, by=till.finance, reason=reason, entry=entry)
    stating.match_by_hand(line, by=till.finance, reason="看小票", entry=entries[0])
    with pytest.raises(Refused):
        stating.match_by_hand(line, by=till.finance, reason="又", entry=entries[1])


def test_a_file_and_a_line_come_in_once(till: Till) -> None:
    take(till, Stated(today(), D("1.00"), "A"))
    with pytest.raises(Refused) as refused:
        take(till, Stated(today(), D("1.00"), "A"))
    assert refused.value.code == "fees_statement_once"
    take(till, Stated(today(), D("1.00"), "A"), Stated(today(), D("2.00")), digest="b")
    assert StatementLine.objects.count() == 2


def test_what_stands_on_one_side_only_is_a_finding(till: Till) -> None:
    till.open()
    paid(till, "100.00", "T1")
    later = today() + timedelta(days=3)
    take(till, Stated(today(), D("7.00"), "T3"), Stated(later, D("1.00"), "T4"))
    reconciling.reconcile(later)
    found = set(CheckFinding.objects.values_list("check_code", flat=True))
    assert {"UNMATCHED", "STRANGE"} <= found
    count = CheckFinding.objects.count()
    reconciling.reconcile(later)
    assert CheckFinding.objects.count() == count


WECHAT = """微信支付账单明细,,,,
共3笔记录,,,,
----------------------微信支付账单明细列表--------------------,,,,
交易时间,交易类型,交易对方,收/支,金额(元),交易单号,备注
2026-03-17 10:22:33,商户消费,张建国,收入,¥232.09,`4200001,\"物业费,3月\"
2026-03-17 11:00:00,退款,李芳,支出,¥32.00,`4200002\t,退
2026-03-17 12:00:00,零钱提现,/,/,¥100.00,`4200003,/
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_file_of_an_app_is_read_as_it_is(encoding: str) -> None:
    lines, found = read_lines(WECHAT.encode(encoding))
    assert found.problems == []
    assert lines == [
        Stated(date(2026, 3, 17), D("232.09"), "4200001", "张建国", "物业费,3月"),
        Stated(date(2026, 3, 17), D("-32.00"), "4200002", "李芳", "退"),
    ]


def test_what_is_neither_workbook_nor_csv_is_refused() -> None:
    for data in (b"\0\1\2", b"only words", b"%PDF-1.4"):
        with pytest.raises(ValidationError):
            read_lines(data)
