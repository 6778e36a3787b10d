"""The manager looks after the till: surprise counts, days opened (4.8.5)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.supervision import (
    ReopenForm,
    SecondDayForm,
    SurpriseForm,
)
from fees.models import (
    CashierDay,
    SurpriseCount,
)
from fees.transitions import days, reopening, supervising
from fees.transitions.supervising import COUNT
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.answers import answer
from propertyservice.ui.lists.filters import FilterSet

FORM = ["GET", "HEAD", "POST"]


class CountFilter(FilterSet):
    """Conditions on counts."""

    class Meta:
        model = SurpriseCount
        fields: tuple[str, ...] = ()


class CountRegister(lists.Register):
    """Surprise counts, the latest first."""

    key = "fees.counts"
    title = lazy("Surprise counts")
    url_name = "fees:counts"
    icon = "eye"
    columns = (
        lists.Column(
            "at", lazy("Counted"), lambda c: formats.stamp(c.at), "wide no", header=True
        ),
        lists.Column("cashier", lazy("Cashier"), lambda c: str(c.day.cashier), "no"),
        lists.Column(
            "counted",
            lazy("Cash counted"),
            lambda c: formats.amount(c.counted),
            "num",
        ),
        lists.Column(
            "due", lazy("Cash due"), lambda c: formats.amount(c.expected), "num"
        ),
        lists.Column(
            "over",
            lazy("Over or short"),
            lambda c: formats.amount(c.difference) if c.difference else "",
            "num end",
        ),
        lists.Column("book", lazy("Book"), lambda c: _book(c), "end"),
        lists.Column("remark", lazy("Remark"), lambda c: c.remark, "off clip"),
        lists.Column("by", lazy("By"), lambda c: str(c.by), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View(
            "off",
            lazy("Not in order"),
            ~Q(counted=F("expected")) | Q(books_right=False),
        ),
    )
    filterset = CountFilter
    new_url_name = "fees:count-new"
    new_label = lazy("Count a drawer")
    new_permission = COUNT
    empty = lazy("No drawer was counted by surprise yet")

    def base(self, user: Staff) -> QuerySet[SurpriseCount]:
        """Counts of the offices he looks after."""
        rows = SurpriseCount.objects.filter(office__in=user.offices_for(COUNT))
        return rows.select_related("day__cashier", "by")


def _book(count: SurpriseCount) -> object:
    if count.books_right:
        return badges.badge("done", _("agrees"))
    return badges.badge("bad", _("differs"))


COUNTS = CountRegister()


@require_safe
@permission(COUNT)
def counts(request: StaffRequest) -> HttpResponse:
    """The register of surprise counts."""
    return lists.respond(request, COUNTS)


@require_http_methods(FORM)
@permission(COUNT)
def count(request: StaffRequest) -> HttpResponse:
    """Count a drawer unannounced; what it should hold shows afterwards."""
    form = SurpriseForm(request.POST or None, offices=request.user.offices_for(COUNT))
    return answer(
        request,
        form,
        lambda data: supervising.count_by_surprise(by=request.user, **data),
        title=_("Count a drawer"),
        crumbs=[(reverse("fees:counts"), _("Surprise counts"))],
        done=_("Recorded."),
        hint=_("Everything in the drawer, the float too, and the book beside it."),
    )


@require_http_methods(FORM)
@permission(days.ALLOW)
def second_day(request: StaffRequest) -> HttpResponse:
    """The manager opens a cashier's day though an older one is not handed in."""
    offices = request.user.offices_for(days.ALLOW)
    form = SecondDayForm(request.POST or None, offices=offices)

    def act(data: dict[str, Any]) -> CashierDay:
        cashier = data["cashier"]
        return days.open_day(
            cashier.office, cashier=cashier, by=request.user, despite=data["despite"]
        )

    return answer(
        request,
        form,
        act,
        title=_("Open another day"),
        crumbs=[(reverse("fees:days"), _("Cashiers' days"))],
        then=lambda day: day.get_absolute_url(),
        hint=_("Only when the older day can't be closed now. The reason is kept."),
    )


@require_http_methods(FORM)
@permission(reopening.ASK)
def reopen(request: StaffRequest, number: str) -> HttpResponse:
    """Ask to open a locked day again; only its bank part can be corrected then."""
    rows = CashierDay.objects.visible_to(request.user).select_related(
        "register", "office"
    )
    day = rows.filter(register__number=number).first()
    if day is None:
        raise Http404(_("There is no such day."))
    return answer(
        request,
        ReopenForm(request.POST or None),
        lambda data: reopening.ask_reopen(day, by=request.user, **data),
        title=_("Reopen a locked day"),
        crumbs=[(day.get_absolute_url(), day.number)],
        done=_("It waits for a decision."),
        hint=_("Manager and finance decide. Its receipts stay closed for good."),
        button=_("Ask"),
    )
