"""Every step a callback can take, in the order of its life (4.3; RULES 2.2)."""

from callbacks.transitions.after import (
    close,
    correct,
    follow_up,
    review,
    settle,
)
from callbacks.transitions.again import call_again
from callbacks.transitions.calling import attempt, complete, refuse, unreachable, write
from callbacks.transitions.planning import (
    ask_do_not_call,
    ask_waiver,
    assign,
    do_not_call,
    waive,
    write_instead,
)
from propertyservice.workflow.transitions import Transition

STEPS: tuple[Transition, ...] = (
    assign,
    attempt,
    complete,
    unreachable,
    refuse,
    write,
    ask_waiver,
    ask_do_not_call,
    correct,
    review,
    settle,
    call_again,
)
BY_SYSTEM: tuple[Transition, ...] = (follow_up, close)
"""What follows by itself; nobody has a button for it."""
BY_DECISION: tuple[Transition, ...] = (waive, do_not_call, write_instead)
"""What an approved request does; nobody has a button for it either."""
BY_NAME = {step.name: step for step in STEPS}

__all__ = [
    "BY_DECISION",
    "BY_NAME",
    "BY_SYSTEM",
    "STEPS",
    "ask_do_not_call",
    "ask_waiver",
    "assign",
    "attempt",
    "call_again",
    "close",
    "complete",
    "correct",
    "do_not_call",
    "follow_up",
    "refuse",
    "review",
    "settle",
    "unreachable",
    "waive",
    "write",
    "write_instead",
]
