"""What must hold before a step, said as sentences that refuse."""

from __future__ import annotations

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.models import Callback, Outcome, Relation, Status
from callbacks.rules import defaults
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import RulesInForce, in_force

User = Staff | None


def rules_of(callback: Callback) -> RulesInForce:
    """The rules that held when the callback was planned."""
    return in_force(callback.office, timezone.localdate(callback.register.opened_at))


def not_near(caller: Staff, callback: Callback) -> str | None:
    """The caller is never the person rated, nor on his relation list (edge case 20)."""
    if callback.rated_id is None:
        return None
    if caller.pk == callback.rated_id:
        return _("%(who)s did this work and can't be the one who calls.") % {
            "who": caller
        }
    near = Relation.objects.filter(
        Q(one=caller, other=callback.rated_id) | Q(other=caller, one=callback.rated_id)
    ).first()
    if near is None:
        return None
    return _(
        "%(who)s stands on the relation list with %(rated)s (%(kind)s). "
        "Let somebody else call."
    ) % {"who": caller, "rated": callback.rated, "kind": near.kind}


def own_call(user: User, callback: Callback) -> str | None:
    """The one to whom it is assigned calls."""
    if user is None or user.pk == callback.caller_id:
        return None
    return _("This callback is %(who)s's. Assign it to yourself first.") % {
        "who": callback.caller
    }


def may_be_called(user: User, callback: Callback) -> str | None:
    """Who asked not to be called is written to (edge case 21)."""
    if not callback.do_not_call:
        return None
    return _("This household asked not to be called. Write a letter or by WeChat.")


def wishes_no_calls(user: User, callback: Callback) -> str | None:
    """Writing instead of calling is for those who asked for it."""
    if callback.do_not_call:
        return None
    return _("This household may be called. Note the tries, or the refusal.")


def tried_often_enough(user: User, callback: Callback) -> str | None:
    """Three tries, on two days, in two parts of the day (RULES 2.2)."""
    rules = rules_of(callback)
    made = callback.attempts.aggregate(
        tries=Count("pk"),
        days=Count(TruncDate("at"), distinct=True),
        parts=Count("daypart", distinct=True),
    )
    need = {
        "tries": rules[defaults.TRIES],
        "days": rules[defaults.TRY_DAYS],
        "parts": rules[defaults.TRY_PARTS],
    }
    if all(made[name] >= need[name] for name in need):
        return None
    return _(
        "Needed: %(tries)d tries on %(days)d days in %(parts)d parts of the day. "
        "So far: %(t)d on %(d)d days in %(p)d."
    ) % {**need, "t": made["tries"], "d": made["days"], "p": made["parts"]}


def by_another(user: User, callback: Callback) -> str | None:
    """Nobody reviews his own call, nor a call about himself."""
    if user is None or user.pk not in (callback.caller_id, callback.rated_id):
        return None
    return _("Another person must review this callback.")


def settled_and_called_again(user: User, callback: Callback) -> str | None:
    """What was unhappy closes when put right and called again (edge case 18)."""
    linked = callback.follow_up
    if linked is not None and linked.is_open:
        return _("%(number)s is not closed yet. First it must be put right.") % {
            "number": linked
        }
    again = callback.called_again.exclude(outcome=Outcome.NONE).exclude(
        status=Status.FOLLOW_UP
    )
    if again.exists():
        return None
    return _("The resident must be called a second time before this can close.")


def not_being_called_again(user: User, callback: Callback) -> str | None:
    """One second callback at a time, and only while no answer to it is there."""
    again = callback.called_again.open().select_related("register").first()
    if again is None:
        return None
    return _("%(number)s is being called already.") % {"number": again.number}
