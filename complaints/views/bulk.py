"""Several complaints at once: a preview, then each by its own step (LOOK 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import transitions as do
from complaints.forms.bulk import BulkTransferForm
from complaints.models import Complainant, Complaint, Status
from complaints.transitions.passing import step_for
from complaints.views.register import REGISTER
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import bulk
from propertyservice.workflow.transitions import Transition

FORM = ["GET", "HEAD", "POST"]
RELATED = ("register__holder", "office", "handler", "department")


@require_http_methods(FORM)
@permission("complaints.chase")
def chase(request: StaffRequest) -> HttpResponse:
    """Ask after each of the ticked complaints."""
    words = _("Each of these is asked after; it stands in its timeline.")
    return _several(request, lambda _row: do.chase, do.chase.label, words, _whom)


@require_http_methods(FORM)
@permission("complaints.transfer")
def transfer(request: StaffRequest) -> HttpResponse:
    """Hand the ticked complaints to one department; its receiver signs for each."""
    words = _("Each waits for the signature of whoever is chosen here.")
    form = BulkTransferForm(
        request.POST or None,
        offices={row.office_id for row in _picked(request)},
    )
    return _several(request, step_for, do.transfer.label, words, _from_whom, form=form)


@require_http_methods(FORM)
@permission("complaints.close")
def close(request: StaffRequest) -> HttpResponse:
    """Close what is answered, called back and settled."""
    words = _("Each was answered and called back; its line of the register is closed.")
    label = do.close.label
    refusal = _closing([row.pk for row in _picked(request)])
    return _several(request, lambda _row: do.close, label, words, _whose, refusal)


def _picked(request: StaffRequest) -> list[Complaint]:
    """The ticked rows, read once for a page."""
    if not hasattr(request, "picked"):
        request.picked = bulk.picked(request, REGISTER, *RELATED)  # type: ignore[attr-defined]
    found: list[Complaint] = request.picked  # type: ignore[attr-defined]
    return found


def _several(
    request: StaffRequest,
    step_of: bulk.StepOf,
    label: object,
    words: str,
    will: Callable[[Complaint], str],
    refusal: bulk.Refusal = bulk.no_step,
    form: Any = None,
) -> HttpResponse:
    rows = _picked(request)
    if request.method == "POST" and (form is None or form.is_valid()):
        return bulk.carry_out(
            request,
            step_of,
            rows,
            form.cleaned_data if form else {},
            label=label,
            refusal=refusal,
            back="complaints:list",
        )
    shown = bulk.rows_of(
        rows, will, lambda row: refusal(step_of(row), request.user, row)
    )
    template = "complaints/bulk.html"
    return bulk.preview(request, template, shown, form=form, act=label, words=words)


def _closing(rows: list[int]) -> bulk.Refusal:
    """The guards of closing, with who is still to be called counted for all at once."""
    to_call = Complainant.objects.to_call().filter(called_back_at=None)
    waiting = set(
        to_call.filter(complaint__in=rows).values_list("complaint", flat=True)
    )

    def refusal(step: Transition, user: Staff, row: Complaint) -> str:
        if wrong := bulk.no_step(step, user, row):
            return wrong
        if row.status != Status.INVALID_EXPLAINED and row.pk in waiting:
            return _("Somebody is not called back yet.")
        asked = (g for g in step.guards if g.__name__ != "everybody_was_called")
        return str(next(filter(None, (guard(user, row) for guard in asked)), ""))

    return refusal


def _whom(row: Complaint) -> str:
    holder = row.register.holder
    if holder is None:
        return _("the post that must act is told")
    return _("%(who)s is told") % {"who": holder}


def _from_whom(row: Complaint) -> str:
    if row.handler is None:
        return _("goes to the department chosen above")
    return _("goes from %(who)s to the department chosen above") % {"who": row.handler}


def _whose(row: Complaint) -> str:
    return f"{row.location} {row.who_complains}".strip()
