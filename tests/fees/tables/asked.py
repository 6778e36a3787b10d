"""What others decide, asked for by somebody and led to its stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils import timezone

from fees.models import Deposit, Matter, Voucher
from fees.transitions import asking, carrying, closing, matters, spending
from propertyservice.approvals import requests
from propertyservice.organisation.models import Staff
from tests.fees.tables.queue import decide
from tests.fees.tables.queue import of as waiting_of
from tests.fees.till import Till

D = Decimal
Ask = Callable[[Staff], Matter]
TO = {"payee": "张建国", "account": "6222 0000 0000 0001"}
PAPER = {"payee": "五金店", "paper": "F2"}
WHY = "协商一致"


def receipt(kind: str = "RECEIPT") -> Voucher:
    """The latest receipt, as a request reads it."""
    rows = Voucher.objects.select_related("day", "office", "unit__office")
    return rows.filter(kind=kind).latest("pk")


def close_day(till: Till) -> None:
    """The cashier's day is handed in and signed, and the next one is open."""
    day = receipt().day
    assert day is not None
    cash = {"1": int(closing.cash_of(day))}
    closing.count(day, by=till.cashier, notes=cash, float_counted=day.float_amount)
    closing.hand_in(day, by=till.cashier)
    decide(day, till.house.supervisor)
    till.reopen_tomorrow()


def deposit_of(till: Till) -> Deposit:
    """2000 yuan are held."""
    item = till.items["RENOVATION_DEPOSIT"].pk
    till.pay("2000.00", deposits={item: D(2000)}, settles=False)
    return Deposit.objects.select_related("unit__office", "item", "office").get()


def to_void(till: Till) -> Ask:
    """A receipt of the open day."""
    till.pay("100.00", charges=[till.charge("100.00")])
    return lambda by: matters.ask_void(receipt(), by=by, reason=WHY, all_copies=True)


def to_reverse(till: Till) -> Ask:
    """A receipt of yesterday's day."""
    to_void(till)
    close_day(till)
    return lambda by: matters.ask_reversal(receipt(), by=by, reason=WHY)


def to_waive(amount: int) -> Callable[[Till], Ask]:
    """A part of a bill line."""

    def of(till: Till) -> Ask:
        line = till.charge("9000.00")
        return lambda by: asking.ask_waiver(line, D(amount), by=by, reason=WHY)

    return of


def to_refund_deposit(till: Till) -> Ask:
    """A deposit goes back."""
    held = deposit_of(till)
    return lambda by: asking.ask_refund_deposit(held, D(2000), by=by, reason=WHY, **TO)


def to_refund_reversed(till: Till) -> Ask:
    """A red receipt leaves something to be paid back."""
    matter = till.approve(to_reverse(till)(till.cashier))
    matters.write_reversal(matter, by=till.cashier)
    red = receipt("RED")
    return lambda by: asking.ask_refund_reversed(red, by=by, reason=WHY, **TO)


def to_refund_ahead(till: Till) -> Ask:
    """400 yuan were paid for months to come."""
    fee = till.items["PROPERTY_FEE"]
    till.pay("400.00", ahead={fee.pk: D(400)}, settles=False)
    return lambda by: asking.ask_refund_ahead(
        till.unit, fee, D(400), by=by, reason=WHY, **TO
    )


def to_dispute(till: Till) -> Ask:
    """The household disputes a line."""
    line = till.charge("100.00")
    return lambda by: asking.ask_dispute(line, by=by, reason=WHY)


def to_deliver(till: Till) -> Ask:
    """The keys were refused."""
    today = timezone.localdate()
    return lambda by: asking.ask_delivery(
        till.unit, today, by=by, reason=WHY, proof="通知书 1 号"
    )


def to_deduct(till: Till) -> Ask:
    """A deposit settles a line."""
    held, line = deposit_of(till), till.charge("300.00")
    return lambda by: asking.ask_deduction(
        held, line, D(300), by=by, reason=WHY, consent="业主签字 9-1"
    )


def to_spend(amount: int) -> Callable[[Till], Ask]:
    """An expenditure."""
    return lambda till: (
        lambda by: spending.ask_expense(
            till.house.office, D(amount), by=by, reason=WHY, **PAPER
        )
    )


def to_pass_on(till: Till) -> Ask:
    """80 yuan were collected for the water works."""
    till.pay("80.00", charges=[till.charge("80.00", item="WATER")])
    return lambda by: spending.ask_remittance(
        till.items["WATER"], D(80), by=by, reason=WHY, **PAPER
    )


KINDS: dict[str, Callable[[Till], Ask]] = {
    "VOID": to_void,
    "REVERSAL": to_reverse,
    "WAIVER": to_waive(50),
    "WAIVER of 600": to_waive(600),
    "WAIVER of 6000": to_waive(6000),
    "REFUND of a deposit": to_refund_deposit,
    "REFUND of what was reversed": to_refund_reversed,
    "REFUND of what was paid ahead": to_refund_ahead,
    "DISPUTE": to_dispute,
    "DELIVERY": to_deliver,
    "DEDUCTION": to_deduct,
    "EXPENSE": to_spend(90),
    "EXPENSE of 3000": to_spend(3000),
    "REMITTANCE": to_pass_on,
}


def carry_out(matter: Matter, till: Till, payer: Staff) -> None:
    """What follows an approval, by whoever has the means."""
    if matter.kind == "REVERSAL":
        matters.write_reversal(matter, by=till.cashier)
    elif matter.kind == "DISPUTE":
        carrying.settle_dispute(matter, by=till.house.supervisor, words="复核无误")
    else:
        carrying.pay_out(matter, by=payer, reference="B1")


def lead_to(
    matter: Matter,
    stage: str,
    till: Till,
    deciders: Sequence[Staff],
    payer: Staff | None = None,
) -> None:
    """Lead what the cashier asked to a stage, by those who decide it in turn."""
    if stage == "ASKED, agreed once":
        decide(matter, deciders[0])
    elif stage == "REFUSED":
        decide(matter, deciders[0], approve=False)
    elif stage == "WITHDRAWN":
        requests.take_back(waiting_of(matter), by=till.cashier)
    elif stage != "ASKED":
        for each in deciders:
            decide(matter, each)
        matter.refresh_from_db()
        if matter.status != stage:
            carry_out(matter, till, payer or till.finance)
    matter.refresh_from_db()
    assert matter.status == stage.partition(",")[0]


def fresh(matter: Matter) -> Matter:
    """The matter, as a request reads it."""
    return Matter.objects.select_related("register", "office").get(pk=matter.pk)
