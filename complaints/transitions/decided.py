"""What a decision in the queue does to the complaint."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.rules import levels
from complaints.transitions import extension, working
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff

Facts = list[tuple[str, str]]


def approve(request: Request, by: Staff) -> None:
    """The proposal is approved."""
    working.approve(_complaint(request), by=by, reason=request.opinion)


def send_back(request: Request, by: Staff) -> None:
    """The proposal is sent back with an opinion."""
    working.send_back(_complaint(request), by=by, reason=request.opinion)


def take_back(request: Request, by: Staff) -> None:
    """The handler withdraws his proposal: he goes on investigating."""
    working.take_back(_complaint(request), by=by)


def tier_of(request: Request) -> str:
    """The level whose decider decides (edge case 26: the company's above a head)."""
    complaint = request.case.complaint
    return levels.tier(complaint.level, complaint.goes_above).value


def extend(request: Request, by: Staff) -> None:
    """More time is granted; it holds once the complainant has been told."""
    until = datetime.fromisoformat(request.details["until"])
    extension.grant_extension(
        _complaint(request), by=by, reason=request.opinion, until=until
    )


def proposal_facts(request: Request) -> Facts:
    """Enough to decide on a proposal."""
    done_by = date.fromisoformat(request.details["proposed_on"])
    return [
        *_case_facts(request),
        (_("Investigation"), request.details["investigation"]),
        (_("Proposal"), request.reason),
        (_("To be done by"), date_format(done_by, "Y-m-d")),
    ]


def extension_facts(request: Request) -> Facts:
    """Enough to decide on more time."""
    until = datetime.fromisoformat(request.details["until"])
    wanted = date_format(timezone.localtime(until), "Y-m-d H:i")
    return [(_("Until"), wanted), *_case_facts(request)]


def _case_facts(request: Request) -> Facts:
    complaint = request.case.complaint
    return [
        (_("Level"), str(complaint.get_level_display())),
        (_("Content"), complaint.content),
        (_("Demand"), complaint.demand or "—"),
    ]


def _complaint(request: Request) -> Complaint:
    return Complaint.objects.get(pk=request.case_id)
