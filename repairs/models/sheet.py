"""The Repair Task Sheet (维修任务单; 4.2.2, RULES 1.2): one for each round of work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from repairs.models.codes import Result


@tracked(hidden=("resident_sign",))
class TaskSheet(models.Model):
    """What the repairer carries, fills in and brings back; amounts in yuan.

    A rework has a sheet of its own, so the first round keeps its times.
    """

    row_security_of = "repair"

    repair = models.ForeignKey("repairs.Repair", models.PROTECT, related_name="sheets")
    task_no = models.CharField(_("task number"), max_length=30, unique=True)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("repairer"),
    )
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    dispatched_at = models.DateTimeField(_("dispatched"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True)
    contained_at = models.DateTimeField(_("contained"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    price_item = models.CharField(_("price item"), max_length=80, blank=True)
    quote_amount = models.DecimalField(
        _("quote"), max_digits=14, decimal_places=2, null=True
    )
    quote_accepted_sign = models.CharField(
        _("quote accepted by"), max_length=60, blank=True
    )
    quote_accepted_at = models.DateTimeField(_("quote accepted"), null=True)
    cause = models.CharField(_("cause"), max_length=300, blank=True)
    work_done = models.CharField(_("work done"), max_length=500, blank=True)
    labour_fee = models.DecimalField(
        _("labour"), max_digits=14, decimal_places=2, default=0
    )
    material_fee = models.DecimalField(
        _("material"), max_digits=14, decimal_places=2, default=0
    )
    total = models.GeneratedField(
        expression=F("labour_fee") + F("material_fee"),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
        verbose_name=_("total"),
    )
    result = models.CharField(_("result"), max_length=30, choices=Result, blank=True)
    resident_check = models.CharField(
        _("trial and satisfaction"), max_length=100, blank=True
    )
    resident_sign = models.CharField(_("resident's sign"), max_length=60, blank=True)
    unsigned_reason = models.CharField(_("why unsigned"), max_length=300, blank=True)
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("inspected by"),
    )
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sheet_returned_at = models.DateTimeField(_("sheet returned"), null=True)
    reissued = models.PositiveSmallIntegerField(_("reissued"), default=0)
    receipt_no = models.CharField(_("receipt number"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("task sheet")
        verbose_name_plural = _("task sheets")
        indexes = [models.Index(fields=["finished_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["repair", "round"], name="repairs_one_sheet_a_round"
            ),
            models.CheckConstraint(
                name="repairs_fees_not_negative",
                condition=Q(labour_fee__gte=0, material_fee__gte=0),
            ),
            models.CheckConstraint(
                name="repairs_finish_has_result",
                condition=Q(finished_at=None) | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="repairs_charge_needs_quote",
                condition=Q(labour_fee=0, material_fee=0)
                | Q(quote_accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.task_no


@tracked()
class MaterialLine(models.Model):
    """One material on a task sheet."""

    row_security_of = "sheet"

    sheet = models.ForeignKey(TaskSheet, models.CASCADE, related_name="materials")
    name = models.CharField(_("name"), max_length=60)
    spec = models.CharField(_("specification"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                name="repairs_material_positive",
                condition=Q(quantity__gt=0, unit_price__gte=0, amount__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.name
