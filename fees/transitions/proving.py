"""Proving the ledger: the chain, and the heads on signed daily reports (4.8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from fees.models import CashierDay, Check, Voucher
from fees.models.sql import CHAIN
from propertyservice.ledger.chain import breaks
from propertyservice.organisation.models import Office


@dataclass(frozen=True)
class Found:
    """Something that does not agree, in words; ``subject`` tells it apart."""

    check: Check
    subject: str
    what: str


def prove(office: Office) -> Iterator[Found]:
    """Every place where an office's ledger does not hold; nothing when it does."""
    for each in breaks(CHAIN, [office.pk]):
        if each.what == "end":
            words = _(
                "Vouchers are missing at the end of the chain, or the end was set."
            )
        else:
            words = _("Voucher %(link)s was changed, removed or put in.") % {
                "link": each.link
            }
        yield Found(Check.CHAIN, f"{each.what}:{each.link}", words)
    yield from _signed(office)


def _signed(office: Office) -> Iterator[Found]:
    """Even a chain that was written anew disagrees with the paper."""
    link = Voucher.objects.filter(office=office, link=OuterRef("chain_link"))
    days = (
        CashierDay.objects.filter(office=office, chain_link__gt=0)
        .annotate(now=Subquery(link.values("hash")[:1]))
        .select_related("register")
        .order_by("pk")
    )
    for day in days.iterator():
        if day.now != day.chain_hash:
            yield Found(
                Check.SIGNED,
                day.number,
                _("The report %(number)s was signed over another chain.")
                % {"number": day.number},
            )
