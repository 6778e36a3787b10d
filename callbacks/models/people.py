"""Who wishes no calls, and who is too close to whom (edge cases 20, 21)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked


@tracked()
class DoNotCall(models.Model):
    """A household that asked not to be called, since when and until when.

    It stays in the base; where it must be called it is written to instead.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("estate.Unit", models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    words = models.CharField(_("resident's words"), max_length=300)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("wish not to be called")
        verbose_name_plural = _("wishes not to be called")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(until=None),
                name="callbacks_one_wish_a_household",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.since:%Y-%m-%d}"


@tracked()
class Relation(models.Model):
    """Two members of staff of whom neither may rate the other (edge case 20)."""

    one = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("relation"), max_length=60)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)

    class Meta:
        verbose_name = _("relation between staff")
        verbose_name_plural = _("relations between staff")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], name="callbacks_relation_once"
            ),
            models.CheckConstraint(
                name="callbacks_relation_of_two", condition=~Q(one=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}: {self.kind}"
