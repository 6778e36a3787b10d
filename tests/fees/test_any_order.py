"""Any order of bills, payments, voids, reversals, refunds and closes (4.8.2, 4.8.4).

Beside the database runs a ledger of plain numbers: after every step both say the same,
every voucher balances, and a closed day is as it was.
"""

from __future__ import annotations

import contextlib
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fees.models import (
    CashierDay,
    Charge,
    Deposit,
    Voucher,
)
from fees.transitions import asking, carrying, closing, days, matters
from fees.transitions.paying import Payment, Tender, pay_all
from fees.transitions.prepaid import use_prepaid
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from tests.fees.balanced import assert_balanced
from tests.fees.plainbook import ZERO, Book, of_day, sums
from tests.fees.till import Till

D = Decimal
CENTS = st.integers(1, 200_000).map(lambda cents: D(cents) / 100)
METHODS = st.sampled_from(["CASH", "WECHAT", "TRANSFER"])
pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.8.2", "4.8.4")]


class Counter(RuleBasedStateMachine):
    """A cashier, two homes, one item, many days."""

    till: ClassVar[Till]

    @initialize()
    def begin(self) -> None:
        self.mark = transaction.savepoint()
        self.book = Book()
        self.day = self.till.open()
        self.fee = self.till.items["PROPERTY_FEE"]
        self.pledge = self.till.items["RENOVATION_DEPOSIT"]

    def teardown(self) -> None:
        if hasattr(self, "mark"):
            transaction.savepoint_rollback(self.mark)

    def of(self, upstairs: bool) -> Any:
        return self.till.upstairs if upstairs else self.till.unit

    def take(self, receipt: Voucher, cash: bool) -> None:
        """Money came in by a receipt."""
        self.book.money += receipt.total
        self.book.cash_today += receipt.total if cash else ZERO
        self.book.receipts[receipt.pk] = receipt.total

    @rule(amount=CENTS, upstairs=st.booleans())
    def bill(self, amount: Decimal, upstairs: bool) -> None:
        self.till.charge(amount, unit=self.of(upstairs))
        self.book.owed += amount

    @rule(amount=CENTS, method=METHODS, upstairs=st.booleans())
    def pay(self, amount: Decimal, method: str, upstairs: bool) -> None:
        unit = self.of(upstairs)
        lines = Charge.objects.filter(unit=unit).open()
        owed = lines.aggregate(s=Sum(F("amount") - F("settled")))["s"] or ZERO
        receipt = self.till.pay(amount, unit=unit, method=method, rest_to=self.fee.pk)
        self.book.owed -= min(owed, amount)
        self.book.ahead += max(amount - owed, ZERO)
        self.take(receipt, method == "CASH")

    @rule(amount=CENTS)
    def leave_a_deposit(self, amount: Decimal) -> None:
        receipt = self.till.pay(amount, deposits={self.pledge.pk: amount})
        self.book.held += amount
        self.take(receipt, cash=True)

    @rule(amount=CENTS)
    def pay_for_both(self, amount: Decimal) -> None:
        """All or none: upstairs owes less than is paid, and names no purpose."""
        before, homes = Voucher.objects.count(), (self.till.unit, self.till.upstairs)
        payments = [
            Payment(
                unit=unit,
                tenders=[Tender("CASH", amount)],
                key=uuid.uuid4(),
                rest_to=rest,
            )
            for unit, rest in (
                (self.till.unit, self.fee.pk),
                (self.till.upstairs, None),
            )
        ]
        lines = Charge.objects.open()
        owed = {
            unit.pk: lines.filter(unit=unit).aggregate(
                s=Sum(F("amount") - F("settled"))
            )["s"]
            or ZERO
            for unit in homes
        }
        try:
            receipts = pay_all(payments, by=self.till.cashier)
        except Refused:
            assert owed[self.till.upstairs.pk] < amount
            assert Voucher.objects.count() == before
            return
        self.book.owed -= amount + min(owed[self.till.unit.pk], amount)
        self.book.ahead += max(amount - owed[self.till.unit.pk], ZERO)
        for receipt in receipts:
            self.take(receipt, cash=True)

    @rule(upstairs=st.booleans())
    def settle_from_ahead(self, upstairs: bool) -> None:
        if used := use_prepaid(self.of(upstairs), by=self.till.cashier):
            moved = used.entries.filter(account="PREPAID").aggregate(s=Sum("amount"))
            self.book.ahead -= moved["s"]
            self.book.owed -= moved["s"]

    @rule(part=st.integers(1, 100))
    def waive(self, part: int) -> None:
        line = Charge.objects.open().order_by("?").first()
        if line is None:
            return
        amount = max((line.owed * part / 100).quantize(D("0.01")), D("0.01"))
        with contextlib.suppress(Refused):
            asked = asking.ask_waiver(line, amount, by=self.till.cashier, reason="协商")
            self.till.approve(asked)
            self.book.owed -= amount

    @rule(pick=st.integers(0, 50))
    def take_back(self, pick: int) -> None:
        """A receipt is voided on its day, reversed and paid back by bank later."""
        if not self.book.receipts:
            return
        key = sorted(self.book.receipts)[pick % len(self.book.receipts)]
        receipt = Voucher.objects.select_related("day", "office", "unit__office").get(
            pk=key
        )
        before = sums()
        if why := self.refusal(receipt):
            # What it paid ahead or left as a deposit is used up or paid back already.
            assert why in {"fees_prepaid_enough", "fees_held_enough"}
            assert sums() == before
            return
        back = {
            row["account"]: row["s"]
            for row in receipt.entries.values("account").annotate(s=Sum("amount"))
        }
        self.book.owed -= back.get("RECEIVABLE", ZERO)
        self.book.ahead += back.get("PREPAID", ZERO)
        self.book.held += back.get("DEPOSIT", ZERO)
        self.book.money -= self.book.receipts.pop(key)
        if receipt.day_id == self.day.pk:
            self.book.cash_today -= back.get("CASH", ZERO)

    def refusal(self, receipt: Voucher) -> str:
        """Take a receipt back; why not, if it can't be."""
        act = self.till.void if receipt.day_id == self.day.pk else self.reverse
        try:
            with transaction.atomic():
                act(receipt)
        except Refused as refused:
            return str(refused.code)
        return ""

    def reverse(self, receipt: Voucher) -> None:
        asked = matters.ask_reversal(receipt, by=self.till.cashier, reason="错")
        matters.write_reversal(self.till.approve(asked), by=self.till.cashier)
        red = Voucher.objects.select_related("office", "unit__office").get(
            reverses=receipt
        )
        refund = asking.ask_refund_reversed(
            red, by=self.till.cashier, reason="退", payee="业主", account="1"
        )
        carrying.pay_out(self.till.approve(refund), by=self.till.payer, reference="B")

    @rule(part=st.integers(1, 100))
    def refund_a_deposit(self, part: int) -> None:
        held = Deposit.objects.filter(held__balance__gt=0).select_related(
            "held", "unit__office", "item", "office"
        )
        deposit = held.first()
        if deposit is None:
            return
        amount = (deposit.held.balance * part / 100).quantize(D("0.01"))
        if not amount:
            return
        asked = asking.ask_refund_deposit(
            deposit, amount, by=self.till.cashier, reason="退", payee="x", account="1"
        )
        carrying.pay_out(self.till.approve(asked), by=self.till.payer, reference="B")
        self.book.held -= amount
        self.book.money -= amount

    @rule(short=st.sampled_from([0, 0, 1, 10]))
    def close_the_day(self, short: int) -> None:
        """Count, hand in, sign; then the next day opens."""
        cash = self.book.cash_today
        cents = max(int(cash * 10) - short, 0)
        notes = {"0.1": cents} if cents else {}
        closing.count(
            self.day,
            by=self.till.cashier,
            notes=notes,
            float_counted=self.day.float_amount,
        )
        self.day.refresh_from_db()
        assert self.day.expected == cash
        closing.hand_in(self.day, by=self.till.cashier, explanation="说明")
        while waiting := (
            Request.objects.filter(case=self.day.register).waiting().first()
        ):
            people = (self.till.house.supervisor, self.till.house.manager)
            everybody = (*people, self.till.finance)
            who = next(p for p in everybody if requests.may_decide(waiting, p))
            requests.decide(waiting, by=who, approve=True)
        self.book.closed[self.day.pk] = of_day(self.day)
        self.book.cash_today = ZERO
        self.day = days.open_day(
            self.till.house.office,
            cashier=self.till.cashier,
            by=self.till.cashier,
            on=self.day.date + timedelta(days=1),
        )

    @rule(amount=CENTS)
    def nothing_enters_a_closed_day(self, amount: Decimal) -> None:
        """Straight into the tables, as the application's own role."""
        some = Voucher.objects.filter(kind="RECEIPT").order_by("-pk").first()
        if some is None or not self.book.closed:
            return
        some.pk, some.key = None, uuid.uuid4()  # type: ignore[assignment]
        some.day_id = next(iter(self.book.closed))
        with (
            pytest.raises(IntegrityError, match=r"day is closed"),
            transaction.atomic(),
        ):
            some.save(force_insert=True)

    @rule()
    def a_stranger_does_nothing(self) -> None:
        with pytest.raises(PermissionDenied):
            self.till.pay("1.00", by=self.till.house.clerk)

    @invariant()
    def both_say_the_same(self) -> None:
        if not hasattr(self, "book"):
            return
        book = self.book
        assert sums() == {
            "all": ZERO,
            "owed": book.owed,
            "ahead": book.ahead,
            "held": book.held,
            "payable": book.payable,
            "money": book.money,
        }
        assert_balanced()

    @invariant()
    def a_closed_day_is_as_it_was(self) -> None:
        for day, seen in getattr(self, "book", Book()).closed.items():
            assert of_day(CashierDay.objects.get(pk=day)) == seen


def test_whatever_happens_the_books_balance(till: Till) -> None:
    Counter.till = till
    run_state_machine_as_test(
        Counter,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
