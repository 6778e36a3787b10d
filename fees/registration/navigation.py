"""The pages of fees beside counter and day, in the navigation."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fees.models import VIEW, LineState, StatementLine, Violation
from fees.transitions.closing import RECONCILE
from fees.transitions.supervising import COUNT, WATCH
from propertyservice.organisation.models import Staff
from propertyservice.ui.nav import Group, NavItem


def not_matched(user: Staff) -> QuerySet[Any]:
    """Lines of statements that somebody has to match."""
    return StatementLine.objects.filter(
        office__in=user.offices_for(RECONCILE), state=LineState.NEW
    )


def open_violations(user: Staff) -> QuerySet[Any]:
    """Violations that are not decided."""
    return Violation.objects.visible_to(user).exclude(status="DECIDED")


def item(
    label: Any, url: str, icon: str, right: str, order: int, counter: Any = None
) -> NavItem:
    """An entry of the group Charges."""
    return NavItem(
        label, f"fees:{url}", icon, Group.CHARGES, right, counter=counter, order=order
    )


ITEMS = (
    item(_("Arrears"), "arrears", "phone", VIEW, 25),
    item(_("Fee matters"), "matters", "check", VIEW, 35),
    item(_("Statements"), "statements", "file", RECONCILE, 48, not_matched),
    item(_("Collection rate"), "statistics", "chart", "fees.reports", 49),
    item(_("Large-fee reports"), "large", "yuan", VIEW, 52),
    item(_("Surprise counts"), "counts", "eye", COUNT, 53),
    item(_("Violations"), "violations", "warn", WATCH, 54, open_violations),
)
