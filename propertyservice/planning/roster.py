"""The duty roster: shifts of a day, who is on duty, a week copied (值班表)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.organisation import posts
from propertyservice.organisation.models import Office, Staff
from propertyservice.planning.models import Duty
from propertyservice.planning.sources import PLAN
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.moves import Refused

HOURS = "shift.hours"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Shift:
    """One shift of one day, in the office's own time."""

    starts_at: datetime
    ends_at: datetime

    @property
    def words(self) -> str:
        """``08:00–20:00``."""
        first, last = map(timezone.localtime, (self.starts_at, self.ends_at))
        return f"{first:%H:%M}–{last:%H:%M}"


@dataclass(frozen=True)
class Cell:
    """Who is to be on duty on a post in a shift; nobody empties it."""

    post: str
    shift: Shift
    person: Staff | None


def shifts_of(office: Office, day: date) -> list[Shift]:
    """The shifts that begin on a day, by the rule of the office."""
    return [_shift(day, span) for span in in_force(office, day)[HOURS]]


def week_of(day: date) -> list[date]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def on_duty(
    office: Office | int, post: str, at: datetime | None = None
) -> Staff | None:
    """Who is on duty on a post now, by the roster; a hint, no right."""
    office_id = office if isinstance(office, int) else office.pk
    running = Duty.objects.on(at or timezone.now()).filter(office=office_id, post=post)
    found = running.select_related("person").first()
    return found.person if found else None


def able(office: Office, post: str, on: date) -> list[Staff]:
    """Who may be put on the roster: holders of the post on that day, deputies too."""
    return list(Staff.objects.on_post(post, office, on).order_by("name", "pk"))


@transaction.atomic
def set_cells(office: Office, cells: Iterable[Cell], *, by: Staff) -> int:
    """Write cells of the roster; how many changed.

    Raises PermissionDenied without the right, Refused when a shift is over or handed
    over, or the person does not hold the post on that day.
    """
    if not by.may(PLAN, office):
        raise PermissionDenied(_("Your post does not include this act."))
    # Two supervisors at one roster wait for each other.
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    wanted = {(cell.post, cell.shift.starts_at): cell for cell in cells}
    present = _present(office, wanted)
    changed = 0
    for key, cell in wanted.items():
        before = present.get(key)
        same = before.person_id if before else None
        if same != (cell.person.pk if cell.person else None):
            _set(office, cell, before)
            changed += 1
    return changed


def copy_week(office: Office, monday: date, *, by: Staff) -> tuple[int, int]:
    """Fill the empty cells of a week from the week before; set and left out.

    Left out are shifts that are over and people who do not hold the post any more.
    """
    first = timezone.make_aware(datetime.combine(monday, time.min))
    before = Duty.objects.filter(
        office=office, starts_at__gte=first - WEEK, starts_at__lt=first
    ).select_related("person")
    taken = set(
        Duty.objects.filter(
            office=office, starts_at__gte=first, starts_at__lt=first + WEEK
        ).values_list("post", "starts_at")
    )
    holders: dict[tuple[str, date], set[int]] = {}
    cells, left_out = [], 0
    for duty in before:
        shift = Shift(duty.starts_at + WEEK, duty.ends_at + WEEK)
        if (duty.post, shift.starts_at) in taken:
            continue
        on = timezone.localdate(shift.starts_at)
        if (duty.post, on) not in holders:
            holders[duty.post, on] = {p.pk for p in able(office, duty.post, on)}
        if duty.person_id in holders[duty.post, on] and not _is_over(shift):
            cells.append(Cell(duty.post, shift, duty.person))
        else:
            left_out += 1
    return set_cells(office, cells, by=by), left_out


def _shift(day: date, span: str) -> Shift:
    first, last = (time.fromisoformat(each) for each in span.split("-"))
    end = day if last > first else day + timedelta(days=1)
    return Shift(
        timezone.make_aware(datetime.combine(day, first)),
        timezone.make_aware(datetime.combine(end, last)),
    )


def _present(
    office: Office, wanted: Iterable[tuple[str, datetime]]
) -> dict[tuple[str, datetime], Duty]:
    moments = {starts_at for _, starts_at in wanted}
    duties = Duty.objects.filter(office=office, starts_at__in=moments)
    return {
        (duty.post, duty.starts_at): duty for duty in duties.select_related("handover")
    }


def _set(office: Office, cell: Cell, before: Duty | None) -> None:
    words = {"post": posts.label(cell.post), "shift": cell.shift.words}
    if before is not None and hasattr(before, "handover"):
        raise Refused(
            _("“%(post)s” %(shift)s is handed over already and stays as it was.")
            % words,
            code="handed_over",
        )
    if _is_over(cell.shift):
        raise Refused(
            _("“%(post)s” %(shift)s is over. Only shifts to come can be planned.")
            % words,
            code="over",
        )
    if cell.person is None:
        if before is not None:
            before.delete()
        return
    on = timezone.localdate(cell.shift.starts_at)
    if not Staff.objects.on_post(cell.post, office, on).filter(pk=cell.person.pk):
        raise Refused(
            _("%(name)s does not hold the post “%(post)s” on %(day)s. Choose another.")
            % {**words, "name": cell.person, "day": on},
            code="not_on_post",
        )
    duty = before or Duty(office=office, post=cell.post, starts_at=cell.shift.starts_at)
    duty.person, duty.ends_at = cell.person, cell.shift.ends_at
    duty.save()


def _is_over(shift: Shift) -> bool:
    return shift.ends_at <= timezone.now()
