"""A rule is a row with dates, a place where it holds, its source and confidence."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.organisation.models import Grade, Office
from propertyservice.policy import definitions
from propertyservice.policy.definitions import Confidence

BEGINNING = date(2000, 1, 1)


class Revision(models.Model):
    """One row, raised by triggers with every change of a rule, a day or office hours.

    Caches of rules and calendars are keyed by it, so that a change holds at once.
    """

    kept_by_triggers = True

    id = models.SmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="policy_one_revision", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.revision)


class _Days(Func):
    function = "daterange"


@tracked()
class RuleVersion(models.Model):
    """The value of a rule from a date on, for an office, a city, a grade, or all.

    The narrowest place wins: office, then city, then grade, then everywhere. A new
    version holds for cases that begin on or after ``effective_from``.
    """

    key = models.CharField(_("rule"), max_length=80)
    value = models.JSONField(_("value"))
    effective_from = models.DateField(_("in force from"), default=BEGINNING)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, verbose_name=_("office")
    )
    city = models.CharField(_("city"), max_length=30, blank=True)
    grade = models.CharField(
        _("service grade"), max_length=10, choices=Grade, blank=True
    )
    source = models.CharField(_("source"), max_length=200)
    confidence = models.CharField(
        _("confidence"), max_length=2, choices=[(c.value, c.value) for c in Confidence]
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        indexes = [models.Index(fields=["key", "effective_from"])]
        constraints = [
            models.CheckConstraint(
                name="policy_rule_in_order",
                condition=Q(effective_to=None)
                | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="policy_rule_one_place",
                condition=Q(office=None, city="")
                | Q(office=None, grade="")
                | Q(city="", grade=""),
            ),
            ExclusionConstraint(
                name="policy_rule_no_overlap",
                expressions=[
                    (F("key"), RangeOperators.EQUAL),
                    (Coalesce(F("office"), Value(0)), RangeOperators.EQUAL),
                    (F("city"), RangeOperators.EQUAL),
                    (F("grade"), RangeOperators.EQUAL),
                    (
                        _Days(F("effective_from"), F("effective_to"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        if not definitions.known(self.key):
            return self.key
        return str(definitions.get(self.key).label)
