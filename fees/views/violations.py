"""Violations of the rules of the till (4.8.3, 4.8.5)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fees.forms.supervision import (
    STEP_FORMS,
    ViolationForm,
)
from fees.models import (
    Violation,
    ViolationStatus,
)
from fees.transitions import supervising
from fees.transitions.supervising import PURSUE, WATCH
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.acts import Arrangement
from propertyservice.ui.answers import answer
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.plaincase import plain_page
from propertyservice.ui.steps import StepForm, Stepping, step_page

FORM = ["GET", "HEAD", "POST"]
WORDS = {
    "reported_to": (pgettext_lazy("fees", "Reported to"), str),
    "investigation": (lazy("Investigation"), str),
    "decision": (pgettext_lazy("fees", "Decision"), str),
}


class ViolationFilter(FilterSet):
    """Conditions on violations."""

    class Meta:
        model = Violation
        fields = ("kind", "status")


class ViolationRegister(lists.Register):
    """Violations, the latest first; nobody sees one that names him."""

    key = "fees.violations"
    title = lazy("Violations")
    url_name = "fees:violations"
    icon = "warn"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda v: lists.number(v.get_absolute_url(), v.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column("kind", lazy("Kind"), lambda v: v.get_kind_display(), "no"),
        lists.Column("named", lazy("Who is named"), lambda v: str(v.named), "no"),
        lists.Column(
            "amount", lazy("Amount"), lambda v: formats.amount(v.amount), "num end"
        ),
        lists.Column("status", lazy("Status"), badges.status, "end"),
        lists.Column("what", lazy("What happened"), lambda v: v.what, "off clip"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("open", lazy("Open"), ~Q(status=ViolationStatus.DECIDED)),
        lists.View("all", lazy("All")),
    )
    filterset = ViolationFilter
    bar = ("kind", "status")
    new_url_name = "fees:violation-new"
    new_label = lazy("Report a violation")
    new_permission = PURSUE
    empty = lazy("No violation is recorded")

    def base(self, user: Staff) -> QuerySet[Violation]:
        """Those that this reader may see."""
        return Violation.objects.visible_to(user).select_related("register", "named")


VIOLATIONS = ViolationRegister()


@require_safe
@permission(WATCH)
def violations(request: StaffRequest) -> HttpResponse:
    """The register of violations."""
    return lists.respond(request, VIOLATIONS)


@require_http_methods(FORM)
@permission(PURSUE)
def violation_new(request: StaffRequest) -> HttpResponse:
    """Somebody broke a rule of the till."""
    form = ViolationForm(request.POST or None, offices=request.user.offices_for(PURSUE))
    return answer(
        request,
        form,
        lambda data: supervising.find(by=request.user, **data),
        title=_("Report a violation"),
        crumbs=[(reverse("fees:violations"), _("Violations"))],
        then=lambda made: made.get_absolute_url(),
        hint=_("It goes to the company within a day. Whom it names does not see it."),
    )


def violation_of(user: Staff, number: str) -> Violation:
    """A violation with what its page reads; 404 for whom it names."""
    if not user.may_anywhere(WATCH):
        raise PermissionDenied(_("Your post does not include this act."))
    rows = Violation.objects.visible_to(user).select_related(
        "register", "office", "named", "found_by", "decided_by"
    )
    found = rows.filter(register__number=number).first()
    if found is None:
        raise Http404(_("There is no such case."))
    return found


@require_safe
def violation(request: StaffRequest, number: str) -> HttpResponse:
    """What happened, and what became of it."""
    found = violation_of(request.user, number)
    return plain_page(
        request,
        found,
        Arrangement(steps=supervising.STEPS),
        title=found.register.title,
        crumbs=[(reverse("fees:violations"), _("Violations"))],
        facts=[
            (_("Kind"), found.get_kind_display(), ""),
            (_("Who is named"), str(found.named), ""),
            (_("What happened"), found.what, ""),
            (_("Amount"), formats.money(found.amount), ""),
            (_("Found by"), str(found.found_by), ""),
            (pgettext("fees", "Reported to"), found.reported_to, ""),
            (_("Investigation"), found.investigation, ""),
            (pgettext("fees", "Decision"), found.decision, ""),
        ],
        words=WORDS,
    )


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS[name]


VIOLATION_STEPS = Stepping(
    by_name=supervising.BY_NAME,
    form_of=form_of,
    template="ui/case/plain_step.html",
    find=violation_of,
    field_of={},
)


@require_http_methods(FORM)
def violation_step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, VIOLATION_STEPS)
