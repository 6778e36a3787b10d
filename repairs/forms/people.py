"""Who can be given a task, and how much each has in hand."""

from __future__ import annotations

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Office, Staff
from propertyservice.planning.models import Duty
from repairs.models import Repair, Status, Trade

IN_HAND = (
    Status.DISPATCHED,
    Status.ACCEPTED,
    Status.ON_SITE,
    Status.IN_PROGRESS,
    Status.SUSPENDED,
)
TRADES = dict(Trade.choices)


def repairers(office: Office | int) -> QuerySet[Staff]:
    """Today's repairers of an office with ``in_hand`` and ``overdue``."""
    office_id = office if isinstance(office, int) else office.pk
    tasks = (
        Repair.objects.filter(
            technician=OuterRef("pk"), office=office_id, status__in=IN_HAND
        )
        .order_by()
        .values("technician")
    )
    late = tasks.filter(due_at__lt=timezone.now())
    on_duty = Duty.objects.on(timezone.now()).filter(post="TECHNICIAN")
    return (
        Staff.objects.on_post("TECHNICIAN", office_id, timezone.localdate())
        .annotate(
            in_hand=Coalesce(Subquery(tasks.values_list(Count("pk"))), 0),
            overdue=Coalesce(Subquery(late.values_list(Count("pk"))), 0),
            on_duty=Exists(on_duty.filter(office=office_id, person=OuterRef("pk"))),
        )
        .order_by("in_hand", "name")
    )


def trades_of(staff: Staff) -> str:
    """The trades of a repairer in words."""
    return "、".join(str(TRADES[code]) for code in staff.trades if code in TRADES)


def load_of(staff: Staff) -> str:
    """How much a repairer has in hand."""
    words = _("%(n)d in hand") % {"n": getattr(staff, "in_hand", 0)}
    if late := getattr(staff, "overdue", 0):
        words += _(", %(n)d overdue") % {"n": late}
    if getattr(staff, "on_duty", False):
        words += " · " + _("on duty now")
    return words


class RepairerField(forms.ModelChoiceField):
    """Choose a repairer; each is shown with trades and what he has in hand."""

    def label_from_instance(self, obj: Staff) -> str:  # type: ignore[override]
        known = " · ".join(filter(None, (obj.name, trades_of(obj))))
        return f"{known} · {load_of(obj)}"


def not_the_same(queryset: QuerySet[Staff], staff_id: int | None) -> QuerySet[Staff]:
    """Without the one who did it before (edge case 16)."""
    return queryset.filter(~Q(pk=staff_id)) if staff_id else queryset
