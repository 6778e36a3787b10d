"""The approval queue (``/queue/``): decide with the facts at hand (LOOK 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from propertyservice.approvals import kinds, requests
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case
from propertyservice.organisation.http import StaffRequest, asked, key_of
from propertyservice.organisation.models import Staff
from propertyservice.ui.toasts import toast
from propertyservice.workbench import decisions
from propertyservice.workbench.approvals import SEE

SHOWN = 50
ACTS = ("approve", "return")


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """What waits for my decision; also what I asked, and what I decided."""
    return _page(request)


@require_POST
def decide(request: StaffRequest, pk: int, act: str) -> HttpResponse:
    """Approve, or send back with an opinion, in place."""
    _known(act)
    waiting = _one(request.user, pk)
    opinion = _opinion(request.POST)
    seen = key_of(request.POST.get("tier", ""))
    waiting.tier = waiting.tier if seen is None else seen
    try:
        requests.decide(
            waiting, by=request.user, approve=act == "approve", opinion=opinion
        )
    except ValidationError as refusal:
        return _page(request, {pk: refusal.messages}, opinions={pk: opinion})
    kind = kinds.get(waiting.kind)
    said = kind.approve_label if act == "approve" else _("Sent back")
    toast(request, f"{said} · {waiting.number}")
    return redirect("queue")


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    """Several requests of one kind: a preview, then all or none."""
    given = request.POST if request.method == "POST" else request.GET
    act = given.get("act", "approve")
    _known(act)
    picked = [pk for tick in given.getlist("pick") if (pk := key_of(tick))][:SHOWN]
    rows = decisions.cards(_mine(request.user).filter(pk__in=picked), request.user)
    if not rows or len({card.kind.code for card in rows}) > 1:
        problem = _("Tick requests of one kind, then decide them together.")
        return _page(request, {0: [problem]})
    opinion = _opinion(given)
    problem = ""
    if request.method == "POST":
        problem = _decide_all(request.user, rows, act, opinion)
        if not problem:
            _say(request, rows, act)
            return redirect("queue")
    context = {"cards": rows, "act": act, "opinion": opinion, "problem": problem}
    return render(request, "workbench/queue_several.html", context)


def _opinion(given: QueryDict) -> str:
    return given.get("opinion", "").replace("\0", "")[:500]


def _decide_all(
    user: Staff, rows: Sequence[decisions.Card], act: str, opinion: str
) -> str:
    """Decide every card or none; the sentence of the first refusal."""
    try:
        with transaction.atomic():
            for card in sorted(rows, key=lambda card: card.request.case_id):
                requests.decide(
                    card.request, by=user, approve=act == "approve", opinion=opinion
                )
    except ValidationError as refusal:
        return f"{card.request.case.number}: {' '.join(refusal.messages)}"
    return ""


def _say(request: StaffRequest, rows: Sequence[Any], act: str) -> None:
    n = len(rows)
    if act == "approve":
        text = ngettext("%(n)s request approved.", "%(n)s requests approved.", n)
    else:
        text = ngettext("%(n)s request sent back.", "%(n)s requests sent back.", n)
    toast(request, text % {"n": n})


def _page(
    request: StaffRequest,
    refused: dict[int, list[str]] | None = None,
    opinions: dict[int, str] | None = None,
) -> HttpResponse:
    user, view = request.user, asked(request, "view")
    tabs = decisions.tabs(user)
    wanted = _wanted(user, view, asked(request, "kind"))
    rows = decisions.cards(wanted[:SHOWN], user)
    context = {
        "cards": rows,
        "tabs": tabs,
        "count": sum(tab.count for tab in tabs),
        "own": decisions.asked_by(user).count(),
        "view": view,
        "kind": request.GET.get("kind", ""),
        "refused": refused or {},
        "opinions": opinions or {},
        "problem": (refused or {}).get(0, ()),
        "may_register": user.may_anywhere(SEE),
    }
    return render(request, "workbench/queue.html", context)


def _wanted(user: Staff, view: str, kind: str) -> QuerySet[Request]:
    if view == "own":
        return decisions.asked_by(user).order_by(*decisions.OLDEST_LIMIT_FIRST)
    if view == "decided":
        return decisions.decided_by(user).order_by("-decided_at", "-pk")
    wanted = _mine(user).order_by(*decisions.OLDEST_LIMIT_FIRST)
    return wanted.filter(kind=kind) if kind else wanted


def _mine(user: Staff) -> QuerySet[Request]:
    return Request.objects.for_decision_by(user)


def _one(user: Staff, pk: int) -> Request:
    """A request on a case that exists for the user, or that he may decide."""
    rows = Request.objects.select_related("case")
    found = rows.filter(pk=pk, office__in=user.office_ids).first()
    if found is None:
        raise Http404
    seen = Case.objects.visible_to(user).filter(pk=found.case_id).exists()
    if not seen and not requests.may_decide(found, user):
        raise Http404
    return found


def _known(act: str) -> None:
    if act not in ACTS:
        raise Http404
