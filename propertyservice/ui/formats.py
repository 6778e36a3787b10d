"""How figures, times and phone numbers are written (LOOK 2).

Pure text in, text out; nothing here reads a clock unless ``now`` is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

MINUS = "−"


def amount(value: Decimal | int | None) -> str:
    """Yuan without the sign, for table columns: ``1,234.50``, ``−10.00``."""
    if value is None:
        return ""
    return f"{value:,.2f}".replace("-", MINUS)


def money(value: Decimal | int | None) -> str:
    """Yuan in running text: ``¥1,234.50``, ``−¥10.00``."""
    text = amount(value)
    return f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else text and f"¥{text}"


def when(value: datetime | date | None, now: datetime | None = None) -> str:
    """A moment as short as it can be: ``09:14`` today, ``03-17``, ``2025-03-17``."""
    if value is None:
        return ""
    today = timezone.localtime(now).date() if now else timezone.localdate()
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        if local.date() == today:
            return f"{local:%H:%M}"
        value = local.date()
    return f"{value:%m-%d}" if value.year == today.year else f"{value:%Y-%m-%d}"


def moment(value: datetime | None, now: datetime | None = None) -> str:
    """Day and time: ``09:14`` today, ``03-17 09:14``, ``2025-03-17 09:14``."""
    if value is None:
        return ""
    local, short = timezone.localtime(value), when(value, now)
    return short if ":" in short else f"{short} {local:%H:%M}"


def stamp(value: datetime | date | None) -> str:
    """The full date and time: ``2026-03-17 09:14``, for paper and details."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if value else ""


def day(value: datetime | date, now: datetime | None = None) -> str:
    """A day in speech, for timelines: ``Today · 17 March``."""
    today = timezone.localtime(now).date() if now else timezone.localdate()
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    # Translators: a date without a year, in Django's date format letters.
    spoken = formats.date_format(on, _("j F"))
    if on == today:
        return _("Today, %(day)s") % {"day": spoken}
    if on.year == today.year:
        return spoken
    return f"{on:%Y-%m-%d}"


def phone(value: str | None) -> str:
    """A mobile number in groups: ``138 0000 2207``; other numbers as they are."""
    text = (value or "").strip()
    if len(text) == 11 and text.replace("*", "0").isdigit() and text.startswith("1"):
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    return text


def mask(value: str | None) -> str:
    """A phone, card or identity number with its middle hidden: ``138 **** 2207``."""
    text = (value or "").strip()
    if len(text) == 11 and text.isdigit():
        return f"{text[:3]} **** {text[7:]}"
    if len(text) <= 4:
        return "*" * len(text)
    head = min(4, len(text) - 4)
    return f"{text[:head]}{'*' * (len(text) - head - 4)}{text[-4:]}"


def span(minutes: int) -> str:
    """A length of time in at most two units: ``1 h 05 min``, ``2 d``."""
    minutes = max(0, minutes)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days >= 2:
        return _("%(n)s d") % {"n": days}
    if days:
        parts = {"n": days, "h": hours}
        return _("%(n)s d %(h)s h") % parts if hours else _("%(n)s d") % parts
    if hours >= 4 or (hours and not left):
        return _("%(h)s h") % {"h": hours}
    if hours:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": f"{left:02d}"}
    return _("%(m)s min") % {"m": left}
