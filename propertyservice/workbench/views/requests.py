"""One request, the register of all, and their paper (``/queue/…``)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.printing.views import print_page
from propertyservice.spreadsheets.views import respond as send_excel
from propertyservice.ui import deadlines, lists
from propertyservice.ui.chips import Chip
from propertyservice.ui.toasts import toast
from propertyservice.workbench import decisions
from propertyservice.workbench.approvals import EXPORT, REGISTER, SEE
from propertyservice.workflow.why import explanation


@require_safe
@permission(SEE)
def register(request: StaffRequest) -> HttpResponse:
    """The register of requests: filters in the address, Excel, paging by key."""
    return lists.respond(request, REGISTER)


@require_safe
@permission(SEE)
def export(request: StaffRequest) -> HttpResponseBase:
    """Exactly what the register's query string filters."""
    return send_excel(request, EXPORT)


@require_safe
def show(request: StaffRequest, number: str) -> HttpResponse:
    """One request: facts, tiers, limit with its why, and the decision."""
    card = _card(request.user, number)
    seen = Case.objects.visible_to(request.user).filter(pk=card.request.case_id)
    context: dict[str, Any] = {
        "card": card,
        "chip": _why(card),
        "cards": [card],
        "view": "one",
        "refused": {},
        "opinions": {},
        "case_opens": seen.exists(),
    }
    return render(request, "workbench/request.html", context)


@require_safe
def paper(request: StaffRequest, number: str) -> HttpResponse:
    """The request on A4 with its tiers and room for signatures; numbered, logged."""
    card = _card(request.user, number)
    url = card.request.get_absolute_url()
    return print_page(
        request,
        "workbench/print_request.html",
        {"card": card, "back": url},
        subject=card.request.number,
        office=card.request.case.office,
        url=url,
        form="request",
    )


@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """The asker withdraws what nobody has decided yet."""
    found = Request.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        requests.take_back(found, by=request.user)
    except ValidationError as refusal:
        toast(request, " ".join(refusal.messages))
        return redirect(found.get_absolute_url())
    toast(request, _("Taken back · %(number)s") % {"number": found.number})
    return redirect("queue")


def _card(user: Staff, number: str) -> decisions.Card:
    found = Request.objects.visible_to(user).filter(number=number)
    cards = decisions.cards(found, user)
    if not cards:
        raise Http404
    return cards[0]


def _why(card: decisions.Card) -> Chip | None:
    """The limit of the waiting tier with its explanation."""
    case, now = card.request.case, timezone.now()
    running = (
        case.deadlines.filter(kind=card.kind.deadline)
        .select_related("rule_version")
        .order_by("-pk")
        .first()
    )
    if running is None:
        return None
    return deadlines.chip_of(running, now, explanation(running, case, (), now))
