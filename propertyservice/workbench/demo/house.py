"""What a clause finds when it adds its part of the demonstration."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from propertyservice.estate.models import Occupancy, Place, Unit
from propertyservice.organisation.models import Company, Office, Staff

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Resident:
    """Somebody who calls from a unit."""

    occupancy: Occupancy
    phone: str

    @property
    def name(self) -> str:
        """The name for the register."""
        return self.occupancy.person.name


@dataclass
class DemoOffice:
    """One management office with its people by account name, without the suffix."""

    office: Office
    people: dict[str, Staff]
    repairers: list[Staff]
    units: list[Unit] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    residents: dict[int, list[Resident]] = field(default_factory=dict)

    def calling_from(self, unit: Unit, day: date) -> list[Resident]:
        """Who lived there on a day and has a phone."""
        return [
            each
            for each in self.residents.get(unit.pk, ())
            if (each.occupancy.starts_on or day) <= day
            and (each.occupancy.ends_on or day) >= day
        ]


@dataclass
class Demo:
    """The whole demonstration: history runs from ``begins`` to ``now``."""

    seed: int
    now: datetime
    months: int
    company: Company
    developer: Company
    offices: list[DemoOffice] = field(default_factory=list)

    @property
    def begins(self) -> datetime:
        """The first morning of the history."""
        return self.now.replace(hour=7, minute=0) - timedelta(days=self.months * 30)

    def chance(self, *about: object) -> random.Random:
        """Chance that is the same for the same seed and subject."""
        words = "-".join(str(each) for each in (self.seed, *about))
        return random.Random(words)  # noqa: S311 (invented people, no secrets)
