"""The explanation of a deadline, gathered from its row, its rule and its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.policy import definitions
from propertyservice.policy import in_force as policy
from propertyservice.workflow import kinds
from propertyservice.workflow.clocks import Interval, ServiceWindows
from propertyservice.workflow.explain import (
    Change,
    ChaseNote,
    Explanation,
    PauseReason,
)
from propertyservice.workflow.limits import limit_of
from propertyservice.workflow.models import Deadline, Pause
from propertyservice.workflow.reckoning import reckon


def explanation(
    deadline: Deadline, case: Case, pauses: Iterable[Pause], now: datetime
) -> Explanation:
    """Everything there is to say about a due time (4.2.1); no statement of its own.

    ``deadline`` comes with its rule version and ``case`` with its office and holder.
    """
    stopped = list(pauses) if deadline.pausable else []
    intervals = [Interval(pause.started_at, pause.ended_at) for pause in stopped]
    limit = limit_of(deadline.limit)
    windows = ServiceWindows(policy.service_hours(case.office))
    agreed = "fixed" in deadline.basis
    return Explanation(
        limit=limit,
        starts_at=deadline.starts_at,
        due_at=deadline.due_at,
        windows=windows,
        reckoning=None
        if agreed
        else reckon(
            limit,
            deadline.starts_at,
            windows=windows,
            calendar=policy.work_calendar(),
            pauses=intervals,
        ),
        agreed=agreed,
        reasons=tuple(
            PauseReason(interval, kinds.pause_label(pause.reason))
            for interval, pause in zip(intervals, stopped, strict=True)
        ),
        changes=tuple(_changes(deadline.basis)),
        chases=tuple(_chases(deadline, case, now)) if deadline.is_running else (),
        **_rule(deadline),
    )


def _rule(deadline: Deadline) -> dict[str, Any]:
    rule = definitions.get(deadline.rule_key)
    version = deadline.rule_version
    since: date | None = version.effective_from if version else None
    return {
        "rule": str(rule.label),
        "source": version.source if version else rule.source,
        "confidence": version.confidence if version else rule.confidence.value,
        "effective_from": since,
    }


def _changes(basis: dict[str, Any]) -> Iterator[Change]:
    for row in basis.get("changes", ()):
        yield Change(
            at=datetime.fromisoformat(row["at"]),
            was=datetime.fromisoformat(row["from"]) if row["from"] else None,
            to=datetime.fromisoformat(row["to"]) if row["to"] else None,
            why=row["why"],
        )


def _chases(deadline: Deadline, case: Case, now: datetime) -> Iterator[ChaseNote]:
    holder = str(case.holder) if case.holder else posts.label(case.holder_post)
    if deadline.holder_post:
        holder = posts.label(deadline.holder_post)
    supervisor = posts.label(deadline.supervisor_post)
    times = (
        (deadline.remind_at, holder),
        (
            deadline.due_at,
            _("%(holder)s and %(post)s") % {"holder": holder, "post": supervisor},
        ),
        (deadline.escalate_at, posts.label(deadline.manager_post)),
    )
    for at, who in times:
        if at is not None:
            yield ChaseNote(at=at, who=who, sent=at <= now)
