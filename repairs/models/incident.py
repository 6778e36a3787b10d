"""Calls that are counted on an incident instead of opening the 40th repair."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked


@tracked(hidden=("phone",))
class IncidentReport(models.Model):
    """One more household that reports a known incident (edge case 14).

    Everyone who called is answered: ``answered_at`` says when.
    """

    row_security_of = "incident"

    incident = models.ForeignKey(
        "repairs.Repair", models.PROTECT, related_name="reports"
    )
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="+")
    resident_name = models.CharField(_("resident's name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("report of an incident")
        verbose_name_plural = _("reports of an incident")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "unit"], name="repairs_one_report_a_household"
            )
        ]

    def __str__(self) -> str:
        return self.resident_name
