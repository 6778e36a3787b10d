"""What an approved request does: the step that was asked for, as of then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from propertyservice.approvals.models import Request
from propertyservice.ledger.money import show, yuan
from propertyservice.organisation.models import Staff
from repairs.models import Repair, Result, SuspendReason
from repairs.transitions import finishing, waiting

Facts = list[tuple[str, str]]


def suspend(request: Request, by: Staff) -> None:
    """The clock stops from when the repairer asked."""
    waiting.suspend(
        _repair(request),
        by=by,
        reason=request.reason,
        reason_code=request.details["reason_code"],
        next_action_on=date.fromisoformat(request.details["next_action_on"]),
        since=_since(request),
    )


def extend(request: Request, by: Staff) -> None:
    """The limit moves, the extension is counted apart."""
    until = datetime.fromisoformat(request.details["until"])
    waiting.extend(_repair(request), by=by, reason=request.reason, until=until)


def finish_unsigned(request: Request, by: Staff) -> None:
    """Finished when the repairer handed it in."""
    finishing.finish_unsigned(
        _repair(request), by=by, reason=request.reason, **_work(request)
    )


def finish_common(request: Request, by: Staff) -> None:
    """Finished when the repairer handed it in."""
    finishing.finish_common(
        _repair(request), by=by, reason=request.reason, **_work(request)
    )


def suspend_facts(request: Request) -> Facts:
    """Enough to decide on a suspension."""
    code = request.details["reason_code"]
    return [
        (_("Reason"), str(SuspendReason(code).label)),
        (_("Next action"), request.details["next_action_on"]),
        *_case_facts(request),
    ]


def extend_facts(request: Request) -> Facts:
    """Enough to decide on more time."""
    until = datetime.fromisoformat(request.details["until"])
    wanted = date_format(timezone.localtime(until), "Y-m-d H:i")
    return [(_("Until"), wanted), *_case_facts(request)]


def work_facts(request: Request) -> Facts:
    """Enough to sign for finished work."""
    details = request.details
    parts = sum(
        yuan(line["quantity"]) * yuan(line["unit_price"])
        for line in details["materials"]
    )
    return [
        (_("Result"), str(Result(details["result"]).label)),
        (_("Work done"), details["work_done"]),
        (_("Charged"), show(yuan(details["labour_fee"]) + yuan(parts))),
        *_case_facts(request),
    ]


def _case_facts(request: Request) -> Facts:
    repair = request.case.repair
    return [
        (_("Place"), repair.location),
        (_("What is wrong"), repair.description),
    ]


def _repair(request: Request) -> Repair:
    return Repair.objects.get(pk=request.case_id)


def _since(request: Request) -> datetime:
    return datetime.fromisoformat(request.details["since"])


def _work(request: Request) -> dict[str, Any]:
    details = request.details
    return {
        "result": details["result"],
        "work_done": details["work_done"],
        "labour_fee": yuan(details["labour_fee"]),
        "materials": details["materials"],
        "since": _since(request),
    }
