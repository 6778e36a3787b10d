"""Rounding, splitting and writing of amounts (RULES 4.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertyservice.ledger.money import capitals, show, split, yuan

amounts = st.decimals(
    min_value=Decimal("-99999999999.99"),
    max_value=Decimal("99999999999.99"),
    places=2,
    allow_nan=False,
)
weights = st.lists(
    st.decimals(min_value=0, max_value=100000, places=2, allow_nan=False),
    min_size=1,
    max_size=40,
).filter(any)


def test_a_line_is_rounded_once_half_up_at_its_end():
    assert yuan(Decimal("98.76") * Decimal("2.35")) == Decimal("232.09")
    assert yuan("0.005") == Decimal("0.01")
    assert yuan("-0.005") == Decimal("-0.01")


def test_days_of_a_month_are_not_rounded_twice():
    exact = Decimal("98.76") * Decimal("2.35") * 20 / 31
    assert yuan(exact) == Decimal("149.73")


def test_a_split_by_area_adds_up_where_plain_rounding_does_not():
    areas = [Decimal("89.50"), Decimal("120.30"), Decimal("98.76")]
    assert split("1000.00", areas) == [
        Decimal("290.06"),
        Decimal("389.87"),
        Decimal("320.07"),
    ]


def test_a_tie_goes_to_the_lower_index():
    assert split("0.01", [1, 1, 1]) == [Decimal("0.01"), Decimal(), Decimal()]
    assert split("-0.01", [1, 1]) == [Decimal("-0.01"), Decimal()]


@given(amounts, weights)
def test_parts_always_add_up_and_stay_within_a_cent(total, shares):
    parts = split(total, shares)
    whole = sum(shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * share / whole) < Decimal("0.0100001")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**12))
def test_rounding_moves_an_amount_by_half_a_cent_at_most(amount):
    if abs(amount) < 10**12:
        assert abs(yuan(amount) - amount) <= Decimal("0.005")
        assert yuan(yuan(amount)) == yuan(amount)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("704.20", "柒佰零肆元贰角"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100000001.01", "壹亿零壹元零壹分"),
        ("1.005", "壹元零壹分"),
    ],
)
def test_capitals_are_written_as_on_vouchers(amount, written):
    assert capitals(amount) == written


@pytest.mark.parametrize("amount", ["-0.01", "1e16"])
def test_what_has_no_capitals_is_refused(amount):
    with pytest.raises(ValueError, match="no capitals"):
        capitals(amount)


@pytest.mark.parametrize("wrong", [[], [0, 0], [1, -1]])
def test_weights_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="weights"):
        split("1.00", wrong)


def test_a_float_is_refused_because_it_has_lost_cents():
    with pytest.raises(TypeError):
        yuan(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["", "abc", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ValueError, match="no amount"):
        yuan(wrong)


def test_amounts_are_shown_with_sign_groups_and_a_real_minus():
    assert show("1234.5") == "¥1,234.50"
    assert show("-10") == "−¥10.00"
