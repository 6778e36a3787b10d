"""A register over staff, so that lists are tested without any clause."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from propertyservice.organisation.models import Staff
from propertyservice.ui import lists


class DirectoryFilter(django_filters.FilterSet):
    """Conditions on staff."""

    q = django_filters.CharFilter("name", "contains", label="Name")
    active = django_filters.ChoiceFilter(
        "is_active", label="Active", choices=[("True", "yes"), ("False", "no")]
    )
    seen = django_filters.DateFilter("last_login", "date__gte", label="Seen")

    class Meta:
        model = Staff
        fields: tuple[str, ...] = ()


class Directory(lists.Register):
    """Staff by name, number and last login (which may be empty)."""

    key = "directory"
    title = "Directory"
    url_name = "keyboard"
    columns = (
        lists.Column(
            "name",
            "Name",
            lambda row: lists.number("/x/", row.username, quiet=3),
            "wide no",
            sort="username",
            header=True,
        ),
        lists.Column("text", "Text", lambda row: row.name, "wide clip", sort="name"),
        lists.Column("seen", "Seen", lambda row: row.last_login, "num", sort="seen"),
    )
    sorts = {
        "username": lists.Sort("username"),
        "name": lists.Sort("name", "-phone"),
        "seen": lists.Sort("last_login"),
        "latest": lists.Sort("-last_login", "name"),
        "office": lists.Sort("office__code", "last_login"),
    }
    default_sort = "username"
    views = (
        lists.View("active", "Active", Q(is_active=True)),
        lists.View("mine", "Mine", lambda user: Q(pk=user.pk)),
        lists.View("all", "All"),
    )
    filterset = DirectoryFilter
    bar = ("q", "active")
    bulk = (lists.BulkAct("Call…", "keyboard", ""),)
    page_size = 5

    def base(self, user: Staff) -> QuerySet[Any]:
        everybody: QuerySet[Any] = Staff.objects.select_related("office")
        return everybody

    def row_css(self, row: Any) -> str:
        return "late" if row.name == "late" else ""

    def row_name(self, row: Any) -> str:
        return str(row.username)
