"""What the figures of RULES 2.3 count, shared by reports and the register's filter."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Level, Rating, Status, Validity
from complaints.models.complaint import OPEN
from propertyservice.ui.counting import Condition

# The record keeps how the limits of the answer ended (``JUDGED_BY``).
ENDED, MISSED = Q(in_time__isnull=False), Q(in_time=False)
VALID = Q(validity=Validity.VALID)
TO_SOLVE = ~Q(validity=Validity.INVALID) & ~Q(
    status__in=[Status.WITHDRAWN, Status.MERGED]
)
SOLVED = TO_SOLVE & Q(done_at__isnull=False)
CALLED = [*Rating.values]
PLEASED = [Rating.SATISFIED, Rating.FAIRLY]

COUNTED = {
    "judged": Condition(_("judged"), ~Q(validity="")),
    "valid": Condition(_("valid"), VALID),
    "answered": Condition(_("limit of the answer ended"), ENDED),
    "answered_late": Condition(_("answered late"), MISSED),
    "to_solve": Condition(_("to be solved"), TO_SOLVE),
    "solved": Condition(_("solved"), SOLVED),
    "rated": Condition(_("rated at the callback"), Q(callback_rating__in=CALLED)),
    "pleased": Condition(_("satisfied or fairly"), Q(callback_rating__in=PLEASED)),
    "open": Condition(_("open now"), OPEN),
    "month": Condition(_("not solved within a month"), Q(promoted_at__isnull=False)),
    "reopened": Condition(_("reopened"), Q(reopen_count__gt=0)),
    "critical": Condition(_("critical"), Q(level=Level.CRITICAL)),
}
"""Figures by name; whom a rating was asked of twice counts with the last one."""
SERIOUS = Q(level__in=[Level.CRITICAL, Level.IMPORTANT]) & ~Q(validity=Validity.INVALID)
MEASURED = {
    "serious": Condition(_("important or critical"), SERIOUS),
    "measures": Condition(
        _("with measures on record"), SERIOUS & ~Q(corrective_action="")
    ),
    "unmeasured": Condition(
        _("without measures on record"), SERIOUS & Q(corrective_action="")
    ),
}
"""What the quarter's analysis counts beside the month's figures."""
