"""Rules in force and the working-day calendar."""

from propertyservice.policy.models.calendar import CalendarDay, CalendarYear
from propertyservice.policy.models.rules import Revision, RuleVersion

__all__ = ["CalendarDay", "CalendarYear", "Revision", "RuleVersion"]
