"""A complaint's own page: how late is it, what happened, what to do now (LOOK 6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from complaints.forms.photos import PhotosForm
from complaints.models import Complainant, Complaint
from complaints.views.finding import complaint_of, may
from complaints.views.laid import ROAD, acts_for
from complaints.views.said import CHOICES, WORDS
from propertyservice.approvals import kinds as request_kinds
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.estate.text import masked_phone
from propertyservice.files.storage import attach
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.ui.chips import Chip
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.ui.toasts import toast
from propertyservice.ui.track import track
from propertyservice.workflow.models import Deadline, Pause
from propertyservice.workflow.why import explanation
from repairs.models import Repair

NOT_SHOWN = ("VOID", "REPLACED")


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """The case page; a constant number of statements."""
    complaint = complaint_of(request.user, number)
    return render(request, "complaints/detail.html", context_of(request, complaint))


@require_POST
def photos(request: StaffRequest, number: str) -> HttpResponse:
    """Keep photos with the case; a wrong file is named in a sentence."""
    complaint = complaint_of(request.user, number)
    may(request.user, "complaints.track", complaint)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {
            **context_of(request, complaint),
            "photos_form": form,
            "form": form,
        }
        return render(request, "complaints/detail.html", context)
    kept = form.cleaned_data["photos"]
    for photo in kept:
        attach(complaint.register, photo, by=request.user)
    words = ngettext("%(n)d photo is kept.", "%(n)d photos are kept.", len(kept))
    toast(request, words % {"n": len(kept)})
    return redirect(complaint.get_absolute_url())


def context_of(request: StaffRequest, complaint: Complaint) -> dict[str, Any]:
    """Everything the page shows."""
    user, now = request.user, timezone.now()
    case = complaint.register
    case.office = complaint.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    deadlines = list(case.deadlines.select_related("rule_version").order_by("pk"))
    pauses = list(case.pauses.order_by("started_at"))
    show = request.GET.get("show", "")
    office = complaint.office_id
    return {
        "complaint": complaint,
        "record": complaint,
        "chips": chips(complaint, deadlines, pauses),
        "track": track(complaint, steps, deadlines, now, ROAD),
        "acts": acts_for(user, complaint),
        "days": timeline(
            complaint, steps, deadlines, show, now, words=WORDS, choices=CHOICES
        ),
        "filters": FILTERS,
        "show": show,
        "complainants": complainants_of(user, complaint),
        "waiting": waiting_of(complaint),
        "merged": list(complaint.merged.select_related("register")),
        "repair": repair_of(user, complaint),
        "files": list(case.files.order_by("uploaded_at")),
        "may_print": user.may("complaints.print", office),
        "may_upload": complaint.is_open and user.may("complaints.track", office),
        "may_view_history": user.may("audit.view_history", office),
        "photos_form": PhotosForm(),
    }


def chips(
    complaint: Complaint, deadlines: list[Deadline], pauses: list[Pause]
) -> list[Chip]:
    """Every open limit, first due first, then those that ended; each says why."""
    now = timezone.now()
    still = next((pause for pause in pauses if pause.ended_at is None), None)
    shown = [each for each in deadlines if each.state not in NOT_SHOWN]
    running = [each for each in shown if each.is_running]
    running.sort(key=lambda each: (each.due_at is None, each.due_at or now))
    found = []
    for deadline in [*running, *(each for each in shown if not each.is_running)]:
        if still and deadline.due_at is None:
            deadline.paused_since = still.started_at  # type: ignore[attr-defined]
            deadline.pause_reason = _("the complainant")  # type: ignore[attr-defined]
        why = explanation(deadline, complaint.register, pauses, now)
        found.append(chip_of(deadline, now, why))
    return found


def complainants_of(user: Staff, complaint: Complaint) -> list[Complainant]:
    """Everybody who complains, with the phone as this reader may see it."""
    found = list(complaint.complainants.select_related("unit"))
    clear = user.may(SEE_PHONES, complaint.office_id)
    for each in found:
        each.phone = each.phone if clear else masked_phone(each.phone)
    return found


def repair_of(user: Staff, complaint: Complaint) -> Repair | None:
    """The linked repair, for those for whom it exists."""
    if complaint.repair_id is None:
        return None
    seen = Repair.objects.visible_to(user).select_related("register")
    return seen.filter(pk=complaint.repair_id).first()


def waiting_of(complaint: Complaint) -> list[dict[str, Any]]:
    """Requests on the case that nobody has decided yet."""
    asked = Request.objects.filter(case=complaint.pk).waiting()
    return [
        {
            "request": each,
            "words": _("%(who)s asks: %(what)s.")
            % {"who": each.asked_by, "what": request_kinds.label(each.kind)},
        }
        for each in asked.select_related("asked_by")
    ]
