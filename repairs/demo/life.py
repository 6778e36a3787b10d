"""One repair as it is told: what each step leaves behind, without a statement.

Each act mirrors its transition (``repairs.transitions``); limits are counted by the
real clocks. Nothing is written until ``writing`` writes all lives at once.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case, Step, StepKind
from propertyservice.cases.search import text_of
from propertyservice.organisation.models import Staff
from propertyservice.workbench.demo import Demo, DemoOffice
from propertyservice.workflow.deadlines import DeadlineBook
from repairs.models import IncidentReport, MaterialLine, Repair, Status, TaskSheet
from repairs.rules import deadlines as limits
from repairs.transitions.intake import appoint, start_finish

LATE = timedelta(hours=24)
OPENS, CLOSES = 8, 20


class Enough(Exception):  # noqa: N818
    """The story ends here: the present has come, or the status that was wanted."""


@dataclass
class Life:
    """A repair under way. ``clock`` is the time of the story; it only moves on."""

    demo: Demo
    house: DemoOffice
    chance: random.Random
    clock: datetime
    stop_at: str = ""
    repair: Repair = field(init=False)
    case: Case = field(init=False)
    book: DeadlineBook = field(init=False)
    steps: list[Step] = field(default_factory=list)
    sheets: list[TaskSheet] = field(default_factory=list)
    sheet_steps: list[tuple[Step, TaskSheet]] = field(default_factory=list)
    materials: list[MaterialLine] = field(default_factory=list)
    reports: list[IncidentReport] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    photos: list[tuple[str, datetime, Staff]] = field(default_factory=list)
    incident: Life | None = None
    repeats: Life | None = None

    # ── chance and time ─────────────────────────────────────────────────

    def odds(self, percent: float) -> bool:
        """Whether it happens this time."""
        return self.chance.random() * 100 < percent

    def wait(self, least: int, most: int, *, by_day: bool = False) -> None:
        """Let minutes pass; ``by_day`` goes on to the morning outside working hours."""
        self.clock += timedelta(minutes=self.chance.randint(least, most))
        if by_day and not self.urgent:
            self.until_day()
        if self.clock > self.demo.now:
            raise Enough

    def until_day(self) -> None:
        """Go on to the next morning when nobody works at this hour."""
        if OPENS <= self.clock.hour < CLOSES:
            return
        if self.clock.hour >= CLOSES:
            self.clock += timedelta(days=1)
        self.clock = self.clock.replace(hour=OPENS, minute=self.chance.randint(0, 40))

    @property
    def urgent(self) -> bool:
        """Whether it is an emergency."""
        return self.repair.priority == "EMERGENCY"

    @property
    def sheet(self) -> TaskSheet:
        """The task sheet of the present round."""
        return self.sheets[-1]

    @property
    def technician(self) -> Staff:
        """Whose task it is."""
        return self.sheet.technician

    def person(self, account: str) -> Staff:
        """A member of staff of this office."""
        return self.house.people[account]

    # ── the line of the register ────────────────────────────────────────

    def report(
        self, said: dict[str, Any], *, by: Staff, recorded_at: datetime | None = None
    ) -> None:
        """The call comes in."""
        if self.clock > self.demo.now:
            raise Enough
        at, recorded = self.clock, recorded_at or self.clock
        self.case = Case(
            clause="repairs",
            office=self.house.office,
            unit=said["unit"],
            place=said["place"],
            person=said.pop("person"),
            title=said["description"],
            search_text=text_of(
                said["description"], _location(said), said["resident_name"]
            ),
            opened_at=at,
            recorded_at=recorded,
            holder_post="REPAIR_DESK",
        )
        place = said["unit"] or said["place"]
        self.repair = Repair(
            office=self.house.office,
            status="",
            building_id=place.building_id,
            location=_location(said),
            reported_at=at,
            recorder=by,
            once_key=uuid.UUID(int=self.chance.getrandbits(128), version=4),
            **said,
        )
        self._clocks(at)
        self.step(
            "report",
            by,
            Status.REGISTERED,
            recorded_at=recorded,
            channel=self.repair.channel,
            read_back=self.repair.read_back,
        )
        self.clock = recorded

    def _clocks(self, at: datetime) -> None:
        self.book = DeadlineBook(self.house.office, at, None)
        self.book.start(limits.NOTIFY, at, rule=f"repair.notify.{self.repair.priority}")
        if self.urgent:
            self.book.start(limits.ARRIVE_URGENT, at, rule="repair.arrive.EMERGENCY")
            self.book.start(limits.CONTAIN, at, rule="repair.contain.EMERGENCY")
        elif self.repair.appointment_at:
            appoint(self.book, self.repair.appointment_at)
        start_finish(self.book, self.repair, at)

    def step(
        self,
        name: str,
        by: Staff | None,
        to: str = "",
        /,
        *,
        reason: str = "",
        kind: str = StepKind.STEP,
        recorded_at: datetime | None = None,
        sheet: TaskSheet | None = None,
        **details: Any,
    ) -> Step:
        """Write a line of the timeline and move on; may end the story.

        ``sheet`` is named in the line by its number, once that is allotted.
        """
        before = self.repair.status
        self.repair.status = to or before
        recorded = recorded_at or self.clock
        step = Step(
            kind=kind,
            name=name,
            from_status=before,
            to_status=self.repair.status,
            by=by,
            occurred_at=self.clock,
            recorded_at=recorded,
            is_late_entry=recorded - self.clock > LATE,
            reason=reason,
            details=details,
        )
        self.steps.append(step)
        if sheet is not None:
            self.sheet_steps.append((step, sheet))
        self.case.last_step_at = self.clock
        if self.stop_at in (name, self.repair.status):
            raise Enough
        return step

    def hold(self, holder: Staff | None, post: str) -> None:
        """Who must act next."""
        self.case.holder, self.case.holder_post = holder, post

    def ask(self, kind: str, reason: str, **details: Any) -> Request:
        """Put a request into the queue; it waits until ``decide``."""
        request = Request(
            office=self.house.office,
            kind=kind,
            reason=reason,
            details={**details, "since": self.clock.isoformat()},
            asked_by=self.technician,
            asked_at=self.clock,
        )
        self.requests.append(request)
        return request

    def decide(self, request: Request, decision: str, opinion: str = "") -> None:
        """The maintenance supervisor decides."""
        request.decision, request.opinion = decision, opinion
        request.decided_by = self.person("maintenance")
        request.decided_at = self.clock

    def extend(self, kind: str, to: datetime, why: str) -> None:
        """Move a running limit; the account says when in the story, not when loaded."""
        for deadline in self.book.running(kind):
            self.book.extend(kind, to, why)
            deadline.basis["changes"][-1]["at"] = self.clock.isoformat()

    def end(self) -> None:
        """Nobody must act any more."""
        self.hold(None, "")


def _location(said: dict[str, Any]) -> str:
    return said["unit"].label if said["unit"] else said["place"].name
