"""One complaint as it is told: what each step leaves behind, without a statement.

Each act mirrors its transition; limits are counted by the real clocks.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from complaints.demo.words import CHANNELS, Matter
from complaints.models import Complainant, Complaint, Level, Status, Validity
from complaints.rules import deadlines as limits
from complaints.rules import levels
from complaints.transitions import clocks, routing
from complaints.transitions.queue import DECIDE
from propertyservice.approvals.models import Decision, Request
from propertyservice.cases.models import Case, Step
from propertyservice.cases.search import text_of
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Department, Staff
from propertyservice.workbench.demo import Demo, DemoOffice
from propertyservice.workbench.demo.house import Resident
from propertyservice.workflow.deadlines import DeadlineBook

HEADS = {"SERVICE": "supervisor", "REPAIRS": "maintenance", "OFFICE": "manager"}
OPENS, CLOSES = 8, 20


class Enough(Exception):  # noqa: N818
    """The story ends here: the present has come, or the step that was wanted."""


@dataclass
class Life:
    """A complaint under way. ``clock`` is the time of the story; it only moves on."""

    demo: Demo
    house: DemoOffice
    departments: dict[str, Department]
    chance: random.Random
    clock: datetime
    matter: Matter
    stop_at: str = ""
    respondent: Staff | None = None
    complaint: Complaint = field(init=False)
    case: Case = field(init=False)
    book: DeadlineBook = field(init=False)
    steps: list[Step] = field(default_factory=list)
    people: list[Complainant] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def person(self, account: str) -> Staff:
        """A member of staff of this office."""
        return self.house.people[account]

    def wait(self, least: int, most: int, *, by_day: bool = True) -> None:
        """Let minutes pass; outside working hours go on to the morning."""
        self.clock += timedelta(minutes=self.chance.randint(least, most))
        if by_day and not OPENS <= self.clock.hour < CLOSES:
            if self.clock.hour >= CLOSES:
                self.clock += timedelta(days=1)
            self.clock = self.clock.replace(
                hour=OPENS, minute=self.chance.randint(0, 50)
            )
        if self.clock > self.demo.now:
            raise Enough

    def step(self, name: str, by: Staff | None, to: str = "", **details: Any) -> None:
        """A line of the timeline; the story ends after the step it was told for."""
        before = self.complaint.status if self.steps else ""
        if to:
            self.complaint.status = to
        self.steps.append(
            Step(
                name=name,
                by=by,
                from_status=before,
                to_status=self.complaint.status,
                occurred_at=self.clock,
                recorded_at=self.clock,
                details=details,
            )
        )
        self.case.last_step_at = self.clock
        if name == self.stop_at:
            raise Enough

    def hold(self, holder: Staff | None, post: str = "") -> None:
        """Who must act next."""
        self.complaint.register = self.case
        routing.hold(self.complaint, holder, post)

    def receive(self, unit: Unit | None, caller: Resident | None) -> None:
        """The complaint comes in."""
        name = caller.name if caller else ""
        place = unit.label if unit else ""
        above = self.respondent is not None
        self.case = Case(
            clause="complaints",
            office=self.house.office,
            unit=unit,
            person=caller.occupancy.person if caller else None,
            title=self.matter.content,
            search_text=text_of(self.matter.content, place, name),
            holder_post=routing.supervising_post(above),
            hidden_from=self.respondent,
            opened_at=self.clock,
            recorded_at=self.clock,
            last_step_at=self.clock,
        )
        self.complaint = Complaint(
            office=self.house.office,
            status=Status.RECEIVED,
            unit=unit,
            building_id=unit.building_id if unit else None,
            location=place,
            complainant_name=name,
            is_anonymous=caller is None,
            channel=self.chance.choice(CHANNELS),
            content=self.matter.content,
            demand=self.matter.demand,
            category=self.matter.category,
            level=self.matter.level,
            received_at=self.clock,
            recorder=self.person("clerk"),
            respondent=self.respondent,
            goes_above=above,
            once_key=uuid.UUID(int=self.chance.getrandbits(128), version=4),
        )
        self.people.append(
            Complainant(
                person=self.case.person,
                unit=unit,
                name=name,
                room=place,
                phone=caller.phone if caller else "",
                is_anonymous=caller is None,
                is_spokesman=True,
            )
        )
        self.book = DeadlineBook(self.house.office, self.clock, None)
        clocks.start_all(self.book, self.complaint)
        accepted = caller is not None
        if accepted:
            self.book.meet([limits.FIRST_REPLY], self.clock)
        self.step(
            "receive",
            self.person("clerk"),
            channel=self.complaint.channel,
            accepted=accepted,
        )

    def sort(self) -> None:
        """Classified, passed on, signed for."""
        said, code = self.complaint, self.matter.department
        self.wait(3, 20, by_day=False)
        neighbour = self.matter.category == "NEIGHBOUR"
        said.validity = Validity.NOT_OURS if neighbour else Validity.VALID
        self.hold(None, "COMPLAINT_DESK")
        self.step(
            "classify",
            self.person("supervisor"),
            Status.CLASSIFIED,
            level=said.level,
            category=said.category,
            validity=said.validity,
        )
        self.wait(2, 8, by_day=False)
        said.department, said.handler = self.departments[code], self.person(HEADS[code])
        said.transferred_at = self.clock
        self.hold(said.handler)
        self.step(
            "transfer",
            self.person("clerk"),
            Status.TRANSFERRED,
            department=said.department.name,
            handler=str(said.handler),
        )
        late = self.chance.random() < 0.1
        self.wait(50 if late else 2, 120 if late else 15, by_day=False)
        said.signed_at = self.clock
        self.book.meet([limits.TRANSFER], self.clock)
        self.step("sign", said.handler)

    def work(self) -> None:
        """Investigated, proposed, approved, put right."""
        said = self.complaint
        self.wait(10, 240)
        self.step("investigate", said.handler, Status.INVESTIGATING)
        self.wait(30, 300)
        late = self.chance.random() < 0.06
        if late:
            self.wait(1440, 2000)
        self.book.meet([limits.FIRST_REPLY, limits.ANSWER], self.clock)
        self.step(
            "answer", self.person("clerk"), method="PHONE", words="已告知处理安排"
        )
        said.investigation, said.proposal = self.matter.cause, self.matter.measure
        said.proposed_on = (self.clock + timedelta(days=2)).date()
        self.propose()
        self.wait(20, 200)
        self.approve()
        self.wait(10, 120)
        self.step("implement", said.handler, Status.IMPLEMENTING)
        slow = self.chance.random() < 0.08
        self.wait(2500 if slow else 240, 5000 if slow else 1700)
        said.outcome, said.done_at = self.matter.outcome, self.clock
        self.book.meet([limits.SOLVE], self.clock)
        self.book.start(limits.REPLY, self.clock, rule="complaint.reply")
        self.hold(None, "COMPLAINT_DESK")
        self.step("finish", said.handler, Status.DONE, outcome=said.outcome)

    def propose(self) -> None:
        """The proposal waits in the queue."""
        said = self.complaint
        asker = said.handler
        assert asker is not None  # noqa: S101 passed on before
        tier = levels.tier(said.level, said.goes_above)
        post = {
            Level.MINOR: "CS_SUPERVISOR",
            Level.IMPORTANT: "OFFICE_MANAGER",
            Level.CRITICAL: "COMPANY_MANAGER",
        }[tier]
        self.hold(None, post)
        self.requests.append(
            Request(
                office=self.house.office,
                kind=DECIDE,
                asked_by=asker,
                asked_at=self.clock,
                reason=said.proposal,
                details={
                    "investigation": said.investigation,
                    "proposed_on": str(said.proposed_on),
                },
            )
        )
        self.step(
            "propose",
            asker,
            Status.PROPOSED,
            investigation=said.investigation,
            proposal=said.proposal,
        )

    def approve(self) -> None:
        """Whoever decides at this level agrees."""
        said, asked = self.complaint, self.requests[-1]
        decider = self.person("manager")
        if said.level == Level.MINOR:
            decider = self.person("supervisor")
        if decider == asked.asked_by:
            decider = self.person("manager")
        if said.level == Level.CRITICAL or decider == asked.asked_by:
            decider = Staff.objects.get(username="company")
        asked.decision, asked.opinion = Decision.APPROVED, "同意"
        asked.decided_by, asked.decided_at = decider, self.clock
        said.approver, said.approved_at, said.approval = decider, self.clock, "同意"
        self.hold(said.handler)
        self.step("approve", decider, Status.APPROVED)
