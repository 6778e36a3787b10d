"""One line of the Household Repair Register (住户报修记录表; 4.2.2, RULES 1.1)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases.models import CaseRecord, not_itself, open_by_due
from propertyservice.workflow.status import guarded
from repairs.models.codes import (
    CLOSED,
    MOVES,
    ONLY_IF,
    Channel,
    ChargeType,
    Priority,
    ReferTo,
    Relation,
    Size,
    Status,
    SuspendReason,
    Trade,
)
from repairs.models.expected import EXPECTED, NOT_THERE_YET

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

# What the filter bar asks: counted from the index alone.
FILTERED = ("trade", "building", "technician", "status", "priority")
OPEN = Q(status__in=[s for s in Status.values if s not in CLOSED])


class RepairQuerySet(models.QuerySet["Repair"]):
    """Repairs, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff) -> Self:
        """All of the offices whose register he may view, and tasks he was given."""
        offices = user.offices_for("repairs.view")
        if user.office_ids <= offices:  # all of everything he sees: one index serves
            return self.filter(office__in=user.office_ids)
        return self.filter(
            Q(office__in=offices) | Q(technician=user), office__in=user.office_ids
        )

    def open(self) -> Self:
        """Those that are not closed or cancelled."""
        return self.filter(OPEN)


@tracked(hidden=("phone",))
class Repair(CaseRecord):
    """A request for repair, from the first call to the closed line of the register.

    The status changes only through ``repairs.transitions``. ``sheet`` is the task sheet
    of the present round; ``technician`` repeats its repairer for lists and scope.
    ``appointment_at`` is empty for "at once". Amounts are yuan.
    """

    CLOSED_STATUSES = CLOSED
    JUDGED_BY = ("repairs.finish",)

    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, null=True, blank=True, related_name="repairs"
    )
    place = models.ForeignKey(
        "estate.Place", models.PROTECT, null=True, blank=True, related_name="repairs"
    )
    building = models.ForeignKey(
        "estate.Building", models.PROTECT, null=True, blank=True, related_name="+"
    )
    location = models.CharField(_("room or place"), max_length=60)
    resident_name = models.CharField(_("resident's name"), max_length=60)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    description = models.TextField(_("what is wrong"), max_length=1000)
    trade = models.CharField(_("trade"), max_length=15, choices=Trade)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    size = models.CharField(_("size"), max_length=10, choices=Size, default=Size.NORMAL)
    charge_type = models.CharField(
        _("charge"), max_length=10, choices=ChargeType, default=ChargeType.FREE
    )
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    notified_at = models.DateTimeField(_("maintenance notified"), null=True)
    read_back = models.BooleanField(_("read back to the caller"), default=False)
    sheet = models.OneToOneField(
        "repairs.TaskSheet", models.PROTECT, null=True, related_name="+"
    )
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("repairer"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True)
    in_time = models.BooleanField(_("in time"), null=True, editable=False)
    sheet_returned_at = models.DateTimeField(_("sheet returned"), null=True)
    completion_remark = models.CharField(_("completion"), max_length=60, blank=True)
    callback_result = models.CharField(_("callback result"), max_length=40, blank=True)
    suspend_reason = models.CharField(
        _("reason of suspension"), max_length=20, choices=SuspendReason, blank=True
    )
    suspended_from = models.CharField(max_length=30, blank=True)
    next_action_on = models.DateField(_("next action"), null=True)
    rework_count = models.PositiveSmallIntegerField(_("reworks"), default=0)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeated_by"
    )
    incident = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined"
    )
    is_incident = models.BooleanField(_("incident"), default=False)
    referred_to = models.CharField(
        _("referred to"), max_length=10, choices=ReferTo, blank=True
    )
    referred_party = models.CharField(_("party"), max_length=80, blank=True)
    referred_no = models.CharField(_("their number"), max_length=60, blank=True)
    referral_answer = models.CharField(_("their answer"), max_length=300, blank=True)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    once_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = RepairQuerySet.as_manager()

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        indexes = [
            open_by_due("repairs_open_by_due", OPEN, FILTERED),
            models.Index(
                "office",
                EXPECTED,
                condition=NOT_THERE_YET,
                name="repairs_by_expected",
            ),
            models.Index(
                fields=["office", "-reported_at", "-register"],
                include=FILTERED,
                name="repairs_by_time",
            ),
            models.Index(
                fields=["office", "status", "-reported_at"], name="repairs_by_status"
            ),
            models.Index(
                fields=["office", "building", "-reported_at"],
                name="repairs_by_building",
            ),
            models.Index(fields=["technician", "status"], name="repairs_by_repairer"),
            models.Index(fields=["unit", "trade", "-reported_at"]),
            models.Index(
                fields=["incident"],
                condition=Q(incident__isnull=False),
                name="repairs_joined",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="repairs_somewhere",
                condition=Q(unit__isnull=False) | Q(place__isnull=False),
            ),
            models.CheckConstraint(
                name="repairs_household_has_phone",
                condition=Q(unit=None) | ~Q(phone="") | Q(channel=Channel.PATROL),
            ),
            models.CheckConstraint(
                name="repairs_remark_needs_sheet",
                condition=Q(completion_remark="") | Q(sheet_returned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="repairs_suspended_has_reason",
                condition=~Q(status=Status.SUSPENDED) | ~Q(suspend_reason=""),
            ),
            models.CheckConstraint(
                name="repairs_dispatched_has_repairer",
                condition=Q(technician__isnull=False)
                | Q(
                    status__in=[
                        Status.REGISTERED,
                        Status.CANCELLED,
                        Status.REFERRED,
                        Status.CLOSED,
                    ]
                ),
            ),
            not_itself("repairs_not_its_own_incident", "incident"),
        ]
        triggers = guarded(
            "repairs_status", MOVES, born=Status.REGISTERED, only_if=ONLY_IF
        )

    @property
    def status_words(self) -> str:
        """The status as people say it: with the reason it waits, or where it went."""
        return status_words(self)


def status_words(repair: Any) -> str:
    """The status of a repair or of its line in a list, with why it waits."""
    words = str(Status(repair.status).label)
    if repair.status == Status.SUSPENDED and repair.suspend_reason:
        why = SuspendReason(repair.suspend_reason).label
        return _("Suspended: %(why)s") % {"why": why}
    if repair.status == Status.REFERRED and repair.referred_to:
        return _("Referred: %(to)s") % {"to": ReferTo(repair.referred_to).label}
    return words
