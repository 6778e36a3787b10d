"""Taking a complaint while the complainant waits (4.6.3; LOOK 7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.forms.intake import IntakeForm
from complaints.models import Complaint
from propertyservice.estate import search
from propertyservice.estate.models import Unit
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Office
from propertyservice.policy.calendar import MissingYear
from propertyservice.ui.toasts import toast
from propertyservice.workbench.households import living_here

FOUND_AT_MOST = 12
SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@permission("complaints.register")
def new(request: StaffRequest) -> HttpResponse:
    """The form for ``?unit=CODE`` or ``?office=CODE`` (nobody's room)."""
    code, office_code = asked(request, "unit"), asked(request, "office")
    unit = None
    if code:
        seen = Unit.objects.visible_to(request.user)
        unit = seen.select_related("office", "building").filter(code=code).first()
    if unit is None and not office_code:
        return _finder(request, code)
    office = unit.office if unit else _office(request, office_code)
    if not request.user.may("complaints.register", office):
        raise PermissionDenied(_("Your post does not include this act."))
    members = living_here(request.user, unit) if unit else []
    given: dict[str, Any] = {
        "user": request.user,
        "office": office,
        "unit": unit,
        "members": members,
    }
    if request.method == "POST":
        return _save(request, IntakeForm(request.POST, request.FILES, **given))
    return _page(request, IntakeForm(**given))


def _save(request: StaffRequest, form: IntakeForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form)
    try:
        complaint = form.save()
    except (ValidationError, MissingYear) as refusal:
        if before := _pressed_before(request, form):
            return redirect(before.get_absolute_url())
        form.refuse(ValidationError(refusal))
        return _page(request, form)
    toast(request, _("%(number)s is registered.") % {"number": complaint.number})
    return redirect(complaint.get_absolute_url())


def _pressed_before(request: StaffRequest, form: IntakeForm) -> Complaint | None:
    """What the first press of the same form made."""
    mine = Complaint.objects.visible_to(request.user).select_related("register")
    key = form.once()
    return mine.filter(once_key=key).first() if key else None


def _page(request: StaffRequest, form: IntakeForm) -> HttpResponse:
    unit = form.unit
    earlier: list[Complaint] = []
    if unit:
        seen = Complaint.objects.visible_to(request.user).filter(unit=unit)
        earlier = list(seen.select_related("register").order_by("-received_at")[:SHOWN])
    context = {
        "form": form,
        "unit": unit,
        "members": form.members,
        "office": form.office,
        "earlier": earlier,
        "back": reverse("unit", args=[unit.code])
        if unit
        else reverse("complaints:list"),
    }
    return render(request, "complaints/new.html", context)


def _office(request: StaffRequest, code: str) -> Office:
    found = Office.objects.filter(pk__in=request.user.office_ids, code=code).first()
    if found is None:
        raise Http404(_("There is no such office."))
    return found


def _finder(request: StaffRequest, typed: str) -> HttpResponse:
    """Whose complaint? A room typed in full opens its form at once."""
    if request.method == "POST":
        raise Http404(_("There is no such room."))
    hits = search.find(request.user, typed[:60], FOUND_AT_MOST) if typed else []
    units = [hit for hit in hits if hit.unit_code]
    exact = [hit for hit in units if hit.exact]
    if len(exact) == 1 and exact[0].unit_code != typed:
        code = urlencode({"unit": exact[0].unit_code})
        return redirect(f"{reverse('complaints:new')}?{code}")
    missing = typed.count("-") == 3 and not units
    offices = Office.objects.filter(
        pk__in=request.user.offices_for("complaints.register")
    )
    context = {"typed": typed, "hits": units, "offices": list(offices)}
    return render(
        request, "complaints/find.html", context, status=404 if missing else 200
    )
