"""200 payments by eight cashiers over HTTP, lines cut, the server killed twice (4.8.2).

What a power cut leaves: every payment once, none by half, no number missing or doubled,
and each cashier's screen says what is on record.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event, Lock
from time import sleep

import pytest

from fees.models import Charge, Prepaid, Voucher
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import everywhere, scope
from tests.fees.balanced import assert_balanced
from tests.fees.test_at_once import till
from tests.fees.till import Till
from tests.fees.web import Browser, Server

__all__ = ["till"]
pytestmark = pytest.mark.clause("4.8.2")
EACH = 25
DEBT = Decimal("100000.00")


@pytest.fixture
def server(till: Till) -> Iterator[Server]:
    made = Server(till.extra["database"])
    made.start()
    try:
        yield made
    finally:
        made.kill()


class Shift:
    """One cashier's payments: pressed again with the same form until there is an
    answer, as people do."""

    def __init__(self, server: Server, person: Staff, till: Till, number: int) -> None:
        self.browser = Browser(server, person)
        self.chance = random.Random(number)  # noqa: S311 (no secret)
        self.fee = till.items["PROPERTY_FEE"].pk
        self.homes = till.extra["debts"]
        self.screen: dict[uuid.UUID, tuple[str, Decimal]] = {}

    def work(self, done: Counter) -> None:
        """Take the money of twenty-five payers."""
        for _n in range(EACH):
            key = uuid.uuid4()
            amount = Decimal(self.chance.randrange(1, 5000)) / 100
            code, line = self.chance.choice(self.homes)
            data = {
                "once_key": str(key),
                "method": self.chance.choice(["CASH", "WECHAT", "POS"]),
                "amount": str(amount),
                "payer_name": "业主",
            }
            if self.chance.random() < 0.5:
                data |= {"line": str(line)}
            else:
                data |= {"ahead_item": str(self.fee), "ahead_amount": str(amount)}
            self.screen[key] = (self.press(code, data), amount)
            done.one()

    def press(self, code: str, data: dict[str, str]) -> str:
        """The number of the receipt that the screen shows in the end."""
        path = f"/fees/counter/?unit={code}"
        for _n in range(400):
            cut = self.chance.random() < 0.15
            try:
                to = self.browser.post(path, data, cut=cut)
            except OSError:
                sleep(0.05)
                continue
            assert to.startswith("/fees/receipts/"), to or "a page instead of a receipt"
            return to.split("/")[3]
        raise AssertionError("no answer")


class Counter:
    """How many payments are done; wakes whoever kills the server."""

    def __init__(self) -> None:
        self.count, self.lock = 0, Lock()
        self.marks = {60: Event(), 130: Event()}

    def one(self) -> None:
        with self.lock:
            self.count += 1
            for mark, event in self.marks.items():
                if self.count >= mark:
                    event.set()


def test_a_power_cut_loses_no_payment_and_writes_none_twice(
    till: Till, server: Server
) -> None:
    with scope(till.cashier):
        debts = [till.charge(DEBT, unit=unit) for unit in (till.unit, till.upstairs)]
        till.extra["debts"] = [(each.unit.code, each.pk) for each in debts]
        shifts = [
            Shift(server, person, till, number)
            for number, person in enumerate(till.extra["cashiers"])
        ]
    done = Counter()
    with ThreadPoolExecutor(len(shifts)) as pool:
        running = [pool.submit(shift.work, done) for shift in shifts]
        for event in done.marks.values():
            assert event.wait(120)
            server.kill()
            server.start()
        for each in running:
            each.result(timeout=240)
    with everywhere("test"):
        assert Voucher.objects.count() == len(shifts) * EACH
        seen = {
            voucher.key: (voucher.receipt_no, voucher.total)
            for voucher in Voucher.objects.select_related("office")
        }
        for shift in shifts:
            for key, screen in shift.screen.items():
                assert seen[key] == screen
        paid = sum((total for _number, total in seen.values()), Decimal())
        owed = sum((each.owed for each in Charge.objects.all()), Decimal())
        ahead = sum((each.balance for each in Prepaid.objects.all()), Decimal())
        assert 2 * DEBT - owed + ahead == paid
        assert_balanced()
