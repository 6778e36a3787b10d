"""Requests, and what each tier said to them."""

from propertyservice.approvals.models.request import Decision, Request
from propertyservice.approvals.models.tier import TierDecision

__all__ = ["Decision", "Request", "TierDecision"]
