"""What fees puts on the shared pages: navigation, household, search, Excel."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fees import panels
from fees.models import (
    VIEW,
    CashierDay,
    CheckFinding,
    CheckStatus,
    DayStatus,
    MatterStatus,
    Voucher,
)
from fees.registration import navigation, todos
from fees.transitions.paying import CHARGE
from fees.views.balances import EXPORTS as BALANCES
from fees.views.counter.receipts import EXPORT
from fees.views.dunning import EXPORT as ARREARS
from fees.views.entries import EXPORT as ENTRIES
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets import exports
from propertyservice.ui import nav, search, status, todo
from propertyservice.ui import panels as household
from propertyservice.ui.nav import Group, NavItem
from propertyservice.ui.search import Hit

NUMBER = re.compile(r"([A-Z0-9]{2,8})-SJ-([0-9]{8})")
DAY_ROLES: dict[str, status.Role] = {
    DayStatus.OPEN: "work",
    DayStatus.COUNTED: "move",
    DayStatus.DISCREPANCY: "bad",
    DayStatus.SUBMITTED: "move",
    DayStatus.DEPOSITED: "move",
    DayStatus.CARRIED: "wait",
    DayStatus.RECONCILED: "done",
    DayStatus.LOCKED: "rest",
    DayStatus.REOPENED: "bad",
}
MATTER_ROLES: dict[str, status.Role] = {
    MatterStatus.ASKED: "wait",
    MatterStatus.APPROVED: "move",
    MatterStatus.DONE: "done",
    MatterStatus.REFUSED: "rest",
    MatterStatus.WITHDRAWN: "rest",
}


def register() -> None:
    """Fill the shared pages; called once from ``apps.ready()``."""
    status.register("fees.cashierday", DAY_ROLES)
    status.register("fees.matter", MATTER_ROLES)
    status.register("fees.checkfinding", {"OPEN": "wait", "SETTLED": "done"})
    exports.register(EXPORT)
    household.register(
        "fees", 40, _("Charges"), VIEW, panels.charges, "fees/panel.html"
    )
    search.register("receipts", _("Receipts"), receipts, order=45, permission=VIEW)
    status.register(
        "fees.largereport", {"DUE": "wait", "REPORTED": "move", "READ": "done"}
    )
    status.register(
        "fees.violation",
        {
            "FOUND": "bad",
            "REPORTED": "move",
            "INVESTIGATED": "move",
            "DECIDED": "done",
        },
    )
    exports.register(ARREARS, ENTRIES, *BALANCES)
    todo.register(*todos.SOURCES)
    nav.register(*navigation.ITEMS)
    nav.register(
        NavItem(_("Counter"), "fees:counter", "yuan", Group.CHARGES, CHARGE, order=10),
        NavItem(
            _("Reconciliation"),
            "fees:findings",
            "warn",
            Group.CHARGES,
            "fees.view_findings",
            counter=open_findings,
            order=50,
        ),
        NavItem(
            _("My day"),
            "fees:close",
            "clock",
            Group.CHARGES,
            CHARGE,
            counter=my_days,
            order=20,
        ),
        NavItem(
            _("Monthly statement"),
            "fees:ledger",
            "excel",
            Group.CHARGES,
            VIEW,
            order=45,
        ),
        NavItem(
            _("Receipt books"), "fees:books", "archive", Group.CHARGES, VIEW, order=65
        ),
        NavItem(_("Prices"), "fees:prices", "clip", Group.CHARGES, VIEW, order=60),
        NavItem(_("Bill runs"), "fees:bills", "file", Group.CHARGES, VIEW, order=55),
        NavItem(_("Receipts"), "fees:receipts", "print", Group.CHARGES, VIEW, order=30),
        NavItem(_("Daily reports"), "fees:days", "cal", Group.CHARGES, VIEW, order=40),
    )


def open_findings(user: Staff) -> QuerySet[Any]:
    """Findings that wait for their explanation."""
    return CheckFinding.objects.filter(
        office__in=user.offices_for("fees.view_findings"), status=CheckStatus.OPEN
    )


def my_days(user: Staff) -> QuerySet[Any]:
    """The cashier's own days that are not handed in."""
    return CashierDay.objects.filter(cashier=user).not_handed_in()


def receipts(user: Staff, term: str, limit: int) -> list[Hit]:
    """A receipt by its whole number; nothing is asked for other text."""
    found = NUMBER.fullmatch(term.strip().upper())
    if not found:
        return []
    rows = Voucher.objects.visible_to(user).select_related("office")
    rows = rows.filter(office__code=found[1], number=int(found[2]))
    return [
        Hit(
            title=each.receipt_no,
            sub=each.payer_name,
            url=reverse("fees:receipt", args=[each.receipt_no]),
            kind=_("Receipts"),
            exact=True,
        )
        for each in rows[:limit]
    ]
