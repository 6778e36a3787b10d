"""Arrears by household, demands with their proof, limitation (RULES 4.4).

Nothing here stops, refuses or delays a service: it only asks and keeps the proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import (
    Count,
    DecimalField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Charge, Demand, DemandKind, Dispute
from fees.models.charges import ChargeQuerySet
from fees.rules.defaults import LIMITATION_ALERT, LIMITATION_YEARS, NOTICE_TERM
from propertyservice.estate.models import Unit
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

DUN = "fees.dun"
MONEY = DecimalField(max_digits=14, decimal_places=2)
ZERO = Value(Decimal("0.00"), output_field=MONEY)


def undisputed(lines: ChargeQuerySet) -> ChargeQuerySet:
    """Of these those that nobody disputes now; a disputed line is not chased."""
    last = Dispute.objects.filter(charge=OuterRef("pk")).order_by("-pk")
    said = Coalesce(Subquery(last.values("disputed")[:1]), Value(False))
    return lines.annotate(is_disputed=said).filter(is_disputed=False)


def overdue(on: date | None = None) -> ChargeQuerySet:
    """Published lines past their day, not disputed, not the developer's."""
    day = on or timezone.localdate()
    return Charge.objects.open().filter(
        amount__gt=0, due_on__lt=day, by_developer=False
    )


def with_arrears(units: QuerySet[Unit], on: date | None = None) -> QuerySet[Unit]:
    """Homes with something overdue: ``owed`` in yuan, ``lines``, the oldest due day
    ``since``, and the last demand's day ``demanded``. Reckoned for the rows shown."""
    day = on or timezone.localdate()
    mine = overdue(day).filter(unit=OuterRef("pk"))
    grouped = mine.order_by().values("unit")
    demands = Demand.objects.filter(unit=OuterRef("pk")).order_by().values("unit")
    return units.filter(Exists(mine)).annotate(
        owed=Coalesce(
            Subquery(grouped.annotate(s=Sum(F("amount") - F("settled"))).values("s")),
            ZERO,
            output_field=MONEY,
        ),
        lines=Subquery(grouped.annotate(n=Count("pk")).values("n")),
        since=Subquery(grouped.annotate(d=Min("due_on")).values("d")),
        demanded=Subquery(demands.annotate(d=Max("on")).values("d")),
    )


def barred_on(since: date, demanded: date | None, years: int) -> date:
    """The day on which the oldest debt is barred: three years after it was due, or
    after the last demand, whichever is later (L1 188, 195)."""
    begins = max(since, demanded) if demanded else since
    try:
        return begins.replace(year=begins.year + years)
    except ValueError:  # the 29th of February
        return begins.replace(year=begins.year + years, day=28)


def risk(unit: Any, office: Office, on: date | None = None) -> str:
    """``barred`` (TIME_BARRED_RISK: still collectable if paid of free will, edge case
    92), ``soon`` within the office's months of warning, or an empty string."""
    day = on or timezone.localdate()
    if unit.since is None:
        return ""
    rules = in_force(office, day)
    ends = barred_on(unit.since, unit.demanded, int(rules[LIMITATION_YEARS]))
    if ends <= day:
        return "barred"
    warned = ends - timedelta(days=round(int(rules[LIMITATION_ALERT]) * 30.44))
    return "soon" if warned <= day else ""


def demand(
    unit: Unit,
    kind: str,
    *,
    by: Staff,
    proof: str,
    on: date | None = None,
    term_on: date | None = None,
) -> Demand:
    """Record one demand with its proof: who was reached, what was signed or sent.

    Raises Refused when nothing is overdue, or without proof.
    """
    if not by.may(DUN, unit.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("This day lies in the future."), code="on")
    if not proof.strip():
        raise Refused(
            _("Enter the proof: who was reached, what was signed or sent."),
            code="proof",
        )
    owed = undisputed(overdue(day).filter(unit=unit))
    total = owed.aggregate(s=Sum(F("amount") - F("settled")), n=Count("pk"))
    if not total["n"]:
        raise Refused(_("Nothing undisputed is overdue here."), code="kind")
    if Demand.objects.filter(unit=unit, kind=kind, on=day).exists():
        raise Refused(
            _("A demand of this kind is recorded for this day already."), code="kind"
        )
    if kind == DemandKind.NOTICE and term_on is None:
        term_on = day + timedelta(days=int(in_force(unit.office, day)[NOTICE_TERM]))
    if term_on is not None and term_on < day:
        raise Refused(_("The term ends before the demand."), code="term_on")
    return Demand.objects.create(
        office_id=unit.office_id,
        unit=unit,
        kind=kind,
        on=day,
        amount=total["s"],
        lines=total["n"],
        term_on=term_on,
        proof=proof[:300],
        by=by,
    )


# One demand for each home with something overdue and undisputed; asked twice on one
# day, each home has one.
IN_BULK = """
INSERT INTO fees_demand (office_id, unit_id, kind, "on", amount, lines, term_on, proof,
  by_id)
SELECT c.office_id, c.unit_id, %(kind)s, %(on)s, sum(c.amount - c.settled), count(*),
  %(term)s, %(proof)s, %(by)s
FROM fees_charge c
WHERE c.office_id = %(office)s AND c.unit_id = ANY (%(units)s)
  AND c.posted_at IS NOT NULL AND c.settled <> c.amount AND c.amount > 0
  AND c.due_on < %(on)s AND NOT c.by_developer
  AND NOT coalesce((SELECT d.disputed FROM fees_dispute d WHERE d.charge_id = c.id
    ORDER BY d.id DESC LIMIT 1), false)
  AND NOT EXISTS (SELECT FROM fees_demand x WHERE x.unit_id = c.unit_id
    AND x.kind = %(kind)s AND x."on" = %(on)s)
GROUP BY c.office_id, c.unit_id
"""


def demand_all(
    office: Office, units: Iterable[int], kind: str, *, by: Staff, proof: str
) -> int:
    """One demand for each of many homes in one statement; how many were new."""
    if not by.may(DUN, office):
        raise PermissionDenied(_("Your post does not include this act."))
    if not proof.strip():
        raise Refused(
            _("Enter the proof: who was reached, what was signed or sent."),
            code="proof",
        )
    today = timezone.localdate()
    term = today + timedelta(days=int(in_force(office, today)[NOTICE_TERM]))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('fees_dun', %s))",
            [office.pk],
        )
        cursor.execute(
            IN_BULK,
            {
                "office": office.pk,
                "units": list(units),
                "kind": kind,
                "on": today,
                "term": term if kind == DemandKind.NOTICE else None,
                "proof": proof[:300],
                "by": by.pk,
            },
        )
        return cursor.rowcount
