"""Figures, times and numbers as the pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from propertyservice.ui import formats

NOW = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


@pytest.mark.parametrize(
    ("value", "text", "column"),
    [
        (Decimal("1234.5"), "¥1,234.50", "1,234.50"),
        (Decimal("-10"), "−¥10.00", "−10.00"),
        (0, "¥0.00", "0.00"),
        (None, "", ""),
    ],
)
def test_money_is_written_with_sign_and_unit(
    value: Decimal | None, text: str, column: str
) -> None:
    assert formats.money(value) == text
    assert formats.amount(value) == column


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (datetime(2026, 3, 17, 1, 14, tzinfo=UTC), "09:14", "09:14"),
        (datetime(2026, 3, 16, 17, 0, tzinfo=UTC), "01:00", "01:00"),
        (datetime(2026, 3, 16, 15, 59, tzinfo=UTC), "03-16", "03-16 23:59"),
        (datetime(2025, 12, 1, 1, 0, tzinfo=UTC), "2025-12-01", "2025-12-01 09:00"),
        (None, "", ""),
    ],
)
def test_a_time_is_as_short_as_it_can_be(
    value: datetime | None, short: str, long: str
) -> None:
    assert formats.when(value, NOW) == short
    assert formats.moment(value, NOW) == long


def test_a_day_is_not_moved_by_the_time_zone() -> None:
    assert formats.when(date(2026, 3, 1), NOW) == "03-01"
    assert formats.stamp(datetime(2026, 3, 16, 17, 0, tzinfo=UTC)) == "2026-03-17 01:00"


def test_phones_are_grouped_and_masked() -> None:
    assert formats.phone("13800002207") == "138 0000 2207"
    assert formats.phone("0571-88001234") == "0571-88001234"
    assert formats.mask("13800002207") == "138 **** 2207"
    assert formats.mask("330106198001011234") == "3301**********1234"
    assert formats.mask("12") == "**"
