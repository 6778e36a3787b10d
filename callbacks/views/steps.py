"""Taking a step of a callback (LOOK 6, 7)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from callbacks.forms.steps import form_of
from callbacks.transitions import BY_NAME
from callbacks.views.finding import callback_of
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.steps import Stepping, step_page

STEPPING = Stepping(
    by_name=BY_NAME,
    form_of=form_of,
    template="callbacks/step.html",
    find=callback_of,
    field_of={
        "reason": "reason",
        "caller": "caller",
        "words": "comments",
        "sign": "interviewee_sign",
        "method": "method",
        "quiet": "asked_for_it",
        "callbacks_never_by_the_rated": "caller",
    },
    record_name="callback",
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
