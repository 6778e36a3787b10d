"""Receipt books: one sequence of an office, cut into books (RULES 2.0.4, 4.5)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only, tracked
from propertyservice.estate.models.scoped import ScopedQuerySet

FOLLOWS = """
PERFORM pg_advisory_xact_lock(hashtextextended('fees_book', NEW.office_id));
SELECT max(last_number) INTO before FROM public.fees_receiptbook
  WHERE office_id = NEW.office_id;
IF before IS NOT NULL AND NEW.first_number <> before + 1 THEN
  RAISE EXCEPTION 'a book goes on from %', before
    USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_book_goes_on',
          TABLE = TG_TABLE_NAME;
END IF;
IF NEW.next_number <> NEW.first_number THEN
  RAISE EXCEPTION 'a new book is unused'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_book_goes_on',
          TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
"""
# Numbers move on only with the paper that carries them, one level deeper.
NUMBERS_STAY = """
IF TG_OP = 'DELETE' OR (OLD.office_id, OLD.first_number, OLD.last_number)
   IS DISTINCT FROM (NEW.office_id, NEW.first_number, NEW.last_number)
   OR (OLD.next_number <> NEW.next_number AND (pg_trigger_depth() < 2
       OR NEW.next_number <> OLD.next_number + 1))
   OR (OLD.returned_at IS NOT NULL
       AND (OLD.holder_id, OLD.returned_at) IS DISTINCT FROM
           (NEW.holder_id, NEW.returned_at)) THEN
  RAISE EXCEPTION 'the numbers of a book stay'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_book_numbers_stay',
          TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
"""
# As the owner, like the journal's: a spoiled number is used up, too.
USE_UP = """
UPDATE public.fees_receiptbook b SET next_number = b.next_number + 1
  WHERE b.id = NEW.book_id AND b.office_id = NEW.office_id
    AND b.next_number = NEW.number AND b.next_number <= b.last_number
    AND b.holder_id = NEW.by_id AND b.returned_at IS NULL;
IF NOT FOUND THEN
  RAISE EXCEPTION 'number % is not the next of this book', NEW.number
    USING ERRCODE = 'check_violation', CONSTRAINT = 'fees_number_in_order',
          TABLE = TG_TABLE_NAME;
END IF;
"""


@tracked()
class ReceiptBook(models.Model):
    """A book of receipts, issued to a cashier (领用) and returned (核销).

    It goes on where the office's last book ends, so the sequence has no gap.
    ``next_number`` is used up by the journal's trigger alone, as a receipt is written.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    first_number = models.PositiveBigIntegerField(_("first number"))
    last_number = models.PositiveBigIntegerField(_("last number"))
    next_number = models.PositiveBigIntegerField(_("next number"), editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("cashier"),
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued"))
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt book")
        verbose_name_plural = _("receipt books")
        ordering = ["first_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "first_number"], name="fees_book_once"
            ),
            models.UniqueConstraint(
                fields=["office", "holder"],
                condition=Q(returned_at=None, next_number__lte=F("last_number")),
                name="fees_one_book_in_use",
            ),
            models.CheckConstraint(
                name="fees_book_numbers_in_order",
                condition=Q(
                    first_number__gte=1,
                    last_number__gte=F("first_number"),
                    last_number__lte=99_999_999,
                    next_number__gte=F("first_number"),
                    next_number__lte=F("last_number") + 1,
                ),
            ),
            models.CheckConstraint(
                name="fees_book_issued_by_another",
                condition=~Q(issued_by=F("holder"))
                & (Q(returned_to=None) | ~Q(returned_to=F("holder"))),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fees_book_goes_on",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FOLLOWS,
                declare=[("before", "bigint")],
            ),
            pgtrigger.Trigger(
                name="fees_book_numbers_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=NUMBERS_STAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_number:08d}-{self.last_number:08d}"

    @property
    def used(self) -> int:
        """How many of its numbers are used up."""
        return self.next_number - self.first_number


@append_only
class SpoiledNumber(models.Model):
    """A number that was never a receipt: printer jam, torn sheet (edge case 78)."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    book = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="spoiled")
    number = models.PositiveBigIntegerField(_("number"))
    day = models.ForeignKey("fees.CashierDay", models.PROTECT, related_name="spoiled")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("spoiled number")
        verbose_name_plural = _("spoiled numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"], name="fees_spoiled_once"
            ),
            models.CheckConstraint(
                name="fees_spoiled_has_reason", condition=~Q(reason="")
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_spoiled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=USE_UP + "RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number:08d}"
