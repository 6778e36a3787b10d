"""A repair's own page: how late is it, what happened, what to do now (LOOK 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from propertyservice.approvals import kinds as request_kinds
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.estate.models import Occupancy
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.files.storage import attach
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.ui.chips import Chip
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.ui.toasts import toast
from propertyservice.workflow.models import Deadline, Pause
from propertyservice.workflow.why import explanation
from repairs.forms.photos import PhotosForm
from repairs.models import Repair, Status
from repairs.views.acts import acts_for
from repairs.views.finding import may, repair_of
from repairs.views.said import CHOICES, WORDS
from repairs.views.track import track

NOT_SHOWN = ("VOID", "REPLACED")
TASK_OVER = (
    Status.FINISHED,
    Status.FINISHED_UNSIGNED,
    Status.SHEET_RETURNED,
    Status.CLOSED,
    Status.CLOSED_RESIDENT_REASON,
    Status.CANCELLED,
)


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """The case page; a constant number of statements."""
    repair = repair_of(request.user, number)
    return render(request, "repairs/detail.html", context_of(request, repair))


@require_POST
def photos(request: StaffRequest, number: str) -> HttpResponse:
    """Keep photos with the case; a wrong file is named in a sentence."""
    repair = repair_of(request.user, number)
    may(request.user, "repairs.track", repair)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {**context_of(request, repair), "photos_form": form, "form": form}
        return render(request, "repairs/detail.html", context)
    kept = form.cleaned_data["photos"]
    for photo in kept:
        attach(repair.register, photo, by=request.user)
    words = ngettext("%(n)d photo is kept.", "%(n)d photos are kept.", len(kept))
    toast(request, words % {"n": len(kept)})
    return redirect("repairs:detail", number)


def context_of(request: StaffRequest, repair: Repair) -> dict[str, Any]:
    """Everything the page shows."""
    user, now = request.user, timezone.now()
    case = repair.register
    case.office = repair.office
    gathers = repair.is_incident
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    deadlines = list(case.deadlines.select_related("rule_version").order_by("pk"))
    pauses = list(case.pauses.order_by("started_at"))
    show = request.GET.get("show", "")
    joined = list(repair.joined.select_related("register")) if gathers else []
    reports = list(repair.reports.select_related("unit")) if gathers else []
    return {
        "repair": repair,
        "chips": chips(repair, deadlines, pauses),
        "track": track(repair, steps, deadlines, now),
        "acts": acts_for(user, repair),
        "days": timeline(
            repair, steps, deadlines, show, now, words=WORDS, choices=CHOICES
        ),
        "filters": FILTERS,
        "show": show,
        "phone": phone_of(user, repair),
        "residents": residents_of(repair),
        "waiting": waiting_of(repair),
        "files": list(case.files.order_by("uploaded_at")),
        "materials": list(repair.sheet.materials.all()) if repair.sheet else [],
        "joined": joined,
        "reports": reports,
        "households": len(joined) + len(reports),
        "may_print": repair.sheet_id and user.may("repairs.print", repair.office_id),
        "may_upload": repair.is_open and user.may("repairs.track", repair.office_id),
        "may_view_history": user.may("audit.view_history", repair.office_id),
        "photos_form": PhotosForm(),
    }


def chips(repair: Repair, deadlines: list[Deadline], pauses: list[Pause]) -> list[Chip]:
    """Every open limit, first due first, then those that ended; each says why."""
    now = timezone.now()
    still = next((pause for pause in pauses if pause.ended_at is None), None)
    shown = [each for each in deadlines if each.state not in NOT_SHOWN]
    running = [each for each in shown if each.is_running]
    running.sort(key=lambda each: (each.due_at is None, each.due_at or now))
    ended = [each for each in shown if not each.is_running]
    found = []
    for deadline in [*running, *ended]:
        if still and deadline.due_at is None:
            deadline.paused_since = still.started_at  # type: ignore[attr-defined]
            deadline.pause_reason = str(  # type: ignore[attr-defined]
                repair.get_suspend_reason_display()
            )
        why = explanation(deadline, repair.register, pauses, now)
        found.append(chip_of(deadline, now, why))
    return found


def phone_of(user: Staff, repair: Repair) -> str:
    """Clear to the desk, and to the repairer while his task is open (RULES 2.4)."""
    mine = repair.technician_id == user.pk and repair.status not in TASK_OVER
    if mine or user.may(SEE_PHONES, repair.office_id):
        return repair.phone
    return masked_phone(repair.phone)


def residents_of(repair: Repair) -> list[Occupancy]:
    """Who lives in the unit today."""
    if repair.unit_id is None:
        return []
    here = Occupancy.objects.on(timezone.localdate()).filter(unit=repair.unit_id)
    return list(here.select_related("person"))


def waiting_of(repair: Repair) -> Iterable[dict[str, Any]]:
    """Requests on the case that nobody has decided yet."""
    asked = Request.objects.filter(case=repair.pk).waiting().select_related("asked_by")
    return [
        {
            "request": each,
            "label": request_kinds.label(each.kind),
            "words": _("%(who)s asks: %(what)s.")
            % {"who": each.asked_by, "what": request_kinds.label(each.kind)},
        }
        for each in asked
    ]
