"""Asking and deciding: one waiting request of a kind per case, decided by others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from propertyservice.approvals import clock, kinds, routing
from propertyservice.approvals.models import Decision, Request, TierDecision
from propertyservice.audit import refusals
from propertyservice.cases.models import Case
from propertyservice.numbering.numbers import next_number
from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import NoticeKind
from propertyservice.workflow.notices import tell
from propertyservice.workflow.transitions import Refused

NUMBER = "SP"
WAITS = "approvals_one_waiting_of_a_kind"
LIMIT_RUNS = "workflow_one_running_deadline_of_a_kind"
"""A request's limit starts before it is written: asked twice, this one refuses."""


def ask(
    case: Case, kind: str, *, by: Staff, reason: str, details: dict[str, Any]
) -> Request:
    """Put a request into the queue, with its number and the posts that decide it.

    Raises Refused when one of the kind is waiting already.
    """
    now = timezone.now()
    request = Request(
        case=case,
        office_id=case.office_id,
        kind=kind,
        asked_by=by,
        asked_at=now,
        reason=reason,
        details=details,
    )
    try:
        with transaction.atomic():
            # In the case's own series: a hidden case's requests leave no gap either.
            series = case.number.partition("-")[0]
            request.number = next_number(series, NUMBER, timezone.localdate(now))
            routing.set_out(request)
            clock.start(request, now)
            request.save(force_insert=True)
    except IntegrityError as error:
        if refusals.constraint_of(error) == LIMIT_RUNS:
            raise Refused(
                _("The same request waits for a decision already."), code=WAITS
            ) from error
        raise _refused(error) from error
    return request


def decide(request: Request, *, by: Staff, approve: bool, opinion: str = "") -> Request:
    """Approve, or send back with an opinion. The last tier's approval takes the step
    at once; before that the next tier waits. ``request`` is as the decider saw it: if
    its tier is decided by now, nothing happens.

    Raises PermissionDenied without the post or right, Refused when it is decided
    already, is one's own, or the step itself is refused; then nothing is written.
    """
    try:
        with transaction.atomic():
            case = Case.objects.select_related("office").select_for_update(
                of=("self",), no_key=True
            )
            locked = case.get(pk=request.case_id)
            seen = request.tier
            request = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
            request.case = locked
            _check_tier(request, seen)
            _check(request, by, approve=approve, opinion=opinion)
            _rule(request, by, approve=approve, opinion=opinion)
    except IntegrityError as error:
        raise _refused(error) from error
    return request


def withdraw(case: Case, kind: str, *, by: Staff | None) -> int:
    """Take back what waits on a case, because it went on without; how many."""
    waiting = list(Request.objects.filter(case=case, kind=kind).waiting())
    for request in waiting:
        request.case = case
        _withdraw(request, by, timezone.now())
    return len(waiting)


def withdraw_all(case: Case, *, by: Staff | None) -> int:
    """Take back everything that waits on a case, because it is closed."""
    waiting = list(Request.objects.filter(case=case).waiting())
    for request in waiting:
        request.case = case
        _withdraw(request, by, timezone.now())
    return len(waiting)


def take_back(request: Request, *, by: Staff) -> Request:
    """The asker withdraws his request. Raises Refused when it is decided already."""
    with transaction.atomic():
        case = Case.objects.select_related("office").select_for_update(
            of=("self",), no_key=True
        )
        locked = case.get(pk=request.case_id)
        request = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
        request.case = locked
        if request.asked_by_id != by.pk:
            raise PermissionDenied(_("Only who asked can take a request back."))
        _check_waiting(request)
        _withdraw(request, by, timezone.now())
        if hook := kinds.get(request.kind).take_back:
            hook(request, by)
    return request


def may_decide(request: Request, by: Staff) -> bool:
    """Whether the decision that waits is part of this person's posts."""
    if request.post:
        return by.is_active and by.holds([request.post], request.office_id)
    return by.may(kinds.get(request.kind).right, request.office_id)


def _rule(request: Request, by: Staff, *, approve: bool, opinion: str) -> None:
    """Write the tier's word, then what follows from it."""
    now = timezone.now()
    verdict = Decision.APPROVED if approve else Decision.RETURNED
    concerned = routing.concerned(request)
    ruling = TierDecision.objects.create(
        request=request,
        office_id=request.office_id,
        tier=request.tier,
        post=request.post,
        verdict=verdict,
        decided_by=by,
        decided_for_id=by.represented(
            routing.deciding(request), request.office_id, concerned
        ),
        decided_at=now,
        opinion=opinion,
    )
    if approve and not request.is_last_tier:
        routing.hand_on(request)
        clock.start(request, now)
        request.save()
        return
    clock.stop(request, now, met=True)
    request.decision, request.opinion = verdict, opinion
    request.decided_by, request.decided_at = by, now
    request.decided_for_id = ruling.decided_for_id
    request.save()
    kind = kinds.get(request.kind)
    if approve:
        kind.carry_out(request, by)
    elif kind.send_back:
        kind.send_back(request, by)
    _tell_asker(request)


def _withdraw(request: Request, by: Staff | None, at: datetime) -> None:
    clock.stop(request, at, met=False)
    request.decision = Decision.WITHDRAWN
    request.decided_by, request.decided_at = by, at
    request.save()


def _tell_asker(request: Request) -> None:
    """Whoever asked is told what became of it, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        words = [str(Decision(request.decision).label), kinds.label(request.kind)]
    text = ": ".join(filter(None, [" · ".join(words), request.opinion]))
    tell([request.asked_by], NoticeKind.DECIDED, request.case, text)


def _check(request: Request, by: Staff, *, approve: bool, opinion: str) -> None:
    _check_waiting(request)
    if not may_decide(request, by):
        raise PermissionDenied(_("Your post does not include this decision."))
    if request.asked_by_id == by.pk:
        raise Refused(
            _("This is your own request. Another person must decide it."), code="own"
        )
    if not routing.acts_for_another(request, by):
        raise Refused(
            _(
                "You stand in for the one who asks or whom this is about. "
                "Another person must decide it."
            ),
            code="deputy",
        )
    if request.apart and request.rulings.filter(decided_by=by).exists():
        raise Refused(
            _("You have decided an earlier tier. Another person must decide this one."),
            code="apart",
        )
    if not approve and not opinion.strip():
        raise Refused(_("Say why you send it back."), code="opinion")


def _check_tier(request: Request, seen: int) -> None:
    if request.tier != seen:
        last = request.rulings.select_related("decided_by").order_by("tier").last()
        raise Refused(
            _("%(who)s has decided this tier already. Reload the page.")
            % {"who": last.decided_by if last else _("Somebody else")},
            code="decided",
        )


def _check_waiting(request: Request) -> None:
    if request.decision != Decision.WAITING:
        raise Refused(
            _("%(who)s has decided this request already. Reload the page.")
            % {"who": request.decided_by or _("the system")},
            code="decided",
        )


def _refused(error: IntegrityError) -> Refused:
    return Refused(refusals.sentence(error), code=refusals.constraint_of(error))
