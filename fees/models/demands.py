"""Demands of what is owed, one after the other, with their proof (RULES 4.4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from propertyservice.audit.history import append_only
from propertyservice.estate.models.scoped import ScopedQuerySet


class DemandKind(models.TextChoices):
    """How a household was asked, in the order of RULES 4.4."""

    MESSAGE = "MESSAGE", _("Message")
    CALL = "CALL", pgettext_lazy("dunning", "Telephone call")
    VISIT = "VISIT", pgettext_lazy("dunning", "Visit at home")
    NOTICE = "NOTICE", _("Written notice")
    COMMITTEE = "COMMITTEE", _("Owners' committee")
    LAWYER = "LAWYER", _("Lawyer's letter")
    PROMISE = "PROMISE", _("Debtor's promise")


@append_only
class Demand(models.Model):
    """One demand (催缴): it begins the limitation anew, so its proof is kept.

    ``amount`` is what was owed at the time, in yuan. ``term_on`` is the day until which
    a written notice lets the household pay. It never stops a service.
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="demands")
    kind = models.CharField(_("kind"), max_length=9, choices=DemandKind)
    on = models.DateField(_("demanded on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    lines = models.PositiveIntegerField(_("lines"))
    term_on = models.DateField(_("to be paid until"), null=True, blank=True)
    proof = models.CharField(_("proof"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded"), db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        indexes = [
            models.Index(fields=["unit", "-on"]),
            models.Index(fields=["office", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="fees_demand_has_proof",
                condition=~Q(proof="") & Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="fees_demand_term",
                condition=Q(term_on=None) | Q(term_on__gte=models.F("on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
