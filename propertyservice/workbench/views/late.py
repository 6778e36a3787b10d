"""``/late/``: what is late in my department, and giving it to another (3.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.cases.models import Case
from propertyservice.organisation.http import StaffRequest, key_of, permission
from propertyservice.ui import deadlines, lists, reassign
from propertyservice.ui.toasts import toast
from propertyservice.workbench import late
from propertyservice.workbench.late import REGISTER, SEE
from propertyservice.workflow.models import Deadline


class ReassignForm(forms.Form):
    """Why it goes to another; filled in, so that one more click is enough."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
    wide_fields = ("reason",)


@require_safe
@permission(SEE)
def index(request: StaffRequest) -> HttpResponse:
    """The list, with who has how much of it."""
    return lists.respond(request, REGISTER, people=late.by_whom(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@permission(SEE)
def give_to(request: StaffRequest, number: str) -> HttpResponse:
    """Everybody who can get the case as a button: the second click."""
    case = _case(request, number)
    way = reassign.of(case)
    if way is None or not reassign.may(request.user, case):
        raise PermissionDenied(_("Your post does not include this act."))
    refusal = way.refusal(case, request.user)
    choices = [] if refusal else way.people(case)
    posted = request.method == "POST"
    form = ReassignForm(request.POST if posted else None, initial=_initial())
    if posted and form.is_valid():
        wanted = key_of(request.POST.get("person", ""))
        person = next((c.person for c in choices if c.person.pk == wanted), None)
        try:
            if refusal or person is None:
                raise ValidationError(
                    refusal or _("Choose somebody of the list below.")
                )
            way.act(case, person, request.user, form.cleaned_data["reason"])
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            words = {"number": case.number, "name": person}
            toast(request, _("%(number)s is with %(name)s now.") % words)
            return redirect("late")
    running = Deadline.objects.filter(case=case, holder_post="", state="RUNNING")
    first = running.order_by("due_at").first()
    context = {
        "case": case,
        "form": form,
        "choices": choices,
        "refusal": refusal,
        "chip": deadlines.for_cases([case.pk], timezone.now()).get(case.pk),
        "since": first.due_at if first else None,
    }
    return render(request, "workbench/late_reassign.html", context)


def _case(request: StaffRequest, number: str) -> Case:
    """An open case that exists for the user; 404 for any other."""
    found = Case.objects.visible_to(request.user).filter(number=number, is_open=True)
    case = found.select_related("office", "unit", "place", "holder").first()
    if case is None:
        raise Http404
    return case


def _initial() -> dict[str, Any]:
    return {"reason": _("Overdue")}
