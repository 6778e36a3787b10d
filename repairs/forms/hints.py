"""What the intake form says beside its fields: residents, urgency, rest days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Office
from propertyservice.policy.calendar import DayKind, MissingYear
from propertyservice.policy.in_force import in_force, work_calendar
from propertyservice.ui.formats import span


class ResidentSelect(forms.Select):
    """Each resident carries his phone, which the page puts into its field."""

    phones: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kw: Any) -> Any:
        option = super().create_option(name, value, *args, **kw)
        if phone := self.phones.get(str(value)):
            option["attrs"]["data-phone"] = phone
        return option


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
