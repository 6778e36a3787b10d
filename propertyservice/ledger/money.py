"""Amounts of yuan: rounding, splitting, writing (RULES 4.3). Pure: no database.

One half-up rounding per line, at its end; what is split always adds up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import cn2an

CENT = Decimal("0.01")
MINUS = "−"
LARGEST = Decimal("1e16")
"""Above it there is no word for the places in capitals; a ledger never gets there."""


def yuan(amount: Decimal | int | str) -> Decimal:
    """``amount`` in yuan with two places, halves away from zero: 232.086 is 232.09.

    Raises TypeError for a float, which has lost cents already, ValueError for what is
    no finite number.
    """
    return _number(amount).quantize(CENT, ROUND_HALF_UP)


def split(
    total: Decimal | int | str, weights: Sequence[Decimal | int]
) -> list[Decimal]:
    """Share ``total`` yuan by ``weights`` with the largest remainder (RULES 4.3).

    The parts add up to ``total`` to the cent; a cent over goes to the largest
    remainder, a tie to the lower index. A negative total is split like its opposite.
    Raises ValueError without weights, for a negative one, or if all are zero.
    """
    shares = [_number(weight) for weight in weights]
    whole = sum(shares, Decimal())
    if not shares or min(shares) < 0 or whole == 0:
        raise ValueError("split needs weights that are not negative, nor all zero")
    sum_of_parts = yuan(total)
    cents = int(abs(sum_of_parts) / CENT)
    exact = [cents * share / whole for share in shares]
    parts = [int(part.to_integral_value(ROUND_FLOOR)) for part in exact]
    by_remainder = sorted(
        range(len(shares)), key=lambda place: (parts[place] - exact[place], place)
    )
    for place in by_remainder[: cents - sum(parts)]:
        parts[place] += 1
    sign = -1 if sum_of_parts < 0 else 1
    return [sign * part * CENT for part in parts]


def capitals(amount: Decimal | int | str) -> str:
    """The amount in capitals (大写) as vouchers need it: 704.20 is 柒佰零肆元贰角.

    Raises ValueError for a negative amount (a red entry says so in a word of its own)
    and from ten quadrillion yuan up.
    """
    rounded = yuan(amount)
    if rounded < 0 or rounded >= LARGEST:
        raise ValueError(f"There are no capitals for {rounded}.")
    written: str = cn2an.an2cn(str(rounded), "rmb")
    return written


def show(amount: Decimal | int | str) -> str:
    """The amount for people: ``¥1,234.50``, ``−¥10.00``."""
    rounded = yuan(amount)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}¥{abs(rounded):,.2f}"


def _number(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("Amounts are Decimal: a float has lost cents already.")
    try:
        number = Decimal(value)
    except ArithmeticError as wrong:
        raise ValueError(f"{value!r} is no amount.") from wrong
    if not number.is_finite():
        raise ValueError(f"{value!r} is no amount.")
    return number
