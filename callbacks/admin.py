"""Relations between staff in the admin; who calls whom follows from them (edge 20)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from callbacks.models import DoNotCall, Relation


@admin.register(Relation)
class RelationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who is too close to whom to rate him; the manager keeps the list."""

    list_display = ("one", "other", "kind", "noted_at")
    search_fields = ("one__name", "other__name", "kind")
    autocomplete_fields = ("one", "other")
    exclude = ("noted_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        """Only people of the reader's offices."""
        user: Any = request.user
        mine = Q(one__office__in=user.office_ids) | Q(other__office__in=user.office_ids)
        return super().get_queryset(request).filter(mine).select_related("one", "other")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _manages(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)


@admin.register(DoNotCall)
class DoNotCallAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Households that asked not to be called; read here, noted by approval."""

    list_display = ("unit", "since", "until", "words", "noted_by")
    list_select_related = ("unit", "noted_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DoNotCall]:
        user: Any = request.user
        return super().get_queryset(request).filter(office__in=user.office_ids)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _manages(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _manages(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.may_anywhere("callbacks.relations"))
