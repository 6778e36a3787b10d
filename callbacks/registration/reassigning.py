"""How a late callback goes to another caller (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from callbacks.models import Callback
from callbacks.transitions import assign
from callbacks.transitions.planning import callers
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.ui.reassign import Choice, Way


def people(case: Case) -> Sequence[Choice]:
    """Who may call this one, with what each has to call, but for the present one."""
    callback = _callback(case)
    able = [who for who in callers(callback) if who.pk != callback.caller_id]
    loads = dict(
        Callback.objects.to_call()
        .filter(caller__in=able)
        .values_list("caller")
        .annotate(n=Count("pk"))
    )
    return [Choice(who, _load(loads.get(who.pk, 0))) for who in able]


def act(case: Case, person: Staff, by: Staff, reason: str) -> None:
    """Assign it to somebody else; the reason is on record."""
    assign(_callback(case), by=by, caller=person, reason=reason)


def refusal(case: Case, by: Staff) -> str:
    """Why it can't be passed on now: it has been called."""
    found = assign.refusal(by, _callback(case))
    return found.sentence if found else ""


def _load(count: int) -> str:
    words = ngettext("%(n)d call to make", "%(n)d calls to make", count)
    return words % {"n": count}


def _callback(case: Case) -> Callback:
    found = Callback.objects.select_related("register", "office", "rated")
    return found.get(pk=case.pk)


WAY = Way("callbacks", "callbacks.assign", people, act, refusal)
