"""Several callbacks at once: a preview first, then each by its own step (LOOK 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from callbacks import transitions as do
from callbacks.models import Callback
from callbacks.transitions.planning import callers
from callbacks.views.register import REGISTER
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import bulk
from propertyservice.ui.inputs import TextField
from propertyservice.workflow.transitions import Transition


class CallerForm(forms.Form):
    """Who calls all of them."""

    caller = forms.ModelChoiceField(
        Staff.objects.none(), label=lazy("Caller"), empty_label=lazy("Choose")
    )

    def __init__(self, *args: Any, rows: list[Callback], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["caller"]
        if len({row.office_id for row in rows}) == 1:
            allowed = {person.pk for person in callers(rows[0])} | {
                person.pk for person in callers(rows[-1])
            }
            field.queryset = Staff.objects.filter(pk__in=allowed).order_by("name")


class ReviewForm(forms.Form):
    """One opinion for all of them."""

    note = TextField(label=lazy("Review"), max_length=500, lines=2, required=False)

    def __init__(self, *args: Any, rows: list[Callback], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
@permission("callbacks.assign")
def assign(request: StaffRequest) -> HttpResponse:
    """Give the ticked callbacks to one caller."""
    words = _("Each goes to the caller chosen here, unless he is the person rated.")
    return _several(request, do.assign, CallerForm, words)


@require_http_methods(["GET", "HEAD", "POST"])
@permission("callbacks.review")
def review(request: StaffRequest) -> HttpResponse:
    """Review the ticked callbacks; from then on nothing of them is edited."""
    words = _("Each is reviewed and closed; nothing of it is edited afterwards.")
    return _several(request, do.review, ReviewForm, words)


def _several(
    request: StaffRequest, step: Transition, form_class: Any, words: str
) -> HttpResponse:
    rows = bulk.picked(request, REGISTER, "register", "office", "rated", "caller")
    form = form_class(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        return bulk.carry_out(
            request,
            lambda _row: step,
            rows,
            form.cleaned_data,
            label=step.label,
            refusal=bulk.guarded,
            back="callbacks:list",
        )
    shown = bulk.rows_of(
        rows,
        will=lambda row: f"{row.location} · {row.get_source_display()}",
        refusal=lambda row: bulk.guarded(step, request.user, row),
    )
    template = "callbacks/bulk.html"
    return bulk.preview(request, template, shown, form=form, step=step, words=words)
