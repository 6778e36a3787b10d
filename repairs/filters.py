"""The conditions of the register; everything stands in the address (LOOK 5)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.models import Appointment, Staff
from propertyservice.ui.lists.choices import Choices, buildings, remembered, said_in
from propertyservice.ui.lists.counted import CountedFilter, OfficeFilter
from propertyservice.ui.lists.filters import FilterSet
from repairs.models import (
    ChargeType,
    Priority,
    Repair,
    Status,
    SuspendReason,
    Trade,
)
from repairs.rules.counted import COUNTED

YES = [("1", _("yes"))]


def repairers() -> Choices:
    """Those who hold the repairer's post in one's offices."""
    return remembered("repairers", _repairers)


def _repairers(offices: frozenset[int]) -> Choices:
    held = Appointment.objects.in_force(timezone.localdate()).filter(
        post="TECHNICIAN", office__in=offices
    )
    found = Staff.objects.filter(pk__in=held.values("holder")).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


class RepairFilter(FilterSet):
    """Conditions on the register of household repairs (4.2.2)."""

    q = django_filters.CharFilter(method="find", label=_("Content, room, name"))
    trade = django_filters.ChoiceFilter(label=_("Trade"), choices=Trade.choices)
    building = django_filters.ChoiceFilter(
        "building_id", label=_("Building"), choices=buildings
    )
    technician = django_filters.ChoiceFilter(
        "technician_id", label=_("Repairer"), choices=repairers
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    priority = django_filters.ChoiceFilter(label=_("Urgency"), choices=Priority.choices)
    charge = django_filters.ChoiceFilter(
        "charge_type", label=_("Charge"), choices=ChargeType.choices
    )
    reason = django_filters.ChoiceFilter(
        "suspend_reason", label=_("Suspended because"), choices=SuspendReason.choices
    )
    since = django_filters.DateFilter(
        "reported_at", "date__gte", label=_("Reported from")
    )
    until = django_filters.DateFilter(
        "reported_at", "date__lte", label=_("Reported to")
    )
    late = django_filters.ChoiceFilter(
        method="only_late", label=_("Overdue"), choices=YES
    )
    rework = django_filters.ChoiceFilter(
        method="only_rework", label=_("Rework"), choices=YES
    )

    counted = CountedFilter(COUNTED)
    office = OfficeFilter()
    unit = django_filters.CharFilter("unit__code", label=_("Home"))

    class Meta:
        model = Repair
        fields: tuple[str, ...] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All words in content, room or name, within the list's own statement; a number
        or its end finds its case."""
        return said_in(queryset, "repairs", value)

    def only_late(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those whose next limit has passed."""
        return queryset.filter(late())

    def only_rework(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those that had to be done again."""
        return queryset.filter(rework_count__gt=0)


def late() -> Q:
    """The next limit has passed."""
    return Q(due_at__lt=Now())
