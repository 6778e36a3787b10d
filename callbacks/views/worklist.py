"""The callback officer's own page: telephone, listen, one key, next (4.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks import transitions as do
from callbacks.forms.worklist import CallForm
from callbacks.models import Attempt, AttemptResult, Callback, Status
from callbacks.rules import calling, defaults
from callbacks.views.case import phone_of, work_of
from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force
from propertyservice.ui.deadlines import for_cases
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

COMING = 8
TRIES = (AttemptResult.NO_ANSWER, AttemptResult.BUSY, AttemptResult.LATER)
FIELDS = {"words": "comments", "quiet": "asked_for_it", "sign": "interviewee_sign"}


@dataclass(frozen=True)
class Stack:
    """Whom to call: the one now, and who comes after."""

    now: Callback | None
    after: Sequence[Callback]
    left: int
    late: int


@require_http_methods(["GET", "HEAD", "POST"])
@permission("callbacks.call")
def worklist(request: StaffRequest) -> HttpResponse:
    """One call at a time: who, what was done, a key for the answer, then the next."""
    if request.method == "POST":
        return _record(request)
    stack = stack_of(request.user, asked(request, "at"), _skipped(request))
    form = CallForm(record=stack.now) if stack.now else None
    return _page(request, stack, form)


def stack_of(user: Staff, number: str = "", skipped: tuple[int, ...] = ()) -> Stack:
    """The calls of this person: those not tried today first, then by their window."""
    mine = calls_of(user)
    counts = mine.aggregate(
        left=Count("pk"), late=Count("pk", Q(window_until__lt=timezone.now()))
    )
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    tried = Attempt.objects.filter(callback=OuterRef("pk"), at__gte=midnight)
    rows = list(
        mine.exclude(pk__in=skipped)
        .annotate(tried_today=Exists(tried), tries=Count("attempts"))
        .select_related("register", "office", "unit", "rated", "source_case", "caller")
        .order_by("tried_today", "window_until", "pk")[: COMING + 1]
    )
    if number:
        chosen = [row for row in rows if row.number == number] or list(
            mine.filter(register__number=number)
            .annotate(tried_today=Exists(tried), tries=Count("attempts"))
            .select_related("register", "office", "unit", "rated", "source_case")
        )
        rows = chosen + [row for row in rows if row not in chosen]
    return Stack(rows[0] if rows else None, rows[1:], counts["left"], counts["late"])


def calls_of(user: Staff) -> QuerySet[Callback]:
    """What is assigned to somebody and may be called already."""
    return Callback.objects.visible_to(user).filter(
        caller=user, status=Status.ASSIGNED, window_from__lte=timezone.now()
    )


def _page(request: StaffRequest, stack: Stack, form: CallForm | None) -> HttpResponse:
    now = stack.now
    rows = [row for row in (now, *stack.after) if row]
    chips = for_cases([row.pk for row in rows], timezone.now())
    for row in rows:
        row.chip = chips.get(row.pk)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "stack": stack,
        "now": now,
        "form": form,
        "tries": TRIES,
        "skip_url": _skip_url(request, now),
    }
    if now:
        context |= {
            "phone": phone_of(request.user, now),
            "work": work_of(now),
            "attempts": list(now.attempts.all()),
            "before": before(now),
            "quiet": is_quiet(now),
            "given_up": do.unreachable.refusal(request.user, now) is None,
        }
    return render(request, "callbacks/worklist.html", context)


def before(callback: Callback) -> list[Callback]:
    """What the household said the last times."""
    if callback.unit_id is None:
        return []
    return list(
        Callback.objects.filter(unit=callback.unit_id, called_at__isnull=False)
        .exclude(pk=callback.pk)
        .select_related("register")
        .order_by("-called_at")[:3]
    )


def is_quiet(callback: Callback) -> str:
    """The quiet hours, if they are now."""
    now = timezone.localtime()
    hours = in_force(callback.office, now.date())[defaults.QUIET]
    return _(", ").join(hours) if calling.is_quiet(now, hours) else ""


def _record(request: StaffRequest) -> HttpResponse:
    stack = stack_of(request.user, request.POST.get("number", "")[:30])
    callback = stack.now
    if callback is None or callback.number != request.POST.get("number"):
        raise Http404(_("This callback is not yours to call any more."))
    form = CallForm(request.POST, record=callback)
    if not form.is_valid():
        return _page(request, stack, form)
    try:
        words = form.take(callback, request.user)
    except Refused as refusal:
        where = FIELDS.get(getattr(refusal, "code", "") or "")
        form.add_error(where, refusal)
        return _page(request, stack, form)
    toast(request, words)
    return redirect("callbacks:worklist")


def _skipped(request: StaffRequest) -> tuple[int, ...]:
    asked_for = asked(request, "skip").split("-")[:50]
    return tuple(pk for text in asked_for if (pk := key_of(text)))


def _skip_url(request: StaffRequest, now: Callback | None) -> str:
    if now is None:
        return ""
    kept = "-".join(str(pk) for pk in (*_skipped(request), now.pk))
    return f"{reverse('callbacks:worklist')}?skip={kept}"
