"""Rules and the calendar change by new rows with a reason (RULES 0.1, 2.0.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from propertyservice.organisation.models import OfficeHours
from propertyservice.organisation.scope import scope
from propertyservice.policy import changing, definitions, overview, signals
from propertyservice.policy.calendar import CalendarDay, DayKind
from propertyservice.policy.changing import Where
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.policy.in_force import in_force, revision, work_calendar
from propertyservice.policy.models import CalendarYear, RuleVersion
from tests.support.people import hire, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MINUTES, LAW, TIMES = "test.minutes", "test.law", "test.times"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    """Three rules: a typical number, a law, a time of day."""
    monkeypatch.setattr(definitions, "_rules", dict(definitions._rules))
    definitions.register(
        RuleDef(MINUTES, 30, "Minutes", "min", "Q7", Confidence.TYPICAL),
        RuleDef(LAW, 13, "Holidays", "days", "L12", Confidence.STATUTE),
        RuleDef(TIMES, ["08:00-12:00"], "Hours", "", "own", Confidence.GUESS),
    )


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office):
    return hire(office, "OFFICE_MANAGER")


def today() -> date:
    return timezone.localdate()


def set_rule(office, by, value=20, key=MINUTES, **facts):
    facts.setdefault("effective_from", today())
    facts.setdefault("where", Where(office=office))
    return changing.set_rule(key=key, value=value, by=by, **facts)


def test_a_new_value_holds_from_its_day_and_ends_the_one_before(office, manager):
    first = set_rule(office, manager, 20)
    set_rule(office, manager, 10, effective_from=today() + 5 * DAY)
    first.refresh_from_db()
    assert first.effective_to == today() + 4 * DAY
    assert in_force(office, today() - DAY)[MINUTES] == 30
    assert in_force(office, today())[MINUTES] == 20
    assert in_force(office, today() + 9 * DAY)[MINUTES] == 10
    assert (first.source, first.confidence) == ("Q7", "T")


def test_an_earlier_version_fills_the_time_until_the_later_one(office, manager):
    set_rule(office, manager, 10, effective_from=today() + 5 * DAY)
    between = set_rule(office, manager, 20)
    assert between.effective_to == today() + 4 * DAY


def test_a_second_version_of_the_same_day_is_refused(office, manager):
    set_rule(office, manager)
    with pytest.raises(ValidationError) as refused:
        set_rule(office, manager, 5)
    assert "effective_from" in refused.value.message_dict


def test_a_rule_of_law_changes_with_a_written_reason_only(office, manager):
    with pytest.raises(ValidationError) as refused:
        set_rule(office, manager, 14, key=LAW)
    assert "reason" in refused.value.message_dict
    version = set_rule(office, manager, 14, key=LAW, reason="新办法")
    assert version.events.get().pgh_context["reason"] == "新办法"


def test_going_back_is_a_correction_with_a_reason_and_is_announced(office, manager):
    heard = []
    signals.rule_corrected.connect(
        lambda version, reason, **kwargs: heard.append((version.value, reason)),
        weak=False,
        dispatch_uid="test",
    )
    try:
        past = {"effective_from": today() - 9 * DAY}
        with pytest.raises(ValidationError):
            set_rule(office, manager, **past)
        set_rule(office, manager, **past, correction=True, reason="录错")
    finally:
        signals.rule_corrected.disconnect(dispatch_uid="test")
    assert heard == [(20, "录错")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (MINUTES, "30"),
        (MINUTES, True),
        (MINUTES, -1),
        (MINUTES, 1.5),
        (MINUTES, None),
        (TIMES, "08:00-12:00"),
        (TIMES, ["8-12"]),
        (TIMES, ["25:00-26:00"]),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(office, manager, key, value):
    with pytest.raises(ValidationError) as refused:
        set_rule(office, manager, value, key=key)
    assert "value" in refused.value.message_dict
    assert not RuleVersion.objects.filter(key=key).exists()


def test_a_manager_sets_rules_of_his_own_office_only(office, manager):
    other = make_office("YH")
    for where in (Where(office=other), Where(grade=other.grade), Where()):
        with pytest.raises(PermissionDenied):
            set_rule(office, manager, where=where)
    company = hire(office, "COMPANY_MANAGER")
    set_rule(office, company, 7, where=Where())
    assert in_force(other, today())[MINUTES] == 7


def test_the_narrowest_place_wins(office, manager):
    company = hire(office, "COMPANY_MANAGER")
    set_rule(office, company, 7, where=Where())
    set_rule(office, company, 8, where=Where(grade=office.grade))
    assert in_force(office, today())[MINUTES] == 8
    set_rule(office, manager, 9)
    assert in_force(office, today())[MINUTES] == 9


def test_every_change_of_rules_calendar_and_hours_raises_the_revision(office, manager):
    seen = [revision()]
    set_rule(office, manager)
    seen.append(revision())
    OfficeHours.objects.create(office=office, opens="08:00", closes="12:00")
    seen.append(revision())
    CalendarYear.objects.create(year=2031, source="x")
    seen.append(revision())
    assert seen == sorted(set(seen))


def test_within_one_transaction_the_new_value_is_seen_at_once(office, manager):
    with scope(manager):
        assert in_force(office, today())[MINUTES] == 30
        set_rule(office, manager, 12)
        assert in_force(office, today())[MINUTES] == 12


NEW_YEAR = CalendarDay(date(2030, 1, 1), DayKind.HOLIDAY, "元旦")
SATURDAY = CalendarDay(date(2030, 1, 5), DayKind.MAKEUP_WORKDAY, "元旦")


def load(by, *days, year=2030, **facts):
    facts.setdefault("source", "国办发明电〔2029〕1 号")
    return changing.set_year(year=year, days=days, by=by, **facts)


def test_a_year_is_loaded_and_counts_at_once(manager):
    load(manager, NEW_YEAR, SATURDAY)
    assert not work_calendar().is_working(date(2030, 1, 1))
    assert work_calendar().is_working(date(2030, 1, 5))


def test_a_loaded_year_is_put_right_with_a_reason_and_announced(manager):
    load(manager, NEW_YEAR, SATURDAY)
    with pytest.raises(ValidationError) as refused:
        load(manager, NEW_YEAR)
    assert "reason" in refused.value.message_dict
    heard = []
    signals.calendar_corrected.connect(
        lambda year, days, **kwargs: heard.append((year, days)),
        weak=False,
        dispatch_uid="test",
    )
    try:
        load(manager, NEW_YEAR, reason="通知更正")
        load(manager, NEW_YEAR, reason="again")
    finally:
        signals.calendar_corrected.disconnect(dispatch_uid="test")
    assert heard == [(2030, frozenset([SATURDAY.day]))]


@pytest.mark.parametrize(
    "wrong",
    [
        CalendarDay(date(2031, 1, 1), DayKind.HOLIDAY, ""),
        CalendarDay(date(2030, 1, 2), DayKind.MAKEUP_WORKDAY, ""),
        CalendarDay(date(2030, 1, 5), DayKind.WEEKEND, ""),
    ],
)
def test_a_day_that_can_not_be_is_refused(manager, wrong):
    with pytest.raises(ValidationError) as refused:
        load(manager, NEW_YEAR, wrong)
    assert "file" in refused.value.message_dict
    assert not CalendarYear.objects.filter(year=2030).exists()


def test_a_year_without_any_holiday_is_refused(manager):
    with pytest.raises(ValidationError, match="no statutory holiday"):
        load(manager, SATURDAY)


def test_who_has_no_right_loads_no_year(office):
    with pytest.raises(PermissionDenied):
        load(hire(office, "TECHNICIAN"), NEW_YEAR)


def test_the_page_shows_where_a_value_comes_from_until_it_is_confirmed(office, manager):
    keys = [row.rule.key for row in overview.to_confirm(office, today())]
    assert MINUTES in keys
    assert LAW not in keys
    set_rule(office, manager, 25, confidence="C", source="合同第 8 条")
    row = next(r for r in overview.rows(office, today()) if r.rule.key == MINUTES)
    assert (row.value, row.source, row.place) == ("25", "合同第 8 条", office.name)
    keys = [row.rule.key for row in overview.to_confirm(office, today())]
    assert MINUTES not in keys
