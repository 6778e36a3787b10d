"""A try to reach somebody that was no answer (RULES 2.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.models.codes import AttemptResult, Method
from propertyservice.audit.history import append_only


@append_only
class Attempt(models.Model):
    """When, by whom and how; ``daypart`` is the index of the rule's part of the day."""

    row_security_of = "callback"

    callback = models.ForeignKey(
        "callbacks.Callback", models.PROTECT, related_name="attempts"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    method = models.CharField(_("how"), max_length=10, choices=Method)
    result = models.CharField(_("result"), max_length=15, choices=AttemptResult)
    daypart = models.PositiveSmallIntegerField(_("part of the day"))
    words = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_result_display()}"
