"""Back at the desk: the sheet returns, the line closes, or it is done again."""

from __future__ import annotations

from propertyservice.organisation.models import Staff
from repairs.demo.life import Life
from repairs.demo.passing import hand_over
from repairs.models import Status
from repairs.rules import deadlines as limits
from repairs.rules.remark import completion_remark
from repairs.transitions.intake import start_finish


def return_sheet(life: Life, number: int) -> None:
    """The sheet is back; only now the register says so."""
    repair, by = life.repair, life.person("clerk")
    sheet = life.sheet
    sheet.returned_to, sheet.sheet_returned_at = by, life.clock
    if sheet.quote_accepted_at:
        sheet.receipt_no = f"{life.house.office.code}-{number:06d}"
    assert repair.finished_at is not None  # noqa: S101 it was finished before
    repair.sheet_returned_at = life.clock
    repair.completion_remark = completion_remark(repair.finished_at)
    life.hold(None, "CS_SUPERVISOR")
    life.book.meet([limits.RETURN_SHEET], life.clock)
    life.step(
        "return_sheet", by, Status.SHEET_RETURNED, remark=repair.completion_remark
    )


def close(life: Life, result: str) -> None:
    """The callback is done, or its window is over."""
    life.repair.callback_result = result or life.repair.callback_result
    life.book.drop_all(life.clock)
    life.end()
    by = life.person("supervisor") if result else None
    life.step("close", by, Status.CLOSED)


def reissue(life: Life) -> None:
    """The sheet is lost and made again (edge case 10)."""
    life.sheet.reissued += 1
    life.step(
        "reissue",
        life.person("supervisor"),
        reason="任务单遗失",
        sheet=life.sheet,
        copy=1,
    )


def rework(life: Life, technician: Staff, why: str) -> None:
    """Not well done: another repairer, another sheet."""
    repair = life.repair
    said = hand_over(life, technician, life.person("clerk"))
    repair.rework_count += 1
    repair.finished_at = repair.sheet_returned_at = None
    repair.completion_remark = ""
    repair.appointment_at = None
    start_finish(life.book, repair, life.clock, life.clock)
    life.step(
        "rework",
        life.person("clerk"),
        Status.DISPATCHED,
        reason=why,
        **said,
    )


def reopen(life: Life) -> None:
    """The resident is back: the same line goes on."""
    repair = life.repair
    repair.technician = None
    repair.suspend_reason, repair.next_action_on = "", None
    repair.appointment_at = None
    life.hold(None, "REPAIR_DESK")
    rule = f"repair.notify.{repair.priority}"
    life.book.start(limits.NOTIFY, life.clock, rule=rule)
    start_finish(life.book, repair, life.clock, life.clock)
    life.step("reopen", life.person("clerk"), Status.REGISTERED)
