"""The case register and the timeline (4.9)."""

from propertyservice.cases.models.case import Case, CaseQuerySet
from propertyservice.cases.models.record import (
    CaseRecord,
    not_itself,
    open_by_due,
    two_people,
)
from propertyservice.cases.models.step import Step, StepKind
from propertyservice.cases.models.text import CaseText

__all__ = [
    "Case",
    "CaseQuerySet",
    "CaseRecord",
    "CaseText",
    "Step",
    "StepKind",
    "not_itself",
    "open_by_due",
    "two_people",
]
