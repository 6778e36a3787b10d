"""The filters by which a figure of /reports/ opens its list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.models import Office
from propertyservice.ui.counting import Condition
from propertyservice.ui.lists.choices import remembered


class CountedFilter(django_filters.ChoiceFilter):
    """Rows that one figure counts, by the name of its condition."""

    def __init__(self, conditions: Mapping[str, Condition], **options: Any) -> None:
        self.conditions = conditions
        options.setdefault("label", _("Statistics"))
        options["choices"] = [(key, each.label) for key, each in conditions.items()]
        super().__init__(**options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows of the condition; all without one."""
        return qs.filter(self.conditions[value].q) if value else qs


class OfficeFilter(django_filters.ChoiceFilter):
    """One of the offices in which its reader works."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Office"))
        options.setdefault("field_name", "office_id")
        super().__init__(choices=_offices, **options)


def _offices() -> list[tuple[str, str]]:
    return remembered("offices", _named)


def _named(offices: frozenset[int]) -> list[tuple[str, str]]:
    found = Office.objects.filter(pk__in=offices).order_by("code")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
