"""Files leave the store here only, after a permission check."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.files import storage
from propertyservice.files.models import Attachment
from propertyservice.files.sniffing import JPEG
from propertyservice.organisation.http import StaffRequest

# A file is nobody's page: it may run nothing and load nothing.
NOTHING_RUNS = "default-src 'none'; sandbox"
WEEK = 7 * 24 * 3600
SHOWN = ("image/jpeg", "image/png", "image/webp")


@require_safe
def open_file(request: StaffRequest, name: uuid.UUID) -> FileResponse:
    """Send a file to whoever sees its case; 404 to others. Papers are logged (4.9)."""
    file = _file_for(request, name)
    if not file.is_image:
        AccessEntry.objects.create(
            act=Act.DOWNLOAD,
            office_id=file.office_id,
            by=request.user,
            subject=file.case.number if file.case else str(file.uuid),
            detail=file.name,
        )
    return _send(
        file.path, file.content_type, file.name, shown=file.content_type in SHOWN
    )


@require_safe
def thumbnail(request: StaffRequest, name: uuid.UUID) -> FileResponse:
    """Send the small picture of a photo."""
    file = _file_for(request, name)
    if not file.has_thumbnail:
        raise Http404
    return _send(file.path + storage.SMALL, JPEG, file.name, shown=True)


def _file_for(request: StaffRequest, name: uuid.UUID) -> Attachment:
    seen = Attachment.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(seen, uuid=name)


def _send(path: str, content_type: str, name: str, *, shown: bool) -> FileResponse:
    try:
        content = storage.place(path).open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content, as_attachment=not shown, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = f"private, max-age={WEEK}, immutable"
    return response
