"""Asking to take a receipt back, and what was decided (RULES 4.5)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from fees.forms.undoing import ReversalForm, VoidForm
from fees.models import VIEW, Matter, MatterStatus, Voucher
from fees.transitions import matters, undoing
from fees.transitions.paying import CHARGE
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

WORDS = {"receipt": (lazy("Receipt"), str)}


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
    matter, now = _matter(request.user, number), timezone.now()
    case, show = matter.register, request.GET.get("show", "")
    case.office = matter.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    context = {
        "matter": matter,
        "record": matter,
        "request_made": Request.objects.filter(case=case).first(),
        "days": timeline(matter, steps, (), show, now, words=WORDS, choices={}),
        "filters": FILTERS,
        "show": show,
        "may_write": matter.status == MatterStatus.APPROVED
        and request.user.may(CHARGE, matter.office_id),
    }
    return render(request, "fees/matter.html", context)


@require_POST
@permission(CHARGE)
def write_red(request: StaffRequest, number: str) -> HttpResponse:
    """The red receipt of an approved reversal."""
    matter = _matter(request.user, number)
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


def _matter(user: Staff, number: str) -> Matter:
    seen = Matter.objects.visible_to(user).select_related(
        "register", "office", "voucher__office", "asked_by"
    )
    found = seen.filter(register__number=number).first()
    if found is None:
        raise Http404(_("There is no such matter."))
    return found
