"""Who calls, and who needs not be called (4.3.2; RULES 2.2)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Callback, Outcome, Status
from callbacks.rules.deadlines import CALL
from callbacks.signals import callback_given_up
from callbacks.transitions import guards
from propertyservice.approvals import requests
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Move, Refused, transition

TO_CALL = [Status.PLANNED, Status.ASSIGNED]
WAIVE, DO_NOT_CALL = "callbacks.waive", "callbacks.do_not_call"
CALL_RIGHT = "callbacks.call"


def callers(callback: Callback) -> list[Staff]:
    """Who may be given this callback: on a calling post, and not near the one rated."""
    today = timezone.localdate()
    posts = {callback.caller_post, "CALLBACK_STAFF", "CS_SUPERVISOR", "OFFICE_MANAGER"}
    if callback.caller_post == "OFFICE_MANAGER":
        posts = {"OFFICE_MANAGER", "COMPANY_MANAGER"}
    found: dict[int, Staff] = {}
    for post in sorted(posts):
        for person in Staff.objects.on_post(post, callback.office_id, today):
            found.setdefault(person.pk, person)
    return [
        person
        for person in sorted(found.values(), key=str)
        if guards.not_near(person, callback) is None
        and person.pk != callback.hidden_from_id
    ]


@transition(
    label=lazy("Assign"),
    sources=TO_CALL,
    target=Status.ASSIGNED,
    right="callbacks.assign",
    order=1,
)
def assign(callback: Callback, move: Move, *, caller: Staff) -> None:
    """Give it to the person who calls: never the one who is rated (RULES 2.0.2)."""
    if sentence := guards.not_near(caller, callback):
        raise Refused(sentence, code="caller")
    if caller not in callers(callback):
        raise Refused(
            _("%(who)s holds no post that makes this call. Choose another.")
            % {"who": caller},
            code="caller",
        )
    if callback.caller_id == caller.pk:
        raise Refused(_("The callback is his already. Choose another."), code="caller")
    callback.caller = caller
    callback.register.holder = caller
    callback.register.holder_post = callback.caller_post
    move.note(caller=str(caller))


@transition(
    label=lazy("Ask to waive"),
    sources=TO_CALL,
    right=CALL_RIGHT,
    order=60,
)
def ask_waiver(callback: Callback, move: Move, *, duplicate_of: str) -> None:
    """A duplicate: the supervisor decides whether it is called at all."""
    _ask(callback, move, WAIVE, duplicate_of=duplicate_of)


@transition(
    label=lazy("Waive"),
    sources=TO_CALL,
    target=Status.WAIVED,
    right="callbacks.waive",
    announces=callback_given_up,
    destructive=True,
    order=90,
)
def waive(callback: Callback, move: Move, *, duplicate_of: str) -> None:
    """The same matter is called under another number: it leaves the base (RULES 0.5).

    Only an approved request leads here: nobody waives what he was to call.
    """
    move.note(duplicate_of=duplicate_of)
    let_go(callback, move)


@transition(
    label=lazy("Resident wants no calls"),
    sources=TO_CALL,
    right=CALL_RIGHT,
    order=65,
)
def ask_do_not_call(
    callback: Callback, move: Move, *, words: str, days: int = 0
) -> None:
    """The household asks not to be called; the supervisor notes it."""
    if callback.unit_id is None:
        raise Refused(_("Only a household can ask this."), code="words")
    _ask(callback, move, DO_NOT_CALL, words=words, days=days)


@transition(
    label=lazy("Note the wish"),
    sources=TO_CALL,
    target=Status.REFUSED,
    right="callbacks.waive",
    announces=callback_given_up,
    order=91,
)
def do_not_call(callback: Callback, move: Move, *, words: str) -> None:
    """The household wants no calls: this callback counts as refused (edge case 21)."""
    callback.do_not_call = True
    callback.outcome = Outcome.REFUSED
    move.note(words=words)
    let_go(callback, move)


@transition(
    label=lazy("To be written instead"),
    sources=TO_CALL,
    right="callbacks.waive",
    order=92,
)
def write_instead(callback: Callback, move: Move, *, words: str) -> None:
    """What must be called is written to by letter or WeChat now (edge case 21)."""
    callback.do_not_call = True
    move.note(words=words)


def must_be_reached(callback: Callback) -> bool:
    """Whether it is called whatever the sample: a complaint, urgent, a second call."""
    return callback.candidate is None or callback.candidate.rate == 1


def let_go(callback: Callback, move: Move) -> None:
    """Nobody calls any more: the place in the sample is free, the limit ends."""
    callback.released_at = move.at
    move.deadlines.drop([CALL], move.at)
    callback.register.holder, callback.register.holder_post = None, "CS_SUPERVISOR"


def _ask(callback: Callback, move: Move, kind: str, **details: object) -> None:
    if not move.reason.strip():
        raise Refused(_("Say why."), code="reason")
    requests.ask(
        callback.register,
        kind,
        by=move.person,
        reason=move.reason,
        details={**details, "since": move.at.isoformat()},
    )
