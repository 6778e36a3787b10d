"""What stands on 《业主投诉记录表》, filled as far as it is known (RULES 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complainant, Complaint, Level, Rating, Validity
from complaints.rules import levels


def record_context(
    complaint: Complaint, people: Sequence[Complainant]
) -> dict[str, Any]:
    """The boxes of the form, ticked, and who signs: more the higher the level."""
    return {
        "complaint": complaint,
        "people": people,
        "levels": _ticks(Level.choices, complaint.level),
        "validity": _ticks(Validity.choices, complaint.validity),
        "opinions": _ticks(Rating.choices, complaint.opinion),
        "signs": _signs(complaint),
    }


def _ticks(choices: Sequence[tuple[str, Any]], chosen: str) -> list[tuple[Any, bool]]:
    return [(words, code == chosen) for code, words in choices]


def _signs(complaint: Complaint) -> list[tuple[str, str]]:
    """Desk, department, supervisor; the manager from 重要 on; the company for 重大."""
    signs = [
        (_("Taken by"), str(complaint.recorder)),
        (_("Head of the department"), str(complaint.handler or "")),
        (_("Customer-service supervisor"), ""),
    ]
    if levels.needs_measures(complaint.level) or complaint.goes_above:
        signs.append((_("Office manager"), ""))
    if levels.tier(complaint.level, complaint.goes_above) == Level.CRITICAL:
        signs.append((_("Company leader"), ""))
    return signs
