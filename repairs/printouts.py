"""What stands on 《维修任务单》, filled as far as it is known (RULES 1.2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from propertyservice.ledger.money import capitals
from repairs.models import Repair, Result
from repairs.rules import deadlines as limits

COPIES = (
    (1, _("Copy 1: customer service (to be returned)")),
    (2, _("Copy 2: maintenance (stub)")),
    (3, _("Copy 3: resident (for payment)")),
)
ROWS, LONG = 4, 80
ON_PAPER = (
    Result.REPAIRED,
    Result.TEMPORARY,
    Result.WAIT_PARTS,
    Result.TO_WARRANTY,
    Result.IMPOSSIBLE,
)


def sheet_context(repair: Repair, phone: str) -> dict[str, Any]:
    """One task sheet: the same content for its three copies."""
    sheet = repair.sheet
    assert sheet is not None  # noqa: S101 the caller asked
    lines = list(sheet.materials.all())
    arrival = repair.register.deadlines.filter(
        kind__in=(limits.ARRIVE, limits.ARRIVE_URGENT)
    ).order_by("-pk")
    due = arrival.values_list("due_at", flat=True).first()
    return {
        "repair": repair,
        "sheet": sheet,
        "phone": phone,
        "arrive_by": due,
        "materials": lines,
        "blank_rows": range(max(0, ROWS - len(lines))),
        "results": [
            {"words": result.label, "ticked": sheet.result == result}
            for result in ON_PAPER
        ],
        "capitals": capitals(sheet.total) if sheet.total else "",
        "copies": COPIES,
        "tight": len(repair.description) > LONG or len(lines) > ROWS,
    }
