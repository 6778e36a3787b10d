"""The register of requests as a list and as Excel (3.1, 4.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.approvals import kinds
from propertyservice.approvals.models import Decision, Request, TierDecision
from propertyservice.organisation.models import Staff
from propertyservice.spreadsheets.columns import Column, Kind
from propertyservice.spreadsheets.exports import Export
from propertyservice.ui import chips, lists
from propertyservice.ui import status as badges
from propertyservice.ui.formats import when
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.status import Role
from propertyservice.workbench import decisions

SEE = "approvals.register"
ROLES: dict[str, Role] = {
    Decision.WAITING: "wait",
    Decision.APPROVED: "done",
    Decision.RETURNED: "bad",
    Decision.WITHDRAWN: "rest",
}
WAITING = Q(decision=Decision.WAITING)


def _kinds() -> list[tuple[str, str]]:
    return sorted((kind.code, str(kind.label)) for kind in kinds.every())


class RequestFilter(FilterSet):
    """Conditions on the register of requests."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_kinds)
    decision = django_filters.ChoiceFilter(
        label=_("Decision"), choices=Decision.choices
    )
    asker = django_filters.CharFilter(
        "asked_by__name", "icontains", label=_("Asked by")
    )
    number = django_filters.CharFilter(method="by_number", label=_("Number"))
    since = django_filters.DateFilter("asked_at", "date__gte", label=_("Asked from"))
    until = django_filters.DateFilter("asked_at", "date__lte", label=_("Asked to"))

    class Meta:
        model = Request
        fields: Sequence[str] = ()

    def by_number(
        self, queryset: QuerySet[Request], name: str, value: str
    ) -> QuerySet[Request]:
        """Of the request, or of the case it is about."""
        said = value.strip().upper().replace("\0", "")
        return queryset.filter(Q(number=said) | Q(case__number=said))


class RequestRegister(lists.Register):
    """Every request that exists for the reader: what was asked, and who decided it."""

    key = "approvals"
    title = _("Register of requests")
    url_name = "queue-register"
    icon = "stamp"
    columns = (
        lists.Column(
            "number",
            _("Request no."),
            lambda row: lists.number(row.get_absolute_url(), row.number, quiet=6),
            "wide no",
            sort="asked",
            header=True,
        ),
        lists.Column("kind", _("Kind"), lambda row: kinds.label(row.kind), "no"),
        lists.Column("title", _("Subject"), lambda row: row.case.title, "wide clip"),
        lists.Column("case", _("Case"), lambda row: _case(row), "no off"),
        lists.Column("asker", _("Asked by"), lambda row: str(row.asked_by), "no"),
        lists.Column(
            "asked", _("Asked"), lambda row: when(row.asked_at), "num off", "asked"
        ),
        lists.Column("state", _("Decision"), lambda row: _state(row), "end"),
        lists.Column("due", _("Limit"), lambda row: _chip(row), sort="due"),
        lists.Column("who", _("Decides"), lambda row: decisions.who(row), "no"),
    )
    sorts = {"asked": lists.Sort("-asked_at"), "due": lists.Sort("due_at")}
    default_sort = "asked"
    views = (
        lists.View("waiting", _("Waiting"), WAITING, sort="due"),
        lists.View("late", _("Overdue"), lambda user: WAITING & Q(due_at__lt=Now())),
        lists.View("own", _("Asked by me"), lambda user: Q(asked_by=user)),
        lists.View("mine", _("Decided by me"), lambda user: _decided_by(user)),
        lists.View("all", _("All")),
    )
    filterset = RequestFilter
    bar = ("number", "kind", "decision")
    export_url_name = "queue-export"
    empty = _("No request matches these conditions")

    def base(self, user: Staff) -> QuerySet[Request]:
        """Every request that exists for the reader, with what the cells need."""
        return Request.objects.visible_to(user).select_related(
            "case", "asked_by", "decided_by", "decided_for"
        )

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """The limits of the rows: one statement."""
        found = decisions.limits(rows, timezone.now())
        for row in rows:
            row.chip = found.get(row.pk)

    def row_css(self, row: Any) -> str:
        return "late" if row.chip and row.chip.state == "late" else ""

    def row_name(self, row: Any) -> str:
        return str(row.number)

    def whole(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order."""
        return self.matching(user, params)


def _decided_by(user: Staff) -> Q:
    ruled = TierDecision.objects.filter(decided_by=user)
    return Q(pk__in=ruled.values("request"))


def _case(row: Any) -> object:
    return lists.number(row.case.get_absolute_url(), row.case.number, quiet=6)


def _state(row: Any) -> object:
    return badges.badge(ROLES[row.decision], row.get_decision_display())


def _chip(row: Any) -> object:
    return chips.due(row.chip) if row.chip else ""


REGISTER = RequestRegister()
EXPORT = Export(
    key=REGISTER.key,
    title=REGISTER.title,
    permission=SEE,
    columns=(
        Column(_("Request no."), lambda r: r.number, Kind.IDENTIFIER),
        Column(_("Kind"), lambda r: kinds.label(r.kind)),
        Column(_("Case"), lambda r: r.case.number, Kind.IDENTIFIER),
        Column(_("Subject"), lambda r: r.case.title, Kind.LONG),
        Column(_("Reason given"), lambda r: r.reason, Kind.LONG),
        Column(_("Asked by"), lambda r: str(r.asked_by), width=12),
        Column(_("Asked"), lambda r: r.asked_at, Kind.MOMENT),
        Column(_("Decide by"), lambda r: r.due_at, Kind.MOMENT),
        Column(_("Tiers"), lambda r: decisions.tiers_in_words(r)),
        Column(_("Decision"), lambda r: r.get_decision_display(), width=10),
        Column(_("Decided by"), lambda r: decisions.who(r)),
        Column(_("Decided"), lambda r: r.decided_at, Kind.MOMENT),
        Column(_("Opinion"), lambda r: r.opinion, Kind.LONG),
    ),
    rows=REGISTER.whole,
)
