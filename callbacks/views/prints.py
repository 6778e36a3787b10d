"""Paper: the callback record of one call, and the register (RULES 1.3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callbacks import exports
from callbacks.models import ALWAYS_ASKED, Callback, Method, Outcome, Rating
from callbacks.views.case import phone_of, work_of
from callbacks.views.finding import callback_of, may
from callbacks.views.register import REGISTER
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.printing.views import print_page
from propertyservice.ui.lists.filters import clean

MOST_ROWS = 500
LONGEST_IN_CODE = 500
"""A longer address makes a code that no phone reads, or none at all."""

Ticks = list[tuple[str, bool]]


@require_safe
def record(request: StaffRequest, number: str) -> HttpResponse:
    """《回访记录表》 of one callback on A4, numbered and logged."""
    callback = callback_of(request.user, number)
    may(request.user, "callbacks.print", callback)
    return print_page(
        request,
        "callbacks/print_record.html",
        {
            "callback": callback,
            "phone": phone_of(request.user, callback),
            "work": work_of(callback),
            "methods": _ticks(Method.choices, callback.method),
            "outcomes": _ticks(Outcome.choices, callback.outcome),
            "aspects": list(_aspects(callback)),
            "back": callback.get_absolute_url(),
        },
        subject=callback.number,
        office=callback.office,
        url=callback.get_absolute_url(),
        form="callback",
    )


def _aspects(callback: Callback) -> list[tuple[str, Ticks]]:
    names = (*ALWAYS_ASKED, "rating")
    found = []
    for name in names:
        label = callback._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        found.append((str(label), _ticks(Rating.choices, getattr(callback, name))))
    return found


def _ticks(choices: Any, chosen: str) -> Ticks:
    return [(str(words), code == chosen) for code, words in choices if code]


@require_safe
@permission("callbacks.print")
def register(request: StaffRequest) -> HttpResponse:
    """The register on paper: the rows of the same query string, with its columns."""
    user = request.user
    rows = list(REGISTER.whole(user, request.GET)[: MOST_ROWS + 1])
    office = user.office or Office.objects.filter(pk__in=user.office_ids).first()
    if office is None:
        raise PermissionDenied(_("You hold no post in any office."))
    query = clean(request.GET).urlencode()
    return print_page(
        request,
        "callbacks/print_register.html",
        {
            "rows": [exports.printed_row(row) for row in rows[:MOST_ROWS]],
            "heads": exports.PRINTED_HEADS,
            "cut": len(rows) > MOST_ROWS,
            "most": MOST_ROWS,
            "office": office,
            "day": timezone.localdate(),
            "back": f"{request.path.removesuffix('print/')}?{query}",
        },
        subject=f"{office.code} HF {timezone.localdate():%Y-%m-%d}",
        office=office,
        url=f"/callbacks/?{query}" if len(query) <= LONGEST_IN_CODE else "/callbacks/",
        form="callback_register",
    )
