"""What a step wrote, row by row, as the history kept it (4.9)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from callbacks.models import Callback
from callbacks.views.finding import callback_of, may
from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.registry import address
from propertyservice.ui.rowchanges import Tables, rows


@require_safe
def changes(request: StaffRequest, number: str, step_id: int) -> HttpResponse:
    """The rows that were written together with one step of the timeline."""
    callback = callback_of(request.user, number)
    may(request.user, "audit.view_history", callback)
    steps = Step.objects.filter(case_id=callback.pk).select_related("by")
    step = steps.filter(pk=step_id).first()
    if step is None:
        raise Http404(_("There is no such step."))
    own: Tables = ((Callback, {"pgh_obj": callback.pk}),)
    written = rows(callback.pk, own, step.request_id)
    context = {
        "record": callback,
        "clause": pgettext("clause", "Callbacks"),
        "list_url": address("callbacks:list"),
        "step": step,
        "rows": list(written) if step.request_id else [],
    }
    return render(request, "ui/case/changes.html", context)
