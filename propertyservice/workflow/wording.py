"""Lengths, limits and times in words, for chips and explanations (LOOK 2, 9)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from propertyservice.workflow.intervals import DAY, MIDNIGHT, exact_wall
from propertyservice.workflow.terms import Clock, Limit
from propertyservice.workflow.windows import ServiceWindows

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def amount(value: timedelta | int) -> str:
    """A length of time in two units at most; a whole number means working days."""
    if isinstance(value, int):
        return ngettext("%(count)d working day", "%(count)d working days", value) % {
            "count": value
        }
    minutes = value // MINUTE
    if minutes < 1:
        return _("less than 1 min")
    days, minutes = divmod(minutes, DAY // MINUTE)
    hours, minutes = divmod(minutes, HOUR // MINUTE)
    if days:
        words = days_text(days)
        return f"{words} {_hours(hours)}" if hours else words
    if hours and minutes:
        return _("%(hours)d h %(minutes)02d min") % {
            "hours": hours,
            "minutes": minutes,
        }
    return _hours(hours) if hours else _("%(minutes)d min") % {"minutes": minutes}


def limit_text(limit: Limit) -> str:
    """The limit in words: "within 3 working days, by 10:00"."""
    words = _term(limit)
    if limit.ends_at is not None:
        end = _("by %(time)s") % {"time": f"{limit.ends_at:%H:%M}"}
        return _("%(term)s, %(end)s") % {"term": words, "end": end}
    if limit.until_closing:
        return _("%(term)s, %(end)s") % {"term": words, "end": _("by closing time")}
    return words


def moment(at: datetime, now: datetime) -> str:
    """A time as short as it can be told today: 10:27, 03-17 10:27, 2025-03-17 10:27."""
    return _short(exact_wall(at).date(), f"{exact_wall(at):%H:%M}", now)


def ending(at: datetime, now: datetime) -> str:
    """A due time; one at midnight is 24:00 of the day that ends."""
    wall = exact_wall(at)
    if wall.time() != MIDNIGHT:
        return moment(at, now)
    return _short(wall.date() - DAY, "24:00", now)


def windows_text(windows: ServiceWindows) -> str:
    """The service hours: "08:00–12:00, 14:00–18:00"."""
    spans = (
        f"{a // 60:02d}:{a % 60:02d}–{b // 60:02d}:{b % 60:02d}"
        for a, b in windows.minutes
    )
    return _(", ").join(spans)


def days_text(count: int) -> str:
    """A number of calendar days."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _term(limit: Limit) -> str:
    if limit.minutes is not None:
        length = amount(timedelta(minutes=limit.minutes))
        if limit.clock == Clock.SERVICE_HOURS:
            return _("within %(time)s of service time") % {"time": length}
        return _("within %(time)s") % {"time": length}
    if limit.months is not None:
        months = ngettext("%(count)d month", "%(count)d months", limit.months)
        return _("within %(time)s") % {"time": months % {"count": limit.months}}
    days = limit.days or 0
    working = limit.clock == Clock.WORKING_DAYS
    if days == 0:
        return _("the same working day") if working else _("the same day")
    if days == 1 and limit.ends_at is not None:
        return _("the next working day") if working else _("the next day")
    return _("within %(time)s") % {"time": amount(days) if working else days_text(days)}


def _hours(count: int) -> str:
    return _("%(hours)d h") % {"hours": count}


def _short(day: date, hour: str, now: datetime) -> str:
    today = exact_wall(now).date()
    if day == today:
        return hour
    return f"{day:%m-%d} {hour}" if day.year == today.year else f"{day} {hour}"
