"""Taking a repair while the caller waits (4.2.2; LOOK 7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from propertyservice.estate import search
from propertyservice.estate.models import Place
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.ui.toasts import toast
from repairs.forms.household import Household, household
from repairs.forms.intake import IntakeForm
from repairs.forms.people import load_of, repairers, trades_of
from repairs.forms.steps import open_incidents
from repairs.models import Repair

FOUND_AT_MOST = 12


@require_http_methods(["GET", "HEAD", "POST"])
@permission("repairs.register")
def new(request: StaffRequest) -> HttpResponse:
    """The form for ``?unit=CODE`` or ``?place=ID``; without either, find one first."""
    code, place_id = asked(request, "unit"), asked(request, "place")
    known = place = None
    if place_id:
        place = _place(request, place_id)
    elif code:
        known = household(request.user, code)
    if known is None and place is None:
        return _finder(request, code)
    office = known.unit.office if known else place.office  # type: ignore[union-attr]
    if not request.user.may("repairs.register", office):
        raise PermissionDenied(_("Your post does not include this act."))
    given: dict[str, Any] = {"user": request.user, "known": known, "place": place}
    if request.method == "POST":
        form = IntakeForm(request.POST, request.FILES, **given)
        return _save(request, form)
    return _page(request, IntakeForm(**given))


def _save(request: StaffRequest, form: IntakeForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form)
    try:
        repair = form.save()
    except ValidationError as refusal:
        if before := _pressed_before(request, form):
            return redirect("repairs:detail", before.number)
        form.refuse(refusal)
        return _page(request, form)
    if form.wants_dispatch and (why := form.dispatch(repair)):
        messages.error(request, " ".join(why.messages))
    toast(request, _("%(number)s is registered.") % {"number": repair.number})
    return redirect("repairs:detail", repair.number)


def _pressed_before(request: StaffRequest, form: IntakeForm) -> Repair | None:
    """What the first press of the same form made."""
    mine = Repair.objects.visible_to(request.user).select_related("register")
    key = form.once()
    return mine.filter(once_key=key).first() if key else None


def _page(request: StaffRequest, form: IntakeForm) -> HttpResponse:
    office = form.office
    near = open_incidents(request.user, office.pk)
    building = (
        form.known.unit.building_id
        if form.known
        else form.place and form.place.building_id
    )
    people = list(repairers(office))
    form.offer(people)
    context = {
        "form": form,
        "known": form.known,
        "place": form.place,
        "office": office,
        "incidents": list(near.filter(building=building)[:3]) if building else [],
        "earlier": form.known.shown if form.known else [],
        "repairers": [(each, trades_of(each), load_of(each)) for each in people],
        "back": _back(form.known),
    }
    return render(request, "repairs/new.html", context)


def _back(known: Household | None) -> str:
    """Where 'back' leads: the household, or the register."""
    if known is None:
        return reverse("repairs:list")
    return reverse("unit", args=[known.unit.code])


def _place(request: StaffRequest, text: str) -> Place:
    """A common place of one's offices; 404 for anything else."""
    found = (
        Place.objects.visible_to(request.user)
        .select_related("office", "building")
        .filter(pk=int(text))
        .first()
        if text.isdecimal() and len(text) < 19
        else None
    )
    if found is None:
        raise Http404(_("There is no such place."))
    return found


def _finder(request: StaffRequest, typed: str) -> HttpResponse:
    """Which room or place? A room typed in full opens its form at once."""
    hits = search.find(request.user, typed[:60], FOUND_AT_MOST) if typed else []
    units = [hit for hit in hits if hit.unit_code]
    exact = [hit for hit in units if hit.exact]
    if len(exact) == 1 or (len(units) == 1 and units[0].unit_label == typed):
        code = (exact or units)[0].unit_code
        if code != typed:
            return redirect(f"{reverse('repairs:new')}?{urlencode({'unit': code})}")
    if typed and not units and "-" in typed:
        # An address somebody followed: what is not there for him does not exist.
        status = 404 if request.method == "GET" and _is_code(typed) else 200
    else:
        status = 200
    if request.method == "POST":
        raise Http404(_("There is no such room."))
    places = Place.objects.visible_to(request.user).select_related("building")
    context = {"typed": typed, "hits": units, "places": list(places[:300])}
    return render(request, "repairs/find.html", context, status=status)


def _is_code(text: str) -> bool:
    """Whether it is a unit's whole code: ``JX-3-1-502``."""
    return text.count("-") == 3
