"""Passing a repair on and taking it up (4.2.1, 4.2.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.numbering.numbers import next_number
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import Priority, Repair, Size, Status, TaskSheet
from repairs.rules import deadlines as limits
from repairs.signals import repair_cancelled, repair_dispatched, repair_reworked
from repairs.transitions import guards
from repairs.transitions.intake import appoint, start_finish

UNDERWAY = (Status.DISPATCHED, Status.ACCEPTED)
WORKING = (Status.ACCEPTED, Status.ON_SITE, Status.IN_PROGRESS)


def make_sheet(repair: Repair, move: Move, technician: Staff) -> TaskSheet:
    """A new task sheet with its number, for the repairer who gets the task."""
    today = timezone.localdate()
    on_post = Staff.objects.on_post("TECHNICIAN", repair.office_id, today)
    if not on_post.filter(pk=technician.pk).exists():
        raise Refused(
            _("%(who)s is not a repairer of this office today. Choose another.")
            % {"who": technician},
            code="not_a_repairer",
        )
    return TaskSheet.objects.create(
        repair=repair,
        task_no=next_number(repair.office.code, "WX", today),
        round=repair.sheets.count() + 1,
        technician=technician,
        dispatched_by=move.by or technician,
        dispatched_at=move.at,
    )


def hand_over(repair: Repair, move: Move, technician: Staff) -> None:
    """The task is the repairer's from now on; he must accept it in time."""
    repair.sheet = make_sheet(repair, move, technician)
    repair.technician = technician
    repair.notified_at = move.at
    hold(repair, technician)
    move.deadlines.start(
        limits.ACCEPT, move.at, rule=f"repair.accept.{repair.priority}"
    )
    move.note(task_no=repair.sheet.task_no, technician=str(technician))


def hold(repair: Repair, technician: Staff | None, post: str = "TECHNICIAN") -> None:
    """Who must act next."""
    repair.register.holder = technician
    repair.register.holder_post = post


@transition(
    label=lazy("Dispatch"),
    sources=[Status.REGISTERED],
    target=Status.DISPATCHED,
    right="repairs.dispatch",
    guards=[guards.not_in_incident],
    announces=repair_dispatched,
    order=1,
)
def dispatch(repair: Repair, move: Move, *, technician: Staff) -> None:
    """Make the task sheet and notify the repairer of the register's content."""
    if repair.repeats and repair.repeats.technician_id == technician.pk:
        raise Refused(
            _(
                "%(who)s did the repair that is now repeated. "
                "Give it to another repairer."
            )
            % {"who": technician},
            code="same_repairer",
        )
    hand_over(repair, move, technician)
    move.deadlines.meet([limits.NOTIFY], move.at)


@transition(
    label=lazy("Reassign"),
    sources=UNDERWAY,
    target=Status.DISPATCHED,
    right="repairs.reassign",
    announces=repair_dispatched,
    order=20,
)
def reassign(repair: Repair, move: Move, *, technician: Staff) -> None:
    """Give the task to another repairer; the reason is on record."""
    if not move.reason.strip():
        raise Refused(_("Say why the task goes to another repairer."), code="reason")
    if repair.technician_id == technician.pk:
        raise Refused(_("The task is his already. Choose another."), code="same")
    move.note(before=str(repair.technician))
    hand_over(repair, move, technician)


@transition(
    label=lazy("Accept"),
    sources=[Status.DISPATCHED],
    target=Status.ACCEPTED,
    right="repairs.work",
    guards=[guards.own_task],
    of="technician",
    asks=False,
    order=1,
)
def accept(
    repair: Repair,
    move: Move,
    *,
    size: str = Size.NORMAL,
    planned_finish: datetime | None = None,
) -> None:
    """Take the task up and say how large the work is."""
    sheet = repair.sheet
    assert sheet is not None  # noqa: S101 the table says so
    sheet.accepted_at = move.at
    sheet.save()
    move.deadlines.meet([limits.ACCEPT], move.at)
    if size != repair.size:
        move.note(size=size)
        repair.size = size
        start_finish(move.deadlines, repair, repair.reported_at, move.at)
    if size == Size.MAJOR and planned_finish:
        move.deadlines.extend(limits.FINISH, planned_finish, _("planned work"))


@transition(
    label=lazy("Raise to emergency"),
    sources=[Status.REGISTERED, *UNDERWAY, Status.ON_SITE, Status.IN_PROGRESS],
    right="repairs.raise_priority",
    guards=[guards.not_urgent_yet],
    order=60,
)
def raise_priority(repair: Repair, move: Move) -> None:
    """It is an emergency after all: clocks restart from now, the old ones are kept.

    Edge case 7.
    """
    repair.priority = Priority.EMERGENCY
    book = move.deadlines
    for kind, rule in (
        (limits.NOTIFY, "repair.notify.EMERGENCY"),
        (limits.ACCEPT, "repair.accept.EMERGENCY"),
    ):
        if book.running(kind):
            book.start(kind, move.at, rule=rule)
    if repair.status not in (Status.ON_SITE, Status.IN_PROGRESS):
        book.replace([limits.ARRIVE], move.at)
        book.start(limits.ARRIVE_URGENT, move.at, rule="repair.arrive.EMERGENCY")
    book.start(limits.CONTAIN, move.at, rule="repair.contain.EMERGENCY")
    book.start(limits.FINISH, move.at, rule="repair.finish.EMERGENCY")


@transition(
    label=lazy("Change the appointment"),
    sources=[Status.REGISTERED, *UNDERWAY],
    right="repairs.correct",
    order=55,
)
def reschedule(repair: Repair, move: Move, *, appointment_at: datetime | None) -> None:
    """Agree on another time with the resident."""
    move.note(before=short(repair.appointment_at), after=short(appointment_at))
    repair.appointment_at = appointment_at
    if repair.priority == Priority.EMERGENCY:
        return
    if appointment_at:
        appoint(move.deadlines, appointment_at, move.at)
    else:
        move.deadlines.drop([limits.ARRIVE], move.at)
    start_finish(move.deadlines, repair, repair.reported_at, move.at)


@transition(
    label=lazy("Cancel"),
    sources=[Status.REGISTERED, *UNDERWAY],
    target=Status.CANCELLED,
    right="repairs.cancel",
    announces=repair_cancelled,
    destructive=True,
    order=90,
)
def cancel(repair: Repair, move: Move, *, asked_by: str) -> None:
    """Cancel at the resident's word; what was late stays late (edge case 6)."""
    move.note(asked_by=asked_by)
    move.deadlines.drop_all(move.at)
    hold(repair, None, "")


@transition(
    label=lazy("Rework"),
    sources=[Status.SHEET_RETURNED, Status.CLOSED],
    target=Status.DISPATCHED,
    right="repairs.rework",
    guards=[guards.sheet_is_out, guards.within_rework_window],
    announces=repair_reworked,
    order=30,
)
def rework(repair: Repair, move: Move, *, technician: Staff) -> None:
    """Not well done: another repairer, another sheet, the count goes up."""
    if technician.pk == repair.technician_id:
        raise Refused(
            _("%(who)s did the work. Give the rework to another repairer.")
            % {"who": technician},
            code="same_repairer",
        )
    hand_over(repair, move, technician)
    repair.rework_count += 1
    repair.finished_at = repair.sheet_returned_at = None
    repair.completion_remark = ""
    repair.appointment_at = None
    start_finish(move.deadlines, repair, move.at, move.at)


def short(moment: datetime | None) -> str:
    """A time for the timeline."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else _("at once")
