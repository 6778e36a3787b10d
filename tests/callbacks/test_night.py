"""The night's job: killed in the middle, run again, run twice (4.3.1)."""

from __future__ import annotations

from typing import Any

import pytest

from callbacks.models import Callback, Draw
from callbacks.transitions.sampling import night
from propertyservice.audit.models import Run
from propertyservice.cases.models import Case
from propertyservice.organisation.scope import scope
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.limits import chase_times
from propertyservice.workflow.models import Deadline
from tests.callbacks.stages import returned
from tests.support.cast import House

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone."""


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
def test_killed_before_the_end_and_run_again_it_ends_right(
    house: House, other: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of an office is never kept, and nobody is called twice."""
    for unit in (house.unit, house.upstairs):
        returned(house, unit=unit)
    with scope(offices=[other.office.pk]):
        for unit in (other.unit, other.upstairs):
            returned(other, unit=unit)
    real = night.assign_planned

    def dies(office: Any) -> int:
        if office == other.office:
            raise Killed
        return real(office)

    with monkeypatch.context() as patched:
        patched.setattr(night, "assign_planned", dies)
        with pytest.raises(Killed):
            night.draw_all()
    with scope(offices=[house.office.pk, other.office.pk]):
        assert Callback.objects.count() == 1
    assert night.draw_all().counts["drawn"] == 1
    assert night.draw_all().counts["drawn"] == 0
    with scope(offices=[house.office.pk, other.office.pk]):
        assert Callback.objects.count() == Draw.objects.count() == 2
        assert len(set(rows()["numbers"])) == 2
    runs = Run.objects.filter(job=night.JOB).order_by("pk")
    assert [run.finished_at is not None for run in runs] == [False, True, True]


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
