"""Drawing a sample: seeded, set-based, the same for whoever draws it again (3.1)."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import MD5, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.cases import clauses
from propertyservice.cases.models import Case, Step
from propertyservice.numbering.numbers import next_number
from propertyservice.organisation.models import Office, Staff
from propertyservice.oversight import rules
from propertyservice.oversight.models import Inspection, InspectionItem
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.transitions import Refused

INSPECT = "oversight.inspect"
KIND = "JC"
SEED_BYTES = 8


def registers(user: Staff) -> list[clauses.Clause]:
    """The registers that he may look into; an inspection does not inspect itself."""
    return [
        clause
        for clause in clauses.every()
        if user.may_anywhere(clause.view) and clause.code != "oversight"
    ]


def candidates(
    office: Office,
    clause: str,
    since: date,
    until: date,
    drawn_at: datetime,
    drawn: Any = (),
) -> QuerySet[Case]:
    """What stood in the register at the draw; what is hidden from somebody is not,
    unless it was ``drawn`` before it was."""
    return Case.objects.filter(
        Q(hidden_from=None) | Q(pk__in=drawn),
        office=office,
        clause=clause,
        opened_at__date__range=(since, until),
        recorded_at__lte=drawn_at,
    )


def acted_in(person: Staff, drawn_at: datetime) -> Q:
    """Cases in which somebody took a step before the draw."""
    own = Step.objects.filter(case=OuterRef("pk"), by=person, recorded_at__lte=drawn_at)
    return Q(Exists(own))


def ordered(cases: QuerySet[Case], seed: str) -> QuerySet[Case]:
    """The order of the seed: anybody who has it and the numbers can sort them again."""
    key = MD5(Concat(Value(f"{seed}:"), F("number"), output_field=CharField()))
    return cases.order_by(key, "number")


def sample(inspection: Inspection) -> list[str]:
    """The numbers of the sample, drawn again from the seed and the record.

    What was hidden from somebody after the draw stands in it, but not for him.
    """
    found = candidates(
        inspection.office,
        inspection.clause,
        inspection.since,
        inspection.until,
        inspection.drawn_at,
        drawn=inspection.items.values("case"),
    ).exclude(acted_in(inspection.inspector, inspection.drawn_at))
    numbers = ordered(found, inspection.seed).values_list("number", flat=True)
    return list(numbers[: inspection.sample_size])


def draw(
    *,
    office: Office,
    clause: str,
    since: date,
    until: date,
    by: Staff,
    seed: str = "",
    at: datetime | None = None,
) -> Inspection:
    """Begin an inspection: count, draw, and keep what is needed to draw again.

    Raises PermissionDenied without the right, Refused where there is nothing to draw.
    """
    may = by.may(INSPECT, office) and by.may(clauses.get(clause).view, office)
    if not may:
        raise PermissionDenied(_("Your post does not include this act."))
    now = at or timezone.now()
    every = candidates(office, clause, since, until, now)
    strange = every.exclude(acted_in(by, now))
    population, total = strange.count(), every.count()
    if not population:
        raise Refused(
            _("The register has no case of these days that you had no part in."),
            code="nothing",
        )
    today = timezone.localdate(now)
    with transaction.atomic():
        inspection = Inspection.objects.create(
            number=next_number(office.code, KIND, today),
            office=office,
            clause=clause,
            since=since,
            until=until,
            seed=seed or secrets.token_hex(SEED_BYTES),
            population=population,
            left_out=total - population,
            sample_size=rules.sample_size(population, in_force(office, today)),
            inspector=by,
            drawn_at=now,
        )
        drawn = ordered(strange, inspection.seed)[: inspection.sample_size]
        InspectionItem.objects.bulk_create(
            InspectionItem(inspection=inspection, office=office, case=case, place=place)
            for place, case in enumerate(drawn, start=1)
        )
    return inspection
