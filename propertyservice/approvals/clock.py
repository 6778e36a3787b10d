"""The limit to decide in: a side limit of the case, chased with the deciding post."""

from __future__ import annotations

from datetime import datetime

from propertyservice.approvals import kinds
from propertyservice.approvals.models import Request
from propertyservice.approvals.routing import chased
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models.deadlines import RUNNING_STATES


def start(request: Request, at: datetime) -> None:
    """Start the clock of the tier that waits; one that ran is over."""
    kind = kinds.get(request.kind)
    book = _book(request) if request.pk else DeadlineBook.loaded(request.case, (), ())
    book.meet([kind.deadline], at)
    deadline = book.start(kind.deadline, at, rule=kind.limit, chased=chased(request))
    book.save(request.case)
    request.due_at = deadline.due_at


def stop(request: Request, at: datetime, *, met: bool) -> None:
    """Decided (met or missed), or not needed any more."""
    book = _book(request)
    codes = [kinds.get(request.kind).deadline]
    if met:
        book.meet(codes, at)
    else:
        book.drop(codes, at)
    book.save(request.case)


def _book(request: Request) -> DeadlineBook:
    running = request.case.deadlines.filter(
        kind=kinds.get(request.kind).deadline, state__in=RUNNING_STATES
    )
    return DeadlineBook.loaded(request.case, running, ())
