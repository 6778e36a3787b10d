"""Meters and their readings (4.8.1)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.charging import MeterForm, ReadForm
from fees.models import VIEW, Meter, Reading, ReadingKind
from fees.transitions import metering
from fees.transitions.billing import BILL
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui.answers import answer
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.workflow.transitions import Refused

FORM = ["GET", "HEAD", "POST"]


class ReadingFilter(FilterSet):
    """Conditions on readings."""

    room = django_filters.CharFilter("meter__unit__label", label=lazy("Room"))
    read_from = django_filters.DateFilter("on", "gte", label=lazy("Read from"))
    read_to = django_filters.DateFilter("on", "lte", label=lazy("to"))

    class Meta:
        model = Reading
        fields: tuple[str, ...] = ()


class ReadingRegister(lists.Register):
    """Readings, the latest first."""

    key = "fees.meters"
    title = lazy("Meter readings")
    url_name = "fees:meters"
    icon = "clock"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda r: lists.number(
                reverse("fees:meter-read", args=[r.meter_id]), r.meter.unit.label
            ),
            "wide no",
            header=True,
        ),
        lists.Column("item", lazy("Item"), lambda r: str(r.meter.item), "no"),
        lists.Column("meter", lazy("Meter no."), lambda r: r.meter.number, "no off"),
        lists.Column("on", lazy("Read on"), lambda r: formats.stamp(r.on), "no"),
        lists.Column("value", lazy("Reading"), lambda r: f"{r.value:,.2f}", "num"),
        lists.Column("usage", lazy("Usage"), lambda r: f"{r.usage:,.2f}", "num end"),
        lists.Column("kind", lazy("How"), lambda r: r.get_kind_display(), "end"),
        lists.Column("note", lazy("Note"), lambda r: r.note, "off clip"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View("guessed", lazy("Estimated"), Q(kind=ReadingKind.ESTIMATE)),
    )
    filterset = ReadingFilter
    bar = ("room", "read_from", "read_to")
    template = "fees/meters.html"
    new_url_name = "fees:meter-new"
    new_label = lazy("New meter")
    new_permission = BILL
    empty = lazy("No reading matches these conditions")

    def base(self, user: Staff) -> QuerySet[Reading]:
        """Readings of the offices whose money he sees."""
        return Reading.objects.filter(office__in=user.offices_for(VIEW)).select_related(
            "meter__unit", "meter__item"
        )


REGISTER = ReadingRegister()


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of readings."""
    return lists.respond(request, REGISTER)


@require_http_methods(FORM)
@permission(BILL)
def new(request: StaffRequest) -> HttpResponse:
    """A meter, with what it shows on its first day."""
    form = MeterForm(request.POST or None, offices=request.user.offices_for(BILL))

    def act(data: dict[str, Any]) -> Reading:
        on, value = data.pop("on"), data.pop("value")
        unit = data["unit"]
        if data["item"].office_id != unit.office_id:
            raise Refused(_("These belong to several offices."), code="item")
        same = Meter.objects.filter(unit=unit, item=data["item"], number=data["number"])
        if same.exists():
            raise Refused(_("This home has this meter already."), code="number")
        with transaction.atomic():
            meter = Meter.objects.create(office_id=unit.office_id, **data)
            return metering.read(meter, on=on, value=value, by=request.user)

    return answer(
        request,
        form,
        act,
        title=_("New meter"),
        crumbs=[(reverse("fees:meters"), _("Meter readings"))],
        done=_("Entered."),
    )


@require_http_methods(FORM)
@permission(BILL)
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """What a meter shows today."""
    seen = Meter.objects.filter(pk=pk).select_related("unit", "item", "office")
    meter = seen.filter(office__in=request.user.offices_for(VIEW)).first()
    if meter is None:
        raise Http404(_("There is no such meter."))
    if not request.user.may(BILL, meter.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    last = meter.readings.order_by("-on").first()
    hint = ""
    if last:
        hint = _("Last: %(value)s on %(day)s, usage %(usage)s.") % {
            "value": f"{last.value:,.2f}",
            "day": last.on.isoformat(),
            "usage": f"{last.usage:,.2f}",
        }
    return answer(
        request,
        ReadForm(request.POST or None),
        lambda data: metering.read(meter, by=request.user, **data),
        title=_("Read: %(room)s %(item)s") % {"room": meter.unit, "item": meter.item},
        crumbs=[(reverse("fees:meters"), _("Meter readings"))],
        done=_("Entered."),
        hint=hint,
    )
