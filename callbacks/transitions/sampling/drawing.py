"""The draw: who is called next, then as cases of the register, set by set.

``rules.quota`` says the same in words that anyone can follow; ``recount`` compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from callbacks.models import Candidate, DrawKind, Sampling, Taken, Why
from callbacks.transitions.sampling import statements
from propertyservice.numbering.numbers import SEALED, series, step
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.limits import ESCALATE_MAX, ESCALATE_MIN, REMIND_SHARE


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What makes a draw: the night, an arrival, one who did not answer, a colleague."""

    kind: str = DrawKind.NIGHT
    run: int | None = None
    released: int | None = None
    by: int | None = None
    reason: str = ""
    only: int | None = None
    """The one candidate that staff add; the order plays no part then."""


def draw(
    office: Office,
    samplings: Iterable[int],
    occasion: Occasion | None = None,
    now: datetime | None = None,
) -> list[int]:
    """Take whoever is still wanted in these samplings, and open their callbacks.

    Drawn again it takes nobody, because those who are taken hold their place. Gives the
    new callbacks, in the order of their numbers.
    """
    return open_taken(office, take(office, samplings, occasion, now), now)


def take(
    office: Office,
    samplings: Iterable[int],
    occasion: Occasion | None = None,
    now: datetime | None = None,
) -> list[int]:
    """Order the candidates and take the next ones: one statement, whatever the number.

    Gives the candidates; until ``open_taken`` they stand on record without a callback.
    """
    occasion = occasion or Occasion()
    wanted = lock(office, samplings)
    if not wanted:
        return []
    facts: dict[str, Any] = {
        "office": office.pk,
        "samplings": wanted,
        "now": now or timezone.now(),
        "run": occasion.run,
        "kind": occasion.kind,
        "released": occasion.released,
        "by": occasion.by,
        "reason": occasion.reason,
        "always": occasion.released is not None,
        "only": occasion.only,
        "added": Why.ADDED,
        "called_up": Why.CALLED_UP,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(statements.draw(occasion.kind), facts)
        return [row[0] for row in cursor.fetchall()]


def waiting(office: Office) -> list[int]:
    """Candidates who were taken and have no callback yet, in the order of the draws."""
    with connection.cursor() as cursor:
        cursor.execute(statements.WAITING, {"office": office.pk})
        return [row[0] for row in cursor.fetchall()]


def open_taken(
    office: Office, taken: Sequence[int], now: datetime | None = None
) -> list[int]:
    """Open the callbacks of candidates who were taken; whoever has one is left out.

    The lock keeps two workers from opening the same ones.
    """
    if not taken:
        return []
    of = Candidate.objects.filter(pk__in=taken).values_list("sampling", flat=True)
    lock(office, of.distinct())
    now = now or timezone.now()
    today = timezone.localdate(now)
    rules = in_force(office, today)
    facts: dict[str, Any] = {
        "office": office.pk,
        "taken": list(taken),
        "now": now,
        "recorded": now,
        "series": series(office.code, "HF", today),
        "hidden": series(SEALED, "HF", today),
        "over": step(SEALED) - 1,
        "remind": float(rules[REMIND_SHARE]),
        "least": int(rules[ESCALATE_MIN]),
        "most": int(rules[ESCALATE_MAX]),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(statements.OPEN, facts)
        made = [row[0] for row in cursor.fetchall()]
        if made:
            cursor.execute(statements.HANG, {**facts, "made": made})
    return made


def lock(office: Office, samplings: Iterable[int]) -> list[int]:
    """Keep others from drawing or entering in these samplings until the commit."""
    mine = Sampling.objects.filter(office=office, pk__in=sorted(samplings))
    rows = mine.order_by("pk").select_for_update(no_key=True)
    return list(rows.values_list("pk", flat=True))


def due_samplings(office: Office, today: date) -> list[int]:
    """Samplings from which somebody may still be drawn.

    Those of this month and later, and those that owe a callback to one who is always
    called: he is called even when his window is over.
    """
    owed = Candidate.objects.filter(
        ~Exists(Taken.objects.filter(candidate=OuterRef("pk"))),
        sampling=OuterRef("pk"),
        rate=1,
        excluded="",
    )
    open_ones = Exists(Candidate.objects.filter(sampling=OuterRef("pk")))
    found = Sampling.objects.filter(office=office).filter(
        (Q(month__gte=today.replace(day=1)) & open_ones) | Exists(owed)
    )
    return list(found.order_by(F("month"), "pk").values_list("pk", flat=True))
