"""The conditions of the register; everything stands in the address (LOOK 5)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from complaints.models import (
    Category,
    Channel,
    Complaint,
    Level,
    Rating,
    Status,
    Validity,
)
from complaints.models.complaint import OPEN
from complaints.rules.counted import COUNTED, MEASURED
from propertyservice.organisation.models import Department
from propertyservice.ui.lists.choices import (
    Choices,
    buildings,
    remembered,
    said_in,
)
from propertyservice.ui.lists.counted import CountedFilter, OfficeFilter
from propertyservice.ui.lists.filters import FilterSet

YES = [("1", _("yes"))]


def departments() -> Choices:
    """The departments of one's offices."""
    return remembered("departments", _departments)


def _departments(offices: frozenset[int]) -> Choices:
    found = Department.objects.filter(office__in=offices).select_related("office")
    several = len(offices) > 1
    return [
        (str(d.pk), f"{d.office.code} {d.name}" if several else d.name) for d in found
    ]


class ComplaintFilter(FilterSet):
    """Conditions on the register of complaints (4.6)."""

    q = django_filters.CharFilter(method="find", label=_("Content, room, name"))
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=Category.choices
    )
    department = django_filters.ChoiceFilter(
        "department_id", label=_("Department"), choices=departments
    )
    building = django_filters.ChoiceFilter(
        "building_id", label=_("Building"), choices=buildings
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    validity = django_filters.ChoiceFilter(
        label=_("Valid or not"), choices=Validity.choices
    )
    channel = django_filters.ChoiceFilter(
        label=_("How it came"), choices=Channel.choices
    )
    opinion = django_filters.ChoiceFilter(label=_("Opinion"), choices=Rating.choices)
    since = django_filters.DateFilter(
        "received_at", "date__gte", label=_("Received from")
    )
    until = django_filters.DateFilter(
        "received_at", "date__lte", label=_("Received to")
    )
    late = django_filters.ChoiceFilter(
        method="only_late", label=_("Overdue"), choices=YES
    )
    safety = django_filters.ChoiceFilter(
        method="only_safety", label=_("Concerns safety"), choices=YES
    )
    reopened = django_filters.ChoiceFilter(
        method="only_reopened", label=_("Reopened"), choices=YES
    )
    counted = CountedFilter({**COUNTED, **MEASURED})
    office = OfficeFilter()
    unit = django_filters.CharFilter("unit__code", label=_("Home"))

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All words in content, room or name; a number or its end finds its case."""
        return said_in(queryset, "complaints", value)

    def only_late(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those whose next limit has passed."""
        return queryset.filter(late())

    def only_safety(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those about somebody's safety."""
        return queryset.filter(is_safety=True)

    def only_reopened(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those that had to begin anew."""
        return queryset.filter(reopen_count__gt=0)


def late() -> Q:
    """The next limit has passed."""
    return Q(due_at__lt=Now())


MONTH_OLD = OPEN & Q(promoted_at__isnull=False)
