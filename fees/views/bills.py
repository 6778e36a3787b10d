"""Bill runs: drafted, looked at, published; and the bill lines (4.8.1)."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from fees.forms.prices import BillForm
from fees.models import VIEW, BillRun, Charge, ChargeKind
from fees.models.charges import OPEN
from fees.rules.money import last_of
from fees.tasks import draft_bills
from fees.transitions import billing, lateness, metering, parking
from fees.transitions.billing import BILL
from fees.transitions.ceilings import check_ahead
from fees.transitions.cutover import IMPORT
from propertyservice.celery import hand_over
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import lists
from propertyservice.ui import status as badges
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

LATEST = 30
PART = re.compile(r"[0-9]{1,18}-[0-9]{1,18}$")


class LineFilter(FilterSet):
    """Conditions on bill lines."""

    kind = django_filters.ChoiceFilter(label=lazy("Kind"), choices=ChargeKind.choices)
    month_from = django_filters.DateFilter("period", "gte", label=lazy("Month from"))
    month_to = django_filters.DateFilter("period", "lte", label=lazy("Month to"))
    run = django_filters.NumberFilter(label=lazy("Bill run"))
    item = django_filters.NumberFilter(label=lazy("Item"))
    building = django_filters.NumberFilter("unit__building", label=lazy("Building"))

    class Meta:
        model = Charge
        fields: tuple[str, ...] = ()


class LineRegister(lists.Register):
    """Bill lines, the latest first."""

    key = "fees.lines"
    title = lazy("Bill lines")
    url_name = "fees:lines"
    icon = "yuan"
    columns = (
        lists.Column(
            "unit",
            lazy("Room"),
            lambda c: lists.number(c.unit.get_absolute_url(), c.unit.label),
            "wide no",
            header=True,
        ),
        lists.Column("item", lazy("Item"), lambda c: str(c.item), "no"),
        lists.Column("month", lazy("Month"), lambda c: f"{c.period:%Y-%m}", "no"),
        lists.Column(
            "days",
            lazy("Days"),
            lambda c: f"{c.starts_on:%m-%d}–{c.ends_on:%m-%d}",
            "no off",
        ),
        lists.Column("amount", lazy("Amount"), lambda c: show(c.amount), "num end"),
        lists.Column("owed", lazy("Still owed"), lambda c: show(c.owed), "num end"),
        lists.Column("state", lazy("State"), lambda c: _state(c), "end"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View(
            "posted", pgettext_lazy("bills", "Published"), Q(posted_at__isnull=False)
        ),
        lists.View("open", lazy("Owed"), OPEN),
        lists.View("draft", lazy("Drafts"), Q(posted_at=None)),
    )
    filterset = LineFilter
    bar = ("kind", "month_from", "month_to")
    empty = lazy("No bill line matches these conditions")

    def base(self, user: Staff) -> QuerySet[Charge]:
        """Lines of the offices whose money he sees."""
        return Charge.objects.visible_to(user).select_related("unit", "item")


def _state(line: Charge) -> object:
    if line.posted_at is None:
        return badges.badge("wait", _("Draft"))
    if line.owed:
        return badges.badge("work", _("Owed"))
    return badges.badge("done", pgettext("fees", "Settled"))


REGISTER = LineRegister()


@require_safe
@permission(VIEW)
def lines(request: StaffRequest) -> HttpResponse:
    """The register of bill lines."""
    return lists.respond(request, REGISTER)


@require_http_methods(["GET", "HEAD", "POST"])
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The latest runs, and the form that drafts a month."""
    user = request.user
    offices = user.offices_for(BILL)
    month = timezone.localdate().replace(day=1)
    form = BillForm(request.POST or None, offices=offices, initial={"period": month})
    if request.method == "POST":
        if not offices:
            raise PermissionDenied(_("Your post does not include this act."))
        if form.is_valid():
            try:
                run = _draft(user, **form.cleaned_data)
            except Refused as refusal:
                where = "period" if refusal.code == "period" else "what"
                form.add_error(where, refusal)
            else:
                return redirect("fees:run", run.pk)
    runs = (
        BillRun.objects.filter(office__in=user.offices_for(VIEW))
        .select_related("office", "run", "made_by")
        .order_by("-pk")[:LATEST]
    )
    context = {
        "form": form if offices else None,
        "runs": list(runs),
        "may_open": user.may_anywhere(IMPORT),
    }
    return render(request, "fees/bills.html", context)


def _draft(user: Staff, what: str, office: Any, period: Any) -> BillRun:
    """Draft a month's lines of one kind."""
    check_ahead(office, period)
    if what == "late":
        until = min(last_of(period), timezone.localdate())
        return lateness.draft_late_fees(office, until, by=user)
    kinds: dict[str, Any] = {
        "monthly": billing.begin,
        "parking": parking.draft_parking,
        "meters": metering.bill_readings,
    }
    made: BillRun = kinds[what](office, period, by=user)
    if what == "monthly":
        hand_over(draft_bills, made.pk)
    return made


@require_safe
@permission(VIEW)
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """One run by item and building: what is drafted, what is published."""
    found = _run(request.user, pk)
    lines = Charge.objects.filter(run=found)
    grouped = (
        lines.annotate(draft=Case(When(posted_at=None, then=True), default=False))
        .values(
            *("item", "item__name", "unit__building", "unit__building__name", "draft")
        )
        .annotate(n=Count("pk"), total=Sum("amount"))
        .order_by("item__name", "unit__building__name", "draft")
    )
    rows = list(grouped)
    may_bill = request.user.may(BILL, found.office_id)
    context = {
        "run": found,
        "going_on": not found.run.finished_at,
        "rows": rows,
        "total": sum(row["total"] for row in rows),
        "drafts": sum(row["n"] for row in rows if row["draft"]),
        "may_bill": may_bill and bool(found.run.finished_at),
        "may_go_on": may_bill and not found.run.finished_at,
    }
    return render(request, "fees/run.html", context)


@require_POST
@permission(BILL)
def act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Publish a run's drafts, all or some parts; throw them away; or go on drafting."""
    found = _run(request.user, pk)
    if name not in ("publish", "discard", "go-on"):
        raise Http404
    if not request.user.may(BILL, found.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    try:
        if name == "go-on":
            hand_over(draft_bills, found.pk)
            return redirect("fees:run", found.pk)
        if name == "discard":
            count = billing.discard(found, by=request.user)
        else:
            count = billing.publish(found, by=request.user, parts=_parts(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        toast(request, _("%(n)d lines.") % {"n": count})
    return redirect("fees:run", found.pk)


def _parts(request: StaffRequest) -> list[billing.Part]:
    """The parts that were ticked, ``item-building`` each. Raises Refused without one
    when only what is ticked was asked for."""
    ticked = request.POST.getlist("part")
    if request.POST.get("which") != "ticked":
        return []
    parts = [tuple(map(int, part.split("-"))) for part in ticked if PART.match(part)]
    if not parts:
        raise Refused(_("Tick what is published, or publish all of it."))
    return [(item, building) for item, building in parts]


def _run(user: Staff, pk: int) -> BillRun:
    seen = BillRun.objects.filter(office__in=user.offices_for(VIEW), pk=pk)
    found = seen.select_related("office", "run", "made_by").first()
    if found is None:
        raise Http404(_("There is no such run."))
    return found
