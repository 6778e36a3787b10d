"""Who is on duty now, what waits to be taken over, and the week (值班表)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from propertyservice.organisation import posts
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Office, Staff
from propertyservice.planning import roster
from propertyservice.planning.handovers import may_give, missed
from propertyservice.planning.models import Duty, HandOver
from propertyservice.planning.roster import Cell, Shift
from propertyservice.planning.sources import PLAN, SEE, rostered
from propertyservice.ui.toasts import toast
from propertyservice.workbench.views.shift.finding import office_of
from propertyservice.workflow.moves import Refused

MISSED_SHOWN = 8
YEARS = 5


@dataclass(frozen=True)
class Box:
    """One cell of the roster on the page."""

    name: str
    post: str
    shift: Shift
    duty: Duty | None
    open: bool
    now: bool
    chosen: str = ""


@dataclass(frozen=True)
class Row:
    """A post in one shift of the day, over the week."""

    post: str
    words: str
    boxes: list[Box]
    people: list[Staff]


@require_safe
@permission(SEE)
def index(request: StaffRequest) -> HttpResponse:
    """The week, who is on duty now, what is to take over and what was missed."""
    office, user, now = office_of(request), request.user, timezone.now()
    monday = _monday(request)
    rows = _rows(office, monday)
    duties = Duty.objects.filter(office=office)
    waiting = HandOver.objects.filter(office=office).to_take_by(user)
    late = duties.filter(missed(office, now))
    context = {
        **_frame(request, office, monday),
        "rows": rows,
        "running": duties.on(now).select_related("person").order_by("post"),
        "waiting": waiting.select_related("duty", "given_by").order_by("given_at"),
        "mine": [
            (post, posts.label(post))
            for post in rostered()
            if may_give(user, post, office.pk)
        ],
        "missed": late.select_related("person", "handover__given_by").order_by(
            "-ends_at"
        )[:MISSED_SHOWN],
        "missed_count": late.count(),
        "may_plan": user.may(PLAN, office),
    }
    return render(request, "workbench/shift.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission(PLAN)
def edit(request: StaffRequest) -> HttpResponse:
    """The supervisor fills the week; one save for all cells."""
    office, monday = office_of(request, PLAN), _monday(request)
    rows = _rows(office, monday, request.POST)
    problem = ""
    if request.method == "POST":
        try:
            count = roster.set_cells(office, _wanted(rows), by=request.user)
        except Refused as refusal:
            problem = " ".join(refusal.messages)
        else:
            toast(request, _("%(n)s shifts changed.") % {"n": count})
            return _back(office, monday)
    context = {**_frame(request, office, monday), "rows": rows, "problem": problem}
    return render(request, "workbench/shift_edit.html", context)


@require_POST
@permission(PLAN)
def copy(request: StaffRequest) -> HttpResponse:
    """Fill the empty cells from the week before."""
    office, monday = office_of(request, PLAN), _monday(request)
    try:
        done, left_out = roster.copy_week(office, monday, by=request.user)
    except Refused as refusal:
        toast(request, " ".join(refusal.messages))
        return _back(office, monday)
    words = _("%(n)s shifts copied from the week before.") % {"n": done}
    if left_out:
        words += " " + _("%(n)s left out: over, or the post is held by others now.") % {
            "n": left_out
        }
    toast(request, words)
    return _back(office, monday)


def _rows(office: Office, monday: date, sent: Any = None) -> list[Row]:
    """A row for each post and shift; two statements and one a post."""
    days = roster.week_of(monday)
    now = timezone.now()
    by_day = [roster.shifts_of(office, day) for day in days]
    duties = {
        (duty.post, duty.starts_at): duty
        for duty in Duty.objects.filter(
            office=office,
            starts_at__gte=by_day[0][0].starts_at - timedelta(days=1),
            starts_at__lt=by_day[-1][-1].ends_at,
        ).select_related("person", "handover")
    }
    rows = []
    for post in rostered():
        people = roster.able(office, post, max(days[0], timezone.localdate()))
        for place in range(max(map(len, by_day))):
            shifts = [day[place] for day in by_day if place < len(day)]
            boxes = [_box(post, each, duties, now, sent) for each in shifts]
            rows.append(Row(posts.label(post), shifts[0].words, boxes, people))
    return rows


def _box(post: str, shift: Shift, duties: dict[Any, Duty], now: Any, sent: Any) -> Box:
    name = f"{post}-{shift.starts_at:%Y%m%dT%H%M}"
    duty = duties.get((post, shift.starts_at))
    given = duty is not None and hasattr(duty, "handover")
    chosen = str(duty.person_id) if duty else ""
    if sent and name in sent:
        chosen = sent[name]
    return Box(
        name=name,
        post=post,
        shift=shift,
        duty=duty,
        open=shift.ends_at > now and not given,
        now=shift.starts_at <= now < shift.ends_at,
        chosen=chosen,
    )


def _wanted(rows: Iterable[Row]) -> Iterable[Cell]:
    """The open cells as they were sent."""
    for row in rows:
        people = {str(each.pk): each for each in row.people}
        for box in row.boxes:
            if box.duty:
                people.setdefault(str(box.duty.person_id), box.duty.person)
        for box in row.boxes:
            if not box.open:
                continue
            if box.chosen and box.chosen not in people:
                raise Refused(
                    _("Choose somebody of the list for %(post)s %(shift)s.")
                    % {"post": row.post, "shift": box.shift.words},
                    code="unknown",
                )
            yield Cell(box.post, box.shift, people.get(box.chosen))


def _monday(request: StaffRequest) -> date:
    """The week asked for; this one for what is no date or years away."""
    today = timezone.localdate()
    try:
        wanted = date.fromisoformat(asked(request, "week"))
    except ValueError:
        wanted = today
    if abs(wanted.year - today.year) > YEARS:
        wanted = today
    return roster.week_of(wanted)[0]


def _frame(request: StaffRequest, office: Office, monday: date) -> dict[str, Any]:
    week = timedelta(days=7)
    own = Office.objects.filter(pk__in=request.user.offices_for(SEE))
    return {
        "office": office,
        "offices": own.order_by("code"),
        "monday": monday,
        "days": roster.week_of(monday),
        "today": timezone.localdate(),
        "before": monday - week,
        "after": monday + week,
    }


def _back(office: Office, monday: date) -> HttpResponse:
    response = redirect("shift")
    response["Location"] += f"?office={office.code}&week={monday}"
    return response


__all__ = ("copy", "edit", "index")
