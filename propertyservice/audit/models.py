"""Who looked at what, what was printed and exported, and what bulk work did (4.9)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only


class Act(models.TextChoices):
    """What was done with data that must not be touched unseen."""

    REVEAL = "REVEAL", _("Revealed")
    PRINT = "PRINT", _("Printed")
    EXPORT = "EXPORT", _("Exported")
    DOWNLOAD = "DOWNLOAD", _("Downloaded")
    ERASE = "ERASE", _("Erased")


@append_only
class AccessEntry(models.Model):
    """One act on guarded data: a masked field shown, a print, an export, a file.

    ``subject`` is the number or code of the thing, ``copy_no`` counts prints of it:
    from the second on the paper says 补打.
    """

    act = models.CharField(_("act"), max_length=10, choices=Act)
    office = models.ForeignKey(
        "organisation.Office",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("office"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    subject = models.CharField(_("subject"), max_length=120)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    copy_no = models.PositiveIntegerField(_("copy"), default=1)
    rows = models.PositiveIntegerField(_("rows"), null=True)

    class Meta:
        verbose_name = _("access entry")
        verbose_name_plural = _("access log")
        indexes = [
            models.Index(fields=["subject", "act"]),
            models.Index(fields=["office", "-at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "detail", "copy_no"],
                condition=models.Q(act="PRINT"),
                name="audit_print_numbered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.subject}"


SEALED = {"sealed": True}
"""The counts of a run that did only what is hidden from somebody: nobody reads it."""


class Run(models.Model):
    """A record of bulk work: when it ran, what it did, what it found."""

    updated_columns = ("finished_at", "counts", "findings", "error")

    job = models.CharField(_("job"), max_length=60)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    counts = models.JSONField(_("counts"), default=dict)
    findings = ArrayField(models.TextField(), default=list, verbose_name=_("findings"))
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("run record")
        verbose_name_plural = _("run records")
        indexes = [models.Index(fields=["job", "-started_at"])]

    def __str__(self) -> str:
        return f"{self.job} {self.started_at:%Y-%m-%d %H:%M}"

    def finish(self) -> None:
        """Close the record with what its fields say was done and found."""
        self.finished_at = timezone.now()
        self.save(update_fields=self.updated_columns)
