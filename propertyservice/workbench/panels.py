"""The household page's own panels: open matters, contacts, cars, files (DESIGN 3)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from propertyservice.cases import clauses
from propertyservice.cases.models import Step, StepKind
from propertyservice.estate.models import ParkingSpace, Unit, Vehicle
from propertyservice.files.models import Attachment
from propertyservice.organisation.models import Staff
from propertyservice.ui.counters import counts, shown
from propertyservice.workbench import households, records

OPEN_SHOWN, CONTACTS_SHOWN, FILES_SHOWN = 6, 6, 6
BEGINNING = ""

Context = dict[str, Any]


def open_matters(user: Staff, unit: Unit) -> Context:
    """Open cases of every clause, the most urgent first."""
    cases = households.cases_of(user, unit)
    still = cases.filter(is_open=True)
    rows = still.select_related("unit", "place").order_by(
        F("due_at").asc(nulls_last=True), "-opened_at"
    )
    waiting, every = counts([still, cases])
    return {
        "unit": unit,
        "matters": records.matters(list(rows[:OPEN_SHOWN]), timezone.now()),
        "count": shown(waiting),
        "every": shown(every),
    }


def contacts(user: Staff, unit: Unit) -> Context:
    """Calls, visits and answers: how cases began, notes on them, how they ended."""
    steps = (
        Step.objects.filter(case__in=households.cases_of(user, unit))
        .filter(_is_contact())
        .select_related("case__person", "by")
        .order_by("-occurred_at", "-pk")[:CONTACTS_SHOWN]
    )
    return {
        "contacts": [
            (step, clauses.get(step.case.clause).step_label(step.name))
            for step in steps
        ]
    }


def cars(user: Staff, unit: Unit) -> Context | None:
    """Vehicles and parking spaces of the household."""
    vehicles = Vehicle.objects.filter(unit=unit).select_related("person", "space")
    spaces = ParkingSpace.objects.filter(unit=unit)
    found: dict[str, list[Any]] = {"vehicles": list(vehicles), "spaces": list(spaces)}
    used = {car.space_id for car in found["vehicles"]}
    found["spaces"] = [space for space in found["spaces"] if space.pk not in used]
    return found if any(found.values()) else None


def papers(user: Staff, unit: Unit) -> Context | None:
    """The latest photos and papers of the household's cases."""
    cases = households.cases_of(user, unit).values("pk")
    files = (
        Attachment.objects.filter(case__in=cases)
        .select_related("case", "uploaded_by")
        .order_by("-uploaded_at", "-pk")
    )
    latest = list(files[:FILES_SHOWN])
    return {"files": latest} if latest else None


def _is_contact() -> Q:
    ended = Q(case__closed_at__isnull=False, occurred_at=F("case__closed_at"))
    return Q(kind=StepKind.NOTE) | Q(from_status=BEGINNING) | ended
