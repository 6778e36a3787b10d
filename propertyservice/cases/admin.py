"""The case register in the admin, to read: cases change by their steps alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from propertyservice.audit.admin import ReadOnlyAdmin
from propertyservice.cases.models import Case, Step


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
