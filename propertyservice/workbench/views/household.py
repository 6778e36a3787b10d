"""The household page: who lives there and everything that goes on (DESIGN 3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from propertyservice.estate import privacy
from propertyservice.estate.forms import doubles_of
from propertyservice.estate.models import Occupancy
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.ui import incidents, newmenu, panels
from propertyservice.workbench import households, records
from propertyservice.workbench.loading import person_or_404, rights, unit_or_404

PERSONS_CASES = 10


@require_safe
@permission("estate.view")
def show(request: StaffRequest, code: str) -> HttpResponse:
    """One unit on one screen; another office's does not exist (404)."""
    user, unit = request.user, unit_or_404(request.user, code)
    filled = [
        (panel.template, context)
        for panel in panels.for_user(user)
        if (context := panel.load(user, unit)) is not None
    ]
    begin = [
        (entry, entry.url_for(unit.code))
        for entry in newmenu.for_user(user)
        if entry.household
    ]
    context = {
        "unit": unit,
        "members": households.living_here(user, unit),
        "incidents": incidents.known(user, unit),
        "panels": filled,
        "begin": begin,
        **rights(user, unit.office_id),
    }
    return render(request, "workbench/unit.html", context)


@require_safe
@permission("estate.view")
def people(request: StaffRequest, code: str) -> HttpResponse:
    """Everybody who ever lived or owned there, with dates and shares."""
    user, unit = request.user, unit_or_404(request.user, code)
    context = {
        "unit": unit,
        "members": households.everybody(user, unit),
        **rights(user, unit.office_id),
    }
    return render(request, "workbench/unit_people.html", context)


@require_safe
@permission("estate.view")
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: phones, rooms now and before, cases; a merged one leads on."""
    user = request.user
    found = person_or_404(user, pk)
    if found.merged_into_id:
        return redirect("person", found.merged_into_id)
    ties = Occupancy.objects.filter(person=found).select_related("unit")
    cases = households.cases_of_person(user, found).select_related("unit", "place")
    latest = list(cases.order_by("-opened_at")[:PERSONS_CASES])
    allowed = rights(user, found.office_id)
    context = {
        "person": found,
        "members": households.members(user, ties),
        "phones": households.phones_of(user, found),
        "masked": privacy.masked(found),
        "matters": records.matters(latest, timezone.now()),
        "doubles": doubles_of(found)[:3] if allowed["maintain"] else (),
        **allowed,
    }
    return render(request, "workbench/person.html", context)
