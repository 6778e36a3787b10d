"""Taking a step: its form, its refusal in a sentence, the way back (LOOK 6, 7)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from propertyservice.estate.models import Unit
from propertyservice.organisation.http import StaffRequest, asked, local_next
from propertyservice.policy.calendar import MissingYear
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused, Transition
from repairs.forms.by_step import form_of
from repairs.forms.steps import StepForm
from repairs.models import Repair
from repairs.transitions import BY_NAME
from repairs.views.finding import repair_of

AT = ("future", "before_last_step", "late_entry")
FIELDS = {
    "photo": "photos",
    "reason": "reason",
    "until": "until",
    "their_no": "their_no",
}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step.

    403 without the right in the case's office; a refusal is a sentence on the page.
    """
    repair = repair_of(request.user, number)
    taken = BY_NAME.get(name)
    if taken is None:
        raise Http404(_("There is no such step."))
    if not request.user.may(taken.right, repair.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if request.method == "POST":
        return _take(request, repair, taken)
    if refusal := taken.refusal(request.user, repair):
        messages.error(request, refusal.sentence)
        return redirect(_back(request, repair))
    form = _form(request, repair, taken)
    return _page(request, repair, taken, form)


def _form(request: StaffRequest, repair: Repair, taken: Transition) -> StepForm:
    """The step's form, bound when something was sent."""
    given: dict[str, Any] = {"repair": repair, "user": request.user}
    if request.method == "POST":
        return form_of(taken.name)(request.POST, request.FILES, **given)
    return form_of(taken.name)(initial=_known(request, taken), **given)


def _known(request: StaffRequest, taken: Transition) -> dict[str, Any]:
    """What the link brings along: the household that joins an incident."""
    code = asked(request, "unit")
    if taken.name != "count_report" or not code:
        return {}
    unit = Unit.objects.visible_to(request.user).filter(code=code).first()
    return {"unit": unit.label} if unit else {}


def _take(request: StaffRequest, repair: Repair, taken: Transition) -> HttpResponse:
    form = _form(request, repair, taken)
    if not form.is_valid():
        return _page(request, repair, taken, form)
    try:
        taken(
            repair,
            by=request.user,
            at=form.at,
            reason=form.reason,
            **form.details(),
        )
    except (Refused, MissingYear) as refusal:
        return _refused(request, repair, taken, form, refusal)
    toast(request, _("%(step)s: recorded.") % {"step": taken.label})
    return redirect(_back(request, repair))


def _back(request: StaffRequest, repair: Repair) -> str:
    """The page that the step was taken from: the case, or the repairer's tasks."""
    return local_next(request, repair.get_absolute_url())


def _refused(
    request: StaffRequest,
    repair: Repair,
    taken: Transition,
    form: StepForm,
    refusal: ValidationError,
) -> HttpResponse:
    """The sentence at its field; on the case page where there was no form to keep."""
    code = getattr(refusal, "code", "") or ""
    if "from_case" in request.POST and code not in AT:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_back(request, repair))
    where = "occurred_at" if code in AT else FIELDS.get(code)
    form.add_error(where if where in form.fields else None, refusal)
    return _page(request, repair_of(request.user, repair.number), taken, form)


def _page(
    request: StaffRequest, repair: Repair, taken: Transition, form: StepForm
) -> HttpResponse:
    context = {
        "repair": repair,
        "step": taken,
        "form": form,
        "next": local_next(request, ""),
        "materials": getattr(form, "materials", None),
    }
    return render(request, "repairs/step.html", context)
