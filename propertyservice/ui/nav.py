"""The left navigation: clauses register their entries (LOOK 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry, address

Counter = Callable[[Staff], QuerySet[Any]]


class Group(IntEnum):
    """The headings of the navigation, in order."""

    WORKBENCH = 1
    REGISTERS = 2
    CHARGES = 3
    MANAGEMENT = 4


LABELS: dict[Group, str | Promise] = {
    Group.WORKBENCH: _("Workbench"),
    Group.REGISTERS: _("Registers"),
    Group.CHARGES: _("Charges"),
    Group.MANAGEMENT: _("Management"),
}


@dataclass(frozen=True)
class NavItem:
    """One entry. ``counter`` and ``late`` return querysets, counted together.

    The counter must equal the list that the entry opens; ``late`` is its overdue part.
    ``phone`` puts the entry into the bar at the bottom of a phone (at most three).
    """

    label: str | Promise
    url_name: str
    icon: str
    group: Group
    permission: str = ""
    counter: Counter | None = None
    late: Counter | None = None
    order: int = 50
    phone: bool = False
    phone_label: str | Promise = ""

    @property
    def key(self) -> str:
        """The URL's name: one entry a page."""
        return self.url_name

    @property
    def url(self) -> str:
        """Where the entry leads."""
        return address(self.url_name)


items: Registry[NavItem] = Registry()
register = items.register
for_user = items.for_user
