"""Several callbacks at once: a preview first, then each by its own step (LOOK 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from callbacks import transitions as do
from callbacks.models import Callback
from callbacks.transitions.planning import callers
from callbacks.views.register import REGISTER
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.inputs import TextField
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Transition

MOST = 200


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
    params = request.POST if request.method == "POST" else request.GET
    found = REGISTER.picked(request.user, params).defer(None)
    rows = list(found.select_related("register", "office", "rated", "caller")[:MOST])
    form = form_class(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        return _carry_out(request, step, rows, form.cleaned_data)
    preview = [
        {
            "row": row,
            "name": row.number,
            "url": row.get_absolute_url(),
            "will": f"{row.location} · {row.get_source_display()}",
            "refusal": _refusal(step, request.user, row),
        }
        for row in rows
    ]
    context = {
        "rows": preview,
        "form": form,
        "step": step,
        "words": words,
        "hidden": _hidden(params),
        "count": sum(1 for each in preview if not each["refusal"]),
    }
    return render(request, "callbacks/bulk.html", context)


def _refusal(step: Transition, user: Staff, row: Callback) -> str:
    refusal = step.refusal(user, row) if row.status in step.sources else None
    if refusal:
        return refusal.sentence
    if row.status not in step.sources:
        return _("Not in the status “%(status)s”.") % {"status": row.status_words}
    return ""


def _hidden(params: QueryDict) -> list[tuple[str, str]]:
    """What the preview posts again: the ticks, or the filter they stand for."""
    kept = [("pick", value) for value in params.getlist("pick")[:MOST]]
    return kept + [(n, str(params[n])) for n in ("all", "query") if params.get(n)]


def _carry_out(
    request: StaffRequest, step: Transition, rows: list[Callback], asked: dict[str, Any]
) -> HttpResponse:
    done = 0
    for row in rows:
        if _refusal(step, request.user, row):
            continue
        try:
            with transaction.atomic():
                step(row, by=request.user, **asked)
            done += 1
        except (ValidationError, PermissionDenied) as refusal:
            words = " ".join(getattr(refusal, "messages", [str(refusal)]))
            messages.error(request, f"{row.number}: {words}")
    sentence = ngettext(
        "%(step)s: recorded for %(n)d callback.",
        "%(step)s: recorded for %(n)d callbacks.",
        done,
    )
    if done:
        toast(request, sentence % {"step": step.label, "n": done})
    else:
        messages.warning(request, _("None of the ticked callbacks takes this step."))
    back = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('callbacks:list')}?{back}")
