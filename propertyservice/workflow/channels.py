"""Notices outside of the house: e-mail to the person, one post to the group robots.

Off until ``NOTICE_MAIL`` or ``NOTICE_CHANNELS`` (apprise addresses) are set. A notice
is claimed and committed before it is sent, and given back when it could not be: killed
in between, it is not sent twice and still stands in the bell. Robots are told numbers
and subjects, no names, rooms or phones.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import apprise
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from propertyservice.cases.models import Case
from propertyservice.organisation import scope
from propertyservice.workflow.models import Notice, NoticeLine

log = logging.getLogger(__name__)

YOUNG = timedelta(hours=12)
MOST_ATTEMPTS = 5
MOST_LINES = 20
BATCH = 100


def deliver(now: datetime | None = None) -> int:
    """Send what has not gone outside yet; how many notices and posts went."""
    now = now or timezone.now()
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        if settings.NOTICE_MAIL:
            sent += sum(_mail(pk) for pk in _claim("sent_at", now, by_mail=True))
        if settings.NOTICE_CHANNELS:
            sent += _post(_claim("posted_at", now))
    return sent


def _claim(column: str, now: datetime, *, by_mail: bool = False) -> list[int]:
    """Take notices as if they were sent, so that no other worker sends them."""
    young = Notice.objects.filter(
        **{column: None}, created_at__gt=now - YOUNG, attempts__lt=MOST_ATTEMPTS
    )
    if by_mail:
        young = young.exclude(recipient__email="")
    with transaction.atomic():
        mine = list(
            young.order_by("created_at")
            .select_for_update(of=("self",), skip_locked=True)
            .values_list("pk", flat=True)[:BATCH]
        )
        Notice.objects.filter(pk__in=mine).update(**{column: now})
    return mine


def _give_back(column: str, notices: Sequence[int]) -> None:
    Notice.objects.filter(pk__in=notices).update(
        **{column: None}, attempts=F("attempts") + 1
    )


def _mail(pk: int) -> bool:
    """One notice to its recipient."""
    notice = Notice.objects.select_related("recipient").get(pk=pk)
    cases = _cases([pk])
    sign = "&" if "?" in settings.NOTICE_MAIL else "?"
    address = f"{settings.NOTICE_MAIL}{sign}to={quote(notice.recipient.email)}"
    title = f"{settings.BRAND_NAME}: {notice.get_kind_display()}"
    link = f"{settings.BASE_URL}{notice.path}" if notice.path else ""
    body = [notice.text, link, *(_listed(cases, links=True) if cases else [])]
    if _send(address, title, body):
        return True
    _give_back("sent_at", [pk])
    return False


def _post(notices: Sequence[int]) -> int:
    """One post for all; it went when one robot at least took it."""
    cases = _cases(notices)
    if not cases:
        return 0
    title = ngettext(
        "%(count)d case needs attention", "%(count)d cases need attention", len(cases)
    ) % {"count": len(cases)}
    took = [_send(each, title, _listed(cases)) for each in settings.NOTICE_CHANNELS]
    if any(took):
        return 1
    _give_back("posted_at", notices)
    return 0


def _cases(notices: Sequence[int]) -> list[Case]:
    with scope.everywhere("delivery of notices"):
        lines = NoticeLine.objects.filter(notice__in=notices)
        cases = Case.objects.filter(pk__in=lines.values("case"))
        # A group reads what a robot posts, and mail is read over shoulders: what is
        # hidden from somebody is told inside of the house only.
        return list(cases.filter(hidden_from=None).order_by("pk"))


def _listed(cases: Sequence[Case], *, links: bool = False) -> list[str]:
    lines = [f"{case.number} {case.title}" for case in cases[:MOST_LINES]]
    if links and len(cases) == 1:
        lines.append(f"{settings.BASE_URL}{cases[0].get_absolute_url()}")
    elif links:
        lines.append(f"{settings.BASE_URL}/notices/")
    if len(cases) > MOST_LINES:
        lines.append(_("and %(count)d more") % {"count": len(cases) - MOST_LINES})
    return lines


def _send(address: str, title: str, lines: Sequence[str]) -> bool:
    """Hand a message to apprise; its failures and ours are a plain no."""
    sender = apprise.Apprise()
    if not sender.add(address):
        log.error("A notice channel's address is not understood.")
        return False
    try:
        return bool(sender.notify(title=title, body="\n".join(filter(None, lines))))
    except Exception:
        log.exception("A notice could not be sent.")
        return False
