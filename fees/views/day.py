"""A cashier's day: opening it, its page, its close, the report on paper (4.8.4)."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.exports.days import sums
from fees.forms.day import STEP_FORMS, OpenForm
from fees.models import (
    NOT_HANDED_IN,
    VIEW,
    CashierDay,
    DayStatus,
)
from fees.rules.defaults import FLOAT
from fees.transitions import closing, days, reopening
from fees.transitions.closing import STEPS as CLOSING
from fees.transitions.paying import CHARGE
from propertyservice.cases.models import Step
from propertyservice.ledger.money import capitals
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office, Staff
from propertyservice.policy.in_force import in_force
from propertyservice.printing.views import print_page
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.acts import Arrangement, acts_for
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.steps import StepForm, Stepping, step_page
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.workflow.transitions import Refused
from propertyservice.workflow.why import explanation

STEPS = (*CLOSING, reopening.correct)
LAID = Arrangement(steps=STEPS, expected=("own_day", "another", "not_waiting"))
WORDS = {
    "counted": (lazy("Cash counted"), str),
    "expected": (lazy("Cash due"), str),
    "explanation": (lazy("Explanation of the difference"), str),
    "bank": (lazy("Bank and account"), str),
    "slip_no": (lazy("Bank slip no."), str),
    "carried_with": (lazy("Second person"), str),
    "carried_reason": (lazy("Why carried over"), str),
    "chain": (lazy("End of the chain"), str),
    "words": (lazy("Bank statement"), str),
}


class DayFilter(FilterSet):
    """Conditions on days."""

    class Meta:
        model = CashierDay
        fields = ("status",)


class DayRegister(lists.Register):
    """Cashiers' days, the latest first."""

    key = "fees.days"
    title = lazy("Cashiers' days")
    url_name = "fees:days"
    icon = "yuan"
    columns = (
        lists.Column(
            "number",
            lazy("Report no."),
            lambda d: lists.number(d.get_absolute_url(), d.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column(
            "date", lazy("Business date"), lambda d: formats.day(d.date), "no"
        ),
        lists.Column("cashier", lazy("Cashier"), lambda d: str(d.cashier), "no end"),
        lists.Column("status", lazy("Status"), badges.status),
        lists.Column(
            "due", lazy("Cash due"), lambda d: formats.amount(d.expected), "num end"
        ),
        lists.Column("over", lazy("Over or short"), lambda d: _over(d), "num end"),
        lists.Column("office", lazy("Office"), lambda d: str(d.office), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View("open", lazy("Not handed in"), Q(status__in=NOT_HANDED_IN)),
        lists.View(
            "bank",
            lazy("Not at the bank"),
            Q(status__in=[DayStatus.SUBMITTED, DayStatus.CARRIED]),
        ),
        lists.View("check", lazy("To reconcile"), Q(status=DayStatus.DEPOSITED)),
        lists.View("mine", lazy("Mine"), lambda user: Q(cashier=user)),
    )
    filterset = DayFilter
    bar = ("status",)
    new_url_name = "fees:second-day"
    new_label = lazy("Open another day")
    new_permission = days.ALLOW
    empty = lazy("No day matches these conditions")

    def base(self, user: Staff) -> QuerySet[CashierDay]:
        """Days of the offices whose money he sees."""
        return CashierDay.objects.filter(
            office__in=user.offices_for(VIEW)
        ).select_related("register", "cashier", "office")


def _over(day: CashierDay) -> str:
    return formats.amount(day.difference) if day.difference else ""


REGISTER = DayRegister()


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of days."""
    return lists.respond(request, REGISTER)


@require_http_methods(["GET", "HEAD", "POST"])
@permission(CHARGE)
def close(request: StaffRequest) -> HttpResponse:
    """My day: opened here, and closed on its page, the oldest first."""
    user = request.user
    mine = CashierDay.objects.filter(cashier=user).not_handed_in()
    offices = user.offices_for(CHARGE)
    if day := mine.select_related("register").order_by("date", "pk").first():
        return redirect(day)
    office = Office.objects.filter(pk__in=offices).order_by("code").first()
    if office is None:
        raise PermissionDenied(_("Your post does not include this act."))
    usual = in_force(office, timezone.localdate())[FLOAT]
    form = OpenForm(request.POST or None, initial={"float_amount": usual})
    if request.method == "POST" and form.is_valid():
        try:
            days.open_day(office, cashier=user, by=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("fees:counter")
    return render(request, "fees/open_day.html", {"form": form, "office": office})


def day_of(user: Staff, number: str) -> CashierDay:
    """A day with all its page reads; 404 for another office's."""
    if not user.may_anywhere(VIEW):
        raise PermissionDenied(_("Your post does not include this act."))
    found = (
        CashierDay.objects.visible_to(user)
        .select_related("register", "office", "cashier", "signed_by", "carried_with")
        .filter(register__number=number)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such day."))
    return found


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """What the day took in, what is left to do, what happened."""
    day, now = day_of(request.user, number), timezone.now()
    case = day.register
    case.office = day.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    deadlines = list(case.deadlines.select_related("rule_version").order_by("pk"))
    shown = [each for each in deadlines if each.state not in ("VOID", "REPLACED")]
    show = request.GET.get("show", "")
    context = {
        "day": day,
        "record": day,
        "may_reopen": day.status == DayStatus.LOCKED
        and request.user.may(reopening.ASK, day.office_id),
        "chips": [chip_of(d, now, explanation(d, case, [], now)) for d in shown],
        "acts": acts_for(request.user, day, LAID),
        "days": timeline(day, steps, deadlines, show, now, words=WORDS, choices={}),
        "filters": FILTERS,
        "show": show,
        # Blind: until the count stands, the cashier sees no sum.
        "sums": sums(day)
        if day.status != DayStatus.OPEN or request.user.pk != day.cashier_id
        else None,
    }
    return render(request, "fees/day.html", context)


@require_safe
@permission("fees.print")
def report(request: StaffRequest, number: str) -> HttpResponse:
    """收款日报表 and 缴款单 on paper, once the count stands."""
    day = day_of(request.user, number)
    if day.status == DayStatus.OPEN:
        raise Http404(_("The report is printed after the count."))
    context = {
        "day": day,
        "sums": sums(day),
        "signers": closing.signers(day),
        "notes": [
            (kind, count, Decimal(kind) * count) for kind, count in day.notes.items()
        ],
        "capitals": capitals(day.counted or 0),
        "back": day.get_absolute_url(),
    }
    return print_page(
        request,
        "fees/print_day.html",
        context,
        subject=day.number,
        office=day.office,
        url=day.get_absolute_url(),
    )


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS[name]


STEPPING = Stepping(
    by_name={step.name: step for step in STEPS},
    form_of=form_of,
    template="fees/day_step.html",
    find=day_of,
    field_of={
        "explanation": "explanation",
        "slip_no": "slip_no",
        "words": "words",
        "carried_with": "carried_with",
        "taken_over_by": "taken_over_by",
    },
    record_name="day",
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
