"""Sending registers as Excel: at once when short, by a job when long."""

from __future__ import annotations

import uuid
from functools import partial
from typing import IO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from propertyservice.files.sniffing import XLSX
from propertyservice.organisation.http import StaffRequest
from propertyservice.policy import definitions
from propertyservice.policy.in_force import in_force
from propertyservice.spreadsheets import exports
from propertyservice.spreadsheets.exports import DIRECT_ROWS, Export
from propertyservice.spreadsheets.tasks import write_export


def respond(request: StaffRequest, export: Export) -> HttpResponseBase:
    """Exactly what the list's query string filters, as an Excel file (4.9).

    Above ``spreadsheets.direct_rows`` rows a worker writes it and a notice follows.
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
    query = request.GET.urlencode()
    job = partial(
        write_export.delay,
        export.key,
        request.user.pk,
        query,
        str(uuid.uuid4()),
        translation.get_language(),
    )
    transaction.on_commit(job)
    sentence = _(
        "More than %(most)s rows: the file is being written. "
        "A notice comes when it is ready."
    )
    messages.info(request, sentence % {"most": f"{most:,}"})
    return redirect(f"{request.path.rpartition('/')[0]}/?{query}")


def _most_rows(request: StaffRequest) -> int:
    office = request.user.office
    if office is None:
        return int(definitions.get(DIRECT_ROWS).default)
    return int(in_force(office, timezone.localdate())[DIRECT_ROWS])
