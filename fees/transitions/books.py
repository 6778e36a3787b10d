"""Receipt books: issued to a cashier, returned, and a number spoiled (RULES 4.5)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fees.models import Opening, ReceiptBook, SpoiledNumber
from fees.transitions.paying import CHARGE, book_in_use, open_day
from fees.transitions.posting import refused
from propertyservice.organisation.models import Office, Staff
from propertyservice.workflow.transitions import Refused

ISSUE = "fees.issue_books"


def issue(
    office: Office, *, holder: Staff, by: Staff, count: int, first: int | None = None
) -> ReceiptBook:
    """Issue the next ``count`` numbers of the office's one sequence to a cashier.

    ``first`` says where the sequence begins, for the very first book (cut-over).
    Raises PermissionDenied without the right, Refused with a sentence.
    """
    if not by.may(ISSUE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    if not 1 <= count <= 10_000:
        raise Refused(_("A book has 1 to 10,000 receipts."), code="count")
    books = ReceiptBook.objects.filter(office=office)
    last = books.aggregate(last=Max("last_number"))["last"]
    begins = last + 1 if last else first or _taken_over(office)
    try:
        with transaction.atomic():
            return ReceiptBook.objects.create(
                office=office,
                first_number=begins,
                last_number=begins + count - 1,
                next_number=begins,
                holder=holder,
                issued_by=by,
                issued_at=timezone.now(),
            )
    except IntegrityError as error:
        raise refused(error) from error


def _taken_over(office: Office) -> int:
    """The number to go on from, as the cut-over said; else 1."""
    told = Opening.objects.filter(office=office, counts__has_key="next_receipt")
    found = told.order_by("-pk").first()
    return int(found.counts["next_receipt"]) if found else 1


def take_back(book: ReceiptBook, *, by: Staff) -> ReceiptBook:
    """The book is returned and checked off; no number of it is used any more."""
    if not by.may(ISSUE, book.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            locked = ReceiptBook.objects.select_for_update().get(pk=book.pk)
            if locked.returned_at:
                raise Refused(_("This book was returned already."), code="returned")
            locked.returned_at, locked.returned_to = timezone.now(), by
            locked.save()
    except IntegrityError as error:
        raise refused(error) from error
    return locked


def spoil(
    office: Office, *, by: Staff, reason: str, number: int | None = None
) -> SpoiledNumber:
    """The next number never became a receipt; it is used up with its reason (78).

    ``number`` is the one that was looked at: sent twice, the second is refused.
    """
    if not by.may(CHARGE, office):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        with transaction.atomic():
            # The order of a payment: the book, then the day.
            book = book_in_use(office, by)
            day = open_day(office, by)
            if number is not None and number != book.next_number:
                raise Refused(
                    _("The next number is %(number)s now. Look at the paper again.")
                    % {"number": f"{book.next_number:08d}"},
                    code="number",
                )
            return SpoiledNumber.objects.create(
                office=office,
                book=book,
                number=book.next_number,
                day=day,
                by=by,
                reason=reason,
            )
    except IntegrityError as error:
        raise refused(error) from error
