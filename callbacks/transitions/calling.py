"""The call itself: tries, the answer as on the paper, no answer (RULES 1.3, 2.2)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks.models import Attempt, AttemptResult, Callback, Method, Outcome, Status
from callbacks.rules import calling, defaults
from callbacks.rules.deadlines import CALL
from callbacks.signals import callback_given_up, callback_made
from callbacks.transitions import guards
from callbacks.transitions.planning import CALL_RIGHT, let_go
from propertyservice.cases.models import StepKind
from propertyservice.workflow.transitions import Move, Refused, transition

DISTURBS = (Method.PHONE, Method.VISIT)
ASPECTS = ("timeliness", "quality", "attitude", "charging", "cleanliness")


@transition(
    label=lazy("Note a try"),
    sources=[Status.ASSIGNED],
    right=CALL_RIGHT,
    guards=[guards.own_call, guards.may_be_called],
    order=2,
)
def attempt(
    callback: Callback,
    move: Move,
    *,
    result: str,
    method: str = Method.PHONE,
    words: str = "",
    asked_for_it: bool = False,
) -> None:
    """Nobody answered; what counts is how often, on which days and when in the day."""
    _not_in_quiet_hours(callback, move, method, asked_for_it)
    rules = guards.rules_of(callback)
    local = timezone.localtime(move.at)
    Attempt.objects.create(
        callback=callback,
        at=move.at,
        by=move.person,
        method=method,
        result=result,
        words=words,
        daypart=calling.daypart(local, rules[defaults.DAYPARTS]),
    )
    move.kind = StepKind.NOTE
    move.note(
        method=method,
        result=str(AttemptResult(result).label),
        words=words,
        asked_for_it=asked_for_it,
    )


@transition(
    label=lazy("Record the answer"),
    sources=[Status.ASSIGNED],
    target=Status.COMPLETED,
    right=CALL_RIGHT,
    guards=[guards.own_call],
    announces=callback_made,
    order=1,
)
def complete(
    callback: Callback,
    move: Move,
    *,
    rating: str,
    interviewee: str,
    method: str = Method.PHONE,
    comments: str = "",
    not_fixed: bool = False,
    interviewee_sign: str = "",
    asked_for_it: bool = False,
    **aspects: str,
) -> None:
    """What the resident said, as on the paper. Unhappy is put right at once.

    Words that say it is not done count like C, whatever the rating (edge case 24).
    """
    if method == Method.PHONE and (sentence := guards.may_be_called(None, callback)):
        raise Refused(sentence, code="method")
    _not_in_quiet_hours(callback, move, method, asked_for_it)
    if rating == "C" and not comments.strip():
        raise Refused(_("Write down what the resident is not satisfied with."), "words")
    if method == Method.VISIT and not interviewee_sign.strip():
        raise Refused(_("A visit is signed by the resident."), code="sign")
    signs = guards.rules_of(callback)[defaults.NOT_FIXED]
    callback.not_fixed = not_fixed or calling.says_not_fixed(comments, signs)
    callback.rating, callback.interviewee, callback.method = rating, interviewee, method
    callback.comments, callback.interviewee_sign = comments, interviewee_sign
    callback.called_at, callback.outcome = move.at, Outcome.ANSWERED
    for name in ASPECTS:
        setattr(callback, name, aspects.get(name, ""))
    move.deadlines.meet([CALL], move.at)
    callback.register.holder, callback.register.holder_post = None, "CS_SUPERVISOR"
    move.note(rating=rating, method=method, interviewee=interviewee, words=comments)
    if callback.not_fixed:
        move.note(not_fixed=_("the resident's words") if not not_fixed else _("yes"))


@transition(
    label=lazy("Not reached"),
    sources=[Status.ASSIGNED],
    target=Status.UNREACHABLE,
    right=CALL_RIGHT,
    guards=[guards.own_call, guards.tried_often_enough],
    announces=callback_given_up,
    asks=False,
    order=5,
)
def unreachable(callback: Callback, move: Move) -> None:
    """It stays in the denominator; the next of the order is called (edge case 19)."""
    callback.outcome = Outcome.UNREACHABLE
    let_go(callback, move)


@transition(
    label=lazy("Refused to answer"),
    sources=[Status.ASSIGNED],
    target=Status.REFUSED,
    right=CALL_RIGHT,
    guards=[guards.own_call],
    announces=callback_given_up,
    order=6,
)
def refuse(
    callback: Callback, move: Move, *, words: str, method: str = Method.PHONE
) -> None:
    """The resident's words; it stays in the denominator."""
    callback.called_at, callback.method = move.at, method
    callback.outcome, callback.comments = Outcome.REFUSED, words
    move.note(words=words, method=method)
    let_go(callback, move)


@transition(
    label=lazy("Written instead"),
    sources=[Status.ASSIGNED],
    target=Status.REFUSED,
    right=CALL_RIGHT,
    guards=[guards.own_call, guards.wishes_no_calls],
    announces=callback_given_up,
    order=3,
)
def write(callback: Callback, move: Move, *, method: str, words: str) -> None:
    """By letter or WeChat to one who asked not to be called; counts as refused."""
    if method not in (Method.LETTER, Method.WECHAT):
        raise Refused(_("Choose letter or WeChat."), code="method")
    callback.called_at, callback.method = move.at, method
    callback.outcome, callback.comments = Outcome.REFUSED, words
    move.note(method=method, words=words)
    let_go(callback, move)


def _not_in_quiet_hours(
    callback: Callback, move: Move, method: str, asked_for_it: bool
) -> None:
    quiet = guards.rules_of(callback)[defaults.QUIET]
    local = timezone.localtime(move.at)
    if asked_for_it or method not in DISTURBS or not calling.is_quiet(local, quiet):
        return
    raise Refused(
        _(
            "%(time)s lies in the quiet hours (%(hours)s). Call later, or tick that "
            "the resident asked for this time."
        )
        % {"time": f"{local:%H:%M}", "hours": _(", ").join(quiet)},
        code="quiet",
    )
