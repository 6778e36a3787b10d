"""What the row of every clause has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from propertyservice.cases.models.case import Case


class CaseRecord(models.Model):
    """The clause's own row of a case; shares its primary key with the register.

    The status changes only through the clause's transitions. ``due_at``, ``due_kind``
    repeat the register's earliest running deadline, so that a list of one clause is
    sorted by one index of one table; ``workflow.deadlines`` writes both. A clause that
    is judged by limits names them in ``JUDGED_BY`` and has a column ``in_time``, which
    every step writes with them: None until one ended, False once one was missed.
    """

    row_security = "office_id"
    never_deleted = True
    CLOSED_STATUSES: ClassVar[tuple[str, ...]] = ()
    JUDGED_BY: ClassVar[tuple[str, ...]] = ()

    register = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="%(class)s"
    )
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    status = models.CharField(_("status"), max_length=30, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    due_kind = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return self.register.get_absolute_url()

    @property
    def is_open(self) -> bool:
        """Whether the line of the register is still open."""
        return self.status not in self.CLOSED_STATUSES

    @property
    def number(self) -> str:
        """The number of the register, e.g. JX-BX-20260317-0012."""
        return self.register.number


def open_by_due(name: str, is_open: Q, asked: Sequence[str] = ()) -> models.Index:
    """The index of a register's first view: open lines, first due first.

    What its filter bar has ``asked`` is counted from the index alone.
    """
    due = F("due_at").asc(nulls_last=True)
    found = ("office", due, "register")
    return models.Index(*found, include=asked, condition=is_open, name=name)


def two_people(name: str, one: str, other: str) -> models.CheckConstraint:
    """The pairs that must differ (RULES 2.0.2), where both are known."""
    known = Q(**{one: None}) | Q(**{other: None})
    return models.CheckConstraint(name=name, condition=known | ~Q(**{other: F(one)}))


def not_itself(name: str, column: str) -> models.CheckConstraint:
    """A line that belongs to another line never belongs to itself."""
    condition = Q(**{column: None}) | ~Q(**{column: F("register")})
    return models.CheckConstraint(name=name, condition=condition)
