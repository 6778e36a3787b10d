"""Long exports: written by a worker, kept as a private file of who asked."""

from __future__ import annotations

import uuid
from functools import partial

from celery import shared_task
from django.http import QueryDict  # noqa: TID251 (a query string, no request)
from django.utils import translation

from propertyservice.files import storage
from propertyservice.files.checking import Checked
from propertyservice.files.models import Attachment
from propertyservice.files.sniffing import XLSX
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from propertyservice.spreadsheets import exports, progress
from propertyservice.spreadsheets.signals import export_written


@shared_task(name="spreadsheets.write_export")
def write_export(key: str, user_id: int, query: str, name: str, language: str) -> int:
    """Write one export with the rights its user has now; gives the number of rows.

    ``name`` becomes the file's uuid, so that a job that runs again makes no second
    file. Announces ``export_written``.
    """
    user = Staff.objects.get(pk=user_id)
    export = exports.get(key)
    with translation.override(language), scope(user, reason=f"export {key}"):
        done = Attachment.objects.filter(uuid=name).exists()
        if done or not user.may_anywhere(export.permission):
            return 0
        params = QueryDict(query)
        of = export.rows(user, params).order_by().count()
        told = partial(progress.tell, uuid.UUID(name), of=of)
        content, count = exports.build(export, user, params, told)
        with content:
            checked = Checked(exports.filename(export), XLSX, content.read())
        attachment = storage.keep(
            checked,
            office=_office_of(user),
            by=user,
            kind=storage.EXPORT,
            name=uuid.UUID(name),
        )
        exports.record(
            user,
            str(export.title),
            rows=count,
            detail=query,
            purpose=params.get("purpose", ""),
        )
        export_written.send(
            sender=exports.Export, attachment=attachment, title=export.title, by=user
        )
        return count


def _office_of(user: Staff) -> Office:
    """The office that a person's own files are kept in."""
    return user.office or Office.objects.filter(pk__in=user.office_ids)[0]
