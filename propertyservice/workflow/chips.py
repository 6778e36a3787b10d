"""What a deadline chip shows (LOOK 9): its state, its words, the share of the ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from propertyservice.workflow.wording import amount, moment

SOON = 0.75


class ChipState(StrEnum):
    """The look of a chip; the value is its class in the style sheet."""

    PLAIN = ""
    SOON = "due-soon"
    LATE = "due-late"
    PAUSE = "due-pause"
    MET = "due-met"
    MISSED = "due-missed"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a deadline stands. ``state`` is the deadline's own: RUNNING, PAUSED, MET,
    MISSED, VOID or REPLACED.

    ``share_used`` and ``left`` come from ``clocks``; without them natural time counts.
    """

    starts_at: datetime
    due_at: datetime | None
    state: str
    first_chase_at: datetime | None = None
    ended_at: datetime | None = None
    paused_since: datetime | None = None
    pause_reason: str = ""
    share_used: float | None = None
    left: timedelta | int | None = None


@dataclass(frozen=True)
class Chip:
    """Words and look of one chip; ``share`` is the used part of the ring, 0 to 100."""

    state: ChipState
    text: str
    share: int = 0


def chip(standing: Standing, now: datetime) -> Chip:
    """The chip of a deadline as it is seen at ``now``."""
    state = chip_state(standing, now)
    return Chip(state, _text(standing, state, now), _share(standing, now))


def chip_state(standing: Standing, now: datetime) -> ChipState:
    """Which of the six looks applies; a missed deadline stays missed."""
    if standing.ended_at is not None:
        return _ended(standing.state)
    if standing.due_at is None:
        return ChipState.PAUSE
    if now > standing.due_at:
        return ChipState.LATE
    chased = standing.first_chase_at is not None and standing.first_chase_at <= now
    if chased or _used(standing, now) >= SOON:
        return ChipState.SOON
    return ChipState.PLAIN


def _ended(state: str) -> ChipState:
    return {"MET": ChipState.MET, "MISSED": ChipState.MISSED}.get(
        state, ChipState.PLAIN
    )


def _text(standing: Standing, state: ChipState, now: datetime) -> str:
    due, ended = standing.due_at, standing.ended_at
    if ended is not None:
        return _ended_text(state, due, ended, now)
    if due is None:
        return _pause_text(standing, now)
    if state == ChipState.LATE:
        return _("%(amount)s late") % {"amount": amount(now - due)}
    left = standing.left if standing.left is not None else due - now
    return _("%(amount)s left") % {"amount": amount(left)}


def _ended_text(
    state: ChipState, due: datetime | None, ended: datetime, now: datetime
) -> str:
    if state == ChipState.MET:
        return _("on time %(time)s") % {"time": moment(ended, now)}
    if state != ChipState.MISSED:
        return _("not needed any more")
    if due is None or ended <= due:  # the due time was corrected afterwards
        return _("missed")
    return _("done %(amount)s late") % {"amount": amount(ended - due)}


def _pause_text(standing: Standing, now: datetime) -> str:
    if standing.paused_since is None:
        return _("paused")
    length = amount(now - standing.paused_since)
    if not standing.pause_reason:
        return _("paused for %(amount)s") % {"amount": length}
    return _("paused for %(amount)s · %(reason)s") % {
        "amount": length,
        "reason": standing.pause_reason,
    }


def _used(standing: Standing, now: datetime) -> float:
    if standing.share_used is not None:
        return standing.share_used
    if standing.due_at is None or standing.due_at <= standing.starts_at:
        return 1.0
    span = standing.due_at - standing.starts_at
    return min(max((now - standing.starts_at) / span, 0.0), 1.0)


def _share(standing: Standing, now: datetime) -> int:
    if standing.due_at is None:
        return 0
    return round(_used(standing, standing.ended_at or now) * 100)
