"""What the figures of RULES 2.1 count, shared by reports and the register's filter."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from propertyservice.ui.counting import Condition
from propertyservice.workflow.models import Deadline, DeadlineState
from repairs.models import ChargeType, Priority, Status
from repairs.rules.deadlines import FINISH

LIMITS = Deadline.objects.filter(case=OuterRef("pk"), kind=FINISH)
MISSED = Exists(LIMITS.filter(state=DeadlineState.MISSED))
JUDGED = Exists(LIMITS.filter(state__in=[DeadlineState.MET, DeadlineState.MISSED]))
URGENT = Q(priority=Priority.EMERGENCY)
FINISHED = Q(finished_at__isnull=False)
UNRETURNED = Q(status__in=[Status.FINISHED, Status.FINISHED_UNSIGNED])

COUNTED = {
    "judged": Condition(_("limit of the work ended"), Q(JUDGED)),
    "missed": Condition(_("finished late"), Q(MISSED)),
    "uncancelled": Condition(_("not cancelled"), ~Q(status=Status.CANCELLED)),
    "finished": Condition(_("finished"), FINISHED),
    "reworked": Condition(
        _("rework or repeat"), Q(rework_count__gt=0) | Q(repeats__isnull=False)
    ),
    "arrived": Condition(
        _("emergency, arrived"), URGENT & Q(sheet__arrived_at__isnull=False)
    ),
    "unreturned": Condition(_("sheet not returned"), UNRETURNED),
    "charged": Condition(
        _("paid, with an amount"),
        Q(charge_type=ChargeType.PAID, sheet__total__isnull=False),
    ),
    "suspended": Condition(_("suspended"), Q(status=Status.SUSPENDED)),
    "urgent": Condition(_("emergency"), URGENT),
}
"""Figures by name; a rework counts with the call that it belongs to."""
