"""Why a deadline is when it is, in sentences (LOOK 9: "Why 10:27?").

Facts go in, translated lines come out; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from propertyservice.policy.calendar import DayKind
from propertyservice.workflow.intervals import DAY, Interval
from propertyservice.workflow.reckoning import DayOff, Reckoning, Taken
from propertyservice.workflow.terms import Clock, Limit
from propertyservice.workflow.windows import ServiceWindows
from propertyservice.workflow.wording import (
    amount,
    days_text,
    ending,
    limit_text,
    moment,
    windows_text,
)

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class PauseReason:
    """Why the clock stood still in one pause, in words."""

    pause: Interval
    reason: str


@dataclass(frozen=True)
class Change:
    """A due time that was moved: by permission, or by a corrected calendar."""

    at: datetime
    was: datetime | None
    to: datetime | None
    why: str


@dataclass(frozen=True)
class ChaseNote:
    """Who is told of the deadline, when, and whether that has happened."""

    at: datetime
    who: str
    sent: bool


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Everything there is to say about one due time.

    ``due_at`` is the time that holds: it differs from the reckoning's for an agreed
    time (``agreed``) or after a change. ``rule``, ``source`` and ``confidence`` are
    words of the rule that is in force since ``effective_from``.
    """

    rule: str
    limit: Limit
    starts_at: datetime
    due_at: datetime | None
    windows: ServiceWindows
    reckoning: Reckoning | None = None
    source: str = ""
    confidence: str = ""
    effective_from: date | None = None
    agreed: bool = False
    reasons: tuple[PauseReason, ...] = ()
    changes: tuple[Change, ...] = ()
    chases: tuple[ChaseNote, ...] = ()


def question(facts: Explanation, now: datetime) -> str:
    """The heading of an explanation."""
    if facts.due_at is None:
        return _("Why is there no time yet?")
    return _("Why %(time)s?") % {"time": ending(facts.due_at, now)}


def lines(facts: Explanation, now: datetime) -> list[str]:
    """The explanation, a sentence a line: rule, start and clock, pauses, days off,
    changes, source, who is chased when."""
    return [
        _("%(rule)s: %(limit)s.")
        % {"rule": facts.rule, "limit": limit_text(facts.limit)},
        *_start(facts, now),
        *_pauses(facts, now),
        *_days_off(facts),
        *_changes(facts.changes, now),
        *_source(facts),
        *_chases(facts.chases, now),
    ]


def _start(facts: Explanation, now: datetime) -> Iterator[str]:
    if facts.agreed:
        yield _("The time was agreed; no clock is counted.")
        return
    begins = facts.reckoning.begins if facts.reckoning else facts.starts_at
    if begins - facts.starts_at >= MINUTE:
        yield _(
            "Received %(time)s, outside service hours; counted from the opening."
        ) % {"time": moment(facts.starts_at, now)}
    text = _counted_from(facts.limit)
    yield text % {"time": moment(begins, now), "windows": windows_text(facts.windows)}


def _counted_from(limit: Limit) -> str:
    working = limit.clock == Clock.WORKING_DAYS
    if limit.clock == Clock.SERVICE_HOURS:
        return _("Counted from %(time)s in service hours (%(windows)s).")
    if limit.by_the_minute:
        return _("Counted from %(time)s in natural time.")
    if limit.days == 0 and working:
        return _("Counted from %(time)s; it ends the same working day.")
    if limit.days == 0:
        return _("Counted from %(time)s; it ends the same day.")
    if working:
        return _("Counted from %(time)s in working days; the first day isn't counted.")
    return _("Counted from %(time)s in calendar days; the first day isn't counted.")


def _pauses(facts: Explanation, now: datetime) -> Iterator[str]:
    for each in facts.reckoning.pauses if facts.reckoning else ():
        yield _("Paused from %(from)s to %(to)s%(why)s: %(amount)s not counted.") % {
            "from": moment(each.pause.starts, now),
            "to": moment(each.pause.ends or now, now),
            "why": _why(_reasons_in(each.pause, facts.reasons)),
            "amount": _taken(each, facts.limit),
        }
    for still in facts.reasons:
        if still.pause.ends is None:
            yield _(
                "Paused since %(time)s%(why)s; the time is known when it goes on."
            ) % {
                "time": moment(still.pause.starts, now),
                "why": _why([still.reason]),
            }
            return
    if facts.reckoning and not facts.reckoning.pauses:
        yield _("Not paused.")


def _reasons_in(pause: Interval, known: Iterable[PauseReason]) -> list[str]:
    """The reasons of the pauses that were made one, each once, in order."""
    ends = pause.ends
    found = (
        each.reason
        for each in known
        if each.pause.ends and ends and each.pause.starts < ends
        if each.pause.ends > pause.starts
    )
    return list(dict.fromkeys(found))


def _why(reasons: Iterable[str]) -> str:
    words = _(", ").join(reason for reason in reasons if reason)
    return _(" (%(reason)s)") % {"reason": words} if words else ""


def _taken(each: Taken, limit: Limit) -> str:
    if isinstance(each.took, int) and limit.clock != Clock.WORKING_DAYS:
        return days_text(each.took)
    return amount(each.took)


def _days_off(facts: Explanation) -> Iterator[str]:
    runs = _runs(facts.reckoning.days_off if facts.reckoning else ())
    if not runs:
        return
    told = _("; ").join(_run_text(run) for run in runs)
    if facts.limit.clock == Clock.WORKING_DAYS:
        yield _("Days off not counted: %(days)s.") % {"days": told}
    else:
        yield _(
            "The last day is off and gives way to the next working day: %(days)s."
        ) % {"days": told}


def _runs(days: Iterable[DayOff]) -> list[list[DayOff]]:
    """Days off that follow one another and belong to the same holiday."""
    found: list[list[DayOff]] = []
    for day in days:
        last = found[-1][-1] if found else None
        if last and day.day - last.day == DAY and day.name == last.name:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _run_text(run: list[DayOff]) -> str:
    first, last = run[0], run[-1]
    name = _("weekend") if first.kind == DayKind.WEEKEND else first.name
    if first is last:
        return _("%(day)s %(name)s") % {"day": first.day, "name": name}
    return _("%(first)s to %(last)s %(name)s") % {
        "first": first.day,
        "last": f"{last.day:%m-%d}",
        "name": name,
    }


def _changes(changes: Iterable[Change], now: datetime) -> Iterator[str]:
    for each in changes:
        yield _("Changed %(at)s from %(was)s to %(to)s: %(why)s") % {
            "at": moment(each.at, now),
            "was": ending(each.was, now) if each.was else _("not known"),
            "to": ending(each.to, now) if each.to else _("not known"),
            "why": each.why,
        }


def _source(facts: Explanation) -> Iterator[str]:
    if facts.effective_from:
        yield _("Rule “%(rule)s”, in force since %(date)s.") % {
            "rule": facts.rule,
            "date": facts.effective_from,
        }
    if facts.source:
        yield _("Source: %(source)s%(confidence)s.") % {
            "source": facts.source,
            "confidence": _why([facts.confidence]),
        }


def _chases(chases: Iterable[ChaseNote], now: datetime) -> Iterator[str]:
    for each in chases:
        text = _("%(who)s was told %(time)s.")
        if not each.sent:
            text = _("%(who)s will be told %(time)s.")
        yield text % {"who": each.who, "time": moment(each.at, now)}
