"""What an inspection found: put right within a limit, looked at again (3.1, 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from propertyservice.audit.history import tracked
from propertyservice.cases.models import CaseRecord
from propertyservice.oversight.models.inspection import VIEW, InspectionItem
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class Status(models.TextChoices):
    """Where a finding stands."""

    OPEN = "OPEN", _("To be put right")
    RECTIFIED = "RECTIFIED", _("Waits for the re-check")
    CLOSED = "CLOSED", pgettext_lazy("status", "Closed")


CLOSED = (Status.CLOSED,)
MOVES: dict[str, tuple[str, ...]] = {
    "OPEN": ("RECTIFIED",),
    "RECTIFIED": ("OPEN", "CLOSED"),
    "CLOSED": (),
}


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff) -> Self:
        """Those of offices whose inspections he reads, and those he must put right."""
        offices = user.offices_for(VIEW)
        hidden = Q(item__case__hidden_from=user)
        seen = Q(office__in=offices) | Q(responsible=user)
        return self.filter(seen, office__in=user.office_ids).filter(
            Q(item__case__hidden_from=None) | ~hidden
        )


@tracked()
class Finding(CaseRecord):
    """A finding in a case of the sample; ``responsible`` puts it right.

    Who is responsible neither finds nor re-checks it: nobody inspects himself.
    """

    CLOSED_STATUSES = CLOSED

    item = models.ForeignKey(InspectionItem, models.PROTECT, related_name="findings")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("inspector"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("responsible"),
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    content = models.CharField(_("finding"), max_length=500)
    remedy = models.CharField(_("put right"), max_length=500, blank=True)
    rectified_at = models.DateTimeField(_("put right at"), null=True)
    rechecked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("re-checked by"),
    )
    recheck_note = models.CharField(_("re-check"), max_length=500, blank=True)
    returns = models.PositiveSmallIntegerField(_("times sent back"), default=0)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [
            models.Index(fields=["office", "status", "-found_at"]),
            # The register pages by them: first due first, and the latest first.
            models.Index(fields=["due_at", "register"]),
            models.Index(fields=["-found_at", "-register"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="oversight_nobody_inspects_himself",
                condition=~Q(inspector=F("responsible")),
            ),
            models.CheckConstraint(
                name="oversight_nobody_rechecks_himself",
                condition=Q(rechecked_by=None) | ~Q(rechecked_by=F("responsible")),
            ),
            models.CheckConstraint(
                name="oversight_rectified_says_how",
                condition=Q(status=Status.OPEN)
                | (~Q(remedy="") & Q(rectified_at__isnull=False)),
            ),
        ]
        triggers = guarded("oversight_status", MOVES, born=Status.OPEN)

    @property
    def status_words(self) -> str:
        """The status for people."""
        return str(Status(self.status).label)
