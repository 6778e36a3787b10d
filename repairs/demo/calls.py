"""Who calls when, and what about: six months of calls and some that are under way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from propertyservice.estate.models import Unit
from propertyservice.workbench.demo import Demo, DemoOffice
from repairs.demo import plan, words
from repairs.demo.incidents import Incidents
from repairs.demo.life import Life
from repairs.demo.stories import Bend, Story
from repairs.demo.words import Fault


@dataclass
class Calls:
    """The calls of one office, told in the order in which they come."""

    demo: Demo
    house: DemoOffice
    lives: list[Life] = field(default_factory=list)
    last: dict[tuple[int, str], Life] = field(default_factory=dict)

    def everything(self) -> list[Life]:
        """All lives of the office, by the time of the call."""
        for number, at in enumerate(self._times()):
            self._call(self.demo.chance(self.house.office.code, "call", number), at)
        for number, (stop_at, bends, hours) in enumerate(plan.OPEN_NOW):
            self._under_way(number, stop_at, bends, timedelta(hours=hours))
        Incidents(self).everything()
        self.lives.sort(key=lambda life: (life.case.recorded_at, life.case.opened_at))
        return self.lives

    def _times(self) -> list[datetime]:
        chance = self.demo.chance(self.house.office.code, "times")
        count = round(len(self.house.units) * self.demo.months * plan.CALLS_A_MONTH)
        days = (self.demo.now - self.demo.begins).days
        found = (self._moment(chance, days) for _n in range(count))
        return sorted(at for at in found if at < self.demo.now)

    def _moment(self, chance: random.Random, days: int) -> datetime:
        day = self.demo.begins + timedelta(days=chance.randint(0, days))
        hour = chance.choices(plan.HOURS, plan.BUSY)[0]
        return day.replace(hour=hour, minute=chance.randint(0, 59))

    def _call(self, chance: random.Random, at: datetime) -> None:
        life = Life(self.demo, self.house, chance, at)
        by_night = at.hour < 6
        urgent = chance.random() < (0.6 if by_night else 0.07)
        told: dict[str, Any] | None
        if not urgent and chance.random() < 0.12:
            told, fault = self.common(life)
        else:
            unit = chance.choice(self.house.units)
            told, fault = self.household(life, unit, urgent=urgent)
        if told is not None:
            self._tell(Story(life, fault), told, at, by_night=by_night and not urgent)

    def _tell(
        self,
        story: Story,
        said: dict[str, Any],
        at: datetime,
        *,
        by_night: bool = False,
    ) -> None:
        life = story.life
        self._look_back(life, said, at)
        how: dict[str, Any] = {"by": life.person("clerk")}
        if life.odds(35):
            how["by"] = life.person("desk")
        if by_night:  # the guard's note, entered in the morning (edge case 17)
            how["recorded_at"] = at.replace(hour=8, minute=life.chance.randint(0, 20))
            said["remark"] = "夜班保安代记"
        story.tell(said, **how)
        if life.steps:
            self.keep(life)

    def keep(self, life: Life) -> None:
        self.lives.append(life)
        unit = life.repair.unit
        if unit is not None:
            self.last[unit.pk, life.repair.trade] = life

    def _look_back(self, life: Life, said: dict[str, Any], at: datetime) -> None:
        """The last repair of the home and trade within the window (edge case 16)."""
        unit = said["unit"]
        before = self.last.get((unit.pk, said["trade"])) if unit else None
        finished = before.repair.finished_at if before else None
        if finished and at - plan.WINDOW <= finished <= at:
            life.repeats = before

    # ── what is said ────────────────────────────────────────────────────

    def household(
        self, life: Life, unit: Unit, *, urgent: bool
    ) -> tuple[dict[str, Any] | None, Fault]:
        chance = life.chance
        trade = chance.choice(plan.TRADES)
        fault = chance.choice(words.FAULTS[trade])
        if urgent:
            trade, fault = chance.choice(words.EMERGENCIES)
        residents = self.house.calling_from(unit, life.clock.date())
        if not residents:
            return None, fault
        who = chance.choice(residents)
        relation = who.occupancy.relation
        said = {
            **words.in_words(fault, trade),
            "unit": unit,
            "place": None,
            "person": who.occupancy.person,
            "resident_name": who.name,
            "phone": who.phone,
            "relation": plan.RELATIONS.get(relation, relation),
            "channel": "PHONE" if urgent else chance.choice(plan.CHANNELS),
            "priority": "EMERGENCY" if urgent else "NORMAL",
            "charge_type": "WARRANTY" if chance.random() < 0.05 else "FREE",
            "appointment_at": None if urgent else self._appointment(life),
        }
        return said, fault

    def _appointment(self, life: Life) -> datetime | None:
        if not life.odds(40):
            return None
        day = life.clock + timedelta(days=life.chance.choice((0, 1, 1, 2)))
        agreed = day.replace(hour=life.chance.randint(9, 19), minute=0)
        return agreed if agreed > life.clock + timedelta(hours=1) else None

    def common(self, life: Life) -> tuple[dict[str, Any], Fault]:
        fault = life.chance.choice(words.COMMON)
        place = life.chance.choice(self.house.places)
        said = {
            **words.in_words(fault, "COMMON"),
            "unit": None,
            "place": place,
            "person": None,
            "resident_name": "巡查",
            "phone": "",
            "relation": "STAFF",
            "channel": "PATROL",
            "priority": "NORMAL",
            "charge_type": "COMMON",
            "appointment_at": None,
        }
        return said, fault

    # ── what is under way ───────────────────────────────────────────────

    def _under_way(
        self, number: int, stop_at: str, bends: Bend, ago: timedelta
    ) -> None:
        """Find the latest call whose story has just come to ``stop_at``."""
        for life in self._tries(number, stop_at, bends, ago):
            reached = life.steps and stop_at in (
                life.steps[-1].name,
                life.repair.status,
            )
            if reached:
                self.keep(life)
                return

    def _tries(
        self, number: int, stop_at: str, bends: Bend, ago: timedelta
    ) -> Iterator[Life]:
        code = self.house.office.code
        for attempt in range(plan.TRIES):
            chance = self.demo.chance(code, "open", number, attempt)
            back = ago + timedelta(minutes=12 + 3 * attempt * attempt)
            life = Life(self.demo, self.house, chance, self.demo.now - back, stop_at)
            unit = chance.choice(self.house.units)
            said, fault = self.household(life, unit, urgent=False)
            if said is None:
                continue
            if "refuse" in bends:
                fault = words.FAULTS["WATER"][0]
                said |= words.in_words(fault, "WATER") | {"charge_type": "FREE"}
            story = Story(life, fault, bends)
            self._look_back(life, said, life.clock)
            story.tell(said, by=life.person("clerk"))
            yield life
