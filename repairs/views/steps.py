"""Taking a step of a repair (LOOK 6, 7)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from propertyservice.estate.models import Unit
from propertyservice.organisation.http import StaffRequest, asked
from propertyservice.ui.steps import Stepping, step_page
from propertyservice.workflow.transitions import Transition
from repairs.forms.by_step import form_of
from repairs.transitions import BY_NAME
from repairs.views.finding import repair_of


def _known(request: StaffRequest, taken: Transition) -> dict[str, Any]:
    """What the link brings along: the household that joins an incident."""
    code = asked(request, "unit")
    if taken.name != "count_report" or not code:
        return {}
    unit = Unit.objects.visible_to(request.user).filter(code=code).first()
    return {"unit": unit.label} if unit else {}


STEPPING = Stepping(
    by_name=BY_NAME,
    form_of=form_of,
    template="repairs/step.html",
    find=repair_of,
    field_of={
        "photo": "photos",
        "reason": "reason",
        "until": "until",
        "their_no": "their_no",
    },
    record_name="repair",
    known=_known,
    context=lambda form: {"materials": getattr(form, "materials", None)},
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
