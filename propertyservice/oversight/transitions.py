"""Every verb of an inspection and its findings, in the order of their life (3.1, 3.2).

A finding is put right by the one responsible within its limit, and looked at again by
somebody else within another; what is not in order goes back with a new limit.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from propertyservice.audit import refusals
from propertyservice.cases.opening import open_case
from propertyservice.organisation.models import Staff
from propertyservice.oversight import rules
from propertyservice.oversight.drawing import INSPECT
from propertyservice.oversight.models import (
    Finding,
    Inspection,
    InspectionItem,
    Result,
    Status,
)
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Move, Refused, transition

RECTIFY = "oversight.rectify"
POST = "OFFICE_MANAGER"


def look(
    item: InspectionItem,
    *,
    by: Staff,
    result: str,
    note: str = "",
    responsible: Staff | None = None,
) -> Finding | None:
    """Write down what was found in a case of the sample; a finding is opened at once.

    Raises PermissionDenied for another than the inspector, Refused with a sentence.
    """
    with transaction.atomic():
        inspection = _locked(item.inspection_id, by)
        item = InspectionItem.objects.select_for_update().get(pk=item.pk)
        if item.result:
            raise Refused(
                _("This case is looked at already. Reload the page."), code="once"
            )
        item.result, item.note, item.looked_at = result, note, timezone.now()
        item.save()
        if result != Result.FINDING:
            return None
        if responsible is None or not note:
            raise Refused(_("Say what was found and who puts it right."), code="who")
        return _open(inspection, item, by, note, responsible)


def end(inspection: Inspection, *, by: Staff, conclusion: str) -> None:
    """End an inspection when every case of the sample was looked at.

    Raises PermissionDenied for another than the inspector, Refused with a sentence.
    """
    with transaction.atomic():
        locked = _locked(inspection.pk, by)
        left = locked.items.filter(result="").count()
        if left:
            raise Refused(
                _("%(n)d cases of the sample are not looked at.") % {"n": left},
                code="left",
            )
        locked.conclusion, locked.closed_at = conclusion, timezone.now()
        locked.save()


def _locked(pk: int, by: Staff) -> Inspection:
    """The open inspection, locked; only its inspector goes on with it."""
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=pk)
    inspector = inspection.inspector_id == by.pk
    if not inspector or not by.may(INSPECT, inspection.office_id):
        raise PermissionDenied(_("Only its inspector goes on with an inspection."))
    if inspection.closed_at is not None:
        raise Refused(_("This inspection has ended."), code="ended")
    return inspection


def _open(
    inspection: Inspection,
    item: InspectionItem,
    by: Staff,
    content: str,
    responsible: Staff,
) -> Finding:
    """Take a number, start the limit and give it to whoever is responsible."""
    at = timezone.now()
    if responsible == by:
        raise Refused(
            refusals_of("oversight_nobody_inspects_himself"), code="responsible"
        )
    office = inspection.office
    if not responsible.may(RECTIFY, office):
        raise Refused(
            _("%(name)s leads no department here. Choose a head who can put it right.")
            % {"name": responsible},
            code="responsible",
        )
    book = DeadlineBook(office, at, None)
    limit = book.start(rules.RECTIFY, at, rule=rules.RECTIFY)
    register = open_case(
        clause="oversight",
        kind="ZG",
        office=office,
        title=content,
        opened_at=at,
        holder=responsible,
        holder_post="",
        due_at=limit.due_at,
        words=(item.case.number,),
    )
    finding = Finding(
        register=register,
        office=office,
        status=Status.OPEN,
        item=item,
        inspector=by,
        responsible=responsible,
        found_at=at,
        content=content,
        due_at=limit.due_at,
        due_kind=limit.kind,
    )
    move = Move(record=finding, by=by, at=at, right=INSPECT)
    try:
        finding.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(refusals.sentence(error), code="responsible") from error
    move.note(content=content)
    move.save_step("find", "")
    book.save(register)
    return finding


def refusals_of(name: str) -> str:
    """The sentence of a constraint that is asked before the database refuses."""
    return str(REFUSALS[name])


def responsible_only(user: Staff | None, finding: Finding) -> str | None:
    """Whoever is responsible puts it right, nobody for him."""
    if user is None or user.pk == finding.responsible_id:
        return None
    return _("Only %(name)s puts this right.") % {"name": finding.responsible}


def another_rechecks(user: Staff | None, finding: Finding) -> str | None:
    """Nobody re-checks his own work."""
    if user is None or user.pk != finding.responsible_id:
        return None
    return refusals_of("oversight_nobody_rechecks_himself")


@transition(
    label=pgettext_lazy("finding", "Put right"),
    sources=[Status.OPEN],
    target=Status.RECTIFIED,
    right=RECTIFY,
    guards=[responsible_only],
    order=1,
)
def rectify(finding: Finding, move: Move, *, remedy: str) -> None:
    """What was done; from now on the inspector has his own limit."""
    finding.remedy, finding.rectified_at = remedy, move.at
    move.deadlines.meet([rules.RECTIFY], move.at)
    move.deadlines.start(rules.RECHECK, move.at, rule=rules.RECHECK)
    finding.register.holder = finding.inspector
    move.note(remedy=remedy)


@transition(
    label=lazy("In order"),
    sources=[Status.RECTIFIED],
    target=Status.CLOSED,
    right=INSPECT,
    guards=[another_rechecks],
    order=2,
)
def accept(finding: Finding, move: Move, *, recheck_note: str = "") -> None:
    """The re-check found it in order."""
    finding.rechecked_by, finding.recheck_note = move.by, recheck_note
    move.deadlines.meet([rules.RECHECK], move.at)
    finding.register.holder = None
    move.note(recheck_note=recheck_note)


@transition(
    label=lazy("Not in order, back"),
    sources=[Status.RECTIFIED],
    target=Status.OPEN,
    right=INSPECT,
    guards=[another_rechecks],
    order=3,
    destructive=True,
)
def send_back(finding: Finding, move: Move, *, recheck_note: str) -> None:
    """The re-check found it as it was: back, with a new limit."""
    finding.rechecked_by, finding.recheck_note = move.by, recheck_note
    finding.returns += 1
    move.deadlines.meet([rules.RECHECK], move.at)
    move.deadlines.start(rules.RECTIFY, move.at, rule=rules.RECTIFY)
    finding.register.holder = finding.responsible
    move.note(recheck_note=recheck_note)


STEPS = (rectify, accept, send_back)
BY_NAME = {step.name: step for step in STEPS}
LABELS: dict[str, Any] = {
    "find": lazy("Found"),
    **{step.name: step.label for step in STEPS},
}
REFUSALS = {
    "oversight_period_in_order": lazy("The first day comes after the last one."),
    "oversight_ended_has_conclusion": lazy("Write the conclusion first."),
    "oversight_case_drawn_once": lazy("This case is in the sample already."),
    "oversight_result_has_time": lazy("A result needs its time. Reload the page."),
    "oversight_nobody_inspects_himself": lazy(
        "You can't be responsible for your own finding. Name somebody else."
    ),
    "oversight_nobody_rechecks_himself": lazy(
        "You are responsible for this finding. Somebody else must re-check it."
    ),
    "oversight_rectified_says_how": lazy("Say how it was put right."),
    "oversight_status_jump": lazy("No step leads there. Reload the page and go on."),
    "oversight_status_born": lazy("A finding begins by being put right."),
    "oversight_survey_once": lazy("This round of the year exists already."),
    "oversight_survey_days_in_order": lazy("The first day comes after the last one."),
    "oversight_one_sheet_a_home": lazy("This home has its sheet already."),
    "oversight_returned_is_rated": lazy("A sheet that is back needs its rating."),
}
