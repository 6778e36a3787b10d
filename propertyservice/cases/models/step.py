"""The timeline of a case: what happened, when, by whom; never changed again (4.9)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only
from propertyservice.cases import clauses
from propertyservice.cases.models.case import Case


class StepKind(models.TextChoices):
    """What a line of the timeline is."""

    STEP = "STEP", _("Step")
    NOTE = "NOTE", _("Note")
    CORRECTION = "CORRECTION", _("Correction")


@append_only
class Step(models.Model):
    """One act on a case (RULES 2.0.5).

    ``occurred_at`` before ``recorded_at`` is a late entry, 补录 when by more than the
    rule allows. ``request_id`` joins the row changes that the history kept with it.
    ``details`` holds words for people, never phones or identity numbers.
    """

    row_security_of = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind, default=StepKind.STEP)
    name = models.CharField(max_length=40)
    from_status = models.CharField(max_length=30, blank=True)
    to_status = models.CharField(max_length=30, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    occurred_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    is_late_entry = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [models.Index(fields=["case", "occurred_at"])]

    def __str__(self) -> str:
        return clauses.get(self.case.clause).step_label(self.name)
