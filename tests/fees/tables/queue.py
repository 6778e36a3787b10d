"""What waits in the approvals queue for a case, decided or taken back by somebody."""

from __future__ import annotations

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import CaseRecord
from propertyservice.organisation.models import Staff
from tests.fees.tables.trying import Act


def of(record: CaseRecord) -> Request:
    """The request that waits; there is none where nothing was asked."""
    return Request.objects.filter(case=record.pk).waiting().get()


def decide(record: CaseRecord, by: Staff, *, approve: bool = True) -> None:
    """Somebody approves it, or sends it back with his opinion."""
    requests.decide(of(record), by=by, approve=approve, opinion="看过")


def waiting(record: CaseRecord) -> dict[str, Act]:
    """What the queue lets people do."""
    return {
        "approve": lambda by: decide(record, by),
        "send back": lambda by: decide(record, by, approve=False),
        "take back": lambda by: requests.take_back(of(record), by=by),
    }
