"""Every step a complaint can take, in the order of its life (4.6; RULES 2.3)."""

from complaints.transitions import answering, back
from complaints.transitions.answering import answer, answer_one, close, reply
from complaints.transitions.back import (
    add_complainants,
    chase,
    contact,
    go_on,
    merge,
    name_spokesman,
    wait,
    withdraw,
)
from complaints.transitions.calls import called_back, reopen
from complaints.transitions.correcting import correct
from complaints.transitions.extension import (
    ask_extension,
    grant_extension,
    tell_extension,
)
from complaints.transitions.intake import Received, receive
from complaints.transitions.linked import convert, dispute_fee, link_repair
from complaints.transitions.promotion import promote
from complaints.transitions.sorting import (
    acknowledge,
    classify,
    explain_invalid,
    investigate,
    retransfer,
    sign,
    transfer,
)
from complaints.transitions.working import (
    approve,
    finish,
    implement,
    propose,
    record_measures,
    send_back,
    take_back,
)
from propertyservice.workflow.transitions import Transition

STEPS: tuple[Transition, ...] = (
    acknowledge,
    classify,
    explain_invalid,
    transfer,
    retransfer,
    sign,
    investigate,
    propose,
    implement,
    finish,
    record_measures,
    answer,
    answer_one,
    reply,
    close,
    back.reopen,
    wait,
    go_on,
    ask_extension,
    tell_extension,
    convert,
    link_repair,
    dispute_fee,
    add_complainants,
    name_spokesman,
    merge,
    withdraw,
    chase,
    contact,
    correct,
)
"""Those that people take on the case page; decisions are taken in the queue."""
IN_THE_QUEUE = (approve, send_back, take_back, grant_extension)
OTHERS = (answering.called_back, promote)
BY_NAME = {step.name: step for step in STEPS}
ELSEWHERE = {step.name: step for step in (*IN_THE_QUEUE, *OTHERS)}
LABELS = {step.name: step.label for step in (*STEPS, *ELSEWHERE.values())}

__all__ = [
    "BY_NAME",
    "IN_THE_QUEUE",
    "LABELS",
    "Received",
    "STEPS",
    "acknowledge",
    "add_complainants",
    "answer",
    "answer_one",
    "approve",
    "ask_extension",
    "called_back",
    "chase",
    "classify",
    "close",
    "contact",
    "convert",
    "correct",
    "dispute_fee",
    "explain_invalid",
    "finish",
    "go_on",
    "grant_extension",
    "implement",
    "investigate",
    "link_repair",
    "merge",
    "name_spokesman",
    "promote",
    "propose",
    "receive",
    "record_measures",
    "reopen",
    "reply",
    "retransfer",
    "send_back",
    "sign",
    "take_back",
    "tell_extension",
    "transfer",
    "wait",
    "withdraw",
]
