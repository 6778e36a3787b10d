"""A finding's own page and its steps (3.1, 3.2)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Staff
from propertyservice.oversight.forms import STEP_FORMS
from propertyservice.oversight.models import Finding
from propertyservice.oversight.models.inspection import VIEW
from propertyservice.oversight.transitions import BY_NAME, RECTIFY, STEPS
from propertyservice.ui.acts import Arrangement, acts_for
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.steps import StepForm, Stepping, step_page
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.workflow.why import explanation

LAID = Arrangement(steps=STEPS, expected=("responsible_only", "another_rechecks"))
WORDS = {
    "content": (lazy("Finding"), str),
    "remedy": (lazy("How it was put right"), str),
    "recheck_note": (lazy("Re-check"), str),
}


def finding_of(user: Staff, number: str) -> Finding:
    """The finding with all a page reads of it; 403 and 404 as for every case."""
    if not any(user.may_anywhere(right) for right in (VIEW, RECTIFY)):
        raise PermissionDenied(_("Your post does not include this act."))
    found = (
        Finding.objects.visible_to(user)
        .select_related(
            "register__holder",
            "office",
            "item__case",
            "item__inspection",
            "inspector",
            "responsible",
            "rechecked_by",
        )
        .filter(register__number=number)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such finding."))
    return found


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """What was found, how late it is, what to do now."""
    finding, now = finding_of(request.user, number), timezone.now()
    case = finding.register
    case.office = finding.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    deadlines = list(case.deadlines.select_related("rule_version").order_by("-pk"))
    shown = [each for each in deadlines if each.state not in ("VOID", "REPLACED")]
    show = request.GET.get("show", "")
    context = {
        "finding": finding,
        "record": finding,
        "chips": [chip_of(d, now, explanation(d, case, [], now)) for d in shown],
        "acts": acts_for(request.user, finding, LAID),
        "days": timeline(finding, steps, deadlines, show, now, words=WORDS, choices={}),
        "filters": FILTERS,
        "show": show,
    }
    return render(request, "oversight/finding.html", context)


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS[name]


STEPPING = Stepping(
    by_name=BY_NAME,
    form_of=form_of,
    template="oversight/finding_step.html",
    find=finding_of,
    field_of={},
    record_name="finding",
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
