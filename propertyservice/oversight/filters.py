"""The conditions of the registers; everything stands in the address (LOOK 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from propertyservice.cases import clauses
from propertyservice.oversight.models import Finding, Inspection, Status
from propertyservice.oversight.models.finding import CLOSED
from propertyservice.ui.lists.counted import OfficeFilter
from propertyservice.ui.lists.filters import FilterSet

YES = [("1", _("yes"))]
FIRST_YEAR, LAST_YEAR = 2000, 2100
OPEN = ~Q(status__in=CLOSED)
LATE = OPEN & Q(due_at__lt=Now())
SENT_BACK = Q(returns__gt=0)


def _registers() -> list[tuple[str, str]]:
    """The registers that can be inspected."""
    return [(c.code, str(c.label)) for c in clauses.every() if c.code != "oversight"]


def _said(value: str) -> str:
    return value.strip().replace("\0", "")


class YearFilter(django_filters.NumberFilter):
    """The year in which a sample was drawn; an absurd one finds nothing."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The rows of that year; all without one."""
        if value is None:
            return qs
        if not FIRST_YEAR <= value <= LAST_YEAR:
            return qs.none()
        return qs.filter(**{f"{self.field_name}__year": int(value)})


class InspectionFilter(FilterSet):
    """Conditions on the register of inspections (3.1)."""

    q = django_filters.CharFilter(method="find", label=_("Number or inspector"))
    clause = django_filters.ChoiceFilter(label=_("Register"), choices=_registers)
    office = OfficeFilter()
    since = django_filters.DateFilter("drawn_at", "date__gte", label=_("Drawn from"))
    until = django_filters.DateFilter("drawn_at", "date__lte", label=_("Drawn to"))
    year = YearFilter("drawn_at", label=_("Year"))

    class Meta:
        model = Inspection
        fields: Sequence[str] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Its number, or a part of the inspector's name."""
        said = _said(value)
        return queryset.filter(
            Q(number=said.upper()) | Q(inspector__name__contains=said)
        )


class FindingFilter(FilterSet):
    """Conditions on the register of findings (3.2)."""

    q = django_filters.CharFilter(method="find", label=_("Number, finding or person"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    clause = django_filters.ChoiceFilter(
        "item__inspection__clause", label=_("Register"), choices=_registers
    )
    office = OfficeFilter()
    late = django_filters.ChoiceFilter(
        method="only_late", label=_("Overdue"), choices=YES
    )
    returned = django_filters.ChoiceFilter(
        method="only_returned", label=_("Sent back"), choices=YES
    )
    open = django_filters.ChoiceFilter(
        method="only_open", label=_("Still open"), choices=YES
    )
    since = django_filters.DateFilter("found_at", "date__gte", label=_("Found from"))
    until = django_filters.DateFilter("found_at", "date__lte", label=_("Found to"))
    year = YearFilter("item__inspection__drawn_at", label=_("Year of the inspection"))

    class Meta:
        model = Finding
        fields: Sequence[str] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Its number or the inspected case's, its words, or who is responsible."""
        said = _said(value)
        number = said.upper()
        return queryset.filter(
            Q(register__number=number)
            | Q(item__case__number=number)
            | Q(content__contains=said)
            | Q(responsible__name__contains=said)
        )

    def only_late(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those whose limit has passed."""
        return queryset.filter(LATE)

    def only_returned(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those that were not in order at a re-check."""
        return queryset.filter(SENT_BACK)

    def only_open(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those that are not closed yet."""
        return queryset.filter(OPEN)
