"""What an approved request does, and the facts that are enough to decide it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from callbacks.models import Callback
from callbacks.transitions import planning
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Staff
from propertyservice.ui.formats import stamp


def waive(request: Request, by: Staff) -> None:
    """The duplicate leaves the base."""
    planning.waive(
        _callback(request), by=by, reason=request.reason, **_details(request)
    )


def do_not_call(request: Request, by: Staff) -> None:
    """The household's wish holds."""
    planning.do_not_call(
        _callback(request), by=by, reason=request.reason, **_details(request)
    )


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


def _details(request: Request) -> dict[str, Any]:
    return {k: v for k, v in request.details.items() if k != "since"}
