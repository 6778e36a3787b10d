"""The working-day calendar, loaded year by year from the notice (RULES 2.0.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked


class SpecialKind(models.TextChoices):
    """How a day differs from its weekday."""

    HOLIDAY = "HOLIDAY", _("Statutory holiday")
    REST_DAY = "REST_DAY", _("Adjusted rest day")
    MAKEUP_WORKDAY = "MAKEUP_WORKDAY", _("Make-up workday")


@tracked()
class CalendarYear(models.Model):
    """A year whose notice is loaded; working days of other years are refused."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    source = models.CharField(_("source"), max_length=300)
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")

    def __str__(self) -> str:
        return str(self.year)


@tracked()
class CalendarDay(models.Model):
    """A day off or a make-up workday of the notice."""

    date = models.DateField(_("date"), primary_key=True)
    year = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", verbose_name=_("year")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=SpecialKind)
    name = models.CharField(_("name"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
