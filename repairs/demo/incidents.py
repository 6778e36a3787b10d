"""Calls that many households make at once (edge cases 3 and 14)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from repairs.demo import passing, words
from repairs.demo.life import Enough, Life
from repairs.demo.stories import Story
from repairs.demo.words import Fault

if TYPE_CHECKING:
    from repairs.demo.calls import Calls


class Incidents:
    """The incidents of one office; the latest is still open."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.demo, self.house = calls.demo, calls.house

    def everything(self) -> None:
        """One now, and one in each two months before."""
        for number in range(max(2, self.demo.months // 2)):
            self._incident(number)

    def _incident(self, number: int) -> None:
        """Many households report the same; the latest one is still open."""
        chance = self.demo.chance(self.house.office.code, "incident", number)
        code, trade, fault = words.INCIDENTS[number % len(words.INCIDENTS)]
        places = [p for p in self.house.places if p.code.endswith(f"-{code}")]
        place = chance.choice(places)
        days = number * self.demo.months * 9
        at = self.demo.now - timedelta(days=days, minutes=chance.randint(50, 70))
        life = Life(self.demo, self.house, chance, at)
        said = self.calls.common(life)[0] | words.in_words(fault, trade)
        said |= {
            "place": place,
            "priority": "EMERGENCY",
            "channel": "PHONE",
            "is_incident": True,
        }
        joined = self._told(life, fault, said)
        self.calls.keep(life)
        if joined is not None:
            self._join(life, joined, number)

    def _told(self, life: Life, fault: Fault, said: dict[str, Any]) -> Any:
        """Play the incident; returns the household that gets a line of its own."""
        building = said["place"].building_id
        homes = [unit for unit in self.house.units if unit.building_id == building]
        callers = [
            self.house.calling_from(unit, life.clock.date())
            for unit in life.chance.sample(homes, min(12, len(homes)))
        ]
        calls = [each[0] for each in callers if each]
        story = Story(life, fault, frozenset({"none"}))
        try:
            life.report(said, by=life.person("clerk"))
            for resident in calls[2:6]:
                life.wait(1, 2)
                passing.count_report(life, resident)
            story.passed_on()
            for resident in calls[6:]:
                life.wait(1, 3)
                passing.count_report(life, resident)
            story.taken_up()
            story.worked_on()
        except Enough:
            pass
        return calls[0] if calls else None

    def _join(self, incident: Life, resident: Any, number: int) -> None:
        chance = self.demo.chance(self.house.office.code, "joined", number)
        at = incident.case.opened_at + timedelta(minutes=5)
        life = Life(self.demo, self.house, chance, at)
        unit = resident.occupancy.unit
        said, fault = self.calls.household(life, unit, urgent=True)
        if said is None:
            return
        said |= words.in_words(fault, incident.repair.trade)
        said["description"] = incident.repair.description
        try:
            life.report(said, by=life.person("desk"))
            life.wait(1, 3)
            passing.join_incident(life, incident)
            finished = incident.repair.finished_at
            if finished is not None:
                life.clock = finished
                life.wait(10, 60)
                passing.answer_joined(life, finished, "故障已排除，感谢理解")
        except Enough:
            pass
        self.calls.keep(life)
