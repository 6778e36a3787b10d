"""A callback's own page: whom, about what, why drawn, what was said (LOOK 6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from callbacks.models import Callback
from callbacks.rules.quota import key_of
from callbacks.views.finding import callback_of
from callbacks.views.said import CHOICES, LAID, ROAD, WORDS
from propertyservice.approvals import kinds as request_kinds
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case, Step
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.ui.acts import acts_for
from propertyservice.ui.chips import Chip
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.ui.track import track
from propertyservice.workflow.models import Deadline
from propertyservice.workflow.why import explanation
from repairs.models import Repair

NOT_SHOWN = ("VOID", "REPLACED")


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """The case page; a constant number of statements."""
    callback = callback_of(request.user, number)
    return render(request, "callbacks/detail.html", context_of(request, callback))


def context_of(request: StaffRequest, callback: Callback) -> dict[str, Any]:
    """Everything the page shows."""
    user, now = request.user, timezone.now()
    case = callback.register
    case.office = callback.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    deadlines = list(case.deadlines.select_related("rule_version").order_by("pk"))
    show = request.GET.get("show", "")
    related = [callback.source_case_id, callback.follow_up_id or 0]
    seen = set(
        Case.objects.visible_to(user)
        .filter(pk__in=related)
        .values_list("pk", flat=True)
    )
    return {
        "callback": callback,
        "record": callback,
        "chips": chips(callback, deadlines),
        "track": track(callback, steps, deadlines, now, ROAD),
        "acts": acts_for(user, callback, LAID),
        "days": timeline(
            callback, steps, deadlines, show, now, words=WORDS, choices=CHOICES
        ),
        "filters": FILTERS,
        "show": show,
        "phone": phone_of(user, callback),
        "work": work_of(callback),
        "attempts": list(callback.attempts.select_related("by")),
        "again": list(callback.called_again.select_related("register")),
        "waiting": waiting_of(callback),
        "seen": seen,
        "order": order_of(callback),
        "may_print": user.may("callbacks.print", callback.office_id),
        "may_view_sampling": user.may("callbacks.samplings", callback.office_id),
        "may_view_history": user.may("audit.view_history", callback.office_id),
    }


def chips(callback: Callback, deadlines: list[Deadline]) -> list[Chip]:
    """The window, with why it ends then."""
    now = timezone.now()
    shown = [each for each in deadlines if each.state not in NOT_SHOWN]
    found = []
    for each in shown:
        why = explanation(each, callback.register, (), now)
        found.append(chip_of(each, now, why))
    return found


def phone_of(user: Staff, callback: Callback) -> str:
    """Clear for the caller and those who may see phones, masked to others."""
    if not callback.phone:
        return ""
    mine = callback.caller_id == user.pk and callback.is_open
    if mine or user.may(SEE_PHONES, callback.office_id):
        return callback.phone
    return masked_phone(callback.phone)


def work_of(callback: Callback) -> str:
    """What the repairer did, for the talk."""
    found = Repair.objects.filter(pk=callback.source_case_id).values_list(
        "sheet__work_done", flat=True
    )
    return next(iter(found), "") or ""


def waiting_of(callback: Callback) -> list[dict[str, Any]]:
    """Requests on this callback that wait for a decision."""
    found = Request.objects.filter(case=callback.register).waiting()
    return [
        {"words": request_kinds.label(each.kind), "request": each} for each in found
    ]


def order_of(callback: Callback) -> str:
    """Its key in the seeded order, for who wants to recount it."""
    if callback.candidate is None:
        return ""
    return key_of(callback.candidate.sampling.seed, callback.candidate.reference)
