"""Large sums reported, cash counted by surprise, rules broken (4.8.3-4.8.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from propertyservice.audit.history import append_only, tracked
from propertyservice.cases.models import Case, CaseRecord
from propertyservice.estate.models.scoped import ScopedQuerySet
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class LargeStatus(models.TextChoices):
    """The life of a large-fee report."""

    DUE = "DUE", _("To be reported")
    REPORTED = "REPORTED", pgettext_lazy("fees", "Reported")
    READ = "READ", pgettext_lazy("fees", "Taken note of")


LARGE_MOVES: dict[str, tuple[str, ...]] = {
    LargeStatus.DUE: (LargeStatus.REPORTED,),
    LargeStatus.REPORTED: (LargeStatus.READ,),
}


class LargeReportQuerySet(models.QuerySet[Any]):
    """Large-fee reports."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(register__in=Case.objects.visible_to(user, "fee_large"))


@tracked()
class LargeReport(CaseRecord):
    """A cashier's large sums of one day, reported the same day (日收日报; 4.8.4).

    Opened by the first of them. ``receipts`` and ``total`` (yuan) are as reported; one
    that comes later the same day opens the next report.
    """

    CLOSED_STATUSES = (LargeStatus.READ,)

    cashier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("cashier"),
    )
    date = models.DateField(_("business date"))
    receipts = models.JSONField(_("receipts"), default=list)
    total = models.DecimalField(
        _("total"), max_digits=14, decimal_places=2, default=Decimal(0)
    )
    words = models.CharField(_("remark"), max_length=300, blank=True)

    objects = LargeReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("large-fee report")
        verbose_name_plural = _("large-fee reports")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "cashier", "date"],
                condition=Q(status=LargeStatus.DUE),
                name="fees_one_large_report",
            )
        ]
        triggers = guarded("fees_large_status", LARGE_MOVES, born=LargeStatus.DUE)

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(LargeStatus(self.status).label)


@append_only
class SurpriseCount(models.Model):
    """The manager's unannounced count of a drawer (突击盘点; RULES 4.6).

    ``expected`` is what the journal says at that moment plus the float, in yuan;
    ``next_number`` the book's next receipt as it lay on the counter.
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    day = models.ForeignKey(
        "fees.CashierDay", models.PROTECT, related_name="surprise_counts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("counted at"), db_default=Now())
    notes = models.JSONField(_("denominations"), default=dict)
    counted = models.DecimalField(_("cash counted"), max_digits=14, decimal_places=2)
    expected = models.DecimalField(_("cash due"), max_digits=14, decimal_places=2)
    next_number = models.PositiveBigIntegerField(_("next number"), null=True)
    books_right = models.BooleanField(_("the book agrees"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("surprise count")
        verbose_name_plural = _("surprise counts")
        indexes = [models.Index(fields=["office", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="fees_surprise_says_why",
                condition=Q(counted=F("expected"), books_right=True) | ~Q(remark=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"

    @property
    def difference(self) -> Decimal:
        """Over (above zero) or short, in yuan."""
        return self.counted - self.expected


class ViolationKind(models.TextChoices):
    """What rule of the till was broken (4.8.3, RULES 4.6)."""

    DIVERTED = "DIVERTED", _("Money diverted")
    FROM_TAKINGS = "FROM_TAKINGS", _("Paid out of the takings")
    NO_RECEIPT = "NO_RECEIPT", _("Taken without a receipt")
    SLIP = "SLIP", _("Slip of paper instead of cash")
    LATE = "LATE", _("Deposited late")
    OTHER = "OTHER", pgettext_lazy("violation", "Other")


class ViolationStatus(models.TextChoices):
    """The life of a violation."""

    FOUND = "FOUND", pgettext_lazy("violation", "Found")
    REPORTED = "REPORTED", _("Reported to the company")
    INVESTIGATED = "INVESTIGATED", _("Investigated")
    DECIDED = "DECIDED", pgettext_lazy("violation", "Decided")


VIOLATION_MOVES: dict[str, tuple[str, ...]] = {
    ViolationStatus.FOUND: (ViolationStatus.REPORTED,),
    ViolationStatus.REPORTED: (ViolationStatus.INVESTIGATED,),
    ViolationStatus.INVESTIGATED: (ViolationStatus.DECIDED,),
}


class ViolationQuerySet(models.QuerySet[Any]):
    """Violations."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose violations this person may see."""
        seen = Case.objects.visible_to(user, "fee_violations")
        return self.filter(register__in=seen)


@tracked()
class Violation(CaseRecord):
    """A broken rule of the till: found, reported upward, investigated, decided.

    Whom it names sees nothing of it and never closes it (4.8.5).
    """

    CLOSED_STATUSES = (ViolationStatus.DECIDED,)

    kind = models.CharField(_("kind"), max_length=12, choices=ViolationKind)
    named = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who is named"),
    )
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what happened"), max_length=500)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True
    )
    reported_to = models.CharField(_("reported to"), max_length=120, blank=True)
    investigation = models.CharField(_("investigation"), max_length=1000, blank=True)
    decision = models.CharField(_("decision"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ViolationQuerySet.as_manager()

    class Meta:
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        constraints = [
            models.CheckConstraint(
                name="fees_violation_says_what",
                condition=~Q(what="") & ~Q(found_by=F("named")),
            ),
            models.CheckConstraint(
                name="fees_violation_decided_by_another",
                condition=(
                    ~Q(status=ViolationStatus.DECIDED)
                    | (Q(decided_by__isnull=False) & ~Q(decision=""))
                )
                & (Q(decided_by=None) | ~Q(decided_by=F("named"))),
            ),
        ]
        triggers = guarded(
            "fees_violation_status", VIOLATION_MOVES, born=ViolationStatus.FOUND
        )

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(ViolationStatus(self.status).label)
