"""Notices as their recipient reads them."""

from __future__ import annotations

from django.db.models import F, QuerySet

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.workflow import notices
from propertyservice.workflow.models import Notice, NoticeLine

UNREAD_FIRST = (F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def of(user: Staff) -> QuerySet[Notice]:
    """Everything a person was told."""
    return notices.of(user)


def lines(seen: QuerySet[Case]) -> QuerySet[NoticeLine]:
    """The cases of notices that still exist for their reader."""
    found = NoticeLine.objects.filter(case__in=seen).select_related(
        "case__unit", "case__place"
    )
    return found.order_by(F("case__due_at").asc(nulls_last=True), "pk")
