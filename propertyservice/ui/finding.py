"""Finding a case by the number in an address, for those for whom it exists (DESIGN 2).

A number that is not there and one that is hidden answer alike: the same statement, the
same page, the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Staff


class NumberConverter:
    """A number of one kind in an address: ``JX-BX-20260317-0012``."""

    def __init_subclass__(cls, kind: str) -> None:
        cls.regex = rf"[A-Z0-9]{{2,8}}-{kind}-[0-9]{{8}}-[0-9]{{4,}}"

    regex: str

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def numbered(
    user: Staff, number: str, seen: QuerySet[Any], rights: Sequence[str], missing: str
) -> Any:
    """The record of a number among those that are ``seen``, in one statement.

    Raises PermissionDenied (403) for somebody who has none of ``rights`` anywhere, 404
    with the sentence ``missing`` for what does not exist for him.
    """
    if not any(user.may_anywhere(right) for right in rights):
        raise PermissionDenied(_("Your post does not include this act."))
    record = seen.filter(register__number=number).first()
    if record is None:
        raise Http404(missing)
    return record


def may(user: Staff, right: str, record: Any) -> None:
    """Raise PermissionDenied without a right in the record's own office."""
    if not user.may(right, record.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
