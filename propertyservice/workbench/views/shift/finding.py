"""The office of a page of the shifts."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from propertyservice.organisation.http import StaffRequest, asked
from propertyservice.organisation.models import Office
from propertyservice.planning.models import HandOver
from propertyservice.planning.sources import SEE


def office_of(request: StaffRequest, right: str = SEE) -> Office:
    """The office asked for, else the one at work; 404 outside his own.

    Raises PermissionDenied for whoever sees the office but lacks ``right`` in it.
    """
    own = Office.objects.filter(pk__in=request.user.offices_for(SEE))
    own = own.select_related("company")
    if code := asked(request, "office"):
        found = get_object_or_404(own, code=code)
    else:
        chosen: int = request.session.get("office") or request.user.office_id or 0
        offices = {office.pk: office for office in own}
        if not offices:
            raise Http404
        found = offices.get(chosen) or next(iter(offices.values()))
    if not request.user.may(right, found):
        raise PermissionDenied(_("Your post does not include this act."))
    return found


def handover_of(request: StaffRequest, pk: int) -> HandOver:
    """A hand-over of an office whose shifts the user may see; 404 for any other."""
    found = HandOver.objects.visible_to(request.user).select_related(
        "duty__person", "office", "given_by", "taken_by"
    )
    return get_object_or_404(found, pk=pk)
