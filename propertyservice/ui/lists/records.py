"""The register of a clause: one line a case, as the paper has it (DESIGN 4, LOOK 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from propertyservice.organisation.models import Staff
from propertyservice.ui import chips, formats
from propertyservice.ui.lists.columns import Column, number
from propertyservice.ui.lists.declared import Register
from propertyservice.ui.registry import address
from propertyservice.ui.rowlimits import chip_of_row, next_limit

COMMON = ("pk", "number", "office_id", "status", "due_at", "limit")
# Asked of the rows that are shown alone; a join would be made for all that are sorted.
NUMBER = "(SELECT c.number FROM cases_case c WHERE c.id = {table}.register_id)"
NAME = "(SELECT s.name FROM organisation_staff s WHERE s.id = {table}.{person}_id)"


class RecordRegister(Register):
    """A register over a clause's records; its rows are light (``lists.light``).

    ``shown`` are the values that cells read besides the common ones; of ``people`` they
    read the name (``technician_name``). ``followed`` is what paper and Excel read of
    other tables.
    """

    model: ClassVar[Any]
    shown: ClassVar[Sequence[str]] = ()
    people: ClassVar[Sequence[str]] = ()
    followed: ClassVar[Sequence[str]] = ()
    default_sort = "due"

    def base(self, user: Staff) -> QuerySet[Any]:
        """The records that exist for the reader, with their numbers."""
        found: QuerySet[Any] = self.model.objects.visible_to(user)
        return found.select_related("register")

    def lit(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with number, names and the limit that matters of each."""
        table, text = self.model._meta.db_table, CharField()
        asked = {"number": RawSQL(NUMBER.format(table=table), (), text)}  # noqa: S611
        for person in self.people:
            name = NAME.format(table=table, person=person)
            asked[f"{person}_name"] = RawSQL(name, (), text)  # noqa: S611 from code
        return queryset.annotate(limit=next_limit(table), **asked)

    @property
    def fields(self) -> Sequence[str]:
        """What is read of a row."""
        return (*COMMON, *self.shown, *(f"{person}_name" for person in self.people))

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Turn what was read along into chips; no statement."""
        now = timezone.now()
        for row in rows:
            row.now, row.chip = now, chip_of_row(row.limit, now)

    def row_css(self, row: Any) -> str:
        return "late" if row.chip and row.chip.state == "late" else ""

    def row_name(self, row: Any) -> str:
        return str(row.number)

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string with every column of the paper, numbered."""
        found = self.matching(user, params)
        keys = [key.order for key in self.keys(found, self.asked(params))]
        return found.select_related("register", "office", *self.followed).annotate(
            seq=Window(RowNumber(), order_by=keys)
        )


def numbered(label: str | Promise, list_name: str) -> Column:
    """The number, which leads to the case: the list's own address and the number."""

    def cell(row: Any) -> SafeString:
        return number(f"{address(list_name)}{row.number}/", row.number, quiet=6)

    return Column("number", label, cell, "wide no", sort="number", header=True)


def limited(label: str | Promise) -> Column:
    """The limit that matters."""
    return Column(
        "due", label, lambda r: chips.due(r.chip) if r.chip else "", sort="due"
    )


def moment(name: str, label: str | Promise, value: str) -> Column:
    """When it came in; ``name`` is its order too."""
    return Column(
        name,
        label,
        lambda r: formats.when(getattr(r, value), r.now),
        "num off",
        sort=name,
    )
