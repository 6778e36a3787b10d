"""Inspections with their samples and findings; surveys with their sheets."""

from propertyservice.oversight.models.finding import CLOSED, MOVES, Finding, Status
from propertyservice.oversight.models.inspection import (
    Inspection,
    InspectionItem,
    Result,
)
from propertyservice.oversight.models.survey import (
    ASPECTS,
    Rating,
    Survey,
    SurveySheet,
)

__all__ = [
    "ASPECTS",
    "CLOSED",
    "MOVES",
    "Finding",
    "Inspection",
    "InspectionItem",
    "Rating",
    "Result",
    "Status",
    "Survey",
    "SurveySheet",
]
