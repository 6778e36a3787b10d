"""What is known of a household when it calls: one statement (4.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from propertyservice.estate.models import Relation, Unit
from propertyservice.estate.privacy import SEE_PHONES
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force
from repairs.models import Repair, Status, Trade

DAYS_SHOWN = 30


@dataclass(frozen=True)
class Resident:
    """Somebody of the household, as the form offers him."""

    person_id: int
    name: str
    relation: str
    phone: str

    @property
    def words(self) -> str:
        """Name and relation."""
        return f"{self.name}（{Relation(self.relation).label}）"


@dataclass(frozen=True)
class Earlier:
    """An earlier repair of the household."""

    pk: int
    number: str
    description: str
    trade: str
    status: str
    reported_at: datetime
    finished_at: datetime | None
    technician: str | None
    technician_id: int | None

    @property
    def trade_words(self) -> str:
        """The trade for people."""
        return str(Trade(self.trade).label)

    @property
    def status_words(self) -> str:
        """The status for people."""
        return str(Status(self.status).label)


class Household:
    """A unit with its residents and its repairs of late."""

    def __init__(self, unit: Any, user: Staff) -> None:
        self.unit = unit
        clear = user.may(SEE_PHONES, unit.office_id)
        self.residents = [
            Resident(
                person_id=row["person"],
                name=row["name"],
                relation=row["relation"],
                phone=(row["phone"] or "") if clear else "",
            )
            for row in unit.residents
        ]
        self.earlier = [
            Earlier(
                **{
                    **row,
                    "reported_at": _moment(row["reported_at"]),
                    "finished_at": _moment(row["finished_at"]),
                }
            )
            for row in unit.earlier
        ]

    def repeated(self, trade: str, at: datetime) -> Repair | None:
        """The last finished repair of the same trade within the window (edge 16)."""
        rules = in_force(self.unit.office, timezone.localdate(at))
        since = at - timedelta(days=rules["repair.rework_window_days"])
        found = [
            each
            for each in self.earlier
            if each.trade == trade and each.finished_at and each.finished_at >= since
        ]
        if not found:
            return None
        last = max(found, key=lambda each: each.finished_at or each.reported_at)
        return Repair(pk=last.pk, technician_id=last.technician_id)

    @property
    def shown(self) -> list[Earlier]:
        """The repairs of the last thirty days, the newest first."""
        since = timezone.now() - timedelta(days=DAYS_SHOWN)
        return [each for each in self.earlier if each.reported_at >= since]


def household(user: Staff, code: str) -> Household | None:
    """A unit by its code with all that is known, or None where it does not exist."""
    unit = _units(user).filter(code=code).first()
    return Household(unit, user) if unit else None


# Written out: the clerk's most frequent page asks it twice a call, and building it
# costs more than running it.
RESIDENTS = """
ARRAY(SELECT jsonb_build_object('person', o.person_id, 'name', p.name,
  'relation', o.relation, 'phone', (SELECT c.phone FROM estate_personcontact c
    WHERE c.person_id = o.person_id ORDER BY c.is_primary DESC, c.id LIMIT 1))
FROM estate_occupancy o JOIN estate_person p ON p.id = o.person_id
WHERE o.unit_id = estate_unit.id AND (o.starts_on IS NULL OR o.starts_on <= %s)
  AND (o.ends_on IS NULL OR o.ends_on >= %s)
ORDER BY o.is_contact DESC, o.relation, o.id)
"""
EARLIER = """
ARRAY(SELECT jsonb_build_object('pk', r.register_id, 'number', c.number,
  'description', r.description, 'trade', r.trade, 'status', r.status,
  'reported_at', r.reported_at, 'finished_at', r.finished_at,
  'technician', t.name, 'technician_id', r.technician_id)
FROM repairs_repair r JOIN cases_case c ON c.id = r.register_id
LEFT JOIN organisation_staff t ON t.id = r.technician_id
WHERE r.unit_id = estate_unit.id AND (r.reported_at >= %s OR r.finished_at >= %s)
ORDER BY r.reported_at DESC LIMIT 20)
"""
ROWS = ArrayField(JSONField())


def _units(user: Staff) -> QuerySet[Unit]:
    today = timezone.localdate()
    since = timezone.now() - timedelta(days=2 * DAYS_SHOWN)
    return (
        Unit.objects.visible_to(user)
        .select_related("office", "building")
        .annotate(
            residents=RawSQL(RESIDENTS, [today, today], ROWS),  # noqa: S611
            earlier=RawSQL(EARLIER, [since, since], ROWS),  # noqa: S611
        )
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
