"""Statements of bank, terminal and apps, and what their lines are (RULES 4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from fees.models.charges import VIEW
from fees.models.codes import Account
from propertyservice.audit.history import append_only, tracked

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

STATED = (Account.TRANSFER, Account.POS, Account.WECHAT, Account.ALIPAY)
"""The accounts that somebody else keeps a statement of."""


@append_only
class Statement(models.Model):
    """One imported file. ``digest`` is its sha256: the same file comes in once."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    account = models.CharField(_("account"), max_length=10, choices=Account)
    name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64)
    lines = models.PositiveIntegerField(_("lines"))
    known = models.PositiveIntegerField(_("known before"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("imported"), db_default=Now())

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "digest"], name="fees_statement_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LineState(models.TextChoices):
    """What became of a line of a statement."""

    NEW = "NEW", _("Not matched")
    MATCHED = "MATCHED", _("Matched")
    EXPLAINED = "EXPLAINED", _("Explained by hand")


class StatementLineQuerySet(models.QuerySet[Any]):
    """Lines of statements."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose money this person may see."""
        return self.filter(office__in=user.offices_for(VIEW))


@tracked()
class StatementLine(models.Model):
    """One line of a statement: what came in (above zero) or went out, in yuan.

    ``digest`` tells the line apart in whatever file it stands. ``entry`` is the line of
    the journal it is, ``day`` the cashier's day whose cash it is; ``reason`` says why,
    where a person matched or explained it.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows")
    account = models.CharField(_("account"), max_length=10, choices=Account)
    digest = models.CharField(max_length=64)
    on = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reference = models.CharField(_("trade number"), max_length=64, blank=True)
    party = models.CharField(_("other party"), max_length=120, blank=True)
    memo = models.CharField(_("memo"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=LineState, default=LineState.NEW
    )
    entry = models.OneToOneField(
        "fees.Entry", models.PROTECT, null=True, related_name="stated"
    )
    day = models.OneToOneField(
        "fees.CashierDay", models.PROTECT, null=True, related_name="stated"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        indexes = [models.Index(fields=["office", "state", "-on", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "account", "digest"], name="fees_stated_once"
            ),
            models.CheckConstraint(
                name="fees_match_names_what",
                condition=Q(state=LineState.NEW, entry=None, day=None)
                | (
                    Q(state=LineState.MATCHED)
                    & (
                        Q(entry__isnull=False, day=None)
                        | Q(entry=None, day__isnull=False)
                    )
                )
                | (Q(state=LineState.EXPLAINED, entry=None, day=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"
