"""The hand-over of a shift (交接班): a snapshot, signed by both, then frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import append_only, tracked
from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.planning.models.duty import SEE, Duty

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

FOUND = "found"
"""The source of the lines that the giver wrote himself."""

# What was given stays; once it is taken, nothing is added to either signature.
FROZEN = """
IF OLD.taken_by_id IS NOT NULL
   OR (OLD.duty_id, OLD.office_id, OLD.given_by_id, OLD.given_at)
      IS DISTINCT FROM (NEW.duty_id, NEW.office_id, NEW.given_by_id, NEW.given_at) THEN
  RAISE EXCEPTION 'a signed hand-over stays' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'planning_handover_frozen', TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
"""
# The list is written in the transaction that gives; now() is when that one began.
WITH_THE_SIGNATURE = """
IF NOT EXISTS (SELECT FROM planning_handover h WHERE h.id = NEW.handover_id
    AND h.given_at >= now() AND h.taken_by_id IS NULL) THEN
  RAISE EXCEPTION 'the list of a signed hand-over stays'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'planning_handover_frozen',
    TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
"""


class Confirmed(models.TextChoices):
    """How the receiver signed."""

    LOGIN = "LOGIN", _("logged in")
    PASSWORD = "PASSWORD", _("own password, on the giver's screen")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs by who still has to sign."""

    def visible_to(self, user: Staff) -> Self:
        """Hand-overs of the offices in which the user may see the shifts."""
        return self.filter(office__in=user.offices_for(SEE))

    def to_take_by(self, user: Staff) -> Self:
        """Given by somebody else on a post that this person holds."""
        mine = Q(pk__in=[])
        for post, offices in user.posts_held.items():
            mine |= Q(duty__post=post, office__in=offices)
        return self.filter(mine, taken_by=None).exclude(given_by=user)


@tracked()
class HandOver(models.Model):
    """What one shift of a post hands to the next (3.3, 4.9).

    Given and signed by who was on duty, taken and signed by another. The list is kept
    as it was then in ``lines``.
    """

    row_security = "office_id"
    never_deleted = True

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="handover")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("taken"), null=True)
    confirmed = models.CharField(
        _("signed by"), max_length=10, choices=Confirmed, blank=True
    )
    remark = models.CharField(_("remark of the receiver"), max_length=500, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                name="planning_handover_two_people",
                condition=Q(taken_by=None) | ~Q(taken_by=F("given_by")),
            ),
            models.CheckConstraint(
                name="planning_handover_taken_when",
                condition=Q(taken_by=None, taken_at=None, confirmed="", remark="")
                | (
                    Q(taken_by__isnull=False, taken_at__isnull=False) & ~Q(confirmed="")
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return f"{posts.label(self.duty.post)} {timezone.localtime(self.given_at):%F}"

    def get_absolute_url(self) -> str:
        return reverse("shift-handover", args=[self.pk])


@append_only
class HandOverLine(models.Model):
    """One line of the list, in the words of then; ``case`` opens what it was about."""

    row_security = "office_id"
    row_hidden_with = "case"

    handover = models.ForeignKey(HandOver, models.PROTECT, related_name="lines")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    number = models.CharField(_("number"), max_length=30, blank=True)
    text = models.CharField(_("what"), max_length=300)
    sub = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(_("limit"), null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("line of a hand-over")
        verbose_name_plural = _("lines of hand-overs")
        triggers = [
            pgtrigger.Trigger(
                name="with_the_signature",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WITH_THE_SIGNATURE,
            )
        ]

    def __str__(self) -> str:
        return self.text
