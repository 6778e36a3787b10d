"""Lines of statements: what is matched, and matching by hand (RULES 4.6)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.matching import MatchForm
from fees.models import (
    STATED,
    VIEW,
    CashierDay,
    Entry,
    LineState,
    StatementLine,
)
from fees.transitions import stating
from fees.transitions.closing import RECONCILE
from propertyservice.ledger.money import show
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.answers import answer
from propertyservice.ui.lists.filters import FilterSet

ROLES: dict[str, badges.Role] = {
    LineState.NEW: "wait",
    LineState.MATCHED: "done",
    LineState.EXPLAINED: "rest",
}
ALIKE = 30


class LineFilter(FilterSet):
    """Conditions on lines."""

    account = django_filters.ChoiceFilter(
        label=lazy("Account"), choices=[(each.value, each.label) for each in STATED]
    )
    day_from = django_filters.DateFilter("on", "gte", label=lazy("Date from"))
    day_to = django_filters.DateFilter("on", "lte", label=lazy("to"))

    class Meta:
        model = StatementLine
        fields: tuple[str, ...] = ()


class StatementRegister(lists.Register):
    """Lines of statements; what is not matched comes first."""

    key = "fees.statements"
    title = lazy("Statements")
    url_name = "fees:statements"
    icon = "file"
    columns = (
        lists.Column(
            "on",
            lazy("Date"),
            lambda r: lists.number(
                reverse("fees:statement-match", args=[r.pk]), formats.stamp(r.on)
            ),
            "wide no",
            header=True,
        ),
        lists.Column(
            "account", lazy("Account"), lambda r: r.get_account_display(), "no"
        ),
        lists.Column("amount", lazy("Amount"), lambda r: show(r.amount), "num end"),
        lists.Column("ref", lazy("Trade number"), lambda r: r.reference, "off no"),
        lists.Column("party", lazy("Other party"), lambda r: r.party, "clip"),
        lists.Column(
            "state",
            lazy("State"),
            lambda r: badges.badge(ROLES[r.state], r.get_state_display()),
            "end",
        ),
        lists.Column("reason", lazy("Reason"), lambda r: r.reason, "off clip"),
    )
    sorts = {"latest": lists.Sort("-on", "-pk")}
    default_sort = "latest"
    views = (
        lists.View("new", lazy("Not matched"), Q(state=LineState.NEW)),
        lists.View("all", lazy("All")),
        lists.View("hand", lazy("By hand"), ~Q(reason="")),
    )
    filterset = LineFilter
    bar = ("account", "day_from", "day_to")
    new_url_name = "fees:statement-import"
    new_label = lazy("Import a statement")
    new_permission = RECONCILE
    empty = lazy("No line matches these conditions")

    def base(self, user: Staff) -> QuerySet[StatementLine]:
        """Lines of the offices whose money he sees."""
        return StatementLine.objects.visible_to(user)


REGISTER = StatementRegister()


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of lines."""
    return lists.respond(request, REGISTER)


@require_http_methods(["GET", "HEAD", "POST"])
@permission(RECONCILE)
def match(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what a line is: a payment as large, a day's cash, something else."""
    seen = StatementLine.objects.visible_to(request.user).filter(pk=pk)
    line = seen.select_related("office", "statement").first()
    if line is None:
        raise Http404(_("There is no such line."))
    if not request.user.may(RECONCILE, line.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    form = MatchForm(request.POST or None, entries=_alike(line), days=_cash(line))

    def act(data: dict[str, Any]) -> StatementLine:
        return stating.match_by_hand(line, by=request.user, **data)

    said = " · ".join(filter(None, [line.reference, line.party, line.memo]))
    return answer(
        request,
        form,
        act,
        title=f"{line.on:%Y-%m-%d} {line.get_account_display()} {show(line.amount)}",
        crumbs=[(reverse("fees:statements"), _("Statements"))],
        done=_("Recorded."),
        hint=f"{line.get_state_display()} · {said} {line.reason}",
    )


def _alike(line: StatementLine) -> list[Entry]:
    """Payments of the same account and amount that stand on no statement."""
    stated = StatementLine.objects.filter(entry=OuterRef("pk"))
    entries = Entry.objects.filter(
        ~Exists(stated),
        office=line.office_id,
        account=line.account,
        amount=line.amount,
    ).select_related("voucher__office", "voucher__unit")
    return list(entries.order_by("-pk")[:ALIKE])


def _cash(line: StatementLine) -> list[CashierDay]:
    """Days whose cash is as much and stands on no statement."""
    if line.account != "TRANSFER":
        return []
    days = CashierDay.objects.filter(
        office=line.office_id, counted=line.amount, stated=None
    ).select_related("cashier", "register")
    return list(days.order_by("-pk")[:ALIKE])
