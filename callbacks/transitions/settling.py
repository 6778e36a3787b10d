"""What an answer does to the case it is about: it closes, or it is put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from callbacks import transitions
from callbacks.models import Callback, Outcome, Rating
from complaints import transitions as complaints
from complaints.models import Complainant, Complaint
from complaints.models import Rating as ComplaintRating
from complaints.models import Status as ComplaintStatus
from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.workflow.models import NoticeKind
from propertyservice.workflow.notices import tell
from propertyservice.workflow.transitions import Refused
from repairs import transitions as repairs
from repairs.models import Repair
from repairs.models import Status as RepairStatus

RATINGS = {
    Rating.A.value: ComplaintRating.SATISFIED.value,
    Rating.B.value: ComplaintRating.FAIRLY.value,
    Rating.C.value: ComplaintRating.DISSATISFIED.value,
}
WAITING = (ComplaintStatus.REPLIED, ComplaintStatus.CALLBACK)
ANSWERED = (*WAITING, ComplaintStatus.CLOSED)
BACK = (RepairStatus.SHEET_RETURNED, RepairStatus.CLOSED)


def answered(callback: Callback, *, by: Staff | None, at: datetime) -> None:
    """Close what the resident is content with; open again what he is not."""
    complaint = _complaint_of(callback)
    if complaint is not None:
        _complaint_answered(complaint, callback)
        return
    repair = _repair_of(callback)
    words = _result(callback)
    if repair is not None and repair.status in BACK:
        repairs.called_back(repair, by=None, result=words)
    if callback.is_unhappy:
        case = _rework(repair, callback, by) if repair else callback.source_case
        _put_right(callback, case)
    elif repair is not None and repair.status == RepairStatus.SHEET_RETURNED:
        repairs.close(repair, by=None)


def not_answered(callback: Callback) -> None:
    """Not reached, refused or waived: nothing more is waited for."""
    complaint = _complaint_of(callback)
    if complaint is not None:
        _note_call(complaint, callback, callback.outcome or callback.status)
        return
    repair = _repair_of(callback)
    if repair is None or repair.status != RepairStatus.SHEET_RETURNED:
        return
    repairs.called_back(repair, by=None, result=_result(callback))
    repairs.close(repair, by=None)


def _complaint_answered(complaint: Complaint, callback: Callback) -> None:
    _note_call(complaint, callback, RATINGS[_worst(callback)])
    if not callback.is_unhappy:
        return
    if complaint.status in ANSWERED:
        reason = callback.comments or _("Not settled, the complainant says.")
        try:
            complaints.reopen(
                complaint, None, reason=reason, callback=callback.register
            )
        except Refused:  # too long ago: what is open already, or the desk, goes on
            _put_right(callback, complaint.register)
            return
    _put_right(callback, complaint.register)


def _note_call(complaint: Complaint, callback: Callback, rating: str) -> None:
    """The register of complaints learns how the call ended, while it waits for it."""
    if complaint.status not in WAITING:
        return
    complainant = Complainant.objects.filter(pk=callback.party or 0).first()
    complaints.called_back(
        complaint,
        None,
        callback=callback.register,
        rating=rating,
        complainant=complainant,
    )


def _worst(callback: Callback) -> str:
    return Rating.C.value if callback.is_unhappy else callback.rating


def _put_right(callback: Callback, case: Case) -> None:
    transitions.follow_up(callback, by=None, case=case)
    _tell_manager(callback)


def _complaint_of(callback: Callback) -> Complaint | None:
    return (
        Complaint.objects.select_related("register", "office")
        .filter(pk=callback.source_case_id)
        .first()
    )


def _repair_of(callback: Callback) -> Repair | None:
    return (
        Repair.objects.select_related("register", "office", "sheet")
        .filter(pk=callback.source_case_id)
        .first()
    )


def _result(callback: Callback) -> str:
    """What the register of repairs says of it, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        if callback.outcome == Outcome.ANSWERED:
            words = str(Rating(callback.rating).label)
            return f"{words} · {_('not fixed')}" if callback.not_fixed else words
        return str(Outcome(callback.outcome).label or callback.status_words)


def _rework(repair: Repair, callback: Callback, by: Staff | None) -> Case:
    """The same repair by another hand; a new one where the old can't go on."""
    if repair.status not in BACK:
        return repair.register
    why = f"{callback.number}: {callback.comments}"[:500]
    other = _another_repairer(repair)
    acts = by if by and by.may(repairs.rework.right, repair.office_id) else None
    if other is not None and repairs.rework.refusal(acts, repair) is None:
        repairs.rework(repair, by=acts, technician=other, reason=why)
        return repair.register
    return _new_repair(repair, callback, by or repair.recorder)


def _another_repairer(repair: Repair) -> Staff | None:
    """Of the office's other repairers the one with the fewest open tasks."""
    on_post = Staff.objects.on_post(
        "TECHNICIAN", repair.office_id, timezone.localdate()
    ).exclude(pk=repair.technician_id)
    load = dict(
        Repair.objects.open()
        .filter(technician__in=on_post)
        .values_list("technician")
        .annotate(n=Count("pk"))
    )
    return min(on_post, key=lambda who: (load.get(who.pk, 0), who.pk), default=None)


def _new_repair(repair: Repair, callback: Callback, by: Staff) -> Case:
    words = callback.comments or _("Not fixed, the resident says.")
    request = repairs.Request(
        office=repair.office,
        resident_name=repair.resident_name,
        relation=repair.relation,
        description=f"{callback.number} {words}",
        trade=repair.trade,
        unit=repair.unit,
        place=repair.place,
        phone=repair.phone,
        charge_type=repair.charge_type,
    )
    return repairs.report(
        request, by=by, repeats=repair, right=transitions.complete.right
    ).register


def _tell_manager(callback: Callback) -> None:
    """The office manager hears of every unhappy answer (Q1)."""
    managers: Any = Staff.objects.on_post(
        posts.OFFICE_MANAGER, callback.office_id, timezone.localdate()
    )
    hidden = Q(pk=callback.hidden_from_id) if callback.hidden_from_id else Q(pk=None)
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Unhappy: %(place)s · %(words)s") % {
            "place": callback.location,
            "words": callback.comments,
        }
    tell(managers.exclude(hidden), NoticeKind.INFO, callback.register, words)
