"""A complaint that is a repair, and one about a fee (edge cases 30 and 34)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

import repairs.transitions as repairs_do
from complaints.models import Complainant, Complaint, Status
from complaints.signals import fee_disputed
from complaints.transitions import guards
from complaints.transitions.answering import UNDERWAY
from propertyservice.ledger.money import yuan
from propertyservice.workflow.transitions import Move, Refused, transition
from repairs.models import Channel as RepairChannel
from repairs.models import Relation, Repair

CHANNELS = {"PHONE": RepairChannel.PHONE, "VISIT": RepairChannel.VISIT}


@transition(
    label=lazy("Open a repair"),
    sources=[*UNDERWAY, Status.DONE],
    right="complaints.link",
    guards=[
        guards.not_about_him,
        guards.not_a_repair_yet,
        guards.registers_repairs,
    ],
    order=30,
)
def convert(
    complaint: Complaint,
    move: Move,
    *,
    trade: str,
    priority: str = "NORMAL",
    description: str = "",
) -> None:
    """It is really a repair: both numbers stay, the complaint's clocks keep running.

    The repair says nothing of the complaint: whoever it is about may see the repair.
    """
    if complaint.unit is None:
        raise Refused(
            _("The complaint names no room. Link a repair that is registered."),
            code="unit",
        )
    first = complaint.complainants.order_by("-is_spokesman", "pk").first()
    asked = repairs_do.Request(
        office=complaint.office,
        unit=complaint.unit,
        person=first.person if first else None,
        phone=_phone(complaint, first),
        resident_name=_name(first),
        relation=Relation.OWNER,
        description=(description or complaint.content)[:1000],
        trade=trade,
        priority=priority,
        channel=CHANNELS.get(complaint.channel, RepairChannel.WECHAT),
    )
    complaint.repair = repairs_do.report(asked, by=move.person)
    move.note(repair=complaint.repair.number)


@transition(
    label=lazy("Link a repair"),
    sources=[*UNDERWAY, Status.DONE],
    right="complaints.link",
    guards=[guards.not_about_him, guards.not_a_repair_yet],
    order=31,
)
def link_repair(complaint: Complaint, move: Move, *, repair: Repair) -> None:
    """The repair is registered already."""
    if repair.office_id != complaint.office_id:
        raise Refused(_("Choose a repair of this office."), code="repair")
    complaint.repair = repair
    move.note(repair=repair.number)


@transition(
    label=lazy("Dispute a fee"),
    sources=[*UNDERWAY],
    right="complaints.answer",
    guards=[guards.not_about_him],
    announces=fee_disputed,
    order=65,
)
def dispute_fee(
    complaint: Complaint, move: Move, *, item: str, amount: Decimal | None = None
) -> None:
    """The line is in dispute, what is not disputed stays due; announced to fees."""
    complaint.disputed_item = item
    complaint.disputed_amount = yuan(amount) if amount is not None else None
    move.note(item=item, amount=str(amount) if amount is not None else "")


def _name(first: Complainant | None) -> str:
    return first.name if first and first.name else str(_("anonymous"))


def _phone(complaint: Complaint, first: Complainant | None) -> str:
    phone = first.phone if first else ""
    if not phone:
        raise Refused(
            _("Nobody's telephone number is known. Link a repair that is registered."),
            code="phone",
        )
    return phone
