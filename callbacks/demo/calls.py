"""What the officer hears: invented, and the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from callbacks.models import Callback, Outcome
from propertyservice.organisation.models import Staff
from propertyservice.workbench.demo import Demo
from propertyservice.workbench.demo.house import DemoOffice

ANSWERS = ("A",) * 76 + ("B",) * 20 + ("C",) * 4
PRAISE = (
    *("", "", "", "", "师傅很准时", "修得快", "态度好"),
    *("希望提前打电话", "收费清楚"),
)
GRUMBLES = (
    "师傅来晚了一个多小时，也没有打电话",
    "修完地上没有收拾",
    "换的配件质量一般，声音大",
)
NO_ANSWER, REFUSED = 0.07, 0.10
"""Shares of those who do not answer, and of those who do not answer or refuse."""


@dataclass
class Called:
    """A callback of the history and how it ended."""

    callback: Callback
    officer: Staff
    supervisor: Staff
    night: datetime
    at: datetime
    outcome: str
    now: datetime
    rating: str = ""
    comments: str = ""
    tries: list[datetime] = field(default_factory=list)

    @property
    def gives_up(self) -> bool:
        """Nobody answered, or he refused."""
        return self.outcome != Outcome.ANSWERED

    @property
    def is_over(self) -> bool:
        """Whether it ended before the history does."""
        return self.at <= self.now

    @property
    def is_reviewed(self) -> bool:
        """The supervisor reads yesterday's calls."""
        return self.at <= self.now - timedelta(hours=20)

    def released(self, night: datetime) -> bool:
        """Whether its place is free by this night."""
        return self.gives_up and self.is_over and self.at < night


class Calls:
    """The calls of one office."""

    def __init__(self, demo: Demo, house: DemoOffice) -> None:
        self.demo, self.house = demo, house
        self.chance = demo.chance(house.office.code, "callbacks")

    def told(self, pk: int, night: datetime) -> Called:
        """When this one is called, and what comes of it."""
        callback = Callback.objects.select_related("register", "candidate").get(pk=pk)
        turn = self.chance.random()
        answered = Outcome.ANSWERED
        facts: dict[str, Any] = {
            "callback": callback,
            "officer": self.house.people["callback"],
            "supervisor": self.house.people["supervisor"],
            "night": night,
            "now": self.demo.now,
        }
        first = self._moment(night, days=self.chance.choice((0, 1, 1, 2, 2)))
        if turn < NO_ANSWER:
            tries = [
                first.replace(hour=10),
                first.replace(hour=16) + timedelta(days=1),
                first.replace(hour=19) + timedelta(days=1),
            ]
            facts |= {"outcome": Outcome.UNREACHABLE, "tries": tries, "at": tries[-1]}
        elif turn < REFUSED:
            facts |= {"outcome": Outcome.REFUSED, "at": first, "comments": "不方便评价"}
        else:
            rating = self.chance.choice(ANSWERS)
            words = GRUMBLES if rating == "C" else PRAISE
            facts |= {
                "outcome": answered,
                "at": first,
                "rating": rating,
                "comments": self.chance.choice(words),
            }
        return Called(**facts)

    def _moment(self, night: datetime, days: int) -> datetime:
        """A quiet-hours-free moment of the day after a night."""
        hour = self.chance.choice((9, 10, 10, 11, 14, 15, 16, 17, 18))
        day = night + timedelta(days=days)
        return day.replace(hour=hour, minute=self.chance.randrange(60))
