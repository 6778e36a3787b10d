"""The sheet comes back, the remark is written, the line closes (4.2.2)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.cases.models import StepKind
from propertyservice.cases.search import text_of
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import Repair, Status
from repairs.rules import deadlines as limits
from repairs.rules.remark import completion_remark
from repairs.signals import repair_closed, sheet_returned
from repairs.transitions import guards
from repairs.transitions.intake import start_finish
from repairs.transitions.site import sheet_of

OPEN = [
    Status.REGISTERED,
    Status.DISPATCHED,
    Status.ACCEPTED,
    Status.ON_SITE,
    Status.IN_PROGRESS,
    Status.SUSPENDED,
    Status.FINISHED,
    Status.FINISHED_UNSIGNED,
    Status.SHEET_RETURNED,
    Status.REFERRED,
]
CORRECTED = ("description", "resident_name", "relation", "phone", "trade", "remark")


@transition(
    label=lazy("Take the sheet back"),
    sources=[Status.FINISHED, Status.FINISHED_UNSIGNED],
    target=Status.SHEET_RETURNED,
    right="repairs.return_sheet",
    announces=sheet_returned,
    asks=False,
    order=1,
)
def return_sheet(repair: Repair, move: Move, *, receipt_no: str = "") -> None:
    """The sheet is back; only now the register says that the repair is completed."""
    sheet = sheet_of(repair)
    sheet.returned_to, sheet.sheet_returned_at = move.by, move.at
    sheet.receipt_no = receipt_no
    sheet.save()
    assert repair.finished_at is not None  # noqa: S101 the table says so
    repair.sheet_returned_at = move.at
    repair.completion_remark = completion_remark(timezone.localtime(repair.finished_at))
    repair.register.holder, repair.register.holder_post = None, "CS_SUPERVISOR"
    move.deadlines.meet([limits.RETURN_SHEET], move.at)
    move.note(remark=repair.completion_remark)


@transition(
    label=lazy("Reissue the sheet"),
    sources=[
        Status.DISPATCHED,
        Status.ACCEPTED,
        Status.ON_SITE,
        Status.IN_PROGRESS,
        Status.SUSPENDED,
        Status.FINISHED,
        Status.FINISHED_UNSIGNED,
    ],
    right="repairs.reissue",
    order=70,
)
def reissue(repair: Repair, move: Move) -> None:
    """The sheet is lost: a copy marked 补 takes its place (edge case 10)."""
    if not move.reason.strip():
        raise Refused(_("Say how the sheet was lost."), code="reason")
    sheet = sheet_of(repair)
    sheet.reissued += 1
    sheet.save()
    move.note(task_no=sheet.task_no, copy=sheet.reissued)


@transition(
    label=lazy("Close"),
    sources=[Status.SHEET_RETURNED],
    target=Status.CLOSED,
    right="repairs.close",
    guards=[guards.nobody_waits_for_an_answer],
    announces=repair_closed,
    asks=False,
    order=1,
)
def close(repair: Repair, move: Move, *, callback_result: str = "") -> None:
    """The callback is done, not drawn, or its window is over."""
    repair.callback_result = callback_result or repair.callback_result
    move.deadlines.drop_all(move.at)
    repair.register.holder, repair.register.holder_post = None, ""


@transition(
    label=lazy("Called back"),
    sources=[Status.SHEET_RETURNED, Status.CLOSED],
    right="repairs.rework",
    asks=False,
    order=99,
)
def called_back(repair: Repair, move: Move, *, result: str) -> None:
    """What the resident said stands in the register; called from callbacks (4.3.2)."""
    repair.callback_result = result[:40]
    move.note(result=repair.callback_result)


@transition(
    label=lazy("Close for the resident's reason"),
    sources=[Status.SUSPENDED],
    target=Status.CLOSED_RESIDENT_REASON,
    right="repairs.confirm",
    guards=[guards.waits_for_resident, guards.contacts_were_tried],
    announces=repair_closed,
    destructive=True,
    order=80,
)
def close_resident_reason(repair: Repair, move: Move) -> None:
    """Nobody at home three times: closed, the resident may reopen it."""
    move.deadlines.resume(move.at)
    move.deadlines.drop_all(move.at)
    repair.register.holder, repair.register.holder_post = None, ""


@transition(
    label=lazy("Reopen"),
    sources=[Status.CLOSED_RESIDENT_REASON],
    target=Status.REGISTERED,
    right="repairs.register",
    order=1,
)
def reopen(repair: Repair, move: Move) -> None:
    """The resident is back: the same line goes on, with new clocks."""
    repair.technician = repair.sheet = None
    repair.suspend_reason, repair.next_action_on = "", None
    repair.appointment_at = None
    repair.register.holder, repair.register.holder_post = None, "REPAIR_DESK"
    rule = f"repair.notify.{repair.priority}"
    move.deadlines.start(limits.NOTIFY, move.at, rule=rule)
    start_finish(move.deadlines, repair, move.at, move.at)


@transition(
    label=lazy("Note a contact"),
    sources=OPEN,
    right="repairs.track",
    order=95,
)
def contact(
    repair: Repair, move: Move, *, outcome: str, words: str = "", method: str = "PHONE"
) -> None:
    """A call or a visit: reached, nobody there, or a note left at the door."""
    move.kind = StepKind.NOTE
    move.note(outcome=outcome, words=words, method=method)


@transition(
    label=lazy("Chase"),
    sources=[s for s in OPEN if s != Status.SHEET_RETURNED],
    right="repairs.chase",
    asks=False,
    order=5,
)
def chase(repair: Repair, move: Move) -> None:
    """The desk asks after it now, beside what the system does every minute (4.2.1)."""
    move.kind = StepKind.NOTE
    holder = repair.register.holder
    move.note(whom=str(holder) if holder else repair.register.holder_post)


@transition(
    label=lazy("Correct"),
    sources=OPEN,
    right="repairs.correct",
    order=85,
)
def correct(repair: Repair, move: Move, **values: str) -> None:
    """Correct what was written down; the old words stay in the timeline."""
    move.kind = StepKind.CORRECTION
    changes = {}
    for name in CORRECTED:
        if name in values and values[name] != getattr(repair, name):
            hidden = name == "phone"
            before = "" if hidden else getattr(repair, name)
            changes[name] = [before, "" if hidden else values[name]]
            setattr(repair, name, values[name])
    if not changes:
        raise Refused(_("Nothing was changed."), code="unchanged")
    repair.register.title = repair.description[:200]
    repair.register.search_text = text_of(
        repair.description, repair.location, repair.resident_name
    )
    move.note(changes=changes)
