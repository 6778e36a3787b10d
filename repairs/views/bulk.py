"""Several repairs at once: a preview first, then each by its own step (LOOK 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.ui import bulk
from propertyservice.workflow.transitions import Transition
from repairs import transitions as do
from repairs.forms.bulk import BulkReassignForm
from repairs.models import Repair
from repairs.views.register import REGISTER


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
        return _carry_out(request, do.reassign, repairs, form.cleaned_data)
    return _preview(request, do.reassign, repairs, template, _from_whom, form)


@require_http_methods(["GET", "HEAD"])
@permission("repairs.print")
def print_sheets(request: StaffRequest) -> HttpResponse:
    """The task sheets of the ticked repairs: a preview with a link to the paper."""
    repairs = picked(request)
    rows = bulk.rows_of(
        repairs,
        will=lambda each: (
            _("three copies of %(task_no)s") % {"task_no": each.sheet.task_no}
            if each.sheet
            else ""
        ),
        refusal=lambda each: "" if each.sheet else _("No task sheet was made yet."),
    )
    template = "repairs/bulk_print.html"
    return bulk.preview(request, template, rows, count=len(repairs))


def picked(request: StaffRequest) -> list[Repair]:
    """The ticked rows, or all of the filter, at most two hundred."""
    related = ("register__holder", "office", "technician", "sheet")
    return bulk.picked(request, REGISTER, *related)


def _preview(
    request: StaffRequest,
    step: Transition,
    repairs: list[Repair],
    template: str,
    will: Callable[[Repair], str],
    form: Any = None,
) -> HttpResponse:
    rows = bulk.rows_of(
        repairs, will, lambda each: bulk.no_step(step, request.user, each)
    )
    return bulk.preview(request, template, rows, form=form)


def _carry_out(
    request: StaffRequest,
    step: Transition,
    repairs: list[Repair],
    asked: dict[str, Any],
) -> HttpResponse:
    return bulk.carry_out(
        request,
        lambda _repair: step,
        repairs,
        asked,
        label=step.label,
        back="repairs:list",
    )


def _whom(repair: Repair) -> str:
    holder = repair.register.holder
    if holder is None:
        return _("the post that must act is told")
    return _("%(who)s is told") % {"who": holder}


def _from_whom(repair: Repair) -> str:
    return _("goes from %(who)s to the repairer chosen above") % {
        "who": repair.technician or "—"
    }
