"""Checks of what is typed or imported, with a sentence for each refusal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.estate.text import MOBILE_DIGITS, normal, phone_digits

PHONE = re.compile(r"^\+?[0-9][0-9 ()\-/.]*[0-9]$")
MOBILE = re.compile(r"^1[3-9]")
SHORTEST, LONGEST = 5, 15
EARLIEST = date(1950, 1, 1)
YEARS_AHEAD = 20
PLACES = Decimal("0.0001")
NAME_LENGTH = 60


def clean_phone(text: object) -> str:
    """Return the digits of a phone; raise ValidationError for what can't be one."""
    written = normal(text)
    if not PHONE.match(written):
        raise ValidationError(
            _("“%(phone)s” is not a phone: write digits only."),
            code="phone",
            params={"phone": written[:30]},
        )
    digits = phone_digits(written)
    if MOBILE.match(digits) and len(digits) != MOBILE_DIGITS and written[0] != "+":
        raise ValidationError(
            _("A mobile number has 11 digits; “%(phone)s” has %(count)s."),
            code="phone_length",
            params={"phone": written[:30], "count": len(digits)},
        )
    if not SHORTEST <= len(digits) <= LONGEST:
        raise ValidationError(
            _("A phone has 5 to 15 digits; “%(phone)s” has %(count)s."),
            code="phone_length",
            params={"phone": written[:30], "count": len(digits)},
        )
    return digits


def clean_name(text: object) -> str:
    """Return a person's name; raise ValidationError when empty, too long or no name."""
    name = normal(text)
    if not name or not any(each.isalpha() for each in name):
        raise ValidationError(_("Write the person's name."), code="name")
    if len(name) > NAME_LENGTH:
        raise ValidationError(
            _("A name has at most %(most)s characters."),
            code="name_length",
            params={"most": NAME_LENGTH},
        )
    return name


def clean_day(day: date) -> date:
    """Return a day that can be meant; raise ValidationError for an absurd one."""
    latest = timezone.localdate() + timedelta(days=365 * YEARS_AHEAD)
    if not EARLIEST <= day <= latest:
        raise ValidationError(
            _("%(day)s can't be right: check the year."),
            code="day",
            params={"day": day.isoformat()},
        )
    return day


def equal_shares(count: int) -> list[Decimal]:
    """Split one into equal shares of four places that sum to exactly one."""
    share = (Decimal(1) / count).quantize(PLACES, rounding="ROUND_DOWN")
    left = int((Decimal(1) - share * count) / PLACES)
    return [share + (PLACES if n < left else 0) for n in range(count)]


def clean_shares(shares: list[Decimal | None]) -> list[Decimal]:
    """Return owners' shares: those given if they make one, else equal ones.

    Raise ValidationError when only some are given or they don't make one.
    """
    given = [share for share in shares if share is not None]
    if not given:
        return equal_shares(len(shares))
    if len(given) < len(shares):
        raise ValidationError(
            _("Give every owner a share, or none of them."), code="shares_missing"
        )
    rounded = [share.quantize(PLACES) for share in given]
    if not Decimal("0.999") <= sum(rounded) <= 1 or min(rounded) <= 0:
        raise ValidationError(
            _("The owners' shares make %(sum)s; together they must make 1."),
            code="shares_sum",
            params={"sum": sum(rounded)},
        )
    return rounded
