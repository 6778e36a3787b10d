"""How a month is drawn: its seed, its order, and why each was called (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from callbacks.models import Candidate, Draw, DrawKind, Sampling, Source
from callbacks.rules.quota import key_of as order_key
from callbacks.transitions.sampling import recount
from callbacks.transitions.sampling.drawing import Occasion, draw
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Staff
from propertyservice.ui.inputs import TextField
from propertyservice.ui.toasts import toast
from repairs.models import Trade

RIGHT = "callbacks.samplings"
A_PAGE, RECOUNTED = 100, 5_000
TRADES = dict(Trade.choices)


class AddForm(forms.Form):
    """Why it is called beside the sample."""

    reason = TextField(label=lazy("Reason"), max_length=300, lines=2)


def seen_by(user: Staff) -> QuerySet[Sampling]:
    """The samplings of the offices where he may look into them."""
    return Sampling.objects.filter(office__in=user.offices_for(RIGHT))


def candidates_of(user: Staff, sampling: Sampling) -> QuerySet[Candidate]:
    """What stands in a sampling, but never what is hidden from the reader."""
    return sampling.candidates.exclude(hidden_from=user).select_related(
        "case", "rated", "callback__register", "callback__draw"
    )


@require_safe
@permission(RIGHT)
def index(request: StaffRequest) -> HttpResponse:
    """Every sampling with something in it, the newest month first."""
    found = (
        seen_by(request.user)
        .select_related("office")
        .annotate(
            base=Count(
                "candidates",
                Q(candidates__excluded="")
                & (
                    Q(candidates__hidden_from=None)
                    | ~Q(candidates__hidden_from=request.user)
                ),
            ),
        )
        .filter(base__gt=0)
        .order_by("-month", "office", "source")
    )
    page = Paginator(found, A_PAGE).get_page(asked(request, "page"))
    return render(request, "callbacks/samplings.html", {"page": page})


@require_safe
@permission(RIGHT)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Seed, order and draws of one sampling, recounted now."""
    sampling = _sampling(request, pk)
    rows: list[Any] = list(candidates_of(request.user, sampling))
    for row in rows:
        row.key = order_key(sampling.seed, row.reference)
        row.trade_words = TRADES.get(row.trade, "")
    rows.sort(key=lambda row: (row.excluded, str(row.rated or ""), row.trade, row.key))
    whole = len(rows) <= RECOUNTED
    context = {
        "sampling": sampling,
        "page": Paginator(rows, A_PAGE).get_page(asked(request, "page")),
        "draws": _draws_of(sampling),
        "recounted": whole,
        "differences": list(recount.differences([sampling])) if whole else [],
        "may_add": request.user.may("callbacks.add", sampling.office_id),
    }
    return render(request, "callbacks/sampling.html", context)


def _draws_of(sampling: Sampling) -> Sequence[Draw]:
    """The latest draws; none of complaints, whose base counts what is hidden from some
    and where everybody is called anyway."""
    if sampling.source == Source.COMPLAINT:
        return []
    draws = sampling.draws.select_related("by", "released__register")
    return list(draws.order_by("-pk")[:30])


@require_http_methods(["GET", "HEAD", "POST"])
@permission("callbacks.add")
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Staff may add one to the sample, with a reason; never remove one."""
    candidate = (
        Candidate.objects.filter(
            sampling__in=seen_by(request.user), excluded="", callback=None
        )
        .exclude(hidden_from=request.user)
        .select_related("sampling__office", "case", "rated")
        .filter(pk=pk)
        .first()
    )
    if candidate is None:
        raise Http404(_("There is nothing of this kind to call."))
    office = candidate.sampling.office
    if not request.user.may("callbacks.add", office):
        raise PermissionDenied(_("Your post does not include this act."))
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        occasion = Occasion(
            kind=DrawKind.ADDED,
            by=request.user.pk,
            reason=form.cleaned_data["reason"],
            only=candidate.pk,
        )
        if draw(office, [candidate.sampling_id], occasion):
            toast(request, _("Added: it will be called back."))
        else:
            messages.warning(request, _("Somebody has just taken it up. Look again."))
        return redirect("callbacks:sampling", candidate.sampling_id)
    context = {"candidate": candidate, "form": form}
    return render(request, "callbacks/add.html", context)


def _sampling(request: StaffRequest, pk: int) -> Sampling:
    found = seen_by(request.user).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such sampling."))
    return found
