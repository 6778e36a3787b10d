"""The record room of the admin: nothing here can be changed (4.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.models import SEALED, AccessEntry, Run

VIEW_HISTORY = "audit.view_history"
HIDDEN = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list to read: no adding, no changing, no deleting."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


Narrow = Callable[[Any, QuerySet[Any]], QuerySet[Any]]
_narrowers: list[Narrow] = []


def narrow_with(narrow: Narrow) -> None:
    """Register what else keeps rows of the record room from a reader."""
    _narrowers.append(narrow)


def narrowed(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """A list without what its reader may not know of."""
    for narrow in _narrowers:
        rows = narrow(request.user, rows)
    return rows


def of_own_offices(
    request: HttpRequest, rows: QuerySet[Any], path: str = "office"
) -> QuerySet[Any]:
    """Narrow a list to the offices of whoever looks; a superuser sees all."""
    if request.user.is_superuser:
        return rows
    return rows.filter(**{f"{path}__in": request.user.office_ids})  # type: ignore[union-attr]


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """Who revealed, printed, exported and downloaded what."""

    list_display = (
        "at",
        "act",
        "subject",
        "detail",
        "by",
        "office",
        "copy_no",
        "rows",
        "purpose",
    )
    list_filter = ("act", "office")
    list_select_related = ("by", "office")
    search_fields = ("subject",)
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessEntry]:
        rows = of_own_offices(request, super().get_queryset(request))
        return narrowed(request, rows)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_view_history(request)

    has_module_permission = has_view_permission


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """What bulk work did and found."""

    list_display = ("job", "started_at", "finished_at", "counts", "error")
    list_filter = ("job",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return super().get_queryset(request).exclude(counts=SEALED)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_view_history(request)

    has_module_permission = has_view_permission


class EventAdmin(ReadOnlyAdmin):
    """Every version of the rows of one table: when, by whom, why, and what changed."""

    list_display = ("pgh_created_at", "pgh_label", "pgh_obj_id", "who", "why")
    list_filter = ("pgh_label",)
    list_display_links = ("pgh_created_at",)
    search_fields = ("pgh_obj",)
    search_help_text = _("The row's id")
    ordering = ("-pgh_id",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user_id = Cast(
            KeyTextTransform("user", "pgh_context"), models.BigIntegerField()
        )
        people = get_user_model().objects.annotate(asked=OuterRef("user_id"))
        rows = self.model._default_manager.annotate(user_id=user_id).annotate(
            who=Subquery(people.filter(pk=OuterRef("user_id")).values("name")[:1])
        )
        own = narrowed(request, self._own(request, rows))
        return own.order_by("-pgh_id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The versions of one row, by its key."""
        if not search_term:
            return queryset, False
        try:
            key = self.model.pgh_tracked_model._meta.pk.to_python(search_term.strip())
        except ValidationError:
            return queryset.none(), False
        return queryset.filter(pgh_obj_id=key), False

    def _own(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Events of own offices; of tables without an office only for the superuser."""
        names = {field.name for field in self.model._meta.local_fields}
        if "office" in names or request.user.is_superuser:
            return of_own_offices(request, rows)
        if self.model.pgh_tracked_model._meta.label == "organisation.Office":
            return of_own_offices(request, rows, "pgh_obj_id")
        return rows.none()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_view_history(request)

    has_module_permission = has_view_permission

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.list_display, "changed")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("by"))
    def who(self, event: Any) -> str:
        """The person whose act it was; empty for jobs."""
        return event.who or "—"

    @admin.display(description=_("reason"))
    def why(self, event: Any) -> str:
        """The reason given with the act."""
        return str((event.pgh_context or {}).get("reason", ""))

    @admin.display(description=_("changes"))
    def changed(self, event: Any) -> str:
        """Each field that differs from the version before: old value, new value."""
        before = (
            self.model._default_manager.filter(
                pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id
            )
            .order_by("-pgh_id")
            .first()
        )
        rows = [
            (field.verbose_name, getattr(before, field.attname, "—"), now)
            for field in self.model._meta.local_fields
            if field.name not in HIDDEN
            and (now := getattr(event, field.attname))
            != getattr(before, field.attname, None)
        ]
        return format_html_join("\n", "<p>{}: <del>{}</del> <ins>{}</ins></p>", rows)


def may_view_history(request: HttpRequest) -> bool:
    """Whether the history is open to whoever asks."""
    user: Any = request.user
    return bool(user.is_superuser or user.may_anywhere(VIEW_HISTORY))


def history_url(row: models.Model) -> str:
    """The page with every version of a tracked row."""
    event = row.events.model._meta  # type: ignore[attr-defined]
    page = reverse(f"admin:{event.app_label}_{event.model_name}_changelist")
    return f"{page}?q={row.pk}"


for model in apps.get_models():
    if issubclass(model, pghistory.models.Event) and not model._meta.abstract:
        admin.site.register(model, EventAdmin)
