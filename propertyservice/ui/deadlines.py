"""Deadlines as chips: one statement for a list, explained on a case page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case as Cases
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from propertyservice.ui.chips import Chip, State
from propertyservice.workflow import chips as workflow_chips
from propertyservice.workflow import explain, kinds
from propertyservice.workflow.models import Deadline, Pause
from propertyservice.workflow.models.deadlines import RUNNING_STATES

_STATES: dict[workflow_chips.ChipState, State] = {
    workflow_chips.ChipState.PLAIN: "plain",
    workflow_chips.ChipState.SOON: "soon",
    workflow_chips.ChipState.LATE: "late",
    workflow_chips.ChipState.PAUSE: "pause",
    workflow_chips.ChipState.MET: "met",
    workflow_chips.ChipState.MISSED: "missed",
}


def for_cases(cases: Iterable[int], now: datetime) -> dict[int, Chip]:
    """The chip that matters of each case (4.2.1): the running limit that is due first,
    else the one that ended last; side limits apart. One statement; a case without
    limits is left out."""
    return {
        deadline.case_id: chip_of(deadline, now)
        for deadline in with_pause(
            Deadline.objects.filter(case__in=list(cases), holder_post="")
            .exclude(state__in=("VOID", "REPLACED"))
            .annotate(
                rank=Cases(
                    When(state__in=RUNNING_STATES, then=Value(0)),
                    default=Value(1),
                    output_field=IntegerField(),
                )
            )
            .order_by(
                "case_id",
                "rank",
                F("ended_at").desc(nulls_first=True),
                F("due_at").asc(nulls_last=True),
            )
            .distinct("case_id")
        )
    }


def with_pause(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Deadlines with the open pause of their case, if there is one."""
    still = Pause.objects.filter(case=OuterRef("case"), ended_at=None)
    return deadlines.annotate(
        paused_since=Subquery(still.values("started_at")[:1]),
        pause_reason=Subquery(still.values("reason")[:1]),
    )


def chip_of(
    deadline: Deadline, now: datetime, why: explain.Explanation | None = None
) -> Chip:
    """One deadline as a chip; with ``why`` it opens its explanation."""
    seen = workflow_chips.chip(
        workflow_chips.Standing(
            starts_at=deadline.starts_at,
            due_at=deadline.due_at,
            state=deadline.state,
            first_chase_at=deadline.remind_at,
            ended_at=deadline.ended_at,
            paused_since=getattr(deadline, "paused_since", None),
            pause_reason=kinds.pause_label(
                getattr(deadline, "pause_reason", None) or ""
            ),
        ),
        now,
    )
    return Chip(
        _STATES[seen.state],
        f"{kinds.label(deadline.kind)} {seen.text}",
        seen.share,
        explain.question(why, now) if why else "",
        tuple(explain.lines(why, now)) if why else (),
    )
