"""Counter, receipt and the day's close as a cashier meets them (4.8.2, 4.8.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from fees.models import CashierDay, Matter, ReceiptBook, Voucher
from fees.transitions import books
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.scope import scope
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till
from tests.support.cast import hire
from tests.support.people import sign_in

D = Decimal
pytestmark = [pytest.mark.clause("4.8.2", "4.8.4")]


def counter(till: Till) -> str:
    return f"{reverse('fees:counter')}?unit={till.unit.code}"


def say(client: Client, till: Till, **said: Any) -> Any:
    form = {"method": "CASH", "payer_name": "张建国", "once_key": str(uuid4()), **said}
    return client.post(counter(till), form, follow=True)


def test_from_the_room_to_the_printed_receipt(till: Till) -> None:
    till.open()
    line = till.charge("232.09")
    client = sign_in(till.cashier)
    found = client.get(reverse("fees:counter"), {"unit": "3-1-502"}, follow=True)
    assert "232.09" in found.content.decode()
    paid = say(client, till, line=[line.pk], received="300")
    assert paid.redirect_chain[-1][0] == "/fees/receipts/JX-SJ-00000001/"
    assert "¥67.91" in paid.content.decode()  # change
    paper = client.get("/fees/receipts/JX-SJ-00000001/print/").content.decode()
    assert paper.count("贰佰叁拾贰元零玖分") == 3
    assert "补打" not in paper
    again = client.get("/fees/receipts/JX-SJ-00000001/print/").content.decode()
    assert "补打" in again


def test_a_refusal_keeps_what_was_typed_and_says_what_to_do(till: Till) -> None:
    till.open()
    line = till.charge("100.00")
    client = sign_in(till.cashier)
    page = say(client, till, line=[line.pk], amount="150", memo="一月")
    text = page.content.decode()
    assert "50.00" in text
    assert 'value="150"' in text
    assert 'value="一月"' in text
    assert not Voucher.objects.exists()
    wrong = say(client, till, line=[line.pk], amount="abc").content.decode()
    assert 'value="abc"' in wrong


def test_sent_twice_the_second_shows_the_first_receipt(till: Till) -> None:
    till.open()
    line = till.charge("100.00")
    client, key = sign_in(till.cashier), str(uuid4())
    first = say(client, till, line=[line.pk], once_key=key, amount="100")
    again = say(client, till, line=[line.pk], once_key=key, amount="100")
    assert first.redirect_chain == again.redirect_chain
    assert Voucher.objects.count() == 1


def test_months_ahead_and_a_deposit_in_one_receipt(till: Till) -> None:
    till.open()
    client = sign_in(till.cashier)
    say(
        client,
        till,
        ahead_item=till.items["PROPERTY_FEE"].pk,
        ahead_amount="500",
        deposit_item=till.items["RENOVATION_DEPOSIT"].pk,
        deposit_amount="2000",
        method="TRANSFER",
        reference="20261124-778",
    )
    receipt = Voucher.objects.get()
    assert receipt.total == D("2500.00")
    assert receipt.entries.get(account="TRANSFER").reference == "20261124-778"
    assert_balanced()


def test_another_offices_household_and_receipt_do_not_exist(
    till: Till, other: Any
) -> None:
    till.open()
    till.charge("100.00")
    till.pay("100.00")

    stranger = hire(other.office, "strangecashier", "CASHIER")
    client = sign_in(stranger)
    assert client.get(counter(till)).status_code == 404
    assert client.get("/fees/receipts/JX-SJ-00000001/").status_code == 404


ANOTHER_RECEIPT = """
INSERT INTO fees_voucher (office_id, kind, day_id, business_date, by_id, book_id,
  number, payer_name, owner_name, memo, consent, key, total, link, previous, hash)
SELECT office_id, kind, day_id, business_date, by_id, book_id, number + 1, '', '', '',
  '', gen_random_uuid(), total, 0, '', '' FROM fees_voucher
"""


def close(client: Client, day: CashierDay, step: str, **said: Any) -> Any:
    return client.post(f"{day.get_absolute_url()}{step}/", said, follow=True)


def signed(till: Till, day: CashierDay, *people: Any) -> None:
    for person in people:
        waiting = Request.objects.waiting().get(case=day.register)
        requests.decide(waiting, by=person, approve=True)


def test_the_day_is_counted_blind_and_goes_to_the_bank(till: Till) -> None:
    till.open()
    till.charge("232.09")
    till.pay("232.09")
    client = sign_in(till.cashier)
    day = CashierDay.objects.get()
    page = client.get(day.get_absolute_url()).content.decode()
    assert "232.09" not in page  # blind
    counting = {"n_100": "2", "n_20": "1", "n_10": "1", "n_1": "2", "n_0.1": "1"}
    close(client, day, "count", **counting, float_counted="500")
    day.refresh_from_db()
    assert (day.status, day.difference) == ("DISCREPANCY", D("0.01"))
    refused = close(client, day, "hand_in").content.decode()
    assert "长短款" in refused
    close(client, day, "hand_in", explanation="一分钱零头")
    signed(till, day, till.house.supervisor)
    day.refresh_from_db()
    assert day.status == "SUBMITTED"
    assert day.chain_hash == Voucher.objects.latest("link").hash
    close(client, day, "deposit", bank="工商银行 6222", slip_no="A-17")
    books_keeper = sign_in(till.finance)
    close(books_keeper, day, "reconcile", words="已到账")
    close(books_keeper, day, "lock")
    day.refresh_from_db()
    assert day.status == "LOCKED"
    paper = client.get(f"{day.get_absolute_url()}print/").content.decode()
    assert day.chain_hash in paper


@pytest.mark.edge(75)
def test_a_large_difference_needs_manager_and_finance(till: Till) -> None:
    till.open()
    till.charge("300.00")
    till.pay("300.00")
    client, day = sign_in(till.cashier), CashierDay.objects.get()
    close(client, day, "count", n_100="1", float_counted="500")
    close(client, day, "hand_in", explanation="少两百，原因待查")
    signed(till, day, till.house.supervisor)
    day.refresh_from_db()
    assert day.status == "DISCREPANCY"
    signed(till, day, till.house.manager, till.finance)
    day.refresh_from_db()
    assert (day.status, day.difference) == ("SUBMITTED", D("-200.00"))


@pytest.mark.edge(76)
def test_after_the_close_a_void_is_refused_and_done_as_a_reversal(till: Till) -> None:
    till.open()
    till.charge("100.00")
    receipt = till.pay("100.00")
    client, day = sign_in(till.cashier), CashierDay.objects.get()
    close(client, day, "count", n_100="1", float_counted="500")
    close(client, day, "hand_in")
    signed(till, day, till.house.supervisor)
    url = f"/fees/receipts/{receipt.receipt_no}/undo/"
    assert "红冲" in client.get(url).content.decode()
    client.post(url, {"reason": "重复收费"})
    matter = Matter.objects.get()
    for person in (till.house.manager, till.finance):
        waiting = Request.objects.waiting().get(case=matter.register)
        requests.decide(waiting, by=person, approve=True)
    client.post(reverse("fees:close"), {"float_amount": "500"})
    done = client.post(f"/fees/matters/{matter.number}/red/", follow=True)
    red = Voucher.objects.get(reverses=receipt)
    assert (red.kind, red.total) == ("RED", D("0.00"))
    assert red.entries.get(account="PAYABLE").amount == D("-100.00")
    assert red.receipt_no in done.content.decode()
    assert_balanced()


@pytest.mark.clause("4.8.3")
def test_a_closed_day_takes_no_payment_by_any_path(till: Till) -> None:

    till.open()
    till.charge("100.00")
    till.pay("50.00")
    client, day = sign_in(till.cashier), CashierDay.objects.get()
    close(client, day, "count", n_50="1", float_counted="500")
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ANOTHER_RECEIPT)
    assert "fees_day_is_open" in str(refused.value.__cause__.diag.constraint_name)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashierDay.objects.filter(pk=day.pk).update(status="OPEN")


def test_a_second_day_waits_for_the_first(till: Till) -> None:
    till.open()
    client = sign_in(till.cashier)
    page = client.get(reverse("fees:close"), follow=True)
    assert page.redirect_chain[-1][0] == CashierDay.objects.get().get_absolute_url()


def test_a_book_is_used_up_and_says_so(till: Till) -> None:
    with scope(till.house.supervisor):
        books.issue(
            till.house.office, holder=till.cashier, by=till.house.supervisor, count=1
        )
    client = sign_in(till.cashier)
    client.post(reverse("fees:close"), {"float_amount": "500"})
    one, two = till.charge("10.00"), till.charge("10.00")
    say(client, till, line=[one.pk])
    page = say(client, till, line=[two.pk]).content.decode()
    assert "没有可用的收据" in page


def test_the_supervisor_issues_books_that_follow_each_other(till: Till) -> None:
    client = sign_in(till.house.supervisor)
    asked = {"office": till.house.office.pk, "holder": till.cashier.pk, "count": 20}
    client.post(reverse("fees:books"), {**asked, "first": 501})
    client.post(reverse("fees:books"), {**asked, "holder": till.relief.pk})
    spans = ReceiptBook.objects.values_list("first_number", "last_number")
    assert list(spans) == [(501, 520), (521, 540)]
    again = client.post(reverse("fees:books"), asked).content.decode()
    assert "还有未用完的票据本" in again
    assert sign_in(till.cashier).post(reverse("fees:books"), asked).status_code == 403
