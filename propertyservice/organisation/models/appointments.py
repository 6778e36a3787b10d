"""Who holds which post, from when to when, and who stands in (指定专人; 2.0.1)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.organisation import posts
from propertyservice.organisation.models.offices import Company, Office


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by date."""

    def in_force(self, on: date) -> Self:
        """Those that hold on a day."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=on),
            starts_on__lte=on,
            holder__is_active=True,
        )

    def of_post(self, post: str, office: int, on: date) -> Self:
        """Those of a post that hold in an office on a day."""
        here = Q(office=office) | Q(office=None, company__offices=office)
        return self.in_force(on).filter(here, post=post)

    def with_deputy(self, on: date) -> Self:
        """Those whose deputy stands in on a day."""
        return self.filter(deputy_from__lte=on, deputy_to__gte=on)


class _Days(Func):
    """The days of an appointment, both ends included."""

    function = "daterange"


@tracked()
class Appointment(models.Model):
    """A post held by a person, appointed by the supervisor, with a deputy.

    ``office`` is empty only for company-wide posts: they hold in each office of
    ``company``. The deputy has the post's rights from ``deputy_from`` to ``deputy_to``.
    """

    post = models.CharField(_("post"), max_length=20)
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", verbose_name=_("company")
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("office"),
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("holder"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputyships",
        verbose_name=_("deputy"),
    )
    deputy_from = models.DateField(_("deputy from"), null=True, blank=True)
    deputy_to = models.DateField(_("deputy to"), null=True, blank=True)
    exclusive = models.BooleanField(default=False, editable=False)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("appointed by"),
    )
    appointed_at = models.DateTimeField(_("appointed at"), auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [models.Index(fields=["office", "post"])]
        constraints = [
            models.CheckConstraint(
                name="organisation_appointment_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="organisation_deputy_is_another",
                condition=Q(deputy=None) | ~Q(deputy=F("holder")),
            ),
            models.CheckConstraint(
                name="organisation_deputy_has_dates",
                condition=Q(deputy=None, deputy_from=None, deputy_to=None)
                | Q(
                    deputy__isnull=False,
                    deputy_from__isnull=False,
                    deputy_to__gte=F("deputy_from"),
                ),
            ),
            models.CheckConstraint(
                name="organisation_office_unless_company_wide",
                condition=Q(office__isnull=False) | Q(post__in=posts.COMPANY_WIDE),
            ),
            ExclusionConstraint(
                name="organisation_one_holder_of_a_named_post",
                expressions=[
                    (F("office"), RangeOperators.EQUAL),
                    (F("post"), RangeOperators.EQUAL),
                    (
                        _Days(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(exclusive=True),
            ),
            ExclusionConstraint(
                name="organisation_same_appointment_once",
                expressions=[
                    (F("office"), RangeOperators.EQUAL),
                    (F("post"), RangeOperators.EQUAL),
                    (F("holder"), RangeOperators.EQUAL),
                    (
                        _Days(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{posts.label(self.post)}: {self.holder}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.exclusive = posts.get(self.post).exclusive
        if self.office is not None:
            self.company = self.office.company
        super().save(*args, **kwargs)  # type: ignore[arg-type]
