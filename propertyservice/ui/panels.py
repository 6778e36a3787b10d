"""The panels of the household page; each clause registers its own (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from propertyservice.organisation.models import Staff
from propertyservice.ui.registry import Registry

Load = Callable[[Staff, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One panel of a household.

    ``load(user, unit)`` returns the context of ``template``, or None when there is
    nothing to show. The template renders a whole ``<section class="panel">``.
    """

    key: str
    order: int
    title: str | Promise
    permission: str
    load: Load
    template: str


panels: Registry[Panel] = Registry()
for_user = panels.for_user


def register(
    name: str,
    order: int,
    title: str | Promise,
    permission: str,
    load: Load,
    template: str,
) -> None:
    """Add a panel to the household page."""
    panels.register(Panel(name, order, title, permission, load, template))
