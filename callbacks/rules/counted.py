"""What the figures of RULES 2.2 count, shared by reports and the lists behind them.

Each is a condition on a candidate and the callback that was made of it: the base is
everything that wants a call, drawn or not.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callbacks.models import Callback, Outcome, Rating, Status
from propertyservice.ui.counting import Condition

# A waived one leaves the base; who did not answer stays in it (RULES 2.2, 0.5).
BASE = Q(excluded="") & ~Q(callback__status=Status.WAIVED)
ENDED = Q(until__lte=Now())
ANSWERED = Q(callback__outcome=Outcome.ANSWERED)
IN_TIME = ANSWERED & Q(callback__called_at__lt=F("until"))
BAD = Q(callback__rating=Rating.C)
NOT_FIXED = Q(callback__not_fixed=True)
UNHAPPY = BASE & (BAD | NOT_FIXED)
SETTLED = Q(callback__status=Status.CLOSED)
AGAIN = Callback.objects.filter(
    follows=OuterRef("callback"), outcome=Outcome.ANSWERED
).order_by()
UNHAPPY_AGAIN = Q(Exists(AGAIN.filter(Q(rating=Rating.C) | Q(not_fixed=True))))
PLEASED = Q(Exists(AGAIN.filter(rating__in=[Rating.A, Rating.B], not_fixed=False)))

COUNTED = {
    "base": Condition(_("in the base"), BASE),
    "due": Condition(_("window ended"), BASE & ENDED),
    "called": Condition(_("to be called in all"), BASE & Q(callback__isnull=False)),
    "answered": Condition(_("answered within the window"), BASE & IN_TIME),
    "due_answered": Condition(
        _("window ended, answered within it"), BASE & IN_TIME & ENDED
    ),
    "late": Condition(_("answered after the window"), BASE & ANSWERED & ~IN_TIME),
    "unreachable": Condition(
        _("not reached"), BASE & Q(callback__outcome=Outcome.UNREACHABLE)
    ),
    "refused": Condition(
        _("refused to answer"), BASE & Q(callback__outcome=Outcome.REFUSED)
    ),
    "waiting": Condition(
        _("still to call"),
        BASE & Q(callback__status__in=[Status.PLANNED, Status.ASSIGNED]),
    ),
    "a": Condition(_("rated A"), BASE & Q(callback__rating=Rating.A)),
    "b": Condition(_("rated B"), BASE & Q(callback__rating=Rating.B)),
    "c": Condition(_("rated C"), BASE & BAD),
    "not_fixed": Condition(_("not fixed, though not C"), BASE & NOT_FIXED & ~BAD),
    "excluded": Condition(_("outside the base"), ~Q(excluded="")),
    "waived": Condition(
        pgettext_lazy("callbacks counted", "waived"),
        Q(excluded="", callback__status=Status.WAIVED),
    ),
    "unhappy": Condition(pgettext_lazy("callbacks counted", "unhappy"), UNHAPPY),
    "passed_on": Condition(
        _("unhappy, a case puts it right"),
        UNHAPPY & Q(callback__follow_up__isnull=False),
    ),
    "pleased": Condition(_("unhappy, content when called again"), UNHAPPY & PLEASED),
    "unhappy_again": Condition(
        _("unhappy, unhappy again when called again"), UNHAPPY & UNHAPPY_AGAIN
    ),
    "settled": Condition(_("unhappy, settled and closed"), UNHAPPY & SETTLED),
    "unsettled": Condition(_("unhappy, not settled yet"), UNHAPPY & ~SETTLED),
}
"""Figures by name."""
FATES = ("unhappy", "passed_on", "pleased", "unhappy_again", "settled", "unsettled")
"""Those of the unhappy: what became of them."""
