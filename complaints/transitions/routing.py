"""Whose hands a complaint is in, and for whom it does not exist (edge case 26)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from complaints.models import Complaint
from propertyservice.numbering.numbers import SEALED
from propertyservice.organisation import posts
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.models import Deadline

HEADS = (posts.OFFICE_MANAGER, posts.CS_SUPERVISOR)


def goes_above(respondent: Staff | None, office: Office, on: date) -> bool:
    """Whether it is about a head of the office: the company's manager decides then."""
    if respondent is None:
        return False
    return any(
        Staff.objects.on_post(post, office, on).filter(pk=respondent.pk).exists()
        for post in HEADS
    )


def name_respondent(complaint: Complaint, respondent: Staff) -> None:
    """From now on the complaint does not exist for him."""
    complaint.respondent = respondent
    complaint.register.hidden_from = respondent
    complaint.goes_above = goes_above(
        respondent, complaint.office, timezone.localdate()
    )


def series_of(office: Office, about_staff: bool) -> str:
    """The first part of the number.

    What is about a member of staff, named or not yet, is numbered in the sealed series:
    in the office's own he would find a gap (decision 9).
    """
    return SEALED if about_staff else office.code


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
