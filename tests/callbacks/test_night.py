"""The night's job run twice, and the limits that it writes (4.3.1)."""

from __future__ import annotations

from typing import Any

import pytest

from callbacks.models import Callback
from callbacks.transitions.sampling import night
from propertyservice.cases.models import Case
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.limits import chase_times
from propertyservice.workflow.models import Deadline
from tests.callbacks.stages import returned
from tests.support.cast import House

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[Any]]:
    """What a draw writes, without the keys that count up."""
    return {
        "callbacks": list(
            Callback.objects.order_by("pk").values_list("candidate_id", "why")
        ),
        "numbers": list(
            Case.objects.filter(clause="callbacks").order_by("pk").values_list("number")
        ),
        "limits": list(
            Deadline.objects.filter(kind="callbacks.call").values_list("due_at")
        ),
    }


@pytest.mark.clause("4.3.1")
def test_drawn_twice_it_gives_the_same_rows(house: House) -> None:
    for trade in ("DOOR", "POWER", "WATER", "MASONRY"):
        returned(house, trade=trade)
    night.draw_all()
    first = rows()
    night.draw_all()
    assert rows() == first
    assert len(first["callbacks"]) == len(first["limits"]) == 2


@pytest.mark.clause("4.3.2")
def test_the_limit_is_chased_like_any_other(house: House) -> None:
    """The draw writes limits in SQL; the book computes the same times."""
    returned(house, priority="EMERGENCY")
    deadline = Deadline.objects.get(kind="callbacks.call")
    written = (deadline.due_at, deadline.remind_at, deadline.escalate_at)
    from_book = _computed(deadline)
    for ours, theirs in zip(written, from_book, strict=True):
        assert abs((ours - theirs).total_seconds()) < 1


def _computed(deadline: Deadline) -> tuple[Any, ...]:
    book = DeadlineBook.of(deadline.case)
    due = book._count(deadline, [])
    assert due is not None
    times = chase_times(deadline.starts_at, due, book.rules)
    return due, times.remind_at, times.escalate_at
