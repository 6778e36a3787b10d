"""A time limit of a case: when it is due, who is chased, whether it was met."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case
from propertyservice.policy.models import RuleVersion


class DeadlineState(models.TextChoices):
    """How a deadline stands. A missed one stays missed in the statistics."""

    RUNNING = "RUNNING", _("Running")
    PAUSED = "PAUSED", _("Paused")
    MET = "MET", _("Met")
    MISSED = "MISSED", _("Missed")
    VOID = "VOID", _("Not needed any more")
    REPLACED = "REPLACED", _("Replaced")


RUNNING_STATES = (DeadlineState.RUNNING, DeadlineState.PAUSED)

# The chase row follows its deadline whoever writes it: no statement of its own.
FOLLOW = """
IF NEW.state <> 'RUNNING' THEN
  DELETE FROM workflow_chase WHERE deadline_id = NEW.id;
ELSIF TG_OP = 'INSERT' OR OLD.state <> 'RUNNING'
   OR (OLD.remind_at, OLD.due_at, OLD.escalate_at)
      IS DISTINCT FROM (NEW.remind_at, NEW.due_at, NEW.escalate_at) THEN
  INSERT INTO workflow_chase (deadline_id, case_id, holder_post, supervisor_post,
                              manager_post, next_at, level, remind_at, due_at,
                              escalate_at)
  VALUES (NEW.id, NEW.case_id, NEW.holder_post, NEW.supervisor_post,
    NEW.manager_post,
    CASE WHEN NEW.remind_at IS NOT NULL AND NEW.due_at > now() THEN NEW.remind_at
         ELSE NEW.due_at END,
    CASE WHEN NEW.remind_at IS NOT NULL AND NEW.due_at > now() THEN 0 ELSE 1 END,
    NEW.remind_at, NEW.due_at, NEW.escalate_at)
  ON CONFLICT (deadline_id) DO UPDATE SET next_at = excluded.next_at,
    level = excluded.level, remind_at = excluded.remind_at,
    due_at = excluded.due_at, escalate_at = excluded.escalate_at;
END IF;
RETURN NULL;
"""


@tracked()
class Deadline(models.Model):
    """One limit of one case (4.2.1, 4.6.2; RULES 2.0.3).

    ``limit`` keeps the rule's value as it was when the case began; ``due_at`` is empty
    while an open pause makes it unknown. Chased: the holder at ``remind_at``, he and
    ``supervisor_post`` at ``due_at``, ``manager_post`` at ``escalate_at``. ``basis``
    answers "why this time?". With a ``holder_post`` it is a side limit (a request that
    waits for a decision): that post is chased in place of the case's holder, and the
    case's own next limit is not touched by it.
    """

    row_security_of = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    kind = models.CharField(_("kind"), max_length=40)
    rule_key = models.CharField(_("rule"), max_length=80)
    rule_version = models.ForeignKey(
        RuleVersion, models.PROTECT, null=True, related_name="+"
    )
    limit = models.JSONField(_("limit"))
    starts_at = models.DateTimeField(_("starts"))
    due_at = models.DateTimeField(_("due"), null=True)
    remind_at = models.DateTimeField(_("reminder"), null=True)
    escalate_at = models.DateTimeField(_("escalation"), null=True)
    pausable = models.BooleanField(default=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=DeadlineState,
        default=DeadlineState.RUNNING,
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    holder_post = models.CharField(max_length=20, blank=True, db_default="")
    supervisor_post = models.CharField(max_length=20, blank=True)
    manager_post = models.CharField(max_length=20, blank=True)
    basis = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        indexes = [
            models.Index(fields=["case", "kind"]),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=("RUNNING", "PAUSED")),
                name="workflow_deadline_running",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="workflow_deadline_ends_once",
                condition=Q(state__in=("RUNNING", "PAUSED"), ended_at=None)
                | Q(
                    state__in=("MET", "MISSED", "VOID", "REPLACED"),
                    ended_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="workflow_deadline_running_has_due",
                condition=~Q(state="RUNNING") | Q(due_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=("RUNNING", "PAUSED")),
                name="workflow_one_running_deadline_of_a_kind",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_deadline",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=FOLLOW,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    @property
    def is_running(self) -> bool:
        """Whether the limit is still to be met, paused or not."""
        return self.state in RUNNING_STATES


class Chase(models.Model):
    """When a running deadline is chased next; a slim side table without history.

    ``level``: 0 remind the holder, 1 holder and supervisor at the due time, 2 manager,
    3 and on: holder and supervisor again, once a day. Case and posts are repeated from
    the deadline, so that the chasing job need not read it.
    """

    kept_by_triggers = True
    updated_columns = ("next_at", "level")

    deadline = models.OneToOneField(
        Deadline, models.CASCADE, primary_key=True, related_name="chase"
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    holder_post = models.CharField(max_length=20, blank=True, db_default="")
    supervisor_post = models.CharField(max_length=20, blank=True)
    manager_post = models.CharField(max_length=20, blank=True)
    next_at = models.DateTimeField(db_index=True)
    level = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    escalate_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chase")
        verbose_name_plural = _("chases")

    def __str__(self) -> str:
        return f"{self.deadline_id} @ {self.next_at}"


@tracked()
class Pause(models.Model):
    """An interval in which a case's pausable clocks stand still (RULES 2.1)."""

    row_security_of = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField(_("reason"), max_length=30)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.CheckConstraint(
                name="workflow_pause_in_order",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None),
                name="workflow_one_open_pause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.case_id}"
