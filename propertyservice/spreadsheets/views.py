"""Sending registers as Excel: at once when short, by a job when long."""

from __future__ import annotations

import uuid
from typing import IO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from propertyservice.celery import hand_over
from propertyservice.files.models import Attachment
from propertyservice.files.sniffing import XLSX
from propertyservice.files.storage import EXPORT
from propertyservice.organisation.http import StaffRequest
from propertyservice.policy import definitions
from propertyservice.policy.in_force import in_force
from propertyservice.spreadsheets import exports, progress
from propertyservice.spreadsheets.exports import DIRECT_ROWS, Export
from propertyservice.spreadsheets.progress import Progress
from propertyservice.spreadsheets.tasks import write_export


def respond(request: StaffRequest, export: Export) -> HttpResponseBase:
    """Exactly what the list's query string filters, as an Excel file (4.9).

    Above ``spreadsheets.direct_rows`` rows a worker writes it: a page says how far it
    is, and a notice follows.
    """
    user = request.user
    if not user.may_anywhere(export.permission):
        raise PermissionDenied(_("Your post does not include this act."))
    most = _most_rows(request)
    some = export.rows(user, request.GET).values("pk").order_by()[: most + 1]
    if some.count() > most:
        return _later(request, export, most)
    content, count = exports.build(export, user, request.GET)
    exports.record(
        user,
        str(export.title),
        rows=count,
        detail=request.GET.urlencode(),
        purpose=request.GET.get("purpose", ""),
    )
    return send(content, exports.filename(export))


def send(content: IO[bytes], filename: str) -> FileResponse:
    """An Excel file as a download; it is whole before the first byte leaves."""
    response = FileResponse(
        content, as_attachment=True, filename=filename, content_type=XLSX
    )
    response["Cache-Control"] = "no-store"
    return response


def _later(request: StaffRequest, export: Export, most: int) -> HttpResponse:
    """Leave the work to a worker once this transaction stands; back to the list."""
    query, name = request.GET.urlencode(), uuid.uuid4()
    back = f"{request.path.rpartition('/')[0]}/?{query}"
    progress.keep(name, Progress(request.user.pk, str(export.title), back))
    language = translation.get_language()
    hand_over(write_export, export.key, request.user.pk, query, str(name), language)
    sentence = _(
        "More than %(most)s rows: the file is being written. "
        "A notice comes when it is ready."
    )
    messages.info(request, sentence % {"most": f"{most:,}"})
    return redirect("exports:progress", name)


@require_safe
def progress_page(request: StaffRequest, name: uuid.UUID) -> HttpResponse:
    """How far a long export is that he asked for, then its file; else 404."""
    mine = Attachment.objects.visible_to(request.user).filter(kind=EXPORT, uuid=name)
    file, known = mine.first(), progress.seen_by(name, request.user.pk)
    if file is None and known is None:
        raise Http404
    context = {
        "title": known.title if known else _("Excel file"),
        "back": known.back if known else "",
        "file": file,
        "progress": known,
    }
    return render(request, "spreadsheets/export.html", context)


def _most_rows(request: StaffRequest) -> int:
    office = request.user.office
    if office is None:
        return int(definitions.get(DIRECT_ROWS).default)
    return int(in_force(office, timezone.localdate())[DIRECT_ROWS])
