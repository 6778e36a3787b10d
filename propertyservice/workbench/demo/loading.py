"""Loading everything: people, estate, then each clause's part, in one transaction."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from propertyservice.cases.models import Case
from propertyservice.estate import demo as estate
from propertyservice.estate.models import Occupancy, Place
from propertyservice.organisation.models import Company, Office, Staff
from propertyservice.organisation.scope import because, everywhere, scope
from propertyservice.policy import calendar
from propertyservice.workbench.demo import registry
from propertyservice.workbench.demo.chased import catch_up
from propertyservice.workbench.demo.house import (
    SHANGHAI,
    Demo,
    DemoOffice,
    Resident,
)
from propertyservice.workbench.demo.people import Founding

HOUR_OF_A_GIVEN_DAY = 10
EVERY_MINUTES = 10
# Limits of ten working days must still end inside a calendar that is loaded.
LAST_DAY_OF_A_YEAR = (12, 10)


def load(
    *,
    offices: int,
    households: int,
    months: int,
    seed: int,
    today: date | None = None,
) -> dict[str, int]:
    """Load the demonstration; returns how much of what was written.

    ``households`` are shared among the offices. History ends at ten o'clock of
    ``today``, or in the last ten minutes when no day is given. Raises ValidationError
    with a sentence for a database that holds data, or numbers that make no sense.
    """
    _check(offices, households, months)
    with translation.override("zh-hans"):
        return _load(offices, households, months, seed, moment(today))


def moment(today: date | None) -> datetime:
    """When the history ends; never after the last calendar that is loaded."""
    now = timezone.localtime(timezone=SHANGHAI).replace(second=0, microsecond=0)
    now -= timedelta(minutes=now.minute % EVERY_MINUTES)
    if today is not None:
        now = datetime.combine(today, time(HOUR_OF_A_GIVEN_DAY), SHANGHAI)
    last = max(calendar.shipped().years)
    return min(now, datetime(last, *LAST_DAY_OF_A_YEAR, 10, tzinfo=SHANGHAI))


def _check(offices: int, households: int, months: int) -> None:
    if not (1 <= offices <= 8 and offices <= households <= 20_000):
        raise ValidationError(
            _("Choose 1 to 8 offices and up to 20,000 households, one each at least.")
        )
    if not 1 <= months <= 12:
        raise ValidationError(_("Choose 1 to 12 months of history."))
    if any(model.objects.exists() for model in (Staff, Company, Office, Case)):
        raise ValidationError(
            _(
                "This database holds data already, so nothing was loaded. "
                "Load the demonstration into an empty database."
            )
        )


def _load(
    offices: int, households: int, months: int, seed: int, now: datetime
) -> dict[str, int]:
    with scope(reason="load_demo"):
        founding = Founding(now.date())
        demo = Demo(seed, now, months, founding.company, founding.developer)
        demo.offices = founding.offices(offices)
        with everywhere("load_demo"):
            because("load_demo")
            share, rest = divmod(households, offices)
            for number, house in enumerate(demo.offices):
                _settle(demo, house, share + (number < rest))
            counts = {
                "offices": offices,
                "staff": Staff.objects.count(),
                "households": households,
            }
            for _name, part in registry.every():
                counts |= part(demo)
            counts["notices"] = catch_up(demo)
    return counts


def _settle(demo: Demo, house: DemoOffice, households: int) -> None:
    """Build the estate of an office and remember who lives where."""
    house.units = estate.load(house.office, households, demo.seed, demo.now.date())
    house.places = list(
        Place.objects.filter(office=house.office).select_related("building")
    )
    tied = (
        Occupancy.objects.filter(office=house.office)
        .select_related("person")
        .prefetch_related("person__contacts")
        .order_by("pk")
    )
    for occupancy in tied:
        for contact in occupancy.person.contacts.all()[:1]:
            house.residents.setdefault(occupancy.unit_id, []).append(
                Resident(occupancy, contact.phone)
            )
