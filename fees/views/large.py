"""Large-fee reports (日收日报; 4.8.4)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.supervision import (
    STEP_FORMS,
)
from fees.models import (
    VIEW,
    LargeReport,
    LargeStatus,
    Voucher,
)
from fees.transitions import large
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.acts import Arrangement
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.plaincase import plain_page
from propertyservice.ui.steps import StepForm, Stepping, step_page

FORM = ["GET", "HEAD", "POST"]
WORDS = {
    "total": (lazy("Total"), str),
    "words": (lazy("Remark"), str),
}


class LargeFilter(FilterSet):
    """Conditions on reports."""

    class Meta:
        model = LargeReport
        fields = ("status",)


class LargeRegister(lists.Register):
    """Large-fee reports, the latest first."""

    key = "fees.large"
    title = lazy("Large-fee reports")
    url_name = "fees:large"
    icon = "yuan"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda r: lists.number(r.get_absolute_url(), r.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column("date", lazy("Business date"), lambda r: f"{r.date}", "no"),
        lists.Column("cashier", lazy("Cashier"), lambda r: str(r.cashier), "no"),
        lists.Column(
            "total", lazy("Total"), lambda r: formats.amount(r.total), "num end"
        ),
        lists.Column("status", lazy("Status"), badges.status, "end"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View("due", lazy("To be reported"), Q(status=LargeStatus.DUE)),
        lists.View("new", lazy("To be read"), Q(status=LargeStatus.REPORTED)),
    )
    filterset = LargeFilter
    bar = ("status",)
    empty = lazy("No large sum matches these conditions")

    def base(self, user: Staff) -> QuerySet[LargeReport]:
        """Reports of the offices whose money he sees."""
        rows = LargeReport.objects.filter(office__in=user.offices_for(VIEW))
        return rows.select_related("register", "cashier")


LARGE = LargeRegister()


@require_safe
@permission(VIEW)
def large_reports(request: StaffRequest) -> HttpResponse:
    """The register of large-fee reports."""
    return lists.respond(request, LARGE)


def report_of(user: Staff, number: str) -> LargeReport:
    """A report with what its page reads; 404 for another office's."""
    if not user.may_anywhere(VIEW):
        raise PermissionDenied(_("Your post does not include this act."))
    rows = LargeReport.objects.visible_to(user).select_related(
        "register", "office", "cashier"
    )
    found = rows.filter(register__number=number).first()
    if found is None:
        raise Http404(_("There is no such report."))
    return found


@require_safe
def large_report(request: StaffRequest, number: str) -> HttpResponse:
    """The large receipts of a cashier's day."""
    report = report_of(request.user, number)
    if report.status == LargeStatus.DUE:
        receipts = list(large.large_of(report))
    else:
        known = Voucher.objects.filter(
            office=report.office_id, number__in=report.receipts
        )
        receipts = list(known.select_related("office", "unit"))
    lines = [
        (
            each.receipt_no,
            f"{formats.money(each.total)} {each.unit or ''} {each.payer_name}",
            reverse("fees:receipt", args=[each.receipt_no]),
        )
        for each in receipts
    ]
    return plain_page(
        request,
        report,
        Arrangement(steps=large.STEPS),
        title=_("Large sums of %(title)s") % {"title": report.register.title},
        crumbs=[(reverse("fees:large"), _("Large-fee reports"))],
        facts=[
            *lines,
            (_("Total"), formats.money(sum(each.total for each in receipts)), ""),
            (_("Remark"), report.words, ""),
        ],
        words=WORDS,
    )


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS[name]


LARGE_STEPS = Stepping(
    by_name=large.BY_NAME,
    form_of=form_of,
    template="ui/case/plain_step.html",
    find=report_of,
    field_of={"words": "words"},
)


@require_http_methods(FORM)
def large_step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, LARGE_STEPS)
