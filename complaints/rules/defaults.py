"""The defaults of RULES 2.3 with source and confidence; offices change them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.models.codes import Level
from complaints.rules.levels import DECIDED_BY
from propertyservice.approvals import tiers
from propertyservice.organisation import posts
from propertyservice.policy.definitions import Confidence, RuleDef

T, G, C = Confidence.TYPICAL, Confidence.GUESS, Confidence.CERTAIN
LIMIT, DAYS = _("limit"), _("days")


def minutes(count: int) -> dict[str, Any]:
    """A limit in minutes on the natural clock."""
    return {"clock": "NATURAL", "minutes": count}


def days(count: int, *, shift: bool = True) -> dict[str, Any]:
    """A limit in days; the last day moves past a holiday unless it must not."""
    return {"clock": "NATURAL", "days": count, "shift_if_holiday": shift}


DAY = 24 * 60
LEGAL_REPLY = "complaint.legal_reply."
"""With the name of a city: its law limits the answer."""

RULES = (
    tiers.rule(
        DECIDED_BY,
        {
            Level.MINOR.value: [posts.CS_SUPERVISOR],
            Level.IMPORTANT.value: [posts.OFFICE_MANAGER],
            Level.CRITICAL.value: [posts.COMPANY_MANAGER],
        },
        _("Who approves proposals and more time for a complaint"),
        "RULES 2.3",
        T,
        words=Level.choices,
    ),
    RuleDef(
        "complaint.first_reply",
        minutes(DAY),
        _("Accept a complaint (first reply)"),
        LIMIT,
        "RULES 2.0.6",
        T,
        by_grade=(
            ("GRADE_1", minutes(DAY)),
            ("GRADE_2", minutes(DAY)),
            ("GRADE_3", minutes(2 * DAY)),
        ),
    ),
    RuleDef(
        "complaint.transfer.CRITICAL",
        minutes(60),
        _("Hand a critical complaint over"),
        LIMIT,
        "RULES 2.3",
        G,
    ),
    RuleDef(
        "complaint.transfer.IMPORTANT",
        minutes(60),
        _("Hand an important complaint over"),
        LIMIT,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.transfer.MINOR",
        minutes(30),
        _("Hand a minor complaint over"),
        LIMIT,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.answer.CRITICAL",
        days(2, shift=False),
        _("Clear answer to a critical complaint"),
        LIMIT,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.answer.IMPORTANT",
        minutes(DAY),
        _("Clear answer to an important complaint"),
        LIMIT,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.answer.MINOR",
        minutes(DAY),
        _("Clear answer to a minor complaint"),
        LIMIT,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.solve.CRITICAL",
        days(10),
        _("Solve a critical complaint"),
        LIMIT,
        "RULES 2.3",
        T,
    ),
    RuleDef(
        "complaint.solve.IMPORTANT",
        days(3),
        _("Solve an important complaint"),
        LIMIT,
        "RULES 2.3",
        T,
    ),
    RuleDef(
        "complaint.solve.MINOR",
        days(2),
        _("Solve a minor complaint"),
        LIMIT,
        "RULES 2.3",
        T,
    ),
    RuleDef(
        "complaint.solve_safety.CRITICAL",
        days(10, shift=False),
        _("Solve a critical complaint about safety"),
        LIMIT,
        "RULES 5.33",
        T,
    ),
    RuleDef(
        "complaint.solve_safety.IMPORTANT",
        days(3, shift=False),
        _("Solve an important complaint about safety"),
        LIMIT,
        "RULES 5.33",
        T,
    ),
    RuleDef(
        "complaint.solve_safety.MINOR",
        days(2, shift=False),
        _("Solve a minor complaint about safety"),
        LIMIT,
        "RULES 5.33",
        T,
    ),
    RuleDef(
        "complaint.reply",
        minutes(DAY),
        _("Tell the complainant the outcome once it is dealt with"),
        LIMIT,
        "RULES 2.3",
        G,
    ),
    RuleDef(
        "complaint.external",
        days(5, shift=False),
        _("Answer to 12345, authorities and media unless they set a limit"),
        LIMIT,
        "RULES 5.27",
        G,
    ),
    RuleDef(
        f"{LEGAL_REPLY}杭州",
        days(10),
        _("Answer prescribed by local law in Hangzhou"),
        LIMIT,
        "L13",
        C,
    ),
    RuleDef(
        "complaint.promote_after_days",
        30,
        _("Make an unsolved valid complaint critical after"),
        DAYS,
        "Q4",
        T,
    ),
    RuleDef(
        "complaint.reopen_window_days",
        30,
        _("The same matter again reopens a closed complaint within"),
        DAYS,
        "RULES 2.3",
        G,
    ),
    RuleDef(
        "complaint.answered_in_time",
        1.0,
        _("Complaints answered in time, target"),
        "",
        "RULES 2.3",
        G,
        percent=True,
    ),
)
