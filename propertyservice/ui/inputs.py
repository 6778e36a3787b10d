"""Fields of the clauses' forms: clean text, phones, moments."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.estate.text import normal
from propertyservice.ui.fields import PhoneInput
from propertyservice.ui.formats import stamp

CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
MOBILE = re.compile(r"^1[3-9]\d{9}$")
AREA = re.compile(r"^0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?$")
LOCAL = re.compile(r"^[2-9]\d{6,7}$")
SERVICE = re.compile(r"^[48]00-?\d{3}-?\d{4}$")
DIGITS = 11
YEAR = timedelta(days=365)
SOON = timedelta(minutes=1)


class TextField(forms.CharField):
    """Text without control characters or marks that turn its direction."""

    def __init__(self, *, lines: int = 0, **options: Any) -> None:
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFC", str(value or ""))
        text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().to_python(text)


class OnceField(forms.UUIDField):
    """The key of one press: a second press with it finds what the first has written.

    A key that no page of ours wrote is refused, and the page comes back with a new one.
    """

    def __init__(self, **options: Any) -> None:
        wrong = lazy("The page's key was damaged. Check what is entered, save again.")
        super().__init__(
            **{
                "label": lazy("Key of the page"),
                "required": False,
                "widget": forms.HiddenInput,
                "initial": uuid4,
                "error_messages": {"invalid": wrong},
                **options,
            }
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page carries next: the key that came, or a fresh one."""
        try:
            return UUID(str(data))
        except ValueError:
            return uuid4()


class PhoneField(TextField):
    """An 11-digit mobile, or area code and number; gives it without spaces."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", lazy("Telephone"))
        options.setdefault("widget", PhoneInput)
        super().__init__(**{"max_length": 30, **options})

    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s()（）]", "", normal(super().clean(value)))
        return check_phone(text) if text else ""


def check_phone(text: str) -> str:
    """The number, without a country code.

    Raises ValidationError that says what is wrong and what to write.
    """
    plain = re.sub(r"^(\+|00)86-?", "", text)
    mobile = plain.replace("-", "")
    if MOBILE.match(mobile):
        return mobile
    if AREA.match(plain) or LOCAL.match(plain) or SERVICE.match(plain):
        return plain
    raise ValidationError(_why_no_phone(text, mobile), code="phone")


def _why_no_phone(text: str, digits: str) -> str:
    how = _("Write an 11-digit mobile number, or “area code-number”.")
    if not digits.isdigit():
        what = _("“%(phone)s” is not a telephone number.") % {"phone": text[:20]}
    elif digits.startswith("1") and len(digits) < DIGITS:
        what = _("The telephone number is %(n)d digits short.") % {
            "n": DIGITS - len(digits)
        }
    elif digits.startswith("1") and len(digits) > DIGITS:
        what = _("The telephone number has %(n)d digits too many.") % {
            "n": len(digits) - DIGITS
        }
    else:
        what = _("“%(phone)s” is not a telephone number.") % {"phone": text[:20]}
    return _("%(what)s %(how)s") % {"what": what, "how": how}


class MomentField(forms.DateTimeField):
    """A local time to the minute, as the browser's picker writes it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
        )
        options.setdefault("widget", widget)
        super().__init__(
            error_messages={
                "invalid": lazy("Write the date and time like 2026-03-17 09:30.")
            },
            **options,
        )


class OccurredField(MomentField):
    """When something happened: now unless said otherwise, never ahead, never absurd."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", lazy("Happened at"))
        options.setdefault("required", False)
        options.setdefault("help_text", lazy("Leave it as it is for now."))
        super().__init__(**options)

    def clean(self, value: Any) -> datetime | None:
        at = super().clean(value)
        return check_past(at) if at else None


def check_past(at: datetime) -> datetime:
    """A moment of the last year. Raises ValidationError with a sentence."""
    now = timezone.now()
    if at > now + SOON:
        raise ValidationError(
            _("%(time)s is still to come. Enter when it happened.")
            % {"time": stamp(at)},
            code="future",
        )
    if at < now - YEAR:
        raise ValidationError(
            _("%(time)s is more than a year ago. Check the date.")
            % {"time": stamp(at)},
            code="too_old",
        )
    return at


class FutureField(MomentField):
    """A time to come, within a year."""

    def clean(self, value: Any) -> datetime | None:
        at = super().clean(value)
        return check_future(at) if at else None


def check_future(at: datetime) -> datetime:
    """A moment of the coming year. Raises ValidationError with a sentence."""
    now = timezone.now()
    if at <= now:
        raise ValidationError(
            _("%(time)s has passed. Choose a time from now on.") % {"time": stamp(at)},
            code="past",
        )
    if at > now + YEAR:
        raise ValidationError(
            _("%(time)s is more than a year ahead. Check the date.")
            % {"time": stamp(at)},
            code="too_far",
        )
    return at


class ResidentSelect(forms.Select):
    """Each resident carries his phone, which the page puts into its field."""

    phones: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kw: Any) -> Any:
        option = super().create_option(name, value, *args, **kw)
        if phone := self.phones.get(str(value)):
            option["attrs"]["data-phone"] = phone
        return option
