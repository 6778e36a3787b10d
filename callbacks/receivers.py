"""What callbacks does when something is announced, in the same transaction (4.3)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from callbacks import transitions
from callbacks.models import Callback, Candidate, DrawKind
from callbacks.signals import callback_given_up, callback_made, callback_reviewed
from callbacks.transitions import settling
from callbacks.transitions.sampling.drawing import Occasion, draw
from callbacks.transitions.sampling.gathering import gather_complainants, gather_sheets
from complaints.models import Complaint
from complaints.signals import complaint_replied
from repairs.models import Repair
from repairs.signals import sheet_returned


@receiver(sheet_returned)
def plan_for_sheet(record: Repair, at: Any, **_facts: Any) -> None:
    """A sheet is back: it enters the base; what is always called is planned at once."""
    assert record.sheet_id is not None  # noqa: S101 it has just come back
    always = gather_sheets(record.office, timezone.localdate(at), [record.sheet_id])
    if always:
        draw(record.office, always, Occasion(kind=DrawKind.ARRIVAL))


@receiver(complaint_replied)
def plan_for_complaint(record: Complaint, at: Any, **_facts: Any) -> None:
    """A complaint is answered: each complainant whose name is known is called."""
    sampling = gather_complainants(record, at)
    draw(record.office, [sampling], Occasion(kind=DrawKind.ARRIVAL))


@receiver(callback_made)
def put_right_or_close(record: Callback, by: Any, at: Any, **_facts: Any) -> None:
    """Happy: what was called about may close. Unhappy: it is put right at once."""
    settling.answered(record, by=by, at=at)


@receiver(callback_given_up)
def call_up_the_next(record: Callback, by: Any, **_facts: Any) -> None:
    """No answer: what it was about may close, and the next of the order is called."""
    settling.not_answered(record)
    if record.candidate_id is None:
        return
    sampling = Candidate.objects.values_list("sampling_id", flat=True).get(
        pk=record.candidate_id
    )
    occasion = Occasion(kind=DrawKind.RELEASE, released=record.pk)
    draw(record.office, [sampling], occasion)


@receiver(callback_reviewed)
def close_reviewed(record: Callback, **_facts: Any) -> None:
    """Reviewed: the line closes by itself (RULES 2.2)."""
    transitions.close(record, by=None)
