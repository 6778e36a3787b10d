"""What the inspections of a year found, office by office (3.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from propertyservice.organisation.models import Staff
from propertyservice.oversight.models import Inspection, InspectionItem

LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "inspections": ("oversight:inspections", {}),
    "found": ("oversight:findings", {}),
    "open": ("oversight:findings", {"open": "1"}),
    "back": ("oversight:findings", {"returned": "1"}),
}


def by_office(user: Staff, year: int) -> list[dict[str, Any]]:
    """Cases looked at and findings of the inspections drawn in a year.

    One statement; each figure but the cases has the address of exactly its list, and
    what is hidden from the reader is in neither.
    """
    counted = (
        InspectionItem.objects.filter(
            inspection__in=Inspection.objects.visible_to(user),
            inspection__drawn_at__year=year,
        )
        .values("office", "office__name", "office__code")
        .annotate(
            inspections=Count("inspection", distinct=True),
            looked=Count("pk", filter=_seen(user) & ~Q(result=""), distinct=True),
            found=Count("findings", filter=_seen(user), distinct=True),
            open=Count("findings", filter=_seen(user) & ~Q(findings__status="CLOSED")),
            back=Count("findings", filter=_seen(user) & Q(findings__returns__gt=0)),
        )
        .order_by("office__code")
    )
    return [{**row, "urls": _urls(row["office"], year)} for row in counted]


def _seen(user: Staff) -> Q:
    """Cases that exist for the reader."""
    return Q(case__hidden_from=None) | ~Q(case__hidden_from=user)


def _urls(office: int, year: int) -> dict[str, str]:
    return {
        name: f"{reverse(page)}?"
        + urlencode({"view": "all", "office": office, "year": year, **more})
        for name, (page, more) in LISTS.items()
    }
