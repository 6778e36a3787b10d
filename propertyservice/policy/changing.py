"""Changing rules and the calendar: always a new row, on record, with a reason.

Each verb raises PermissionDenied without the right, and ValidationError with a
sentence at the field that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import because
from propertyservice.policy import definitions, signals, values
from propertyservice.policy.calendar import CalendarDay as Day
from propertyservice.policy.calendar import DayKind
from propertyservice.policy.definitions import Confidence
from propertyservice.policy.in_force import reread
from propertyservice.policy.models import CalendarDay, CalendarYear, RuleVersion

CHANGE_RULE = "policy.change_rule"
CHANGE_CALENDAR = "policy.change_calendar"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Where:
    """The place a version holds in: an office, a city, a grade, or everywhere."""

    office: Office | None = None
    city: str = ""
    grade: str = ""

    def offices(self) -> QuerySet[Office]:
        """Every office it reaches."""
        found = Office.objects.all()
        if self.office:
            return found.filter(pk=self.office.pk)
        if self.city:
            found = found.filter(city=self.city)
        return found.filter(grade=self.grade) if self.grade else found


@transaction.atomic
def set_rule(
    *,
    key: str,
    value: Any,
    effective_from: date,
    by: Staff,
    where: Where | None = None,
    source: str = "",
    confidence: str = "",
    reason: str = "",
    correction: bool = False,
) -> RuleVersion:
    """Let a rule have a value from a day on; the version before ends the day before.

    Cases that have begun keep theirs, unless it is a ``correction``: that may begin in
    the past, needs a reason, and announces ``rule_corrected``. A rule of law (C★)
    always needs a reason. Without source or confidence, those of the default hold.
    """
    where = where or Where()
    rule = definitions.get(key)
    _require_everywhere(by, where)
    try:
        values.check(value, rule.default)
        if rule.percent:
            values.check_share(value)
        if rule.check:
            rule.check(value)
    except ValidationError as wrong:
        raise ValidationError({"value": wrong}) from wrong
    if not reason and (correction or rule.confidence is Confidence.STATUTE):
        raise _wrong("reason", _("Say why: this is kept on record."))
    if effective_from < timezone.localdate() and not correction:
        raise _wrong(
            "effective_from",
            _("A new value holds from today or later. Tick “Correction” to go back."),
        )
    because(reason)
    ends = _make_room(key, where, effective_from)
    version = _saved(
        RuleVersion(
            key=key,
            value=value,
            effective_from=effective_from,
            effective_to=ends,
            office=where.office,
            city=where.city,
            grade=where.grade,
            source=source or str(rule.source),
            confidence=confidence or rule.confidence.value,
            reason=reason,
            set_by=by,
        )
    )
    reread()
    if correction:
        signals.rule_corrected.send(
            sender=RuleVersion, version=version, reason=reason, by=by
        )
    return version


@transaction.atomic
def set_year(
    *, year: int, days: Iterable[Day], source: str, by: Staff, reason: str = ""
) -> frozenset[date]:
    """Load a year of the calendar, or put a loaded one right; gives the dates changed.

    A loaded year needs a reason and announces ``calendar_corrected``.
    """
    if not by.is_superuser and not by.may_anywhere(CHANGE_CALENDAR):
        raise PermissionDenied(_("Your post does not include this act."))
    wanted = {day.day: day for day in days}
    _check_year(year, wanted.values())
    row, new = CalendarYear.objects.select_for_update().get_or_create(
        year=year, defaults={"source": source}
    )
    if not new and not reason:
        raise _wrong("reason", _("Say why: this is kept on record."))
    because(reason)
    present = {day.date: (day.kind, day.name) for day in row.days.all()}
    target = {each.day: (each.kind.value, each.name) for each in wanted.values()}
    changed = frozenset(
        day
        for day in present.keys() | target.keys()
        if present.get(day) != target.get(day)
    )
    CalendarDay.objects.filter(date__in=changed).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, year=row, kind=kind, name=name)
        for day, (kind, name) in target.items()
        if day in changed
    )
    row.source = source
    row.save()
    reread()
    if not new and changed:
        signals.calendar_corrected.send(
            sender=CalendarYear, year=year, days=changed, reason=reason, by=by
        )
    return changed


def _check_year(year: int, days: Iterable[Day]) -> None:
    wrong = []
    holidays = 0
    for each in days:
        holidays += each.kind is DayKind.HOLIDAY
        if each.day.year != year:
            wrong.append(
                _("%(day)s is not in %(year)s.") % {"day": each.day, "year": year}
            )
        elif each.kind is DayKind.MAKEUP_WORKDAY and each.day.weekday() < 5:
            wrong.append(
                _("%(day)s is a weekday: it can't be a make-up workday.")
                % {"day": each.day}
            )
        elif each.kind in (DayKind.WORKDAY, DayKind.WEEKEND):
            wrong.append(
                _("%(day)s: list only holidays, rest days and make-up workdays.")
                % {"day": each.day}
            )
    if not holidays:
        wrong.append(_("The year has no statutory holiday. Is the file complete?"))
    if wrong:
        raise ValidationError({"file": wrong})


def _require_everywhere(by: Staff, where: Where) -> None:
    """Whoever sets a rule must have the right in every office it reaches."""
    if by.is_superuser:
        return
    reached = set(where.offices().values_list("pk", flat=True))
    if not reached or not reached <= by.offices_for(CHANGE_RULE):
        raise PermissionDenied(
            _("This reaches offices you don't look after. Choose one of yours.")
        )


def _make_room(key: str, where: Where, starts: date) -> date | None:
    """End the version before; the last day of the new one if a later one stands."""
    same = RuleVersion.objects.select_for_update().filter(
        key=key, office=where.office, city=where.city, grade=where.grade
    )
    if same.filter(effective_from=starts).exists():
        raise _wrong(
            "effective_from",
            _("A version already begins on this day. Choose another day."),
        )
    open_then = Q(effective_to=None) | Q(effective_to__gte=starts)
    before = same.filter(open_then, effective_from__lt=starts).first()
    if before:
        before.effective_to = starts - ONE_DAY
        before.save()
    later = same.filter(effective_from__gt=starts).order_by("effective_from").first()
    return later.effective_from - ONE_DAY if later else None


def _saved(version: RuleVersion) -> RuleVersion:
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as refusal:
        raise ValidationError(refusals.sentence(refusal)) from refusal
    return version


def _wrong(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, code=field)})
