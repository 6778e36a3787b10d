"""One cell of the duty roster: a post in a shift, and who is on duty (值班表)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.organisation import posts

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

SEE = "shift.view"


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by time."""

    def on(self, at: datetime) -> Self:
        """Those that run at a moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def visible_to(self, user: Staff) -> Self:
        """Duties of the offices in which the user may see the roster."""
        return self.filter(office__in=user.offices_for(SEE))


@tracked()
class Duty(models.Model):
    """Somebody's duty on a post, half open: from ``starts_at`` up to ``ends_at``."""

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    post = models.CharField(_("post"), max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="duties",
        verbose_name=_("on duty"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        indexes = [models.Index(fields=["office", "-ends_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "post", "starts_at"],
                name="planning_one_on_duty_a_shift",
            ),
            models.CheckConstraint(
                name="planning_duty_in_order", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{posts.label(self.post)} {self.span}"

    @property
    def span(self) -> str:
        """Its hours, e.g. ``08:00–20:00``."""
        first, last = (
            timezone.localtime(self.starts_at),
            timezone.localtime(self.ends_at),
        )
        return f"{first:%H:%M}–{last:%H:%M}"
