"""Telling people: a notice in the bell, and outside of the house where configured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from propertyservice.celery import app
from propertyservice.workflow.models import Notice, NoticeKind, NoticeLine

if TYPE_CHECKING:
    from propertyservice.cases.models import Case
    from propertyservice.organisation.models import Staff

DELIVER = "workflow.deliver"


def tell(
    recipients: Iterable[Staff], kind: str, case: Case, text: str = ""
) -> list[Notice]:
    """Write a notice about a case to each of these people, once to each; never to whom
    the case is hidden from.

    Part of the running transaction; mail and group robots follow after its commit.
    """
    people = {person.pk for person in recipients} - {case.hidden_from_id}
    notices = Notice.objects.bulk_create(
        Notice(recipient_id=person, kind=kind, text=text[:300])
        for person in sorted(people)
    )
    NoticeLine.objects.bulk_create(
        NoticeLine(notice=notice, case=case) for notice in notices
    )
    if notices and goes_outside():
        transaction.on_commit(deliver_soon, robust=True)
    return notices


def inform(person: Staff, text: str, path: str = "") -> Notice:
    """Write a notice to one person about something that is no case."""
    notice = Notice.objects.create(
        recipient=person, kind=NoticeKind.INFO, text=text[:300], path=path
    )
    if goes_outside():
        transaction.on_commit(deliver_soon, robust=True)
    return notice


def goes_outside() -> bool:
    """Whether e-mail or a group robot is configured."""
    return bool(settings.NOTICE_MAIL or settings.NOTICE_CHANNELS)


def deliver_soon() -> None:
    """Let a worker send what waits; the minute's job does it if this is lost."""
    app.send_task(DELIVER)


def of(user: Staff) -> QuerySet[Notice]:
    """What a person was told, without what told only of cases hidden from him since.

    Row-level security keeps the lines of hidden cases from him.
    """
    told = Exists(NoticeLine.objects.filter(notice=OuterRef("pk")))
    return Notice.objects.filter(told | ~Q(text=""), recipient=user)


def unread(user: Staff) -> QuerySet[Notice]:
    """What the bell shows: unread notices, newest first."""
    return of(user).filter(read_at=None).order_by("-created_at")


def mark_read(user: Staff, notices: Iterable[int] | None = None) -> int:
    """Mark these of the user's notices as read, or all of them; how many were new."""
    mine = Notice.objects.filter(recipient=user, read_at=None)
    if notices is not None:
        mine = mine.filter(pk__in=list(notices))
    return mine.update(read_at=timezone.now())
