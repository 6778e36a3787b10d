"""How a late complaint goes to another department's head (RULES 2.3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.forms.people import heads_of
from complaints.models import Complaint
from complaints.models.complaint import OPEN
from complaints.transitions.passing import step_for
from propertyservice.cases.models import Case
from propertyservice.organisation.models import Department, Staff
from propertyservice.ui.reassign import Choice, Way
from propertyservice.workflow.transitions import Refused


def people(case: Case) -> Sequence[Choice]:
    """Who may be given it, with his department and what he has in hand; never whom it
    is about. Heads of departments first, the least busy before the others; three
    statements."""
    complaint = _complaint(case)
    able = heads_of(case.office_id, complaint.respondent_id)
    heads = _departments(case.office_id)
    loads = dict(
        Complaint.objects.filter(OPEN, office=case.office_id, done_at=None)
        .exclude(handler=None)
        .values_list("handler")
        .annotate(count=Count("pk"))
    )
    ordered = sorted(
        able, key=lambda each: (each.pk not in heads, loads.get(each.pk, 0))
    )
    return [
        Choice(each, _words(heads.get(each.pk), loads.get(each.pk, 0)))
        for each in ordered
        if each.pk != complaint.handler_id
        and (each.pk in heads or complaint.department)
    ]


def act(case: Case, person: Staff, by: Staff, reason: str) -> None:
    """Take the step to the department that he leads, else to the present one."""
    complaint = _complaint(case)
    department = _departments(case.office_id).get(person.pk) or complaint.department
    if department is None:
        raise Refused(_("%(who)s leads no department here.") % {"who": person})
    step = step_for(complaint)
    step(complaint, by=by, reason=reason, department=department, handler=person)


def refusal(case: Case, by: Staff) -> str:
    """Why it can't be passed on now."""
    complaint = _complaint(case)
    found = step_for(complaint).refusal(by, complaint)
    return found.sentence if found else ""


def _words(department: Department | None, load: int) -> str:
    count = ngettext("%(n)d complaint", "%(n)d complaints", load) % {"n": load}
    return " · ".join(filter(None, (str(department or ""), count if load else "")))


def _departments(office: int) -> dict[int, Department]:
    """The departments of an office by who leads them."""
    led = Department.objects.filter(office=office, head__isnull=False)
    return {each.head_id: each for each in led if each.head_id is not None}


def _complaint(case: Case) -> Complaint:
    related = ("register", "office", "department", "handler")
    return Complaint.objects.select_related(*related).get(pk=case.pk)


WAY = Way("complaints", "complaints.transfer", people, act, refusal)
