"""Deadlines, the pauses that stop their clocks, and what people are told."""

from propertyservice.workflow.models.deadlines import (
    Chase,
    Deadline,
    DeadlineState,
    Pause,
)
from propertyservice.workflow.models.notices import Notice, NoticeKind, NoticeLine

__all__ = [
    "Chase",
    "Deadline",
    "DeadlineState",
    "Notice",
    "NoticeKind",
    "NoticeLine",
    "Pause",
]
