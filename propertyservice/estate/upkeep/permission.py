"""The right to keep the estate, and the database's refusals as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from propertyservice.audit import refusals

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

MAINTAIN = "estate.maintain"


def permit(by: Staff, office_id: int, right: str = MAINTAIN) -> None:
    """Raise PermissionDenied unless the person has the right in the office."""
    if not by.may(right, office_id):
        raise PermissionDenied(_("Your post does not include this act."))


@contextmanager
def whole() -> Iterator[None]:
    """All or nothing; the check of shares, which waits for the commit, is made now.

    Raises ValidationError with the sentence of the constraint that refused.
    """
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS estate_shares_at_most_one IMMEDIATE")
                cursor.execute("SET CONSTRAINTS estate_shares_at_most_one DEFERRED")
    except IntegrityError as error:
        code = refusals.constraint_of(error)
        raise ValidationError(refusals.sentence(error), code=code) from error
