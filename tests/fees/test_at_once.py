"""Cashiers at once, the same button twice, a worker killed: the books balance (4.8)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from fees.models import Charge, Voucher
from fees.transitions import books, days
from propertyservice.organisation.models import Company, Staff
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.workflow.transitions import Refused
from tests.fees.balanced import assert_balanced
from tests.fees.till import Till, make_items
from tests.support.cast import hire, make_house

pytestmark = pytest.mark.clause("4.8.2")
CASHIERS = 8
# Pays homes in turn until it is killed; says a line for each receipt.
CASHIER = """
import sys, uuid, random
import django
django.setup()
from decimal import Decimal
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.utils import timezone
from fees.transitions.paying import Payment, Tender, pay
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
who = Staff.objects.with_rights(timezone.localdate()).get(pk=int(sys.argv[2]))
chance = random.Random(int(sys.argv[2]))
for n in range(int(sys.argv[3])):
    with scope(who):
        units = list(Unit.objects.select_related("office").order_by("pk"))
        unit = chance.choice(units)
        method = chance.choice(["CASH", "WECHAT", "POS"])
        amount = Decimal(chance.randrange(1, 5000)) / 100
        item = int(sys.argv[4])
        receipt = pay(
            Payment(unit, [Tender(method, amount)], uuid.uuid4(), rest_to=item), by=who
        )
    print(receipt.number, receipt.total, flush=True)
"""


@pytest.fixture
def till(committing_db: str) -> Till:
    """An office with committed rows, two homes that owe, and eight cashiers."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    with scope(offices=[house.office.pk]):
        made = Till(
            house,
            house.cashier,
            hire(house.office, "cashier1", "CASHIER"),
            house.manager,
            house.unit,
            house.upstairs,
            make_items(house),
        )
        cashiers = [made.cashier, made.relief]
        cashiers += [
            hire(house.office, f"cashier{n}", "CASHIER") for n in range(2, CASHIERS)
        ]
        for cashier in cashiers:
            books.issue(house.office, holder=cashier, by=house.supervisor, count=100)
            days.open_day(house.office, cashier=cashier, by=cashier)
    made.extra |= {"database": committing_db, "cashiers": cashiers}
    return made


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What ``act(0..)`` gives in threads that start together; errors are results."""
    barrier = Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def fresh(person: Staff) -> Staff:
    """The same person as another request sees him."""
    return Staff.objects.with_rights(timezone.localdate()).get(pk=person.pk)


def test_the_same_form_twice_at_once_is_one_receipt(till: Till) -> None:
    with scope(till.cashier):
        till.charge("100.00")
    key = uuid.uuid4()

    def press(_number: int) -> int:
        with scope(fresh(till.cashier)):
            return till.pay("100.00", key=key, by=fresh(till.cashier)).pk

    results = at_once(4, press)
    assert len(set(results)) == 1, results
    with everywhere("test"):
        assert Voucher.objects.count() == 1
        assert_balanced()


def test_two_cashiers_take_the_same_debt_and_one_reads_a_sentence(till: Till) -> None:
    with scope(till.cashier):
        line = till.charge("100.00")

    def take(number: int) -> Any:
        who = fresh(till.extra["cashiers"][number])
        with scope(who):
            return till.pay("100.00", by=who, charges=[line])

    results = at_once(2, take)
    refused = [each for each in results if isinstance(each, Refused)]
    assert len(refused) == 1, results
    with everywhere("test"):
        assert Charge.objects.get(pk=line.pk).owed == 0
        assert_balanced()


def test_cashiers_on_overlapping_homes_do_not_block_each_other(till: Till) -> None:
    with scope(till.cashier):
        for unit in (till.unit, till.upstairs):
            for _n in range(CASHIERS):
                till.charge("10.00", unit=unit)

    def take(number: int) -> Any:
        who = fresh(till.extra["cashiers"][number])
        units = [till.unit, till.upstairs]
        with scope(who):
            first = till.pay("10.00", by=who, unit=units[number % 2])
        with scope(who):
            return first, till.pay("10.00", by=who, unit=units[(number + 1) % 2])

    results = at_once(CASHIERS, take)
    assert all(isinstance(each, tuple) for each in results), results
    with everywhere("test"):
        assert Voucher.objects.count() == 2 * CASHIERS
        assert not Charge.objects.open().exists()
        assert_balanced()


def test_cashiers_killed_at_random_leave_no_half_payment(till: Till) -> None:
    """What a cashier's screen said was paid is on record; nothing is there by half."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    with scope(till.cashier):
        for unit in (till.unit, till.upstairs):
            till.charge("700.00", unit=unit)
    item = till.items["PROPERTY_FEE"].pk
    workers = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", CASHIER, till.extra["database"]),
                *(str(cashier.pk), "25", str(item)),
            ],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"},
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
        )
        for cashier in till.extra["cashiers"][:4]
    ]
    said = []
    for worker in workers:
        assert worker.stdout
        for _n in range(chance.randrange(1, 8)):
            said.append(worker.stdout.readline().split())
        worker.send_signal(signal.SIGKILL)
    for worker in workers:
        assert worker.stdout
        said += [line.split() for line in worker.stdout if line.endswith("\n")]
        worker.wait()
        worker.stdout.close()
    with everywhere("test"):
        totals = dict(Voucher.objects.values_list("number", "total"))
        for number, total in said:
            assert totals[int(number)] == Decimal(total)
        # At most the one payment each was about to announce.
        assert 0 <= len(totals) - len(said) <= len(workers)
        assert_balanced()


@pytest.mark.edge(78)
def test_a_payment_and_a_spoiled_number_in_two_windows_never_deadlock(
    till: Till,
) -> None:
    with scope(offices=[till.house.office.pk]):
        for _n in range(12):
            till.charge("10.00")

    def act(number: int) -> Any:
        who = fresh(till.cashier)
        for _n in range(6):
            with scope(who):
                if number % 2:
                    books.spoil(till.house.office, by=who, reason="卡纸")
                else:
                    till.pay("10.00")

    assert at_once(4, act) == [None] * 4
    with everywhere("test"):
        assert Voucher.objects.filter(kind="RECEIPT").count() == 12
        assert_balanced()
