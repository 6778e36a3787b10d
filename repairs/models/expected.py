"""When somebody is expected in the home: one moment that an index can hold (4.2.2)."""

from __future__ import annotations

from django.db.models import Case, F, Q, When
from django.db.models.functions import Least

from repairs.models.codes import Priority, Status

NOT_THERE_YET = Q(
    status__in=[Status.REGISTERED, Status.DISPATCHED, Status.ACCEPTED],
)
ARRIVALS = ("repairs.arrive", "repairs.arrive_urgent")
# The appointment or the limit, whichever is sooner; an emergency from its call on. Only
# comparisons that give nothing away: row-level security lets no other use an index.
EXPECTED = Least(
    F("appointment_at"),
    Case(When(due_kind__in=ARRIVALS, then=F("due_at"))),
    Case(When(priority=Priority.EMERGENCY, then=F("reported_at"))),
)
