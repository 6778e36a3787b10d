"""The second factor of a member of staff: an authenticator app and recovery codes."""

from __future__ import annotations

from typing import Any

import segno
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from propertyservice.organisation.models import Staff
from propertyservice.organisation.signals import second_factor_reset

APP = "app"
RECOVERY = "recovery"
CODES = 10


def has_app(user: Staff) -> bool:
    """Whether an authenticator app is set up."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def pending_app(user: Staff) -> TOTPDevice:
    """The app's secret until its first code proves that it was taken over."""
    device, _new = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": APP}
    )
    return device


def picture(device: TOTPDevice) -> str:
    """The secret as a QR code for the app, as the address of an image."""
    drawing = segno.make_qr(device.config_url)
    return str(drawing.svg_data_uri(scale=4, border=2, light="#fff"))


def secret(device: TOTPDevice) -> str:
    """The secret in groups of four, for typing it in by hand."""
    code = str(device.config_url).partition("secret=")[2].partition("&")[0]
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


@transaction.atomic
def confirm(user: Staff, token: str) -> TOTPDevice:
    """Take the app over once it shows the right code. Raises ValidationError."""
    device = TOTPDevice.objects.select_for_update().get(pk=pending_app(user).pk)
    if not device.verify_token(token):
        raise _wrong_code()
    device.confirmed = True
    device.save()
    return device


def verify(user: Staff, token: str) -> Any:
    """The device a code belongs to. Raises ValidationError for a wrong code.

    A recovery code works once; guessing is slowed down by the device.
    """
    device = match_token(user, token)
    if device is None:
        raise _wrong_code()
    return device


@transaction.atomic
def new_recovery_codes(user: Staff) -> list[str]:
    """Ten fresh codes for the day the phone is lost; the old ones die."""
    device, _new = StaticDevice.objects.get_or_create(
        user=user, name=RECOVERY, defaults={"confirmed": True}
    )
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=code) for code in codes
    )
    return codes


def recovery_codes_left(user: Staff) -> int:
    """How many recovery codes were not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def reset(user: Staff, *, by: Staff) -> None:
    """Forget app and codes: the person sets them up anew at the next login.

    Announced, so that its owner learns who did it.
    """
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if by.pk != user.pk:
        second_factor_reset.send(Staff, person=user, by=by, at=timezone.now())


def _wrong_code() -> ValidationError:
    return ValidationError(
        {
            "token": _(
                "This code is not right. Wait for the app's next code and type that; "
                "check that the phone's clock is right."
            )
        },
        code="wrong_code",
    )
