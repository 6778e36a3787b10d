"""The callbacks of every office of the demonstration."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from callbacks.demo.calls import Called, Calls
from callbacks.demo.writing import write
from callbacks.models import DrawKind, Sampling
from callbacks.rules.windows import midnight
from callbacks.transitions.sampling.base import REPAIR_SOURCES
from callbacks.transitions.sampling.drawing import Occasion, draw, due_samplings
from callbacks.transitions.sampling.gathering import gather_sheets
from propertyservice.workbench.demo import Demo
from propertyservice.workbench.demo.house import DemoOffice
from repairs.models import TaskSheet

NIGHT = time(1, 10)
LATEST = 4
"""Months after the history in which a window may still end."""


def load(demo: Demo) -> dict[str, int]:
    """Draw every night of the history and let the officer call; how many."""
    return {"callbacks": sum(Office(demo, house).load() for house in demo.offices)}


class Office:
    """One office, night by night."""

    def __init__(self, demo: Demo, house: DemoOffice) -> None:
        self.demo, self.office = demo, house.office
        self.calls = Calls(demo, house)
        self.waiting: list[Called] = []
        self.count = 0

    def load(self) -> int:
        """Every night up to now; then what is in the officer's hands today."""
        self._seeds()
        back = self._days_with_sheets()
        day = timezone.localdate(self.demo.begins)
        while self._night(day) <= self.demo.now:
            if day in back:
                gather_sheets(self.office, day)
            self._one_night(self._night(day))
            day += timedelta(days=1)
        for pk in self._released(self.demo.now):
            self._told(pk, self.demo.now + timedelta(days=1))
        write(self.waiting)
        return self.count

    def _one_night(self, night: datetime) -> None:
        opened = self._released(night)
        samplings = due_samplings(self.office, timezone.localdate(night))
        opened += draw(self.office, samplings, None, night)
        write([call for pk in opened if (call := self._told(pk, night))])

    def _told(self, pk: int, night: datetime) -> Called | None:
        """A call that is answered; one that is given up waits for its evening."""
        call = self.calls.told(pk, night)
        self.count += 1
        if call.gives_up or not call.is_over:
            self.waiting.append(call)
            return None
        return call

    def _released(self, night: datetime) -> list[int]:
        """Whoever did not answer gives his place back, and the next one is called."""
        over = [call for call in self.waiting if call.released(night)]
        self.waiting = [call for call in self.waiting if not call.released(night)]
        opened: list[int] = []
        for call in sorted(over, key=lambda call: (call.at, call.callback.pk)):
            write([call])
            assert call.callback.candidate is not None  # noqa: S101 drawn ones have
            occasion = Occasion(kind=DrawKind.RELEASE, released=call.callback.pk)
            sampling = call.callback.candidate.sampling_id
            opened += draw(self.office, [sampling], occasion, call.at)
        return opened

    def _seeds(self) -> None:
        """Seeds that are the same for the same demonstration."""
        chance = self.demo.chance(self.office.code, "seeds")
        month = timezone.localdate(self.demo.begins).replace(day=1)
        last = timezone.localdate(self.demo.now) + timedelta(days=31 * LATEST)
        rows = []
        while month <= last:
            rows += [
                Sampling(
                    office=self.office,
                    source=source,
                    month=month,
                    seed=f"{chance.getrandbits(64):016x}",
                )
                for source in REPAIR_SOURCES
            ]
            month = (month + timedelta(days=32)).replace(day=1)
        Sampling.objects.bulk_create(rows)

    def _days_with_sheets(self) -> set[date]:
        returned = TaskSheet.objects.filter(
            repair__office=self.office, sheet_returned_at__isnull=False
        )
        return set(returned.values_list("sheet_returned_at__date", flat=True))

    def _night(self, day: date) -> datetime:
        zone = timezone.get_current_timezone()
        return midnight(day + timedelta(days=1), zone).replace(
            hour=NIGHT.hour, minute=NIGHT.minute
        )
