"""A request that waits for somebody's decision; one queue for every clause."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.approvals import kinds
from propertyservice.approvals.models.sql import BORN_WAITING, IN_TURN
from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case
from propertyservice.organisation import posts

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class Decision(models.TextChoices):
    """What became of a request."""

    WAITING = "WAITING", _("Waiting")
    APPROVED = "APPROVED", _("Approved")
    RETURNED = "RETURNED", _("Sent back")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


def _of_another(user: Staff, codes: Iterable[str], offices: Iterable[int]) -> Q:
    """Not asked by, nor about, the one in whose name alone he would decide there."""
    found, codes = Q(), list(codes)
    for office in offices if user.represents else ():
        names = user.in_whose_name(codes, office)
        if len(names) == 1 and user.pk not in names:
            (holder,) = names
            theirs = Q(asked_by=holder) | Q(case__hidden_from=holder)
            found &= ~(Q(office=office) & theirs)
    return found


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests by who decides them."""

    def waiting(self) -> Self:
        """Those not yet decided."""
        return self.filter(decision=Decision.WAITING)

    def for_decision_by(self, user: Staff) -> Self:
        """Waiting requests of others whose decision is this user's, now.

        Never one about himself, nor one of which he has decided another tier when the
        rule wants two people, nor one of whom he stands in for.
        """
        mine = Q(pk__in=[])
        for kind in kinds.every():
            if offices := user.offices_for(kind.right):
                here = Q(post="", kind=kind.code, office__in=offices)
                mine |= here & _of_another(user, posts.holders(kind.right), offices)
        for post, offices in user.posts_held.items():
            here = Q(post=post, office__in=offices)
            mine |= here & _of_another(user, [post], offices)
        before = Request.objects.filter(
            pk=OuterRef("pk"), apart=True, rulings__decided_by=user
        )
        return (
            self.waiting()
            .filter(mine, ~Exists(before))
            .exclude(asked_by=user)
            .filter(Q(case__hidden_from=None) | ~Q(case__hidden_from=user))
        )

    def visible_to(self, user: Staff) -> Self:
        """Requests on cases that exist for the user, and those that are his to decide
        or were; never about himself."""
        known = Q(case__in=Case.objects.visible_to(user)) | Q(asked_by=user)
        ruled = Request.objects.filter(pk=OuterRef("pk"), rulings__decided_by=user)
        due = Request.objects.for_decision_by(user).values("pk")
        return self.filter(
            known | Exists(ruled) | Q(pk__in=due), office__in=user.office_ids
        ).filter(Q(case__hidden_from=None) | ~Q(case__hidden_from=user))


@tracked()
class Request(models.Model):
    """Somebody asks, another decides; nobody decides his own request (2.0.2).

    ``details`` are the values that the step will be taken with when it is approved.
    ``tiers`` are the posts that decide one after the other, as the rule was when the
    case began; ``tier`` is the one that waits and ``post`` who decides it. Without
    tiers, whoever has the kind's right decides. ``apart``: each tier another person.
    """

    row_security_of = "case"
    never_deleted = True

    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    details = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    level = models.CharField(_("level"), max_length=40, blank=True)
    tiers = models.JSONField(_("tiers"), default=list)
    rule_version = models.ForeignKey(
        "policy.RuleVersion", models.PROTECT, null=True, related_name="+"
    )
    apart = models.BooleanField(default=True)
    tier = models.PositiveSmallIntegerField(_("tier"), default=0)
    post = models.CharField(_("post that decides"), max_length=20, blank=True)
    due_at = models.DateTimeField(_("due"), null=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_for = models.ForeignKey(
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
            ),
            models.Index(fields=["office", "-asked_at"]),
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
                | Q(decision="WITHDRAWN", decided_at__isnull=False)
                | (
                    Q(decision__in=("APPROVED", "RETURNED"))
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(decision="WAITING"),
                name="approvals_one_waiting_of_a_kind",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="born_waiting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.decision <> 'WAITING'"),
                func=BORN_WAITING,
            ),
            pgtrigger.Trigger(
                name="in_turn",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=IN_TURN,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("queue-request", args=[self.number])

    @property
    def is_last_tier(self) -> bool:
        """Whether nobody decides after the tier that waits."""
        return self.tier + 1 >= len(self.tiers)
