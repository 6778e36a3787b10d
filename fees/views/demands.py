"""The log of demands, and recording one (4.8.2; RULES 4.4)."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.dunning import DemandForm
from fees.models import VIEW, Demand
from fees.transitions import dunning
from fees.transitions.dunning import DUN
from propertyservice.estate.models import Unit
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused


class DemandFilter(FilterSet):
    """Conditions on demands."""

    room = django_filters.CharFilter("unit__label", label=lazy("Room"))
    demanded_from = django_filters.DateFilter("on", "gte", label=lazy("From"))
    demanded_to = django_filters.DateFilter("on", "lte", label=lazy("to"))

    class Meta:
        model = Demand
        fields = ("kind",)


class DemandRegister(lists.Register):
    """The log of demands, the latest first."""

    key = "fees.demands"
    title = lazy("Demands")
    url_name = "fees:demands"
    icon = "phone"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda d: lists.number(f"/fees/account/?unit={d.unit.code}", d.unit.label),
            "wide no",
            header=True,
        ),
        lists.Column("on", lazy("Demanded on"), lambda d: formats.stamp(d.on), "no"),
        lists.Column("kind", lazy("How"), lambda d: d.get_kind_display(), "no"),
        lists.Column("amount", lazy("Amount"), lambda d: show(d.amount), "num end"),
        lists.Column("proof", lazy("Proof"), lambda d: d.proof, "wide clip"),
        lists.Column("by", lazy("By"), lambda d: str(d.by), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (lists.View("all", lazy("All")),)
    filterset = DemandFilter
    bar = ("kind", "room", "demanded_from", "demanded_to")
    empty = lazy("No demand matches these conditions")

    def base(self, user: Staff) -> QuerySet[Demand]:
        """Demands of the offices whose money he sees."""
        rows = Demand.objects.filter(office__in=user.offices_for(VIEW))
        return rows.select_related("unit", "by")


DEMANDS = DemandRegister()


@require_safe
@permission(VIEW)
def demands(request: StaffRequest) -> HttpResponse:
    """The log of every demand."""
    return lists.respond(request, DEMANDS)


@require_http_methods(["POST"])
@permission(DUN)
def demand(request: StaffRequest) -> HttpResponse:
    """Record one demand; back to the household's account."""
    homes = Unit.objects.filter(office__in=request.user.offices_for(DUN))
    unit = homes.select_related("office").filter(code=request.GET.get("unit")).first()
    if unit is None:
        raise Http404(_("There is no such room."))
    form, to = DemandForm(request.POST), f"{reverse('fees:account')}?unit={unit.code}"
    if form.is_valid():
        try:
            dunning.demand(unit, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            code = getattr(refusal, "code", None)
            form.add_error(code if code in form.fields else None, refusal)
        else:
            toast(request, _("Recorded."))
            return redirect(to)
    context = {"form": form, "title": _("Record a demand"), "trail": [(to, unit.label)]}
    return render(request, "ui/answer.html", {**context, "back": to})
