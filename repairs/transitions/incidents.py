"""One task for what many households report (edge cases 3 and 14)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.estate.models import Unit
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import IncidentReport, Repair, Status
from repairs.rules import deadlines as limits
from repairs.signals import repair_closed
from repairs.transitions import guards
from repairs.transitions.dispatch import UNDERWAY, hold


@transition(
    label=lazy("Join an incident"),
    sources=[Status.REGISTERED],
    right="repairs.dispatch",
    guards=[guards.not_in_incident],
    order=45,
)
def join_incident(repair: Repair, move: Move, *, incident: Repair) -> None:
    """The same matter as an incident: one task there, an answer here (edge case 3)."""
    if not incident.is_incident or not incident.is_open:
        raise Refused(_("This is not an open incident."), code="no_incident")
    if incident.office_id != repair.office_id or repair.is_incident:
        raise Refused(_("Choose an incident of this office."), code="no_incident")
    repair.incident = incident
    repair.notified_at = move.at
    move.deadlines.meet([limits.NOTIFY], move.at)
    move.deadlines.drop([limits.ARRIVE, limits.ARRIVE_URGENT, limits.CONTAIN], move.at)
    move.note(incident=incident.number)


@transition(
    label=lazy("Answer the household"),
    sources=[Status.REGISTERED],
    target=Status.CLOSED,
    right="repairs.track",
    guards=[guards.in_incident],
    announces=repair_closed,
    order=2,
)
def answer_joined(repair: Repair, move: Move, *, answer: str) -> None:
    """The incident is settled: this household is told, its own line closes."""
    incident = repair.incident
    assert incident is not None  # noqa: S101 the guard says so
    if incident.finished_at is None:
        raise Refused(_("The incident is not finished yet."), code="unfinished")
    repair.finished_at = incident.finished_at
    move.deadlines.meet([limits.FINISH], incident.finished_at)
    move.note(answer=answer)
    hold(repair, None, "")


@transition(
    label=lazy("Make it an incident"),
    sources=[Status.REGISTERED, *UNDERWAY, Status.ON_SITE, Status.IN_PROGRESS],
    right="repairs.dispatch",
    guards=[guards.not_in_incident, guards.not_an_incident],
    order=65,
)
def declare_incident(repair: Repair, move: Move) -> None:
    """Many households report the same: gather their calls here (edge case 14)."""
    repair.is_incident = True


@transition(
    label=lazy("Count one more report"),
    sources=[
        Status.REGISTERED,
        *UNDERWAY,
        Status.ON_SITE,
        Status.IN_PROGRESS,
        Status.SUSPENDED,
    ],
    right="repairs.register",
    guards=[guards.is_an_incident],
    order=46,
)
def count_report(
    repair: Repair, move: Move, *, unit: Unit, resident_name: str, phone: str = ""
) -> None:
    """One more household calls about the incident: +1, no new repair."""
    IncidentReport.objects.create(
        incident=repair,
        unit=unit,
        resident_name=resident_name,
        phone=phone,
        reported_at=move.at,
        recorder=move.person,
    )
    move.note(unit=unit.label, name=resident_name)


@transition(
    label=lazy("Answer everyone"),
    sources=[Status.FINISHED, Status.FINISHED_UNSIGNED, Status.SHEET_RETURNED],
    right="repairs.track",
    guards=[guards.is_an_incident],
    order=25,
)
def answer_reports(repair: Repair, move: Move, *, answer: str) -> None:
    """Everyone who was counted has been told."""
    told = repair.reports.filter(answered_at=None)
    count = told.update(answered_at=move.at, answer=answer)
    if not count:
        raise Refused(_("Nobody waits for an answer."), code="nobody")
    move.note(count=count, answer=answer)
