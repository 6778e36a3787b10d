"""Taking a step of a complaint (LOOK 6, 7)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from complaints.forms.by_step import form_of
from complaints.transitions import BY_NAME
from complaints.views.finding import complaint_of
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.steps import Stepping, step_page

STEPPING = Stepping(
    by_name=BY_NAME,
    form_of=form_of,
    template="complaints/step.html",
    find=complaint_of,
    field_of={
        "reason": "reason",
        "until": "until",
        "too_late": "until",
        "into": "number",
        "repair": "number",
        "department": "department",
        "about_him": "handler",
        "not_a_head": "handler",
        "same": "handler",
    },
    record_name="complaint",
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
