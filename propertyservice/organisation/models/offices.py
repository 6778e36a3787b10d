"""Companies and their offices (2.0)."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.numbering.numbers import SEALED


class CompanyKind(models.TextChoices):
    """Two legal persons: property company and developer (RULES 0.4)."""

    PROPERTY = "PROPERTY", _("Property company")
    DEVELOPER = "DEVELOPER", _("Developer")


class OfficeKind(models.TextChoices):
    """A management office, or a developer's after-sales department."""

    MANAGEMENT = "MANAGEMENT", _("Management office")
    DEVELOPER = "DEVELOPER", _("After-sales department")


class Grade(models.TextChoices):
    """The service grade of a project (RULES 2.0.6): a code, never compared."""

    GRADE_1 = "GRADE_1", _("Grade one")
    GRADE_2 = "GRADE_2", _("Grade two")
    GRADE_3 = "GRADE_3", _("Grade three")


@tracked()
class Company(models.Model):
    """A property company (物业公司) or a developer (开发商)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CompanyKind)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")

    def __str__(self) -> str:
        return self.name


@tracked()
class Office(models.Model):
    """A management office (管理处), or a developer's after-sales department.

    Every case belongs to one office; another office's objects do not exist for its
    staff. ``code`` is the first part of every number.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="offices", verbose_name=_("company")
    )
    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9]{2,8}$", _("Use 2 to 8 capital letters or digits.")
            )
        ],
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(
        _("kind"), max_length=10, choices=OfficeKind, default=OfficeKind.MANAGEMENT
    )
    city = models.CharField(_("city"), max_length=30, blank=True)
    grade = models.CharField(
        _("service grade"), max_length=10, choices=Grade, default=Grade.GRADE_2
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    second_factor_posts = models.JSONField(
        _("posts that need a second factor"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="organisation_office_code",
                condition=Q(code__regex=r"^[A-Z0-9]{2,8}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The company's own series of numbers is no office's."""
        if self.code == SEALED:
            sentence = _("%(code)s is the company's own series. Choose another code.")
            raise ValidationError({"code": sentence % {"code": SEALED}})


@tracked()
class OfficeHours(models.Model):
    """One service window of every day, rest days included (RULES 2.0.3).

    Without any, those of the office's grade hold. ``closes`` of 00:00 is midnight.
    """

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="hours", verbose_name=_("office")
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("00:00 means midnight."))

    class Meta:
        verbose_name = _("service hours")
        verbose_name_plural = _("service hours")
        ordering = ["opens"]
        constraints = [
            models.CheckConstraint(
                name="organisation_hours_in_order",
                condition=Q(closes__gt=F("opens")) | Q(closes=time(0)),
            ),
            models.UniqueConstraint(
                fields=["office", "opens"], name="organisation_hours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@tracked()
class Department(models.Model):
    """A department of an office, with its head (客服部, 维修部, ...)."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="departments", verbose_name=_("office")
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("head"),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"], name="organisation_department_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
