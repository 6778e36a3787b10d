"""The cashier's day from opening to the bank, by keyboard and hand (4.8.2, 4.8.4)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fees.models import Voucher
from fees.transitions import books, days
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.policy.models import CalendarYear
from tests.browser.acting import answer, expect_status, number_in, take
from tests.browser.conftest import At, settle
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till, make_items
from tests.support.cast import House, hire, make_house

Zh = Callable[[str], str]
RECEIPT = re.compile(r"/fees/receipts/JX-SJ-\d{8}/$")
MATTER = re.compile(r"/fees/matters/JX-SF-\d{8}-\d{4}/$")


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> House:
    """An office whose two homes owe, with a cashier who has a book."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    for year in (2025, 2026, 2027, 2028):
        CalendarYear.objects.get_or_create(year=year)
    house.people["finance"] = hire(None, "finance", "FINANCE", company=company)
    with scope(offices=[house.office.pk]):
        settle(house)
        till = Till(
            house,
            house.cashier,
            house.cashier,
            house.finance,
            house.unit,
            house.upstairs,
            make_items(house),
        )
        till.charge("232.09")
        till.charge("149.73", unit=till.upstairs)
        books.issue(house.office, holder=house.cashier, by=house.supervisor, count=50)
    house.extra["till"] = till
    return house


def number_of(page: Page) -> str:
    """The receipt whose page is open."""
    page.wait_for_url(RECEIPT)
    return number_in(page)


@pytest.mark.clause("4.8.1", "4.8.2", "4.8.4")
@pytest.mark.edge(76)
def test_from_the_first_receipt_to_the_bank_and_a_void_too_late(
    at: At, zh: Zh, house: House
) -> None:
    cashier = at("cashier", "/fees/close/")
    the_day_opens(cashier)
    first = by_keyboard_from_search_to_paper(cashier)
    second = upstairs_pays_by_transfer(cashier)
    assert second > first

    day = counted_blind(cashier)
    signed(at("supervisor", "/queue/"), day)
    cashier.goto(f"/fees/days/{day}/")
    take(cashier, "deposit", bank="工商银行", slip_no="H0001")
    finance = at("finance", f"/fees/days/{day}/")
    take(finance, "reconcile", words="已入账")
    take(finance, "lock")
    expect_status(finance, "已锁定")

    red = too_late_for_a_void(at, cashier, first, house)
    with everywhere("test"):
        assert Voucher.objects.get(number=int(red[-8:])).reverses is not None
        assert_balanced()
    the_month_in_excel(at("manager", "/fees/ledger/"))


def the_day_opens(page: Page) -> None:
    """The float is the office's; then the counter."""
    expect(page.locator("[name=float_amount]")).to_have_value(re.compile("500"))
    page.click("main .act-bar .btn-primary, main button.btn-primary")
    page.wait_for_url("**/fees/counter/")


def by_keyboard_from_search_to_paper(page: Page) -> str:
    """No mouse: the room, what he gives, the receipt, its paper."""
    expect(page.locator("#unit")).to_be_focused()
    page.keyboard.type("3-1-502")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fees/counter/?unit=*")
    expect(page.locator("main")).to_contain_text("232.09")
    page.focus("[name=received]")
    page.keyboard.type("300")
    expect(page.locator("#counter-sum")).to_contain_text("67.91")
    page.keyboard.press("Control+Enter")
    number = number_of(page)
    expect(page.locator("main .btn-primary")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/print/")
    expect(page.locator("article.receipt")).to_have_count(3)
    expect(page.locator("article.receipt").first).to_contain_text("贰佰叁拾贰元零玖分")
    return number


def upstairs_pays_by_transfer(page: Page) -> str:
    page.goto("/fees/counter/?unit=JX-3-1-602")
    answer(page, "method", "TRANSFER")
    page.fill("[name=reference]", "T0001")
    page.fill("[name=payer_name]", "李梅")
    page.click("main .act-bar .btn-primary")
    return number_of(page)


def counted_blind(page: Page) -> str:
    """No sum is on the page before the count stands; ten cents are missing."""
    page.goto("/fees/close/")
    day = number_in(page)
    expect(page.locator("main")).not_to_contain_text("232.09")
    notes = {"n_100": "2", "n_20": "1", "n_10": "1", "n_1": "2", "float_counted": "500"}
    take(page, "count", **notes)
    expect(page.locator("main")).to_contain_text("232.09")
    expect(page.locator("main")).to_contain_text("0.09")
    take(page, "hand_in", explanation="少收 9 分")
    return day


def signed(page: Page, day: str) -> None:
    """The supervisor signs the report in the queue."""
    approved(page, day)


def approved(page: Page, what: str) -> None:
    """Its card in the queue is approved, and gone."""
    card = page.locator(".ask", has_text=what)
    card.locator('form[action$="/approve/"] button').click()
    expect(page.locator(".ask", has_text=what)).to_have_count(0)


def too_late_for_a_void(at: At, page: Page, number: str, house: House) -> str:
    """After the close there is no void: a red receipt, by manager and finance."""
    page.goto(f"/fees/receipts/{number}/undo/")
    expect(page.locator("[name=all_copies]")).to_have_count(0)
    page.fill("[name=reason]", "房号写错")
    page.click("main .act-bar .btn-danger")
    page.wait_for_url(MATTER)
    matter = page.url
    for who in ("manager", "finance"):
        approved(at(who, "/queue/"), number)
    with scope(house.cashier):
        days.open_day(
            house.office,
            cashier=house.cashier,
            by=house.cashier,
            on=timezone.localdate() + timedelta(days=1),
        )
    page.goto(matter)
    page.locator("form[action$='/red/'] button").click()
    red = number_of(page)
    expect(page.locator("main")).to_contain_text("232.09")
    return red


def the_month_in_excel(page: Page) -> None:
    """The month's file opened again: its sums are reckoned anew and tie."""
    with page.expect_download() as loaded:
        page.click("main a[href*='.xlsx']")
    data = io.BytesIO(loaded.value.path().read_bytes())
    workbook = openpyxl.load_workbook(data, data_only=True)
    details = list(workbook["明细"].iter_rows(min_row=2, values_only=True))
    assert sum((money(row[7]) + money(row[8]) for row in details), Decimal()) == (
        Decimal("381.82")
    )
    summary = list(workbook["按项目汇总"].iter_rows(min_row=2, values_only=True))
    for row in summary:
        opening, due, current, arrears = (money(row[n]) for n in (2, 3, 4, 5))
        waived, closing = money(row[7]), money(row[8])
        assert opening + due - current - arrears - waived == closing
    ties = list(workbook["勾稽"].iter_rows(min_row=2, values_only=True))
    assert ties
    assert all(row[3] == "是" for row in ties)


def money(cell: Any) -> Decimal:
    return Decimal(str(cell or 0)).quantize(Decimal("0.01"))
