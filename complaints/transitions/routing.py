"""Whose hands a complaint is in, and for whom it does not exist (edge case 26)."""

from __future__ import annotations

from datetime import date

from complaints.models import Complaint
from propertyservice.organisation import posts
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models import Deadline

HEADS = (posts.OFFICE_MANAGER, posts.CS_SUPERVISOR)
SEALED_SERIES = "GS"
"""Complaints about named staff are numbered in the company's own series: in the
office's the one complained about would find a gap (RULES 2.0.4 keeps it gapless)."""


def goes_above(respondent: Staff | None, office: Office, on: date) -> bool:
    """Whether it is about a head of the office: the company's manager decides then."""
    if respondent is None:
        return False
    return any(
        Staff.objects.on_post(post, office, on).filter(pk=respondent.pk).exists()
        for post in HEADS
    )


def series_of(office: Office, respondent: Staff | None) -> str:
    """The first part of the number."""
    return SEALED_SERIES if respondent else office.code


def supervising_post(above: bool) -> str:
    """Who classifies and closes."""
    return posts.COMPANY_MANAGER if above else posts.CS_SUPERVISOR


def route(complaint: Complaint, book: DeadlineBook) -> None:
    """Let the chase of every running limit go past whoever is complained about."""
    if complaint.goes_above:
        for deadline in book.running():
            lead_above(deadline)


def lead_above(deadline: Deadline) -> None:
    """The supervisor's and the manager's part fall to the company's manager."""
    deadline.supervisor_post = deadline.manager_post = posts.COMPANY_MANAGER


def hold(complaint: Complaint, holder: Staff | None, post: str = "") -> None:
    """Who must act next; about a head of the office it is never his post."""
    if complaint.goes_above and post in HEADS:
        post = posts.COMPANY_MANAGER
    complaint.register.holder = holder
    complaint.register.holder_post = post
