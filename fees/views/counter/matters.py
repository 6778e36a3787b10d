"""Fee matters: the register, one of them, its steps; taking a receipt back (4.5)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from fees.forms.asking import STEP_FORMS
from fees.forms.undoing import ReversalForm, VoidForm
from fees.models import VIEW, Matter, MatterKind, MatterStatus, Voucher
from fees.transitions import carrying, matters, undoing
from fees.transitions.deciding import SAID
from fees.transitions.paying import CHARGE
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui import formats, lists
from propertyservice.ui import status as badges
from propertyservice.ui.acts import Arrangement
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.ui.plaincase import plain_page
from propertyservice.ui.steps import StepForm, Stepping, step_page
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

WORDS = {
    "receipt": (lazy("Receipt"), str),
    "reference": (lazy("Bank's number"), str),
    "words": (lazy("What came out of it"), str),
}
STEPS = (*carrying.STEPS, matters.withdraw)
LAID = Arrangement(steps=STEPS, quiet=("withdraw",))


class MatterFilter(FilterSet):
    """Conditions on matters."""

    class Meta:
        model = Matter
        fields = ("kind", "status")


class MatterRegister(lists.Register):
    """What was asked about money, the latest first."""

    key = "fees.matters"
    title = lazy("Fee matters")
    url_name = "fees:matters"
    icon = "yuan"
    columns = (
        lists.Column(
            "number",
            lazy("Number"),
            lambda m: lists.number(m.get_absolute_url(), m.number, quiet=6),
            "wide no",
            header=True,
        ),
        lists.Column("kind", lazy("Kind"), lambda m: m.get_kind_display(), "no"),
        lists.Column("what", lazy("Matter"), lambda m: m.register.title, "wide clip"),
        lists.Column(
            "amount", lazy("Amount"), lambda m: formats.amount(m.amount), "num end"
        ),
        lists.Column("status", lazy("Status"), badges.status, "end"),
        lists.Column("by", lazy("Asked by"), lambda m: str(m.asked_by), "off no"),
    )
    sorts = {"latest": lists.Sort("-pk")}
    default_sort = "latest"
    views = (
        lists.View("all", lazy("All")),
        lists.View(
            "pay",
            lazy("To be paid by bank"),
            Q(
                status=MatterStatus.APPROVED,
                kind__in=list(carrying.PAID_OUT),
            ),
        ),
        lists.View("waits", lazy("Waiting"), Q(status=MatterStatus.ASKED)),
        lists.View(
            "disputes",
            lazy("Disputed"),
            Q(status=MatterStatus.APPROVED, kind=MatterKind.DISPUTE),
        ),
        lists.View("mine", lazy("Mine"), lambda user: Q(asked_by=user)),
    )
    filterset = MatterFilter
    bar = ("kind", "status")
    template = "fees/matters.html"
    empty = lazy("No matter matches these conditions")

    def base(self, user: Staff) -> QuerySet[Matter]:
        """Matters of the offices whose money he sees."""
        rows = Matter.objects.filter(office__in=user.offices_for(VIEW))
        return rows.select_related("register", "asked_by")


REGISTER = MatterRegister()


@require_safe
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of matters."""
    return lists.respond(request, REGISTER)


@require_http_methods(["GET", "HEAD", "POST"])
@permission(CHARGE)
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Ask to void a receipt of an open day, or to reverse it afterwards."""
    receipt = _receipt(request.user, number)
    over = undoing.day_is_over(receipt)
    form_class = ReversalForm if over else VoidForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = matters.ask_reversal if over else matters.ask_void
        try:
            matter = verb(receipt, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("It waits for a decision."))
            return redirect("fees:matter", matter.number)
    context = {"form": form, "receipt": receipt, "over": over}
    return render(request, "fees/undo.html", context)


@require_safe
@permission(VIEW)
def detail(request: StaffRequest, number: str) -> HttpResponse:
    """What was asked, what was decided, and what is left to do."""
    matter = matter_of(request.user, number)
    receipt, line = matter.voucher, matter.charge
    details = matter.details
    facts = [
        (_("Kind"), matter.get_kind_display(), ""),
        (_("Reason"), matter.reason, ""),
        (_("Amount"), formats.money(matter.amount), ""),
        (
            _("Receipt"),
            receipt.receipt_no if receipt else "",
            reverse("fees:receipt", args=[receipt.receipt_no]) if receipt else "",
        ),
        (_("Bill line"), f"{line} · {formats.money(line.owed)}" if line else "", ""),
        (_("Deposit"), str(matter.deposit.item) if matter.deposit else "", ""),
        (_("Item"), str(matter.item or ""), ""),
        *((label, details.get(key), "") for key, label in SAID.items()),
        (_("Asked by"), str(matter.asked_by), ""),
    ]
    return plain_page(
        request,
        matter,
        LAID,
        title=matter.register.title,
        crumbs=[(reverse("fees:matters"), _("Fee matters"))],
        facts=facts,
        words=WORDS,
        template="fees/matter.html",
        matter=matter,
        may_write=matter.status == MatterStatus.APPROVED
        and matter.kind == MatterKind.REVERSAL
        and request.user.may(CHARGE, matter.office_id),
    )


@require_POST
@permission(CHARGE)
def write_red(request: StaffRequest, number: str) -> HttpResponse:
    """The red receipt of an approved reversal."""
    matter = matter_of(request.user, number)
    try:
        matters.write_reversal(matter, by=request.user)
    except Refused as refusal:
        toast(request, " ".join(refusal.messages))
        return redirect("fees:matter", matter.number)
    red = Voucher.objects.select_related("office").get(matter=matter)
    return redirect("fees:receipt", red.receipt_no)


def _receipt(user: Staff, number: str) -> Voucher:
    office, _kind, digits = number.split("-")
    seen = Voucher.objects.visible_to(user).receipts()
    found = (
        seen.filter(office__code=office, number=int(digits))
        .select_related("office", "unit", "day")
        .first()
    )
    if found is None or not user.may(CHARGE, found.office_id):
        raise Http404(_("There is no such receipt."))
    return found


def matter_of(user: Staff, number: str) -> Matter:
    """A matter with what its page reads; 404 for another office's."""
    if not user.may_anywhere(VIEW):
        raise PermissionDenied(_("Your post does not include this act."))
    seen = Matter.objects.visible_to(user).select_related(
        "register",
        "office",
        "voucher__office",
        "asked_by",
        "charge__item",
        "deposit__item",
        "item",
    )
    found = seen.filter(register__number=number).first()
    if found is None:
        raise Http404(_("There is no such matter."))
    return found


def form_of(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS[name]


STEPPING = Stepping(
    by_name={step.name: step for step in STEPS},
    form_of=form_of,
    template="ui/case/plain_step.html",
    find=matter_of,
    field_of={"reference": "reference", "words": "words"},
)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """GET shows the step's form, POST takes the step."""
    return step_page(request, number, name, STEPPING)
