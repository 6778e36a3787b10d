"""What an approved request does, and the facts that are enough to decide it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.models import Callback, DoNotCall, Source
from callbacks.transitions import planning
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff
from propertyservice.ui.formats import stamp


def waive(request: Request, by: Staff) -> None:
    """The duplicate leaves the base."""
    planning.waive(
        _callback(request),
        by=by,
        reason=request.reason,
        duplicate_of=request.details["duplicate_of"],
    )


def do_not_call(request: Request, by: Staff) -> None:
    """The household's wish holds from now on, for what was drawn before, too.

    A complaint is still to be answered for: it is written to instead of called. So is
    what must be reached of this household otherwise; the rest counts as refused.
    """
    callback, now = _callback(request), timezone.now()
    unit, words = callback.unit_id, str(request.details["words"])
    assert unit is not None  # noqa: S101 asked before
    days = int(request.details.get("days", 0))
    DoNotCall.objects.get_or_create(
        unit_id=unit,
        until=now + timedelta(days=days) if days else None,
        defaults={
            "office_id": callback.office_id,
            "since": now,
            "words": words,
            "noted_by": by,
        },
    )
    own = planning.do_not_call
    if callback.source == Source.COMPLAINT:
        own = planning.write_instead
    own(callback, by=by, reason=request.reason, words=words)
    others = Callback.objects.to_call().filter(unit=unit, do_not_call=False)
    for other in others.select_related("register", "office", "candidate"):
        reached = planning.must_be_reached(other)
        step = planning.write_instead if reached else planning.do_not_call
        step(other, by=None, reason=request.reason, words=words)


def facts(request: Request) -> list[tuple[str, str]]:
    """What is called back on, until when, and what was asked."""
    callback = _callback(request)
    lines = [
        (_("Callback"), f"{callback.get_source_display()} · {callback.source_case}"),
        (_("Room or place"), callback.location),
        (_("About"), callback.content),
        (_("Window ends"), stamp(callback.window_until)),
    ]
    if duplicate := request.details.get("duplicate_of"):
        lines.append((_("Called under"), str(duplicate)))
    if words := request.details.get("words"):
        lines.append((_("Resident's words"), str(words)))
    return lines


def _callback(request: Request) -> Callback:
    return Callback.objects.select_related("register", "office", "source_case").get(
        pk=request.case_id
    )
