"""The invoice of a receipt: its number, its title, its red one (RULES 4.5; edge 95)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fees.models import Invoice, Voucher, VoucherKind
from fees.transitions.carrying import PAY_OUT
from fees.transitions.paying import CHARGE
from fees.transitions.posting import refused
from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Refused


def record_invoice(
    receipt: Voucher,
    number: str,
    *,
    by: Staff,
    title: str = "",
    basis: str = "",
    red: bool = False,
) -> Invoice:
    """Note the invoice that was written for a receipt, or the red one that undoes it.

    To another title than the payer only finance writes, with the payer's reason.
    Raises Refused when there is one, or a red one comes first.
    """
    if not (by.may(CHARGE, receipt.office_id) or by.may(PAY_OUT, receipt.office_id)):
        raise PermissionDenied(_("Your post does not include this act."))
    title = _title(receipt, title, basis, by)
    if receipt.kind != VoucherKind.RECEIPT:
        raise Refused(_("Only a receipt has an invoice."), code="number")
    if red and not Invoice.objects.filter(voucher=receipt, red=False).exists():
        raise Refused(_("There is no invoice to be undone."), code="red")
    try:
        with transaction.atomic():
            return Invoice.objects.create(
                office_id=receipt.office_id,
                voucher=receipt,
                number=number.strip(),
                title=title,
                basis=basis,
                red=red,
                by=by,
            )
    except IntegrityError as error:
        raise refused(error) from error


def _title(receipt: Voucher, title: str, basis: str, by: Staff) -> str:
    """Whom it is written to: the payer, or by finance another, with a reason."""
    title = title.strip() or receipt.payer_name or receipt.owner_name
    if not title:
        raise Refused(_("Enter the invoice's number and title."), code="title")
    known = {receipt.payer_name, receipt.owner_name} - {""}
    if not known or title in known:
        return title
    if not by.may(PAY_OUT, receipt.office_id):
        raise Refused(
            _("To another title only finance writes an invoice."), code="title"
        )
    if not basis.strip():
        raise Refused(_("Say why it is written to another."), code="basis")
    return title
