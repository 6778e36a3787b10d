"""Which posts one person may not hold together in an office (RULES 2.0.2).

The kernel knows the pairs among its own posts; clauses register theirs in
``apps.ready()``. Pairs that depend on the case (repairer and caller) stand in the
transitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation import posts


@dataclass(frozen=True)
class Apart:
    """Two posts for two people, and why, as a sentence for whoever appoints."""

    one: str
    other: str
    why: str | Promise

    def partner(self, post: str) -> str:
        """The other post of the pair; empty when ``post`` is not in it."""
        return {self.one: self.other, self.other: self.one}.get(post, "")


_pairs: list[Apart] = []


def register(*pairs: Apart) -> None:
    """Make pairs known, once each."""
    _pairs.extend(pair for pair in pairs if pair not in _pairs)


def conflict(post: str, held: Iterable[str]) -> Apart | None:
    """The first pair that ``post`` forms with one of the posts held."""
    held = frozenset(held)
    return next((pair for pair in _pairs if pair.partner(post) in held), None)


def every() -> Iterator[Apart]:
    """All pairs."""
    return iter(_pairs)


CHECKS = _("Who takes money does not check it, and does not approve voids or refunds.")
KERNEL_PAIRS = tuple(
    Apart("CASHIER", other, CHECKS)
    for other in (
        posts.FINANCE,
        posts.AUDITOR,
        posts.CS_SUPERVISOR,
        posts.OFFICE_MANAGER,
        posts.COMPANY_MANAGER,
    )
) + (
    Apart("CASHIER", "ARCHIVIST", _("Who takes money does not keep the vouchers.")),
    Apart(
        "RENOVATION_CLERK",
        posts.MAINT_SUPERVISOR,
        _("Who takes in an application does not verify its alterations."),
    ),
)
