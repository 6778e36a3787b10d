"""The case register in the admin, to read: cases change by their steps alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from propertyservice.audit.admin import ReadOnlyAdmin, narrow_with
from propertyservice.audit.models import AccessEntry
from propertyservice.cases.models import Case, Step

NUMBERED = "^[A-Z0-9]{2,8}-[A-Z]{2}-[0-9]{8}-[0-9]{4,}$"


class StepInline(admin.TabularInline):
    """The timeline."""

    model = Step
    fields = ("occurred_at", "name", "from_status", "to_status", "by", "reason")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Every case of every clause that whoever looks may see."""

    list_display = ("number", "title", "office", "holder", "is_open", "due_at")
    list_filter = ("clause", "is_open", "office")
    list_select_related = ("office", "holder")
    search_fields = ("number__startswith",)
    ordering = ("-opened_at",)
    inlines = (StepInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return Case.objects.visible_to(request.user)  # type: ignore[arg-type]


def without_hidden(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The history and the access log without cases that are hidden from the reader.

    They are read from the case register's own words, because for the reader the row
    itself does not exist.
    """
    names = {field.name for field in rows.model._meta.local_fields}
    if rows.model is AccessEntry:
        seen = Case.objects.filter(number=OuterRef("subject"))
        numbered = Q(subject__regex=NUMBERED)
        return rows.filter(~numbered | Exists(seen) | Q(by=user))
    for path in ("case", "register"):
        if path in names:
            seen = Case.objects.filter(pk=OuterRef(f"{path}_id"))
            return rows.filter(Exists(seen) | Q(**{path: None}))
    return rows


narrow_with(without_hidden)
