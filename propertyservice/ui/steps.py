"""Taking a step: its form, its refusal in a sentence, the way back (LOOK 6, 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.http import StaffRequest, local_next
from propertyservice.organisation.models import Staff
from propertyservice.policy.calendar import MissingYear
from propertyservice.ui.inputs import OccurredField, TextField
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused, Transition

NOT_DETAILS = ("occurred_at", "reason")
AT = ("future", "before_last_step", "late_entry")


class StepForm(forms.Form):
    """When it happened; enough for a step that asks for nothing else.

    Its other fields are the step's details.
    """

    wide_fields: ClassVar[tuple[str, ...]] = ("reason", "photos")
    why: ClassVar[str] = ""

    occurred_at = OccurredField()

    def __init__(self, *args: Any, record: Any, user: Staff, **kwargs: Any) -> None:
        self.record, self.user = record, user
        super().__init__(*args, **kwargs)
        self.prepare()
        asked = [name for name in self.fields if name not in NOT_DETAILS]
        self.order_fields([*asked, "reason", "occurred_at"])

    def prepare(self) -> None:
        """Fill in choices and what is known; the record has been read."""

    def details(self) -> dict[str, Any]:
        """What the step is called with."""
        return {k: v for k, v in self.cleaned_data.items() if k not in NOT_DETAILS}

    @property
    def at(self) -> datetime | None:
        """When it happened; None for now."""
        at: datetime | None = self.cleaned_data.get("occurred_at")
        return at

    @property
    def reason(self) -> Any:
        """Why, in the user's words."""
        return str(self.cleaned_data.get("reason", ""))


class ReasonForm(StepForm):
    """A step that needs a reason and nothing else."""

    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)


class WhyForm(StepForm):
    """A step that may carry a reason."""

    reason: Any = TextField(
        label=lazy("Reason"), max_length=500, lines=2, required=False
    )


@dataclass(frozen=True, kw_only=True)
class Stepping:
    """How a clause takes its steps on pages.

    ``find(user, number)`` gives the case or raises; ``form_of`` the form class of a
    step; ``field_of`` says which field a refusal's code belongs to; ``known`` what a
    link brings along, ``context`` what the template needs besides record, step, form.
    """

    by_name: Mapping[str, Transition]
    form_of: Callable[[str], type[Any]]
    template: str
    find: Callable[[Staff, str], Any]
    field_of: Mapping[str, str]
    record_name: str = "record"
    known: Callable[[StaffRequest, Transition], dict[str, Any]] = lambda *_: {}
    context: Callable[[Any], dict[str, Any]] = lambda _form: {}


def step_page(
    request: StaffRequest, number: str, name: str, how: Stepping
) -> HttpResponse:
    """GET shows the step's form, POST takes the step.

    403 without the right in the case's office; a refusal is a sentence on the page.
    """
    record = how.find(request.user, number)
    taken = how.by_name.get(name)
    if taken is None:
        raise Http404(_("There is no such step."))
    if not request.user.may(taken.right, record.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    if request.method == "POST":
        return _take(request, record, taken, how)
    if refusal := taken.refusal(request.user, record):
        messages.error(request, refusal.sentence)
        return redirect(_back(request, record))
    form = _form(request, record, taken, how)
    return _page(request, record, taken, form, how)


def _form(request: StaffRequest, record: Any, taken: Transition, how: Stepping) -> Any:
    """The step's form, bound when something was sent."""
    given: dict[str, Any] = {"record": record, "user": request.user}
    if request.method == "POST":
        return how.form_of(taken.name)(request.POST, request.FILES, **given)
    return how.form_of(taken.name)(initial=how.known(request, taken), **given)


def _take(
    request: StaffRequest, record: Any, taken: Transition, how: Stepping
) -> HttpResponse:
    form = _form(request, record, taken, how)
    if not form.is_valid():
        return _page(request, record, taken, form, how)
    try:
        taken(
            record,
            by=request.user,
            at=form.at,
            reason=form.reason,
            **form.details(),
        )
    except (Refused, MissingYear) as refusal:
        return _refused(request, record, taken, form, refusal, how)
    toast(request, _("%(step)s: recorded.") % {"step": taken.label})
    return redirect(_back(request, record))


def _back(request: StaffRequest, record: Any) -> str:
    """The page that the step was taken from: the case, or a list of tasks."""
    return local_next(request, record.get_absolute_url())


def _refused(
    request: StaffRequest,
    record: Any,
    taken: Transition,
    form: Any,
    refusal: ValidationError,
    how: Stepping,
) -> HttpResponse:
    """The sentence at its field; on the case page where there was no form to keep."""
    code = getattr(refusal, "code", "") or ""
    if "from_case" in request.POST and code not in AT:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_back(request, record))
    where = "occurred_at" if code in AT else how.field_of.get(code)
    form.add_error(where if where in form.fields else None, refusal)
    again = how.find(request.user, record.number)
    return _page(request, again, taken, form, how)


def _page(
    request: StaffRequest, record: Any, taken: Transition, form: Any, how: Stepping
) -> HttpResponse:
    context = {
        "record": record,
        how.record_name: record,
        "step": taken,
        "form": form,
        "next": local_next(request, ""),
        **how.context(form),
    }
    return render(request, how.template, context)
