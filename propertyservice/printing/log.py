"""Every print has its number in the access log; from the second on it is 补打 (4.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from propertyservice.audit.models import AccessEntry, Act
from propertyservice.organisation.models import Office, Staff

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True)
class Print:
    """One print of a paper: what it is of, who printed it when, for which time."""

    subject: str
    form: str
    by: Staff
    at: datetime
    copy_no: int
    url: str

    @property
    def is_reprint(self) -> bool:
        """Whether the paper must say 补打."""
        return self.copy_no > 1


def record_print(
    *, subject: str, form: str, by: Staff, office: Office, url: str = ""
) -> Print:
    """Take the next number of prints of a form of ``subject`` (its number or code).

    Runs in the request's transaction; two prints at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"print {subject} {form}"])
    before = AccessEntry.objects.filter(act=Act.PRINT, subject=subject, detail=form)
    last = before.aggregate(last=Max("copy_no"))["last"] or 0
    entry = AccessEntry.objects.create(
        act=Act.PRINT,
        office=office,
        by=by,
        subject=subject,
        detail=form,
        copy_no=last + 1,
    )
    return Print(subject, form, by, entry.at, entry.copy_no, url)
