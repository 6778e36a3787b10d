"""Conditions on the callback register (4.3.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.models import Callback, Candidate, Outcome, Rating, Source, Status, Why
from callbacks.rules.counted import COUNTED
from propertyservice.organisation.models import Staff
from propertyservice.ui.lists.choices import Choices, buildings, remembered, said_in
from propertyservice.ui.lists.counted import CountedFilter, OfficeFilter
from propertyservice.ui.lists.filters import FilterSet

YES = [("1", _("yes"))]


def callers() -> Choices:
    """Those who call in one's offices."""
    return remembered("callers", _callers)


def _callers(offices: frozenset[int]) -> Choices:
    called = Callback.objects.filter(office__in=offices).exclude(caller=None)
    found = Staff.objects.filter(pk__in=called.values("caller").distinct())
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


class CountedCalls(CountedFilter):
    """The calls of what one figure counts; it is said once, of the base."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The calls of the condition; all without one."""
        if not value:
            return qs
        counted = Candidate.objects.filter(self.conditions[value].q)
        return qs.filter(candidate__in=counted)


class CallbackFilter(FilterSet):
    """Conditions on the register."""

    q = django_filters.CharFilter(method="find", label=_("Content, room, name"))
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Source.choices)
    building = django_filters.ChoiceFilter(
        "unit__building_id", label=_("Building"), choices=buildings
    )
    caller = django_filters.ChoiceFilter(
        "caller_id", label=_("Caller"), choices=callers
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    rating = django_filters.ChoiceFilter(label=_("Rating"), choices=Rating.choices)
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"), choices=[c for c in Outcome.choices if c[0]]
    )
    why = django_filters.ChoiceFilter(label=_("Why called"), choices=Why.choices)
    since = django_filters.DateFilter(method="ends_from", label=_("Window ends from"))
    until = django_filters.DateFilter(method="ends_to", label=_("Window ends to"))
    month = django_filters.DateFilter(
        "candidate__month", label=_("Counted in the month")
    )
    base = django_filters.ChoiceFilter(
        method="only_base", label=_("In the base"), choices=YES
    )
    in_time = django_filters.ChoiceFilter(
        method="only_in_time", label=_("Answered within the window"), choices=YES
    )
    unhappy = django_filters.ChoiceFilter(
        method="only_unhappy", label=_("Unhappy"), choices=YES
    )
    month_from = django_filters.DateFilter(
        "candidate__month", "gte", label=_("Counted from the month")
    )
    month_to = django_filters.DateFilter(
        "candidate__month", "lte", label=_("Counted to the month")
    )
    counted = CountedCalls(COUNTED)
    office = OfficeFilter()
    unit = django_filters.CharFilter("unit__code", label=_("Home"))

    class Meta:
        model = Callback
        fields: tuple[str, ...] = ()

    def find(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All words in content, room or name; a number or its end finds its case."""
        return said_in(queryset, "callbacks", value)

    def ends_from(
        self, queryset: QuerySet[Any], name: str, value: Any
    ) -> QuerySet[Any]:
        """The window's last day is this one or later."""
        return queryset.filter(window_until__gt=_midnight(value))

    def ends_to(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The window's last day is this one or earlier."""
        if value == date.max:
            return queryset
        return queryset.filter(window_until__lte=_midnight(value) + timedelta(days=1))

    def only_base(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Those that count in a rate: of the base, and not waived."""
        return queryset.filter(candidate__isnull=False).exclude(status=Status.WAIVED)

    def only_in_time(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """A real answer, before the window ended."""
        return queryset.filter(in_time())

    def only_unhappy(
        self, queryset: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """C, or not fixed."""
        return queryset.filter(Q(rating=Rating.C) | Q(not_fixed=True))


def in_time() -> Q:
    """Answered within the window (RULES 2.2)."""
    return Q(outcome=Outcome.ANSWERED, called_at__lt=F("window_until"))


def late() -> Q:
    """Still to be called, and the window has ended."""
    return Q(status__in=[Status.PLANNED, Status.ASSIGNED], due_at__lt=Now())


def _midnight(day: Any) -> Any:
    return timezone.make_aware(datetime.combine(day, time.min))
