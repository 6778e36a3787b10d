"""Several repairs at once: a preview first, then each by its own step (LOOK 5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Transition
from repairs import transitions as do
from repairs.forms.bulk import BulkReassignForm
from repairs.models import Repair
from repairs.views.register import REGISTER

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@permission("repairs.chase")
def chase(request: StaffRequest) -> HttpResponse:
    """Ask after each of the ticked repairs."""
    repairs = picked(request)
    if request.method == "POST":
        return _carry_out(request, do.chase, repairs, {})
    return _preview(request, do.chase, repairs, "repairs/bulk_chase.html", _whom)


@require_http_methods(["GET", "HEAD", "POST"])
@permission("repairs.reassign")
def reassign(request: StaffRequest) -> HttpResponse:
    """Give the ticked tasks to another repairer, with one reason."""
    repairs = picked(request)
    offices = {repair.office_id for repair in repairs}
    template = "repairs/bulk_reassign.html"
    form = BulkReassignForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        return _carry_out(request, do.reassign, repairs, asked)
    return _preview(request, do.reassign, repairs, template, _from_whom, form)


@require_http_methods(["GET", "HEAD"])
@permission("repairs.print")
def print_sheets(request: StaffRequest) -> HttpResponse:
    """The task sheets of the ticked repairs: a preview with a link to the paper."""
    repairs = picked(request)
    rows = [
        {
            "row": repair,
            "name": repair.number,
            "url": repair.get_absolute_url(),
            "will": _("three copies of %(task_no)s") % {"task_no": repair.sheet.task_no}
            if repair.sheet
            else "",
            "refusal": "" if repair.sheet else _("No task sheet was made yet."),
        }
        for repair in repairs
    ]
    context = {"rows": rows, "hidden": hidden(request.GET), "count": len(repairs)}
    return render(request, "repairs/bulk_print.html", context)


def picked(request: StaffRequest) -> list[Repair]:
    """The ticked rows, or all of the filter, at most two hundred."""
    params = request.POST if request.method == "POST" else request.GET
    found = REGISTER.picked(request.user, params).defer(None)
    return list(
        found.select_related("register__holder", "office", "technician", "sheet")[:MOST]
    )


def hidden(params: QueryDict) -> list[tuple[str, str]]:
    """What the preview posts again: the ticks, or the filter they stand for."""
    kept = [("pick", value) for value in params.getlist("pick")[:MOST]]
    kept += [(n, str(params[n])) for n in ("all", "query") if params.get(n)]
    return kept


def _preview(
    request: StaffRequest,
    step: Transition,
    repairs: list[Repair],
    template: str,
    will: Any,
    form: Any = None,
) -> HttpResponse:
    params = request.POST if request.method == "POST" else request.GET
    rows = [
        {
            "row": repair,
            "name": repair.number,
            "url": repair.get_absolute_url(),
            "will": will(repair),
            "refusal": _refusal(step, request, repair),
        }
        for repair in repairs
    ]
    context = {
        "rows": rows,
        "form": form,
        "hidden": hidden(params),
        "count": sum(1 for row in rows if not row["refusal"]),
    }
    return render(request, template, context)


def _refusal(step: Transition, request: StaffRequest, repair: Repair) -> str:
    """Why a step would be refused, without asking the history of each row."""
    if not request.user.may(step.right, repair.office_id):
        return _("Your post does not include this act.")
    if repair.status not in step.sources:
        return _("Not in the status “%(status)s”.") % {"status": repair.status_words}
    return ""


def _carry_out(
    request: StaffRequest,
    step: Transition,
    repairs: list[Repair],
    asked: dict[str, Any],
) -> HttpResponse:
    done = 0
    for repair in repairs:
        if _refusal(step, request, repair):
            continue
        try:
            with transaction.atomic():
                step(repair, by=request.user, **asked)
            done += 1
        except (ValidationError, PermissionDenied) as refusal:
            words = " ".join(getattr(refusal, "messages", [str(refusal)]))
            messages.error(request, f"{repair.number}: {words}")
    sentence = ngettext(
        "%(step)s: recorded for %(n)d repair.",
        "%(step)s: recorded for %(n)d repairs.",
        done,
    )
    if done:
        toast(request, sentence % {"step": step.label, "n": done})
    else:
        messages.warning(request, _("None of the ticked repairs takes this step now."))
    back = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('repairs:list')}?{back}")


def _whom(repair: Repair) -> str:
    holder = repair.register.holder
    if holder is None:
        return _("the post that must act is told")
    return _("%(who)s is told") % {"who": holder}


def _from_whom(repair: Repair) -> str:
    return _("goes from %(who)s to the repairer chosen above") % {
        "who": repair.technician or "—"
    }
