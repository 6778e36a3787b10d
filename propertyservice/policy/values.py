"""Whether a rule's new value is of the kind its default is. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
NUMBER = re.compile(r"^\d{1,9}(\.\d{1,9})?$")
SPAN = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


def check(value: Any, default: Any) -> None:
    """Raise ValidationError, with a sentence, for a value the rule can't have."""
    if isinstance(default, bool):
        _demand(isinstance(value, bool), _("Type true or false."))
    elif isinstance(default, int | float):
        _check_number(value, whole=isinstance(default, int))
    elif isinstance(default, str):
        _check_text(value, default)
    elif isinstance(default, list):
        _demand(isinstance(value, list), _("Type a list, such as [6, 12]."))
        for each in value:
            check(each, default[0] if default else each)
    elif isinstance(default, dict):
        _check_table(value, default)


def check_share(value: Any) -> None:
    """Raise ValidationError for what is no share of a whole (0 to 1)."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    _demand(number and 0 <= value <= 1, _wanted_share())


def share_of(text: str) -> float:
    """The share that somebody typed: ``98%``, ``98`` and ``0.98`` are the same.

    A bare number of at most 1 is a share, above 1 it counts hundredths. Raises
    ValidationError for anything else.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    digits = plain.removesuffix("%")
    if not NUMBER.match(digits):
        raise ValidationError(_wanted_share(), code="wrong_value")
    number = Decimal(digits)
    in_hundredths = digits != plain or number > 1
    return float(number / 100 if in_hundredths else number)


def _check_number(value: Any, *, whole: bool) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    _demand(number, _("Type a number, such as 30."))
    _demand(value >= 0, _("A negative number makes no sense here."))
    if whole:
        _demand(isinstance(value, int), _("Type a whole number, such as 30."))


def _check_text(value: Any, default: str) -> None:
    _demand(isinstance(value, str) and value.strip() != "", _("Type a text."))
    for form, sentence in (
        (CLOCK, _("Type a time such as 17:00.")),
        (SPAN, _("Type a span such as 08:00-12:00.")),
    ):
        if form.match(default):
            _demand(form.match(value) is not None, sentence)


def _check_table(value: Any, default: dict[str, Any]) -> None:
    _demand(isinstance(value, dict), _('Type a table, such as {"MINOR": 30}.'))
    missing = default.keys() - value.keys()
    _demand(
        not missing,
        _("These entries are missing: %(names)s.")
        % {"names": ", ".join(sorted(map(str, missing)))},
    )
    for name, each in value.items():
        if name in default:
            check(each, default[name])


def _wanted_share() -> str:
    return _("Type a share of at most 100%, such as 98%.")


def _demand(condition: bool, sentence: str) -> None:
    if not condition:
        raise ValidationError(sentence, code="wrong_value")
