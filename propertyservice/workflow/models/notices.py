"""What a person is told: one notice a run, listing the cases."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only
from propertyservice.audit.models import Run
from propertyservice.cases.models import Case
from propertyservice.workflow.models.deadlines import Deadline


class NoticeKind(models.TextChoices):
    """Why a person is told."""

    CHASE = "CHASE", _("Deadlines")
    HANDED = "HANDED", _("Handed over to you")
    DECIDED = "DECIDED", _("Decided")
    INFO = "INFO", _("For your information")


class Notice(models.Model):
    """A message to one person; a chasing run writes at most one for each.

    ``sent_at`` and ``posted_at`` are set before a message goes outside and taken back
    when it did not: nothing is sent twice. ``text`` is in the language of the house;
    ``path`` is the page of this site that it speaks of, where that is no case.
    """

    updated_columns = ("read_at", "sent_at", "posted_at", "attempts")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind)
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="notices")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)
    sent_at = models.DateTimeField(_("sent by e-mail"), null=True)
    posted_at = models.DateTimeField(_("posted to the group"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    text = models.CharField(_("text"), max_length=300, blank=True)
    path = models.CharField(_("link"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"], name="workflow_notice_of_person"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None),
                name="workflow_notice_unread",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(sent_at=None) | Q(posted_at=None),
                name="workflow_notice_unsent",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "recipient"], name="workflow_one_notice_a_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.recipient_id}"


@append_only
class NoticeLine(models.Model):
    """A case that a notice lists, and the level of the chase that put it there."""

    row_security_of = "case"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    deadline = models.ForeignKey(
        Deadline, models.CASCADE, null=True, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("line of a notice")
        verbose_name_plural = _("lines of a notice")

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.case_id}"
