"""Prices: entered, published a month ahead, ended (明码标价; 4.8.1, RULES 4.2)."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Charge, PriceVersion
from fees.rules.defaults import NOTICE_DAYS
from fees.transitions.posting import refused
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

PRICES = "fees.prices"


def may_set(by: Staff, office: Office | int) -> None:
    """Raise PermissionDenied for those who set no prices there."""
    if not by.may(PRICES, office):
        raise PermissionDenied(_("Your post does not include this act."))


def enter(version: PriceVersion, *, by: Staff) -> PriceVersion:
    """Write a version down; nothing is charged by it before it is published.

    Raises Refused when its days overlap another version's.
    """
    may_set(by, version.item.office_id)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise refused(error) from error
    return version


def publish(
    version: PriceVersion, *, by: Staff, on: date | None = None, early_reason: str = ""
) -> None:
    """Put it on the board: a month before it holds, or with a reason.

    ``on`` is the day it was put up; from then on it only ends. A day in the past asks
    for the reason as well: what was on the board then, and on which paper.
    """
    may_set(by, version.office_id)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("Enter the day on which it was put up."), code="on")
    days = int(in_force(version.office, day)[NOTICE_DAYS])
    today = timezone.localdate()
    if today + timedelta(days=days) > version.starts_on and not early_reason.strip():
        raise Refused(
            _("A price is published %(n)d days before it holds. Say why not.")
            % {"n": days},
            code="early_reason",
        )
    version.published_on, version.published_by = day, by
    version.early_reason = early_reason[:300]
    _save(version)


def end(version: PriceVersion, *, by: Staff, on: date) -> None:
    """The last day of a price, not before the last day that is billed by it."""
    may_set(by, version.office_id)
    lines = Charge.objects.filter(price=version, posted_at__isnull=False)
    billed = lines.aggregate(last=Max("ends_on"))["last"]
    if billed and on < billed:
        raise Refused(
            _("Bills stand on this price up to %(day)s. It ends then or later.")
            % {"day": billed.isoformat()},
            code="on",
        )
    version.ends_on = on
    _save(version)


def _save(version: PriceVersion) -> None:
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise refused(error) from error
