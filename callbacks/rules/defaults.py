"""The defaults of RULES 2.2 with source and confidence; offices change them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from callbacks.models.codes import Source
from propertyservice.organisation import posts
from propertyservice.policy.definitions import Confidence, RuleDef

T, G = Confidence.TYPICAL, Confidence.GUESS
CALLER = "CALLBACK_STAFF"
PLAN = "callback.plan."
QUIET = "callback.quiet_hours"
DAYPARTS = "callback.dayparts"
TRIES = "callback.tries"
TRY_DAYS = "callback.try_days"
TRY_PARTS = "callback.try_dayparts"
NOT_FIXED = "callback.not_fixed_words"
LEAK_WORDS = "callback.leak_words"
AUTO_ASSIGN = "callback.assign_to_officer"
CRITICAL_CALLER = "callback.caller_of_critical"


def plan(days: int, rate: float, **more: Any) -> dict[str, Any]:
    """Window in days, share that is called, who calls."""
    return {"days": days, "rate": rate, "caller": CALLER, "starts": 0, **more}


def key_of(source: str) -> str:
    """The key of a source's rule."""
    return PLAN + source


def _plan(
    source: Source, value: dict[str, Any], where: str, sure: Confidence
) -> RuleDef:
    return RuleDef(
        key_of(source),
        value,
        source.label,
        _("days, share, who calls"),
        where,
        sure,
    )


PLANS = (
    _plan(Source.COMPLAINT, plan(3, 1.0), "Q1, Q2, Q5", T),
    _plan(Source.REPAIR, plan(7, 0.3), "Q1, Q5", T),
    _plan(Source.URGENT, plan(3, 1.0), "RULES 2.2", G),
    _plan(Source.PAID, plan(3, 1.0), "RULES 2.2", G),
    _plan(Source.REWORK, plan(3, 1.0), "RULES 2.2", G),
    _plan(Source.UNHAPPY, plan(3, 1.0), "RULES 2.2", G),
    _plan(Source.UNSIGNED, plan(3, 1.0), "RULES 2.1", G),
    _plan(Source.LEAK, plan(7, 1.0), "iwuye 137221", T),
    _plan(Source.LEAK_AGAIN, plan(60, 1.0, starts=30), "Q1", T),
    _plan(Source.SERVICE, plan(7, 0.3), "Q1, Q2", T),
    _plan(Source.HELP, plan(7, 0.3), "Q1", T),
    _plan(Source.ACTIVITY, plan(30, 0.1), "Q1", T),
    _plan(Source.RENOVATION, plan(7, 1.0), "RULES 2.2", G),
    _plan(Source.OTHER, plan(7, 0.3), "Q1", T),
)
RULES = (
    *PLANS,
    RuleDef(
        CRITICAL_CALLER,
        posts.OFFICE_MANAGER,
        _("Who calls back on a critical complaint"),
        _("post"),
        "Q1",
        T,
    ),
    RuleDef(
        QUIET,
        ["12:00-14:00", "20:30-08:30"],
        _("Hours in which nobody is called, unless he asked for it"),
        _("spans"),
        "RULES 2.2",
        G,
    ),
    RuleDef(
        DAYPARTS,
        ["08:30-12:00", "14:00-18:00", "18:00-20:30"],
        _("Parts of the day"),
        _("spans"),
        "RULES 2.2",
        G,
    ),
    RuleDef(
        TRIES,
        3,
        _("Tries before somebody counts as not reached"),
        _("tries"),
        "RULES 2.2",
        G,
    ),
    RuleDef(
        TRY_DAYS,
        2,
        _("Different days on which those tries are made"),
        _("days"),
        "RULES 2.2",
        G,
    ),
    RuleDef(
        TRY_PARTS,
        2,
        _("Different parts of the day in which those tries are made"),
        _("parts of the day"),
        "RULES 2.2",
        G,
    ),
    RuleDef(
        NOT_FIXED,
        [
            *("还漏", "还在漏", "还是漏", "仍漏", "仍在漏", "仍然漏", "又漏", "照样漏"),
            *("没修好", "没有修好", "未修好", "没弄好", "没解决", "没有解决", "未解决"),
            *("还是坏", "又坏了", "还是不行", "still leak", "not fixed"),
        ],
        _("Words that say it is not done, whatever the rating"),
        _("words"),
        "RULES 5 (24)",
        G,
    ),
    RuleDef(
        LEAK_WORDS,
        [
            "渗",
            "洇水",
            "漏雨",
            "屋面漏",
            "屋顶漏",
            "墙面漏",
            "墙体漏",
            "顶棚漏",
            "天花漏",
        ],
        _("Words by which a leak through wall or roof is known"),
        _("words"),
        "iwuye 137221",
        G,
    ),
    RuleDef(
        AUTO_ASSIGN,
        True,
        _("What is drawn goes to the appointed callback officer at once"),
        _("yes or no"),
        "4.3.2",
        G,
    ),
)
