"""What the kernel itself puts into the one box: rooms, people, case numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from propertyservice.approvals import kinds
from propertyservice.approvals.models import Request
from propertyservice.cases import clauses
from propertyservice.cases.search import find_by_number
from propertyservice.estate import search
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats
from propertyservice.ui.registry import address_of
from propertyservice.ui.search import Hit

NUMBER = re.compile(r"[A-Z0-9]{2,8}-SP-\d{8}-\d{4,}")
WHOLE = 8
"""From this length on a number names its day, so a hit is the one that was meant."""


def estate(user: Staff, term: str, limit: int) -> list[Hit]:
    """Rooms and people, in one statement."""
    return [_estate_hit(hit) for hit in search.find(user, term, limit)]


def _estate_hit(hit: search.Hit) -> Hit:
    if hit.unit_code:
        url = address_of("unit", hit.unit_code)
    else:
        url = address_of("person", hit.person_id)
    if hit.left_on:
        kind = _("until %(day)s") % {"day": hit.left_on}
    else:
        kind = hit.relation_label or _("Room")
    spaced = replace(hit, phone=formats.phone(hit.phone))
    return Hit(title=hit.title, sub=spaced.line, url=url, kind=kind, exact=hit.exact)


def requests(user: Staff, term: str, limit: int) -> list[Hit]:
    """Requests by their whole number; nothing is asked for other text."""
    if not NUMBER.fullmatch(term.strip().upper()):
        return []
    found = Request.objects.visible_to(user).filter(number=term.strip().upper())
    return [
        Hit(
            title=each.number,
            sub=kinds.label(each.kind),
            url=each.get_absolute_url(),
            kind=_("Approvals"),
            exact=True,
        )
        for each in found[:limit]
    ]


def cases(user: Staff, term: str, limit: int) -> list[Hit]:
    """Cases by number, whole or its tail; nothing is asked for other text."""
    found = find_by_number(user, term, limit)
    whole = len(term) >= WHOLE
    return [
        Hit(
            title=case.number,
            sub=case.title,
            url=case.get_absolute_url(),
            kind=clauses.get(case.clause).label,
            exact=whole,
        )
        for case in found
    ]
