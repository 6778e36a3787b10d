"""The tables of /reports/ for callbacks (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from callbacks.models import Source
from callbacks.reports.counting import PLAIN, SHARE, counted, percent
from callbacks.rules.counted import COUNTED, FATES
from propertyservice.organisation.models import Staff
from propertyservice.ui.counting import Tally
from propertyservice.ui.reports import By, Period, Report, Series
from propertyservice.ui.tallying import tallied

RIGHT = "callbacks.reports"
BASE, CALLS = "callbacks:base", "callbacks:list"
DAYS = {"since": "month_from", "until": "month_to"}
RATED = {name: COUNTED[name] for name in ("base", "due", "due_answered")}


def slot(period: Period) -> F:
    """A candidate counts in the month in which his window ends (decision 8)."""
    return F("office" if period.by == By.OFFICE else "month")


def base(user: Staff, period: Period) -> Any:
    """What is counted in the months asked for."""
    return counted(user, period.offices, period.first, period.last)


def _tallies(period: Period, rows: Iterable[Any], **asked: str) -> tuple[Tally, Tally]:
    """The same counts, once for the list of the base, once for the register."""
    rows = list(rows)
    return (
        Tally(period, BASE, **DAYS, **asked).read(rows),
        Tally(period, CALLS, **DAYS, **asked).read(rows),
    )


def overview(user: Staff, period: Period) -> Sequence[Series]:
    """Due, done and rate, how it ended and how it was rated; one statement."""
    by = {"slot": slot(period)}
    rows = tallied(base(user, period), by, PLAIN, over=SHARE)
    whole, calls = _tallies(period, rows)
    return [
        whole.count(_("Callbacks due"), "due", counted="due"),
        calls.count(_("Done in time"), "due_answered", counted="due_answered"),
        whole.rate(_("Callback rate"), "due_answered", "due", counted="due"),
        _prescribed(whole),
        whole.count(_("In the base"), "base", counted="base"),
        calls.count(_("To be called in all"), "called", counted="called"),
        calls.count(_("Still to call"), "waiting", counted="waiting"),
        calls.count(_("Answered after the window"), "late", counted="late"),
        calls.count(_("Not reached"), "unreachable", counted="unreachable"),
        calls.count(_("Refused to answer"), "refused", counted="refused"),
        calls.count(_("A Satisfied"), "a", counted="a"),
        calls.count(_("B Fairly satisfied"), "b", counted="b"),
        calls.count(_("C Dissatisfied"), "c", counted="c"),
        calls.count(_("Not fixed, though not C"), "not_fixed", counted="not_fixed"),
        calls.count(_("Waived"), "waived", counted="waived"),
        whole.count(_("Outside the base"), "excluded", counted="excluded"),
    ]


def _prescribed(tally: Tally) -> Series:
    """What the rules ask of this mix of sources; no source makes up for another."""
    rows = {each: tally.at(each, "base") or 0 for each in tally.slots}
    shares = {
        each: percent(tally.at(each, "share") or Decimal(0), count)
        for each, count in rows.items()
    }
    return tally.lines(_("Prescribed"), shares, rows, "%", {"counted": "base"})


def _by_source(user: Staff, period: Period) -> list[tuple[Source, list[Any]]]:
    """The counted rows of each source that has any; one statement."""
    by = {"slot": slot(period), "source": F("source")}
    rows = tallied(base(user, period), by, RATED, over=SHARE)
    mine = {each: [row for row in rows if row["source"] == each] for each in Source}
    return [(each, found) for each, found in mine.items() if found]


def rate_by_source(user: Staff, period: Period) -> Sequence[Series]:
    """The rate of each source beside what the rules ask of it; one statement."""
    found = []
    for source, rows in _by_source(user, period):
        whole, _calls = _tallies(period, rows, source=source.value)
        share = sum((row["share"] or Decimal(0) for row in rows), Decimal(0))
        target = percent(share, sum(row["base"] for row in rows))
        found.append(
            whole.rate(
                source.label, "due_answered", "due", target=target, counted="due"
            )
        )
    return found


def done_by_source(user: Staff, period: Period) -> Sequence[Series]:
    """How many of each source were due and done; one statement."""
    found = []
    for source, rows in _by_source(user, period):
        whole, calls = _tallies(period, rows, source=source.value)
        words = {"source": source.label}
        due, done = _("%(source)s, due") % words, _("%(source)s, done") % words
        found += [
            whole.count(due, "due", counted="due"),
            calls.count(done, "due_answered", counted="due_answered"),
        ]
    return found


def unhappy(user: Staff, period: Period) -> Sequence[Series]:
    """The dissatisfied and what became of them; one statement."""
    fates = {name: COUNTED[name] for name in FATES}
    rows = base(user, period).filter(fates["unhappy"].q)
    tally = Tally(period, CALLS, **DAYS)
    tally.read(tallied(rows, {"slot": slot(period)}, fates))
    return [
        tally.count(_("Dissatisfied or not fixed"), "unhappy", counted="unhappy"),
        tally.count(_("A case puts it right"), "passed_on", counted="passed_on"),
        tally.count(_("Content when called again"), "pleased", counted="pleased"),
        tally.count(
            _("Unhappy again when called again"),
            "unhappy_again",
            counted="unhappy_again",
        ),
        tally.count(_("Settled and closed"), "settled", counted="settled"),
        tally.count(_("Not settled yet"), "unsettled", counted="unsettled"),
        tally.rate(_("Settled"), "settled", "unhappy", counted="unhappy"),
    ]


REPORTS = (
    Report(
        "callbacks",
        pgettext_lazy("clause", "Callbacks"),
        "4.3.2",
        overview,
        RIGHT,
        order=20,
    ),
    Report(
        "callbacks-source",
        lazy("Callback rate by source"),
        "4.3.2",
        rate_by_source,
        RIGHT,
        order=21,
        note=lazy(
            "Rate = answered within the window ÷ windows that have ended. Who was not"
            " reached or refused stays in the base; a duplicate that was waived does"
            " not."
        ),
    ),
    Report(
        "callbacks-done",
        lazy("Callbacks due and done"),
        "4.3.2",
        done_by_source,
        RIGHT,
        order=22,
    ),
    Report(
        "callbacks-unhappy",
        lazy("Unhappy callbacks"),
        "4.3.2",
        unhappy,
        RIGHT,
        order=23,
    ),
)
