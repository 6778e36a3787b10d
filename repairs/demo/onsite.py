"""On site, step by step: what each act of a demonstration repair leaves behind."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from propertyservice.cases.models import StepKind
from propertyservice.ledger.money import yuan
from repairs.demo.life import Life
from repairs.demo.words import Fault
from repairs.models import MaterialLine, Result, Status, SuspendReason
from repairs.rules import deadlines as limits
from repairs.transitions import queue


def arrive(life: Life) -> None:
    """The repairer is there."""
    sheet = life.sheet
    sheet.arrived_at = sheet.arrived_at or life.clock
    life.book.meet([limits.ARRIVE, limits.ARRIVE_URGENT], life.clock)
    life.step("arrive", life.technician, Status.ON_SITE)


def contain(life: Life) -> None:
    """The danger is over."""
    life.sheet.contained_at = life.clock
    life.book.meet([limits.CONTAIN], life.clock)
    life.step("contain", life.technician)


def quote(life: Life, fault: Fault, by_name: str) -> None:
    """The price is shown and accepted before the work."""
    assert fault.item is not None  # noqa: S101 only such faults are quoted
    sheet, (item, labour) = life.sheet, fault.item
    amount = yuan(Decimal(labour) + _parts(fault))
    sheet.price_item, sheet.quote_amount = item, amount
    sheet.quote_accepted_sign, sheet.quote_accepted_at = by_name, life.clock
    life.repair.charge_type = "PAID"
    life.step("quote", life.technician, price_item=item, amount=str(amount))


def refuse_quote(life: Life) -> None:
    """The price is refused after the travel: no charge (edge case 8)."""
    life.sheet.result = Result.NO_CHARGE_QUOTE_REFUSED
    life.book.drop_all(life.clock)
    life.end()
    life.step("refuse_quote", life.technician, Status.CLOSED)


def start(life: Life, cause: str) -> None:
    """The cause is found."""
    sheet = life.sheet
    sheet.cause, sheet.started_at = cause, sheet.started_at or life.clock
    life.step("start", life.technician, Status.IN_PROGRESS, cause=cause)


def ask_suspension(life: Life, code: str, why: str, next_on: date) -> Any:
    """The repairer can't go on and asks the supervisor."""
    request = life.ask(
        queue.SUSPEND, why, reason_code=code, next_action_on=next_on.isoformat()
    )
    if code == "WAIT_RESIDENT":
        life.photos.append(("DOOR", life.clock, life.technician))
    life.step("ask_suspension", life.technician, reason=why)
    return request


def suspend(life: Life, request: Any, code: str, next_on: date) -> None:
    """The supervisor agrees; the clock stops as of when it was asked for."""
    repair = life.repair
    life.decide(request, "APPROVED")
    repair.suspended_from, repair.suspend_reason = repair.status, code
    repair.next_action_on = next_on
    if code in life.book.rules["repair.pauses"]:
        life.book.pause(code, request.asked_at, life.person("maintenance"))
        life.book.pauses[-1].recorded_at = life.clock
    life.step(
        "suspend",
        life.person("maintenance"),
        Status.SUSPENDED,
        reason=request.reason,
        next=next_on.isoformat(),
    )
    life.steps[-1].details["reason"] = str(SuspendReason(code).label)


def resume(life: Life) -> None:
    """Work goes on."""
    repair = life.repair
    life.book.resume(life.clock)
    repair.suspend_reason, repair.next_action_on = "", None
    working = repair.suspended_from == Status.IN_PROGRESS
    to = Status.IN_PROGRESS if working else Status.ACCEPTED
    life.step("resume", life.technician, to)


def contact(life: Life, outcome: str, words: str = "", method: str = "PHONE") -> None:
    """A call or a visit is noted."""
    life.step(
        "contact",
        life.person("clerk"),
        kind=StepKind.NOTE,
        outcome=outcome,
        words=words,
        method=method,
    )


def chase(life: Life) -> None:
    """The desk asks after it."""
    holder = life.case.holder
    whom = holder.name if holder else life.case.holder_post
    life.step("chase", life.person("clerk"), kind=StepKind.NOTE, whom=whom)


def close_resident_reason(life: Life) -> None:
    """Nobody at home three times."""
    life.book.resume(life.clock)
    life.book.drop_all(life.clock)
    life.end()
    life.step(
        "close_resident_reason",
        life.person("maintenance"),
        Status.CLOSED_RESIDENT_REASON,
        reason="三次联系无人，已贴条",
    )


def ask_extension(life: Life, days: int) -> Any:
    """Material is late: the repairer asks for more time."""
    until = life.clock.replace(hour=18, minute=0) + timedelta(days=days)
    request = life.ask(queue.EXTEND, "配件到货延迟", until=until.isoformat())
    life.step("ask_extension", life.technician, reason=request.reason)
    return request


def extend(life: Life, request: Any) -> None:
    """More time is granted."""
    until = datetime.fromisoformat(request.details["until"])
    life.decide(request, "APPROVED", "同意，请告知住户")
    life.extend(limits.FINISH, until, request.reason)
    life.step(
        "extend",
        life.person("maintenance"),
        reason=request.reason,
        until=until.isoformat(),
    )


def finish(life: Life, fault: Fault, sign: str, check: str, result: str) -> None:
    """The work is done and the resident signs."""
    sheet = life.sheet
    sheet.resident_sign, sheet.resident_check = sign, check
    _done(life, fault, life.clock, result)
    life.step(
        "finish",
        life.technician,
        Status.FINISHED,
        result=str(Result(result).label),
        work_done=fault.work,
    )


def hand_in(life: Life, kind: str, fault: Fault, why: str) -> Any:
    """The repairer hands in for the supervisor's signature, with a photo."""
    life.photos.append(("FINISH", life.clock, life.technician))
    paid = bool(life.sheet.quote_accepted_at)
    lines = [
        {"name": name, "spec": spec, "quantity": count, "unit_price": price}
        for name, spec, count, price in (fault.parts if paid else ())
    ]
    request = life.ask(
        kind,
        why,
        result=str(Result.REPAIRED),
        work_done=fault.work,
        labour_fee=fault.item[1] if fault.item and paid else "0",
        materials=lines,
    )
    name = "ask_unsigned" if kind == queue.UNSIGNED else "ask_inspection"
    life.step(name, life.technician, reason=why)
    return request


def signed_off(life: Life, request: Any, fault: Fault) -> None:
    """The supervisor signs: finished when it was handed in."""
    sheet, by = life.sheet, life.person("maintenance")
    life.decide(request, "APPROVED")
    sheet.inspector = by
    common = request.kind == queue.COMMON
    if not common:
        sheet.unsigned_reason = request.reason
    _done(life, fault, request.asked_at, Result.REPAIRED)
    life.step(
        "finish_common" if common else "finish_unsigned",
        by,
        Status.FINISHED if common else Status.FINISHED_UNSIGNED,
        reason=request.reason,
        result=str(Result.REPAIRED.label),
        work_done=fault.work,
    )


def _done(life: Life, fault: Fault, when: datetime, result: str) -> None:
    sheet, repair = life.sheet, life.repair
    sheet.result, sheet.work_done, sheet.finished_at = result, fault.work, when
    if sheet.quote_accepted_at and fault.item:
        sheet.labour_fee = Decimal(fault.item[1])
        sheet.material_fee = _parts(fault)
        life.materials += [
            MaterialLine(
                sheet=sheet,
                name=name,
                spec=spec,
                quantity=Decimal(count),
                unit_price=Decimal(price),
                amount=yuan(Decimal(count) * Decimal(price)),
            )
            for name, spec, count, price in fault.parts
        ]
    repair.finished_at = when
    life.book.meet([limits.CONTAIN, limits.FINISH], when)
    life.book.start(limits.RETURN_SHEET, when, rule="repair.return_sheet")


def _parts(fault: Fault) -> Decimal:
    return sum(
        (yuan(Decimal(count) * Decimal(price)) for _n, _s, count, price in fault.parts),
        Decimal(0),
    )
