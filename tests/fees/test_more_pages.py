"""The forms beside the counter as people send them; bad input keeps what was typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from fees.models import (
    CashierDay,
    Charge,
    Demand,
    Matter,
    Reading,
    Rental,
    SharedBill,
    StatementLine,
    SurpriseCount,
    Violation,
    Voucher,
)
from propertyservice.estate.models import ParkingSpace
from tests.fees.test_cutover import GOOD, book_of
from tests.fees.till import Till, priced
from tests.support.people import sign_in

D = Decimal
JANUARY = date(2026, 1, 1)
pytestmark = pytest.mark.clause("4.8.2")


def post(who: Any, name: str, data: dict[str, Any], *args: Any, **query: str) -> Any:
    url = reverse(name, args=args)
    if query:
        url += "?" + "&".join(f"{key}={value}" for key, value in query.items())
    return sign_in(who).post(url, data)


def went(response: Any) -> str:
    assert response.status_code == 302, response.content.decode()[-3000:]
    return str(response["Location"])


@pytest.mark.clause("4.8.1")
def test_charged_once_then_sold_at_once(till: Till) -> None:
    till.open()
    item = till.items["PARKING_RENT"]
    data = {"item": item.pk, "quantity": "2", "note": "卡"}
    unit = till.unit.code
    refused = post(till.cashier, "fees:once", data, unit=unit)
    assert refused.status_code == 200
    assert "没有已公示的价格" in refused.content.decode()
    assert 'value="2"' in refused.content.decode()
    priced(item, "5.00", JANUARY, till.finance)
    went(post(till.cashier, "fees:once", data, unit=unit))
    assert Charge.objects.get().amount == D("10.00")
    sold = went(post(till.cashier, "fees:sell", {**data, "method": "CASH"}))
    assert Voucher.objects.get().receipt_no in sold


@pytest.mark.clause("4.8.1")
def test_a_meter_is_entered_read_and_billed(till: Till) -> None:
    water = till.items["WATER"]
    priced(water, "3.50", JANUARY, till.finance)
    today = timezone.localdate()
    new = {
        "unit": "3-1-502",
        "item": water.pk,
        "number": "W1",
        "multiplier": "1",
        "rolls_at": "100000",
        "on": f"{today - timedelta(days=1)}",
        "value": "100",
    }
    assert (
        post(till.cashier, "fees:meter-new", {**new, "unit": "9-9"}).status_code == 200
    )
    went(post(till.cashier, "fees:meter-new", new))
    assert post(till.cashier, "fees:meter-new", new).status_code == 200
    pk = Reading.objects.get().meter_id
    low = {"on": f"{today}", "kind": "READ", "value": "90"}
    page = post(till.cashier, "fees:meter-read", low, pk).content.decode()
    assert "翻转" in page
    went(post(till.cashier, "fees:meter-read", {**low, "value": "110"}, pk))
    bill = {
        "office": till.house.office.pk,
        "what": "meters",
        "period": f"{today:%Y-%m}",
    }
    went(post(till.cashier, "fees:bills", bill))
    assert Charge.objects.get().amount == D("35.00")
    late = post(till.cashier, "fees:bills", {**bill, "what": "late"})
    assert "未约定违约金" in late.content.decode()


@pytest.mark.clause("4.8.1")
def test_shared_out_and_a_space_rented(till: Till) -> None:
    water, rent = till.items["WATER"], till.items["PARKING_RENT"]
    priced(water, "2.00", JANUARY, till.finance)
    data = {
        "building": till.unit.building_id,
        "item": water.pk,
        "period": "2026-01",
        "total": "50",
        "homes": "",
        "other": "",
        "by_area": "1",
    }
    page = post(till.cashier, "fees:share", data)
    assert "面积" in page.content.decode()
    went(post(till.cashier, "fees:share", {**data, "by_area": "0"}))
    assert SharedBill.objects.get().amount == D("100.00")
    ParkingSpace.objects.create(office=till.house.office, code="B-1")
    let = {
        "unit": "3-1-502",
        "space": "B-1",
        "item": rent.pk,
        "starts_on": "2026-01-01",
    }
    went(post(till.cashier, "fees:rental-new", let))
    assert post(till.cashier, "fees:rental-new", let).status_code == 200
    went(
        post(
            till.cashier,
            "fees:rental-end",
            {"on": "2026-03-31"},
            Rental.objects.get().pk,
        )
    )


@pytest.mark.clause("4.8.3")
def test_what_others_decide_is_asked_on_pages(till: Till) -> None:
    till.open()
    line = till.charge("100.00")
    pledge, fee = till.items["RENOVATION_DEPOSIT"], till.items["PROPERTY_FEE"]
    till.pay(
        "30.00", deposits={pledge.pk: D(20)}, ahead={fee.pk: D(10)}, charges=[line]
    )
    receipt = Voucher.objects.get()
    deposit = receipt.entries.get(account="DEPOSIT").deposit_id
    ahead = till.unit.prepaid.get().pk
    to = {"payee": "张建国", "account": "6222", "reason": "退"}
    asks = (
        ("fees:waive", {"amount": "30", "reason": "滴水"}, line.pk),
        ("fees:dispute", {"reason": "面积"}, line.pk),
        ("fees:refund-deposit", {**to, "amount": "5"}, deposit),
        ("fees:refund-ahead", {**to, "amount": "5"}, ahead),
        (
            "fees:deduct",
            {"charge": line.pk, "amount": "5", "reason": "坏", "consent": "签字"},
            deposit,
        ),
    )
    for name, data, pk in asks:
        too_much = {**data, "amount": "100000"} if "amount" in data else {"reason": ""}
        page = post(till.cashier, name, too_much, pk)
        assert page.status_code == 200, name
        assert "invalid-feedback" in page.content.decode(), name
        assert "/fees/matters/" in went(post(till.cashier, name, data, pk))
    paid = {"amount": "90", "payee": "五金店", "paper": "F1", "reason": "灯泡"}
    office = till.house.office.pk
    went(post(till.cashier, "fees:expense", {**paid, "office": office}))
    passing = {**paid, "item": till.items["WATER"].pk}
    assert post(till.cashier, "fees:remittance", passing).status_code == 200
    matter = till.approve(Matter.objects.select_related("register").get(kind="EXPENSE"))
    client = sign_in(till.finance)
    step = f"{matter.get_absolute_url()}pay_out/"
    assert client.get(step).status_code == 200
    went(client.post(step, {"reference": "B1"}))
    assert Voucher.objects.get(kind="EXPENSE").total == D("-90.00")
    assert client.get("/queue/").status_code == 200
    for who in (till.cashier, till.finance, till.house.supervisor):
        assert sign_in(who).get("/todo/").status_code == 200
    number = receipt.receipt_no
    nobody = post(till.cashier, "fees:invoice", {"number": "F100"}, number)
    assert "抬头" in nobody.content.decode()
    titled = {"number": "F100", "title": "张建国"}
    went(post(till.cashier, "fees:invoice", titled, number))


def test_demands_one_and_many(till: Till) -> None:
    till.charge("100.00")
    till.charge("70.00", unit=till.upstairs)
    unit = till.unit.code
    data = {"kind": "CALL", "on": f"{timezone.localdate()}", "proof": ""}
    assert post(till.cashier, "fees:demand", data, unit=unit).status_code == 200
    went(post(till.cashier, "fees:demand", {**data, "proof": "接听"}, unit=unit))
    client = sign_in(till.cashier)
    page = client.get("/fees/arrears/").content.decode()
    assert "¥100.00" in page
    picks = [till.unit.pk, till.upstairs.pk]
    preview = client.post("/fees/arrears/demand/", {"pick": picks})
    assert preview.status_code == 200
    many = {"pick": picks, "kind": "NOTICE", "proof": "楼栋张贴"}
    went(client.post("/fees/arrears/demand/", many))
    assert Demand.objects.count() == 3
    notice = client.get("/fees/arrears/notices/", {"pick": picks}).content.decode()
    assert notice.count("<article") == 2
    assert client.get("/fees/demands/").status_code == 200
    account = client.get("/fees/account/", {"unit": unit}).content.decode()
    assert "接听" in account


def test_workbooks_are_looked_at_then_taken_in(till: Till) -> None:
    office = till.house.office.pk

    def send(name: str, data: bytes, **more: Any) -> Any:
        file = SimpleUploadedFile("x.xlsx", data)
        return post(till.finance, name, {"office": office, "file": file, **more})

    on = {"on": "2026-06-30"}
    page = send("fees:opening", book_of(GOOD), **on, preview="1").content.decode()
    assert "262.09" in page
    assert not Charge.objects.exists()
    bad = book_of({"欠费": [["房号"], ["x"]]})
    assert "表头" in send("fees:opening", bad, **on, apply="1").content.decode()
    broken = send("fees:opening", b"no workbook", **on, apply="1")
    assert "Excel" in broken.content.decode()
    went(send("fees:opening", book_of(GOOD), **on, apply="1"))
    assert Charge.objects.count() == 2
    read = book_of({"抄表": [["房号", "项目", "读数"], ["3-1-502", "水费", 1200]]})
    again = {"on": f"{timezone.localdate()}"}
    assert (
        "翻转"
        in send("fees:readings-import", read, **again, apply="1").content.decode()
    )
    read = book_of({"抄表": [["房号", "项目", "读数"], ["3-1-502", "水费", 1240]]})
    went(send("fees:readings-import", read, **again, apply="1"))
    assert Reading.objects.latest("pk").usage == 6
    lines = book_of(
        {"Sheet1": [["交易时间", "金额", "交易单号"], ["2026-07-01", 12.5, "T1"]]}
    )
    went(send("fees:statement-import", lines, account="WECHAT", apply="1"))
    line = StatementLine.objects.get()
    assert line.amount == D("12.50")
    nothing = post(till.finance, "fees:statement-match", {"reason": ""}, line.pk)
    assert nothing.status_code == 200
    went(post(till.finance, "fees:statement-match", {"reason": "利息"}, line.pk))
    again_ = send("fees:statement-import", lines, account="WECHAT", apply="1")
    assert "已导入" in again_.content.decode()
    for kind in ("opening", "readings", "statement"):
        assert sign_in(till.finance).get(f"/fees/blank/{kind}.xlsx").status_code == 200


@pytest.mark.clause("4.8.5")
def test_the_manager_counts_reports_and_opens(till: Till) -> None:
    day = till.open()
    manager = till.house.manager
    data = {"day": day.pk, "n_100": "5", "next_number": "1"}
    went(post(manager, "fees:count-new", data))
    assert SurpriseCount.objects.get().difference == 0
    short = {**data, "n_100": "4"}
    assert post(manager, "fees:count-new", short).status_code == 200
    report = {
        "office": till.house.office.pk,
        "kind": "LATE",
        "named": till.cashier.pk,
        "what": "迟交",
    }
    went(post(manager, "fees:violation-new", report))
    made = Violation.objects.select_related("register").get()
    assert sign_in(till.cashier).get(made.get_absolute_url()).status_code in (403, 404)
    step = f"{made.get_absolute_url()}report_up/"
    assert sign_in(manager).get(step).status_code == 200
    went(sign_in(manager).post(step, {"reported_to": "公司财务部"}))
    second = {"cashier": till.cashier.pk, "despite": "昨日系统故障"}
    assert post(manager, "fees:second-day", second).status_code == 200
    CashierDay.objects.filter(pk=day.pk).update(date=day.date - timedelta(days=1))
    went(post(manager, "fees:second-day", second))
    again = post(manager, "fees:second-day", second)
    assert "已经开启" in again.content.decode()
    assert CashierDay.objects.filter(cashier=till.cashier, status="OPEN").count() == 2
    assert post(till.cashier, "fees:second-day", second).status_code == 403
