"""Where the chain of each ledger ends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The last link of one office's chain in one ledger.

    Kept by the ledger's own trigger alone; the application's role reads it. The row
    stays locked from the link to the commit, so that a chain has neither gap nor fork:
    it is the last lock of every transaction that moves money.
    """

    row_security = "office_id"
    kept_by_triggers = True

    ledger = models.CharField(_("ledger"), max_length=30)
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    link = models.PositiveBigIntegerField(_("links"), default=0)
    hash = models.CharField(_("hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of a chain")
        verbose_name_plural = _("ends of chains")
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "office"], name="ledger_one_chain_an_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.office_id}: {self.link}"
