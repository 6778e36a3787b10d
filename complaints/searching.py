"""Complaints in the one box: by content, room or name (DESIGN 3)."""

from __future__ import annotations

from complaints.models import Complaint
from propertyservice.cases.search import matching_ids
from propertyservice.organisation.models import Staff
from propertyservice.ui.formats import when
from propertyservice.ui.search import Hit

AMONG, NOBODY = 50, 0
"""How many of the newest that say the words are looked at."""


def find(user: Staff, term: str, limit: int) -> list[Hit]:
    """The newest that say all words and exist for whoever asks.

    The words are asked of a sealed table that keeps no secret; the rows come through
    ``visible_to`` and row-level security: two statements, whether nothing says the
    words or what says them is hidden.
    """
    ids = matching_ids(user, "complaints", term, AMONG) or [NOBODY]
    seen = Complaint.objects.visible_to(user).filter(pk__in=ids)
    found = seen.select_related("register").order_by("-received_at", "-pk")[:limit]
    return [_hit(each) for each in found]


def _hit(complaint: Complaint) -> Hit:
    sub = (complaint.location, complaint.who_complains, when(complaint.received_at))
    return Hit(
        title=complaint.register.title,
        sub=" · ".join(filter(None, map(str, sub))),
        url=complaint.get_absolute_url(),
        kind=complaint.status_words,
    )
