"""Passing a demonstration repair on, or elsewhere.

Each act changes what its transition changes and writes its line last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from propertyservice.organisation.models import Staff
from repairs.demo.life import Life
from repairs.models import IncidentReport, Priority, Size, Status, TaskSheet
from repairs.rules import deadlines as limits
from repairs.transitions.intake import appoint, start_finish


def hand_over(life: Life, technician: Staff, by: Staff) -> dict[str, Any]:
    """A new sheet for the repairer, who must accept it in time."""
    repair, at = life.repair, life.clock
    life.sheets.append(
        TaskSheet(
            round=len(life.sheets) + 1,
            technician=technician,
            dispatched_by=by,
            dispatched_at=at,
        )
    )
    repair.technician, repair.notified_at = technician, at
    life.hold(technician, "TECHNICIAN")
    life.book.start(limits.ACCEPT, at, rule=f"repair.accept.{repair.priority}")
    return {"technician": technician.name, "sheet": life.sheet}


def dispatch(life: Life, technician: Staff, by: Staff) -> None:
    """Make the sheet and pass the repair on."""
    said = hand_over(life, technician, by)
    life.book.meet([limits.NOTIFY], life.clock)
    life.step("dispatch", by, Status.DISPATCHED, **said)


def reassign(life: Life, technician: Staff, reason: str) -> None:
    """Another repairer gets the task."""
    before, by = life.technician.name, life.person("maintenance")
    said = hand_over(life, technician, by)
    life.step(
        "reassign",
        by,
        Status.DISPATCHED,
        reason=reason,
        before=before,
        **said,
    )


def accept(life: Life, size: str = Size.NORMAL, days: int = 0) -> None:
    """The repairer takes it up and says how large it is."""
    repair, at = life.repair, life.clock
    life.sheet.accepted_at = at
    life.book.meet([limits.ACCEPT], at)
    said: dict[str, Any] = {}
    if size != repair.size:
        repair.size, said["size"] = size, size
        start_finish(life.book, repair, repair.reported_at, at)
    if size == Size.MAJOR and days:
        planned = at.replace(hour=18, minute=0) + timedelta(days=days)
        life.extend(limits.FINISH, planned, "计划工期")
    life.step("accept", life.technician, Status.ACCEPTED, **said)


def raise_priority(life: Life, by: Staff) -> None:
    """It is an emergency after all (edge case 7)."""
    at, book = life.clock, life.book
    life.repair.priority = Priority.EMERGENCY
    if book.running(limits.ACCEPT):
        book.start(limits.ACCEPT, at, rule="repair.accept.EMERGENCY")
    book.replace([limits.ARRIVE], at)
    book.start(limits.ARRIVE_URGENT, at, rule="repair.arrive.EMERGENCY")
    book.start(limits.CONTAIN, at, rule="repair.contain.EMERGENCY")
    book.start(limits.FINISH, at, rule="repair.finish.EMERGENCY")
    life.step("raise_priority", by, reason="漏水加大")


def reschedule(life: Life, when: datetime) -> None:
    """Another time is agreed on."""
    repair, at = life.repair, life.clock
    before, repair.appointment_at = repair.appointment_at, when
    appoint(life.book, when, at)
    start_finish(life.book, repair, repair.reported_at, at)
    life.step(
        "reschedule",
        life.person("clerk"),
        before=f"{before:%Y-%m-%d %H:%M}" if before else "立即",
        after=f"{when:%Y-%m-%d %H:%M}",
    )


def cancel(life: Life, asked_by: str) -> None:
    """At the resident's word; what was late stays late (edge case 6)."""
    life.book.drop_all(life.clock)
    life.end()
    life.step("cancel", life.person("clerk"), Status.CANCELLED, asked_by=asked_by)


def refer(life: Life, to: str, party: str, number: str) -> None:
    """Outside parties do it; the desk tracks (edge cases 12, 13)."""
    repair = life.repair
    repair.referred_to, repair.referred_party = to, party
    repair.referred_no = number
    life.book.resume(life.clock)
    life.book.drop_all(life.clock)
    life.book.start(limits.ANSWER, life.clock, rule="repair.referral_answer")
    life.hold(None, "REPAIR_DESK")
    life.step(
        "refer",
        life.person("maintenance"),
        Status.REFERRED,
        party=party,
        their_no=number,
    )


def answer_referral(life: Life, answer: str) -> None:
    """They have answered."""
    life.repair.referral_answer = answer
    life.book.meet([limits.ANSWER], life.clock)
    life.end()
    life.step("answer_referral", life.person("clerk"), Status.CLOSED, answer=answer)


def count_report(life: Life, resident: Any) -> None:
    """One more household calls about the incident (edge case 14)."""
    unit = resident.occupancy.unit
    life.reports.append(
        IncidentReport(
            unit=unit,
            resident_name=resident.name,
            phone=resident.phone,
            reported_at=life.clock,
            recorder=life.person("clerk"),
        )
    )
    life.step("count_report", life.person("clerk"), unit=unit.label, name=resident.name)


def answer_reports(life: Life, answer: str) -> None:
    """Everyone who was counted is told."""
    waiting = [each for each in life.reports if each.answered_at is None]
    for each in waiting:
        each.answered_at, each.answer = life.clock, answer
    life.step("answer_reports", life.person("clerk"), count=len(waiting), answer=answer)


def join_incident(life: Life, incident: Life) -> None:
    """The same matter as an incident (edge case 3)."""
    life.incident = incident
    life.repair.notified_at = life.clock
    life.book.meet([limits.NOTIFY], life.clock)
    life.book.drop([limits.ARRIVE, limits.ARRIVE_URGENT, limits.CONTAIN], life.clock)
    life.step("join_incident", life.person("clerk"))


def answer_joined(life: Life, finished_at: datetime, answer: str) -> None:
    """The incident is settled; this household is told."""
    life.repair.finished_at = finished_at
    life.book.meet([limits.FINISH], finished_at)
    life.end()
    life.step("answer_joined", life.person("clerk"), Status.CLOSED, answer=answer)
