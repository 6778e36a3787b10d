"""What waits for a person and his posts, by source, overdue first (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from propertyservice.cases import clauses
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.ui import acts, todo
from propertyservice.ui.counters import counts
from propertyservice.ui.todo import TodoRow, TodoSource
from propertyservice.workbench import records


@dataclass(frozen=True)
class Group:
    """A source with its counts and the rows that are shown."""

    source: TodoSource
    url: str
    count: int
    late: int
    rows: Sequence[TodoRow] = ()

    @property
    def key(self) -> str:
        """The source's name in addresses."""
        return self.source.key

    @property
    def hidden(self) -> int:
        """How many more there are than shown."""
        return max(0, self.count - len(self.rows))


def sources(user: Staff) -> list[TodoSource]:
    """Registered sources, and the case register for clauses that registered none."""
    plain = [source_of(clause) for clause in _plain()]
    return sorted([*todo.for_user(user), *plain], key=lambda s: (s.order, s.key))


def _plain() -> list[clauses.Clause]:
    """The clauses that registered no source of their own."""
    known = {source.key.partition(".")[0] for source in todo.sources}
    return [clause for clause in clauses.every() if clause.code not in known]


def source_of(clause: clauses.Clause) -> TodoSource:
    """The cases of one clause that wait, straight from the case register."""
    return TodoSource(
        key=clause.code,
        label=clause.label,
        waiting=partial(_waiting, clause.code),
        late=partial(_late, clause.code),
        rows=partial(_rows, clause.code),
        url=lambda user: f"{reverse('todo')}?source={clause.code}",
    )


def groups(user: Staff, limit: int) -> list[Group]:
    """Every source with its counts (one statement) and its first rows."""
    return [with_rows(g, user, limit) for g in counted(user, sources(user))]


def with_rows(group: Group, user: Staff, limit: int) -> Group:
    """The group with its first rows; an empty one asks nothing."""
    if not group.count:
        return group
    return replace(group, rows=group.source.rows(user, limit))


def counted(user: Staff, chosen: Sequence[TodoSource]) -> list[Group]:
    """Sources with their counts, in one statement."""
    asked: list[QuerySet[Any]] = []
    for source in chosen:
        waiting = source.waiting(user)
        asked += (waiting, source.late(user) if source.late else waiting.none())
    numbers = counts(asked)
    return [
        Group(source, source.url(user), numbers[2 * n], numbers[2 * n + 1])
        for n, source in enumerate(chosen)
    ]


def everything(user: Staff) -> QuerySet[Any]:
    """Everything that waits, for the counter of the navigation.

    Every page counts it, so the plain clauses are asked together, not one by one.
    """
    own = [source.waiting(user) for source in todo.for_user(user)]
    return _together([*own, _cases(user)])


def everything_late(user: Staff) -> QuerySet[Any]:
    """The overdue part of it."""
    own = [source.late(user) for source in todo.for_user(user) if source.late]
    return _together([*own, _cases(user).filter(due_at__lt=Now())])


def _cases(user: Staff) -> QuerySet[Any]:
    """The waiting cases of the plain clauses."""
    found = Case.objects.waiting_for(user)
    plain = [clause.code for clause in _plain()]
    return (
        found if len(plain) == len(clauses.every()) else found.filter(clause__in=plain)
    )


def most_urgent(found: Sequence[Group], limit: int) -> list[TodoRow]:
    """The first rows of all sources together: overdue, then by time limit."""
    rows = [row for group in found for row in group.rows]
    return sorted(rows, key=_urgency)[:limit]


def _urgency(row: TodoRow) -> tuple[bool, bool, float]:
    due = row.due_at.timestamp() if row.due_at else 0.0
    return not row.late, row.due_at is None, due


def _together(parts: list[QuerySet[Any]]) -> QuerySet[Any]:
    if not parts:
        return Case.objects.none()
    first, *rest = (part.order_by().values_list("pk") for part in parts)
    return first.union(*rest, all=True) if rest else parts[0]


def _waiting(clause: str, user: Staff) -> QuerySet[Any]:
    return Case.objects.waiting_for(user, clause)


def _late(clause: str, user: Staff) -> QuerySet[Any]:
    return _waiting(clause, user).filter(due_at__lt=Now())


def _rows(clause: str, user: Staff, limit: int) -> list[TodoRow]:
    cases = (
        _waiting(clause, user)
        .select_related("unit", "place")
        .order_by(F("due_at").asc(nulls_last=True), "pk")[:limit]
    )
    now = timezone.now()
    return [_row(matter, user) for matter in records.matters(list(cases), now)]


def _row(matter: records.Matter, user: Staff) -> TodoRow:
    case = matter.case
    step = acts.at_once(user, case, records.record_of(case))
    address = case.get_absolute_url()
    return TodoRow(
        title=case.title,
        url=address,
        act=step.label if step else "",
        press_url=f"{address}{step.name}/" if step else "",
        sub=" · ".join(filter(None, (matter.place, matter.status_words))),
        number=case.number,
        due_at=case.due_at,
        chip=matter.chip,
        late=matter.late,
    )
