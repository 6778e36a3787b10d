"""What the figures of RULES 2.1 count, shared by reports and the register's filter."""

from __future__ import annotations

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from propertyservice.ui.counting import Condition
from repairs.models import ChargeType, Priority, Status, TaskSheet

# The record keeps how the limit of the work ended (``JUDGED_BY``).
JUDGED, MISSED = Q(in_time__isnull=False), Q(in_time=False)
URGENT = Q(priority=Priority.EMERGENCY)
PAID = Q(charge_type=ChargeType.PAID)
# The sheet is asked of emergencies and paid work alone, not joined to every row.
SHEET = TaskSheet.objects.filter(pk=OuterRef("sheet"))
ARRIVED = Case(When(URGENT, then=Subquery(SHEET.values("arrived_at"))))
CHARGED = Case(When(PAID, then=Subquery(SHEET.values("total"))))
FINISHED = Q(finished_at__isnull=False)
UNRETURNED = Q(status__in=[Status.FINISHED, Status.FINISHED_UNSIGNED])

COUNTED = {
    "judged": Condition(_("limit of the work ended"), JUDGED),
    "missed": Condition(_("finished late"), MISSED),
    "uncancelled": Condition(_("not cancelled"), ~Q(status=Status.CANCELLED)),
    "finished": Condition(_("finished"), FINISHED),
    "reworked": Condition(
        _("rework or repeat"), Q(rework_count__gt=0) | Q(repeats__isnull=False)
    ),
    "arrived": Condition(
        _("emergency, arrived"),
        Q(IsNull(ARRIVED, rhs=False)),
    ),
    "unreturned": Condition(_("sheet not returned"), UNRETURNED),
    "charged": Condition(
        _("paid, with an amount"),
        Q(IsNull(CHARGED, rhs=False)),
    ),
    "suspended": Condition(_("suspended"), Q(status=Status.SUSPENDED)),
    "urgent": Condition(_("emergency"), URGENT),
}
"""Figures by name; a rework counts with the call that it belongs to."""
