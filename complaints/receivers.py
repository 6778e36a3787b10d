"""What follows a step of a complaint: people are told (4.6.1, RULES 2.3)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from complaints.models import Complaint, Level
from complaints.signals import (
    complaint_classified,
    complaint_promoted,
    complaint_received,
)
from complaints.transitions.routing import supervising_post
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import NoticeKind
from propertyservice.workflow.notices import tell


@receiver(complaint_received)
def tell_supervisor(record: Complaint, by: Any, **_facts: Any) -> None:
    """A new complaint: whoever classifies it is told, never whom it is about."""
    post = supervising_post(record.goes_above)
    _tell(record, NoticeKind.INFO, [post], by)


@receiver(complaint_classified)
@receiver(complaint_promoted)
def tell_leaders(record: Complaint, by: Any, **_facts: Any) -> None:
    """重要: the office's manager; 重大: the company's manager too, the same day."""
    above = {
        Level.MINOR: [],
        Level.IMPORTANT: [posts.OFFICE_MANAGER],
        Level.CRITICAL: [posts.OFFICE_MANAGER, posts.COMPANY_MANAGER],
    }
    _tell(record, NoticeKind.INFO, above[Level(record.level)], by)


def _tell(record: Complaint, kind: str, codes: list[str], by: Any) -> None:
    today = timezone.localdate()
    people = {
        person
        for post in codes
        for person in Staff.objects.on_post(post, record.office_id, today)
        if person.pk not in (record.respondent_id, by and by.pk)
    }
    if people:
        tell(people, kind, record.register)
