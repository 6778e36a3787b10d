"""What every table of the estate has in common: an office, and who may see its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of an office."""

    def visible_to(self, user: Staff) -> Self:
        """Rows of the offices in which the user may see the estate."""
        return self.filter(office__in=user.offices_for("estate.view"))
