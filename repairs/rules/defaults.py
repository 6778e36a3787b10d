"""The defaults of RULES 2.1 with source and confidence; offices change them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from propertyservice.policy.definitions import Confidence, RuleDef
from repairs.models.codes import SuspendReason

T, G, C = Confidence.TYPICAL, Confidence.GUESS, Confidence.CERTAIN
LIMIT = _("limit")


def minutes(count: int, **more: Any) -> dict[str, Any]:
    """A limit in minutes, on the natural clock unless said otherwise."""
    return {"clock": "NATURAL", "minutes": count, **more}


SERVICE = {"clock": "SERVICE_HOURS"}

RULES = (
    RuleDef(
        "repair.notify.EMERGENCY",
        minutes(5),
        _("Pass an emergency on to maintenance"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.notify.NORMAL",
        minutes(30, **SERVICE),
        _("Pass an ordinary repair on to maintenance"),
        LIMIT,
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.accept.EMERGENCY",
        minutes(5),
        _("Accept an emergency"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.accept.NORMAL",
        minutes(30, **SERVICE),
        _("Accept an ordinary repair"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.arrive.EMERGENCY",
        minutes(60),
        _("Arrive at an emergency"),
        LIMIT,
        "N4",
        C,
        by_grade=(
            ("GRADE_1", minutes(30)),
            ("GRADE_2", minutes(60)),
            ("GRADE_3", minutes(120, **SERVICE)),
        ),
    ),
    RuleDef(
        "repair.appointment_tolerance",
        minutes(15),
        _("Arrive at an appointment: tolerance"),
        LIMIT,
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.contain.EMERGENCY",
        minutes(120),
        _("Contain an emergency"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.finish.EMERGENCY",
        minutes(24 * 60),
        _("Restore after an emergency"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.finish.MINOR",
        minutes(24 * 60, start_at_service=True),
        _("Finish minor work"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.finish.NORMAL",
        minutes(48 * 60, start_at_service=True),
        _("Finish ordinary work"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.finish.MEDIUM",
        {"clock": "WORKING_DAYS", "days": 3},
        _("Finish medium work"),
        LIMIT,
        "Q7",
        T,
    ),
    RuleDef(
        "repair.finish.MAJOR",
        {"clock": "WORKING_DAYS", "days": 10},
        _("Finish major work, unless a plan says otherwise"),
        LIMIT,
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.return_sheet",
        {"clock": "WORKING_DAYS", "days": 1, "ends_at": "10:00"},
        _("Return the task sheet to the desk"),
        LIMIT,
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.referral_answer",
        {"clock": "WORKING_DAYS", "days": 3},
        _("Get an answer to a referral"),
        LIMIT,
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.rework_window_days",
        30,
        _("Repeat of the same trade counts as rework within"),
        _("days"),
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.no_show_tries",
        3,
        _("Contacts before closing for the resident's reason"),
        _("contacts"),
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.no_show_days",
        3,
        _("Different days on which those contacts are made"),
        _("days"),
        "RULES 2.1",
        G,
    ),
    RuleDef(
        "repair.close_after_days",
        7,
        _("Close after the sheet is back, when no callback asks for more"),
        _("days"),
        "Q1",
        T,
    ),
    RuleDef(
        "repair.pauses",
        ["WAIT_RESIDENT", "WAIT_QUOTE", "WAIT_NEIGHBOR", "FORCE_MAJEURE"],
        _("Reasons of suspension that stop the clock"),
        _("codes"),
        "RULES 2.1",
        T,
        words=tuple(SuspendReason.choices),
    ),
    RuleDef(
        "repair.timeliness.EMERGENCY",
        1.0,
        _("Emergencies in time, target"),
        "",
        "Q7",
        T,
        percent=True,
    ),
    RuleDef(
        "repair.timeliness.MINOR",
        0.98,
        _("Ordinary repairs in time, target"),
        "",
        "Q7",
        T,
        percent=True,
    ),
    RuleDef(
        "repair.rework_rate_max",
        0.02,
        _("Reworks, at most"),
        "",
        "RULES 2.1",
        T,
        percent=True,
    ),
)
