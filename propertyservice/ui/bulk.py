"""Several rows at once: a preview first, then each by its own step (LOOK 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.ui.lists import Register
from propertyservice.ui.registry import address
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Transition

MOST = 200
StepOf = Callable[[Any], Transition]
Refusal = Callable[[Transition, Staff, Any], str]


def picked(request: StaffRequest, register: Register, *related: str) -> list[Any]:
    """The ticked rows, or all of the filter, at most two hundred."""
    found = register.picked(request.user, params_of(request)).defer(None)
    return list(found.select_related(*related)[:MOST])


def params_of(request: StaffRequest) -> QueryDict:
    """Where the ticks stand: in the address, and posted again by the preview."""
    return request.POST if request.method == "POST" else request.GET


def hidden(params: QueryDict) -> list[tuple[str, str]]:
    """What the preview posts again: the ticks, or the filter they stand for."""
    kept = [("pick", value) for value in params.getlist("pick")[:MOST]]
    return kept + [(n, str(params[n])) for n in ("all", "query") if params.get(n)]


def no_step(step: Transition, user: Staff, row: Any) -> str:
    """Why a step would be refused, without asking the history of each row."""
    if not user.may(step.right, row.office_id):
        return _("Your post does not include this act.")
    if row.status not in step.sources:
        return _("Not in the status “%(status)s”.") % {"status": row.status_words}
    return ""


def guarded(step: Transition, user: Staff, row: Any) -> str:
    """The same with every guard, for steps whose guards ask no statement."""
    if row.status not in step.sources:
        return no_step(step, user, row)
    refusal = step.refusal(user, row)
    return refusal.sentence if refusal else ""


def rows_of(
    rows: Sequence[Any], will: Callable[[Any], str], refusal: Callable[[Any], str]
) -> list[dict[str, Any]]:
    """What ``ui/bulk_preview.html`` shows of each row."""
    return [
        {
            "row": row,
            "name": row.number,
            "url": row.get_absolute_url(),
            "will": will(row),
            "refusal": refusal(row),
        }
        for row in rows
    ]


def preview(
    request: StaffRequest, template: str, rows: list[dict[str, Any]], **context: Any
) -> HttpResponse:
    """What would happen to which rows, before it happens."""
    given = {
        "rows": rows,
        "hidden": hidden(params_of(request)),
        "count": sum(1 for row in rows if not row["refusal"]),
    }
    return render(request, template, {**given, **context})


def carry_out(
    request: StaffRequest,
    step_of: StepOf,
    rows: Sequence[Any],
    asked: Mapping[str, Any],
    *,
    label: object,
    refusal: Refusal = no_step,
    back: str,
) -> HttpResponse:
    """Take the step with each row, in a transaction of its own; what is refused is said
    by its number. Back to the list ``back`` with its conditions."""
    done = 0
    for row in rows:
        step = step_of(row)
        if refusal(step, request.user, row):
            continue
        try:
            with transaction.atomic():
                step(row, by=request.user, **asked)
            done += 1
        except (ValidationError, PermissionDenied) as wrong:
            words = " ".join(getattr(wrong, "messages", [str(wrong)]))
            messages.error(request, f"{row.number}: {words}")
    sentence = ngettext(
        "%(step)s: recorded for %(n)d case.",
        "%(step)s: recorded for %(n)d cases.",
        done,
    )
    if done:
        toast(request, sentence % {"step": label, "n": done})
    else:
        messages.warning(request, _("None of the ticked cases takes this step now."))
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{address(back)}?{query}")
