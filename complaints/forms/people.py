"""Who can be complained about, and who can be given a complaint."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from propertyservice.organisation import posts
from propertyservice.organisation.models import Appointment, Office, Staff


def staff_of(office: Office | int) -> QuerySet[Staff]:
    """Everybody who works in an office: whom a complaint can be about."""
    office_id = office if isinstance(office, int) else office.pk
    today = timezone.localdate()
    held = Appointment.objects.in_force(today).filter(office=office_id)
    return (
        Staff.objects.filter(Q(office=office_id) | Q(pk__in=held.values("holder")))
        .filter(is_active=True)
        .order_by("name", "pk")
    )


def heads_of(office: Office | int, but: int | None = None) -> QuerySet[Staff]:
    """Who may be given a complaint, without the one whom it is about."""
    office_id = office if isinstance(office, int) else office.pk
    today = timezone.localdate()
    found = Staff.objects.none()
    for post in sorted(posts.holders("complaints.handle")):
        found = found | Staff.objects.on_post(post, office_id, today)
    return found.exclude(pk=but).order_by("name", "pk")


class StaffField(forms.ModelChoiceField):
    """Choose a member of staff."""

    def label_from_instance(self, obj: Staff) -> str:  # type: ignore[override]
        return obj.name
