"""What one tier said to a request: who, for whom, when; never changed again."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.approvals.models.request import Request
from propertyservice.approvals.models.sql import ONE_WHO_MAY
from propertyservice.audit.history import append_only

ZONE = "Asia/Shanghai"


class Verdict(models.TextChoices):
    """What a tier says."""

    APPROVED = "APPROVED", _("Approved")
    RETURNED = "RETURNED", _("Sent back")


@append_only
class TierDecision(models.Model):
    """One tier's word. ``decided_for`` is the holder whose deputy decided (2.0.1).

    The trigger refuses the asker, whom the case is hidden from, the deputies of both,
    who does not hold the post that day, and a tier that is not the one that waits;
    ``apart`` it copies from the request, so that the constraint holds two tiers in two
    hands.
    """

    row_security_of = "request"

    request = models.ForeignKey(Request, models.PROTECT, related_name="rulings")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(_("tier"))
    post = models.CharField(_("post"), max_length=20, blank=True)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    decided_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)
    apart = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("decision of a tier")
        verbose_name_plural = _("decisions of tiers")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "tier"], name="approvals_one_word_a_tier"
            ),
            models.UniqueConstraint(
                fields=["request", "decided_by"],
                condition=Q(apart=True),
                name="approvals_tiers_in_two_hands",
            ),
        ]
        indexes = [models.Index(fields=["decided_by", "-decided_at"])]
        triggers = [
            pgtrigger.Trigger(
                name="one_who_may",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("asked", "approvals_request%ROWTYPE"),
                    ("day", f"date := (NEW.decided_at AT TIME ZONE '{ZONE}')::date"),
                ],
                func=ONE_WHO_MAY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.tier} {self.verdict}"
