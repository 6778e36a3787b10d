"""What the intake form says beside its fields: residents, urgency, rest days."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Office
from propertyservice.policy.calendar import DayKind, MissingYear
from propertyservice.policy.in_force import in_force, work_calendar
from propertyservice.ui.formats import span


def urgency_help(office: Office) -> str:
    """What counts as urgent, and what follows, from the rule in force."""
    rules = in_force(office, timezone.localdate())
    minutes = int(rules["repair.arrive.EMERGENCY"]["minutes"])
    return _(
        "Burst pipes, no power, smell of gas, people locked in or stuck, backflow and "
        "danger of falling are urgent; somebody is there within %(time)s."
    ) % {"time": span(minutes)}


def holiday_of(at: datetime) -> str:
    """The holiday that a moment falls in, or nothing (edge case 15)."""
    day = timezone.localtime(at).date()
    calendar = work_calendar()
    try:
        if calendar.kind(day) in (DayKind.HOLIDAY, DayKind.REST_DAY):
            return calendar.name(day)
    except MissingYear:
        return ""
    return ""
