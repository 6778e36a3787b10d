"""Attachments in the admin, to read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from propertyservice.audit.admin import ReadOnlyAdmin
from propertyservice.files.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """What was uploaded, by whom, with its checksum."""

    list_display = (
        "name",
        "kind",
        "case",
        "office",
        "size",
        "uploaded_by",
        "uploaded_at",
    )
    list_select_related = ("case", "office", "uploaded_by")
    search_fields = ("sha256", "name")
    ordering = ("-uploaded_at",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return Attachment.objects.visible_to(request.user)  # type: ignore[arg-type]
