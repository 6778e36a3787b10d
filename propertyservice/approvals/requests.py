"""Asking and deciding: one waiting request of a kind per case, decided by another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from propertyservice.approvals import kinds
from propertyservice.approvals.models import Decision, Request
from propertyservice.audit import refusals
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import NoticeKind
from propertyservice.workflow.notices import tell
from propertyservice.workflow.transitions import Refused


def ask(
    case: Case, kind: str, *, by: Staff, reason: str, details: dict[str, Any]
) -> Request:
    """Put a request into the queue. Raises Refused when one is waiting already."""
    try:
        with transaction.atomic():
            return Request.objects.create(
                case=case,
                office_id=case.office_id,
                kind=kind,
                asked_by=by,
                reason=reason,
                details=details,
            )
    except IntegrityError as error:
        raise Refused(
            refusals.sentence(error), code=refusals.constraint_of(error)
        ) from error


def decide(request: Request, *, by: Staff, approve: bool, opinion: str = "") -> Request:
    """Approve, which takes the step at once, or send back with an opinion.

    Raises PermissionDenied without the right, Refused when it is decided already, is
    one's own, or the step itself is refused; then nothing is written.
    """
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=request.case_id)
        request = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
        _check(request, by, approve=approve, opinion=opinion)
        request.decision = Decision.APPROVED if approve else Decision.RETURNED
        request.decided_by = by
        request.decided_at = timezone.now()
        request.opinion = opinion
        request.save()
        kind = kinds.get(request.kind)
        follow = kind.carry_out if approve else kind.send_back
        if follow is not None:
            follow(request, by)
        _tell_asker(request)
    return request


def _tell_asker(request: Request) -> None:
    """Whoever asked is told what became of it, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        words = [str(Decision(request.decision).label), kinds.label(request.kind)]
    text = ": ".join(filter(None, [" · ".join(words), request.opinion]))
    tell([request.asked_by], NoticeKind.DECIDED, request.case, text)


def withdraw(case: Case, kind: str, *, by: Staff) -> int:
    """Take back what waits on a case, because it went on without; how many."""
    waiting = Request.objects.filter(case=case, kind=kind).waiting()
    return waiting.update(
        decision=Decision.WITHDRAWN, decided_by=by, decided_at=timezone.now()
    )


def _check(request: Request, by: Staff, *, approve: bool, opinion: str) -> None:
    if not by.may(kinds.get(request.kind).right, request.office_id):
        raise PermissionDenied(_("Your post does not include this decision."))
    if request.asked_by_id == by.pk:
        raise Refused(
            _("This is your own request. Another person must decide it."), code="own"
        )
    if request.decision != Decision.WAITING:
        raise Refused(
            _("%(who)s has decided this request already. Reload the page.")
            % {"who": request.decided_by},
            code="decided",
        )
    if not approve and not opinion.strip():
        raise Refused(_("Say why you send it back."), code="opinion")
