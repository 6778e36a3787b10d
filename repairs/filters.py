"""The conditions of the register; everything stands in the address (LOOK 5)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.cases.search import LONGEST_QUESTION, found_ids
from propertyservice.estate.models import Building
from propertyservice.estate.text import normal
from propertyservice.organisation import scope
from propertyservice.organisation.models import Appointment, Staff
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.workflow.models import Deadline, DeadlineState
from repairs.models import (
    ChargeType,
    Priority,
    Repair,
    Status,
    SuspendReason,
    Trade,
)
from repairs.rules.deadlines import FINISH

Choices = list[tuple[str, str]]
KEPT_SECONDS = 30
FOUND_AT_MOST = 1000
YES = [("1", _("yes"))]
_kept: dict[tuple[str, frozenset[int]], tuple[float, Choices]] = {}


def remembered(name: str, load: Callable[[frozenset[int]], Choices]) -> Choices:
    """Choices of the running scope's offices, read anew every half minute.

    A list page thus spends no statement on them; a new building is offered soon after.
    """
    running = scope.current()
    offices = running.offices if running else frozenset()
    until, found = _kept.get((name, offices), (0.0, []))
    if until < time.monotonic():
        found = load(offices)
        _kept[name, offices] = (time.monotonic() + KEPT_SECONDS, found)
    return found


def buildings() -> Choices:
    """The buildings of one's offices."""
    return remembered("buildings", _buildings)


def repairers() -> Choices:
    """Those who hold the repairer's post in one's offices."""
    return remembered("repairers", _repairers)


def _buildings(offices: frozenset[int]) -> Choices:
    found = Building.objects.filter(office__in=offices).select_related("office")
    several = len(offices) > 1
    return [
        (str(b.pk), f"{b.office.code} {b.name}" if several else b.name) for b in found
    ]


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

    missed = django_filters.ChoiceFilter(
        method="only_missed", label=_("Finished late"), choices=YES
    )
    repeated = django_filters.ChoiceFilter(
        method="only_repeated", label=_("Rework or repeat"), choices=YES
    )
    unreturned = django_filters.ChoiceFilter(
        method="only_unreturned", label=_("Sheet not returned"), choices=YES
    )
    unit = django_filters.CharFilter("unit__code", label=_("Home"))

    class Meta:
        model = Repair
        fields: tuple[str, ...] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All words in content, room or name; a number or its end finds its case.

        Asked once: the rows and their count take the ids from there.
        """
        words = normal(value)[:LONGEST_QUESTION]
        running = scope.current()
        if not words or running is None:
            return queryset
        found = found_ids(running.offices, "repairs", words, FOUND_AT_MOST)
        return queryset.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [found]))

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

    def only_missed(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those whose work missed its limit."""
        missed = Deadline.objects.filter(
            case=OuterRef("pk"), kind=FINISH, state=DeadlineState.MISSED
        )
        return queryset.filter(Exists(missed))

    def only_repeated(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Done again, or reported again within the window."""
        return queryset.filter(Q(rework_count__gt=0) | Q(repeats__isnull=False))

    def only_unreturned(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Finished, but the task sheet is not back."""
        return queryset.filter(status__in=[Status.FINISHED, Status.FINISHED_UNSIGNED])


def late() -> Q:
    """The next limit has passed."""
    return Q(due_at__lt=Now())
