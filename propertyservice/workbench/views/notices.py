"""The bell: what one was told, with the cases, and marking it as read."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from propertyservice.cases.models import Case
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.toasts import toast
from propertyservice.workbench import told
from propertyservice.workflow import notices

SHOWN, DIGITS = 30, 19


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The latest notices, unread first, each with its cases."""
    seen = Case.objects.visible_to(request.user)
    lines = Prefetch("lines", told.lines(seen), to_attr="seen_lines")
    latest = told.of(request.user).prefetch_related(lines)
    context = {
        "notices": latest.order_by(*told.UNREAD_FIRST)[:SHOWN],
        "unread": notices.unread(request.user).count(),
    }
    return render(request, "workbench/notices.html", context)


@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Mark one's unread notices as read: all, or the one whose ``pk`` is posted."""
    pk = request.POST.get("pk", "")
    chosen = [int(pk)] if pk.isdecimal() and len(pk) < DIGITS else []
    notices.mark_read(request.user, chosen if pk else None)
    toast(request, _("Marked as read."))
    return redirect("notices")


@require_safe
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """One notice on the page of all; a stranger's does not exist."""
    notice = get_object_or_404(told.of(request.user), pk=pk)
    return redirect(f"{reverse('notices')}#notice-{notice.pk}")
