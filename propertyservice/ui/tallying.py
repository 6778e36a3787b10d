"""All figures of a table in one statement: each row is judged once, then counted.

Counts of the ORM ask a condition anew for each figure that uses it, and the database
sorts the rows by a month that it can't foresee. Here the conditions of a row become
columns of a closed sub-select, and the counting goes on above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, ExpressionWrapper, F, Q, QuerySet

from propertyservice.ui.counting import Condition


@dataclass(frozen=True)
class Over:
    """An average, a sum or a count of ``of`` over all rows, or those of a condition.

    ``of`` may be the name of another one: it is computed once for a row.
    """

    function: str
    of: Expression | F | str
    only: str = ""


def tallied(
    rows: QuerySet[Any],
    by: Mapping[str, Expression | F],
    conditions: Mapping[str, Condition],
    *,
    both: Mapping[str, tuple[str, str]] | None = None,
    over: Mapping[str, Over] | None = None,
) -> list[dict[str, Any]]:
    """Count the rows for each value of ``by``: all of them and those of each condition.

    Gives ``count`` and a number under every condition's name; ``both`` counts the rows
    of two conditions at once, ``over`` averages and sums. Raises ValueError for a name
    that is used twice.
    """
    over, both = over or {}, both or {}
    names = [*by, *conditions, *both, *over]
    if len(set(names)) < len(names):
        raise ValueError(f"one name for two figures: {names}")
    asked: dict[str, Any] = {
        **{f"b_{name}": of for name, of in by.items()},
        **{f"c_{name}": _judged(each.q) for name, each in conditions.items()},
        **{
            f"o_{name}": each.of
            for name, each in over.items()
            if not isinstance(each.of, str)
        },
    }
    inner, params = rows.order_by().values(**asked).query.sql_with_params()
    columns = [
        *(f"b_{name} AS {_name(name)}" for name in by),
        "count(*) AS count",
        *(_counted(name, name) for name in conditions),
        *(_counted(name, *pair) for name, pair in both.items()),
        *(_over(name, each) for name, each in over.items()),
    ]
    groups = ", ".join(f"b_{name}" for name in by)
    # OFFSET keeps the conditions inside: each is evaluated once for a row.
    text = (
        f"SELECT {', '.join(columns)} FROM ({inner} OFFSET 0) judged GROUP BY {groups}"  # noqa: S608 (names are ours)
    )
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        heads = [column.name for column in cursor.description or ()]
        return [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]


def _judged(q: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(q, BooleanField())


def _counted(name: str, *conditions: str) -> str:
    wanted = " AND ".join(f"c_{each}" for each in conditions)
    return f"count(*) FILTER (WHERE {wanted}) AS {_name(name)}"


def _over(name: str, each: Over) -> str:
    only = f" FILTER (WHERE c_{each.only})" if each.only else ""
    of = each.of if isinstance(each.of, str) else name
    return f"{each.function}(o_{of}){only} AS {_name(name)}"


def _name(name: str) -> str:
    return connection.ops.quote_name(name)
