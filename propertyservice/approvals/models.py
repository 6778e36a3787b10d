"""A request that waits for somebody's decision; one queue for every clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.approvals import kinds
from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class Decision(models.TextChoices):
    """What became of a request."""

    WAITING = "WAITING", _("Waiting")
    APPROVED = "APPROVED", _("Approved")
    RETURNED = "RETURNED", _("Sent back")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests by who decides them."""

    def waiting(self) -> Self:
        """Those not yet decided."""
        return self.filter(decision=Decision.WAITING)

    def for_decision_by(self, user: Staff) -> Self:
        """Waiting requests of others whose decision is this user's right."""
        mine = Q(pk__in=[])
        for kind in kinds.every():
            mine |= Q(kind=kind.code, office__in=user.offices_for(kind.right))
        return self.waiting().filter(mine).exclude(asked_by=user)

    def visible_to(self, user: Staff) -> Self:
        """Requests on cases that exist for the user."""
        return self.filter(case__in=Case.objects.visible_to(user))


@tracked()
class Request(models.Model):
    """Somebody asks, another decides; nobody decides his own request.

    ``details`` are the values that the step will be taken with when it is approved.
    """

    row_security = "office_id"
    never_deleted = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    details = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(
                fields=["office", "kind", "asked_at"],
                condition=Q(decision="WAITING"),
                name="approvals_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="approvals_not_ones_own",
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("asked_by"))
                | Q(decision="WITHDRAWN"),
            ),
            models.CheckConstraint(
                name="approvals_decided_by_somebody",
                condition=Q(decision="WAITING", decided_by=None, decided_at=None)
                | (
                    ~Q(decision="WAITING")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(decision="WAITING"),
                name="approvals_one_waiting_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{kinds.label(self.kind)} {self.case_id}"
