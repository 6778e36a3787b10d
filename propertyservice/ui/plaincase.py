"""The page of a small case: facts, steps, timeline, nothing else (LOOK 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.acts import Arrangement, acts_for
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.timeline import FILTERS, timeline
from propertyservice.workflow.why import explanation

Fact = tuple[object, object, str]


def plain_page(
    request: StaffRequest,
    record: Any,
    laid: Arrangement,
    *,
    title: str,
    crumbs: Sequence[tuple[str, object]],
    facts: Iterable[Fact],
    words: Mapping[str, Any],
    template: str = "ui/case/plain.html",
    **context: Any,
) -> HttpResponse:
    """One case that was read with register and office. ``facts`` are label, value and
    address; those without a value are left out."""
    case, show, now = record.register, request.GET.get("show", ""), timezone.now()
    case.office = record.office
    steps = list(Step.objects.filter(case=case).select_related("by", "on_behalf_of"))
    limits = list(case.deadlines.select_related("rule_version").order_by("pk"))
    shown = [each for each in limits if each.state not in ("VOID", "REPLACED")]
    given = {
        "record": record,
        "title": title,
        "trail": crumbs,
        "chips": [chip_of(d, now, explanation(d, case, [], now)) for d in shown],
        "acts": acts_for(request.user, record, laid),
        "request_made": Request.objects.filter(case=case).order_by("-pk").first(),
        "facts": [each for each in facts if each[1] not in (None, "")],
        "days": timeline(record, steps, limits, show, now, words=words, choices={}),
        "filters": FILTERS,
        "show": show,
    }
    return render(request, template, {**given, **context})
