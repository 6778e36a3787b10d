"""Findings of the reconciliation: the register, one of them, its answer (4.8.5)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.findings import SettleForm
from fees.models import CheckFinding, CheckStatus
from fees.transitions.reconciling import BY_NAME, STEPS
from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.acts import Arrangement, acts_for
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.steps import StepForm, Stepping, step_page
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.workflow.why import explanation

RIGHT = "fees.view_findings"
LAID = Arrangement(steps=STEPS)
WORDS = {"answer": (lazy("Explanation"), str)}


class FindingFilter(FilterSet):
    """Conditions on findings."""

    class Meta:
        model = CheckFinding
        fields = ("check_code",)


class FindingRegister(lists.Register):
    """What did not agree, the latest first."""

    key = "fees.findings"
    title = lazy("Findings of the reconciliation")
    url_name = "fees:findings"
    icon = "warn"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda f: lists.number(f.get_absolute_url(), f.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column("what", lazy("Finding"), lambda f: f.what, "wide clip"),
        lists.Column(
            "check", lazy("Check"), lambda f: f.get_check_code_display(), "no off"
        ),
        lists.Column("date", lazy("Date"), lambda f: formats.day(f.date), "no"),
        lists.Column("status", lazy("Status"), badges.status, "end"),
        lists.Column("office", lazy("Office"), lambda f: str(f.office), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("open", lazy("To be explained"), Q(status=CheckStatus.OPEN)),
        lists.View("all", lazy("All")),
    )
    filterset = FindingFilter
    bar = ("check_code",)
    empty = lazy("Everything agrees")

    def base(self, user: Staff) -> QuerySet[CheckFinding]:
        """Findings of the offices he looks after."""
        return CheckFinding.objects.filter(
            office__in=user.offices_for(RIGHT)
        ).select_related("register", "office")


REGISTER = FindingRegister()


@require_safe
@permission(RIGHT)
def index(request: StaffRequest) -> HttpResponse:
    """The register of findings."""
    return lists.respond(request, REGISTER)


def finding_of(user: Staff, number: str) -> CheckFinding:
    """A finding with what its page reads; 404 for another office's."""
    if not user.may_anywhere(RIGHT):
        raise PermissionDenied(_("Your post does not include this act."))
    seen = CheckFinding.objects.visible_to(user).select_related("register", "office")
    found = seen.filter(register__number=number).first()
    if found is None:
        raise Http404(_("There is no such finding."))
    return found


@require_safe
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """What does not agree, and what the manager said of it."""
    finding, now = finding_of(request.user, number), timezone.now()
    case, show = finding.register, request.GET.get("show", "")
    case.office = finding.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    limits = list(case.deadlines.select_related("rule_version").order_by("pk"))
    context = {
        "finding": finding,
        "record": finding,
        "chips": [chip_of(d, now, explanation(d, case, [], now)) for d in limits],
        "acts": acts_for(request.user, finding, LAID),
        "days": timeline(finding, steps, limits, show, now, words=WORDS, choices={}),
        "filters": FILTERS,
        "show": show,
    }
    return render(request, "fees/finding.html", context)


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return {"settle": SettleForm}[name]


STEPPING = Stepping(
    by_name=BY_NAME,
    form_of=form_of,
    template="fees/finding_step.html",
    find=finding_of,
    field_of={},
    record_name="finding",
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
